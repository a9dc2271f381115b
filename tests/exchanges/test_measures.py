"""How much review a plan needs, what is checked before travel, and the numbers of the rules."""

from datetime import date
from typing import Any

import pytest

from exchanges import workflow
from exchanges.enums import CheckKind, CheckState
from exchanges.workflow import (
    CheckFacts,
    PlanFigures,
    checks_for,
    first_day_of,
    fiscal_year_of,
    missing_checks,
    tier_of,
)
from programmes.enums import Tier


def _figures(**changes: Any) -> PlanFigures:
    small = {
        "is_remote": True,
        "is_paid": False,
        "hours_in_all": 10,
        "days_in_country": 0,
        "has_sensitive_theme": False,
        "is_restricted_post": False,
        "t0_most_hours": 10,
        "t2_days_in_country": 14,
    }
    return PlanFigures(**(small | changes))


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({}, Tier.T0),
        ({"hours_in_all": 11}, Tier.T1),
        ({"is_paid": True}, Tier.T1),
        ({"is_remote": False}, Tier.T1),
        ({"is_remote": False, "days_in_country": 14}, Tier.T1),
        ({"is_remote": False, "days_in_country": 15}, Tier.T2),
        ({"is_remote": False, "is_paid": True}, Tier.T2),
        ({"has_sensitive_theme": True}, Tier.T2),
        ({"is_restricted_post": True}, Tier.T2),
    ],
)
def test_how_much_review_a_plan_needs(changes: dict[str, Any], tier: Tier) -> None:
    assert tier_of(_figures(**changes)) == tier


def _lines(**facts: bool) -> CheckFacts:
    none = {"is_in_country": False, "is_small": False, "is_research": False, "is_restricted_post": False}
    return CheckFacts(**(none | facts))


K = CheckKind


@pytest.mark.parametrize(
    ("facts", "lines", "needed"),
    [
        (_lines(is_small=True), [], []),
        (_lines(), [K.HOME_EMPLOYER_CONSENT], []),
        (
            _lines(is_in_country=True),
            [K.HOME_EMPLOYER_CONSENT, K.TRAVEL_DOCUMENT, K.VISA_OR_STATUS, K.INSURANCE],
            [K.HOME_EMPLOYER_CONSENT, K.TRAVEL_DOCUMENT],
        ),
        (_lines(is_research=True), [K.HOME_EMPLOYER_CONSENT, K.IP_TERMS, K.EXPORT_CONTROL], []),
        (
            _lines(is_restricted_post=True),
            [K.HOME_EMPLOYER_CONSENT, K.RESTRICTED_POST],
            [K.RESTRICTED_POST],
        ),
    ],
)
def test_which_lines_a_checklist_has(
    facts: CheckFacts, lines: list[CheckKind], needed: list[CheckKind]
) -> None:
    open_lines = dict.fromkeys(needed, CheckState.OPEN)

    assert [check.kind for check in checks_for(facts)] == lines
    assert [check.kind for check in missing_checks(facts, open_lines)] == needed
    for settled in (CheckState.DONE, CheckState.NOT_NEEDED):
        assert missing_checks(facts, dict.fromkeys(needed, settled)) == []


def test_who_ticks_a_line_and_which_are_settled_after_the_plan() -> None:
    of_the_host = {K.RESTRICTED_POST, K.IP_TERMS}
    later = {K.VISA_OR_STATUS, K.INSURANCE}

    assert {check.kind for check in workflow.CHECKLIST if check.part == "host"} == of_the_host
    assert {check.kind for check in workflow.CHECKLIST if check.part == "expert"} == set(K) - of_the_host
    assert {check.kind for check in workflow.CHECKLIST if not check.of_plan} == later


def test_numbers_of_days_and_mails_are_those_of_the_rules() -> None:
    assert workflow.DAYS_TO_CONFIRM == 30
    assert (workflow.CONFIRMATION_MAILS, workflow.DAYS_TO_CONFIRM_OUTCOME) == ((0, 7, 14, 21), 28)
    assert workflow.REPORT_REMINDERS == (0, 7, 21)
    assert workflow.EVIDENCE_REMINDERS == (-7, 0, 7)
    assert (workflow.LEAST_DAYS_FOR_EVIDENCE, workflow.MOST_DAYS_FOR_EVIDENCE) == (14, 120)


def test_a_fiscal_year_runs_from_july_to_june() -> None:
    assert [fiscal_year_of(day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [2026, 2027]
    assert first_day_of(2027) == date(2026, 7, 1)


def test_a_share_is_rounded_up_and_drawn_by_seed() -> None:
    codes = ["a", "b", "c", "d", "e"]
    drawn = workflow.draw(codes, seed="1", percent=40)

    assert [workflow.n_to_draw(n, 10) for n in (0, 1, 10, 11, 21)] == [0, 1, 1, 2, 3]
    assert workflow.n_to_draw(101, 1) == 2
    assert workflow.place_of("abc", "1").startswith("fac4d75282e3")
    assert drawn == sorted(codes, key=lambda code: workflow.place_of(code, "1"))[:2]
    assert workflow.draw([*codes[::-1], "a"], seed="1", percent=40) == drawn
