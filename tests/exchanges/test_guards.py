"""What each guard of the life cycles says, written down here once more, without the tables."""

from datetime import date, timedelta
from typing import Any

import pytest

from exchanges import workflow
from exchanges.enums import CheckKind, CheckState
from exchanges.workflow import (
    AmendmentFacts,
    CampaignFacts,
    CheckFacts,
    InvitationFacts,
    OutcomeFacts,
    PlacementFacts,
    PlanFigures,
    ReferralFacts,
    ReportFacts,
    SampleFacts,
    after_decision,
    amendments,
    checks_for,
    first_day_of,
    fiscal_year_of,
    invitations,
    missing_checks,
    outcomes,
    placements,
    referrals,
    reports,
    sampling,
    tier_of,
)
from programmes.enums import Tier

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def _case(**facts: Any) -> PlacementFacts:
    usual = {
        "plan_is_complete": True,
        "expert_has_agreed": True,
        "another_unit_reviews": True,
        "tier": Tier.T1,
    }
    return PlacementFacts(**(usual | facts))


def _dated(today: date, **facts: Any) -> PlacementFacts:
    return _case(starts_on=FIRST, ends_on=LAST, today=today, **facts)


def _asked(**facts: bool) -> InvitationFacts:
    usual = {"a_seat_is_free": True, "expert_has_capacity": True, "is_due": False, "need_is_wanted": True}
    return InvitationFacts(**(usual | facts))


def _sample(answered: bool, some: bool, over: bool) -> SampleFacts:
    return SampleFacts(all_have_answered=answered, somebody_has_answered=some, due_is_over=over)


P, L, I, O, R, S = placements, after_decision, invitations, outcomes, reports, sampling  # noqa: E741
SAID = (
    (P.both_have_agreed, _case(), None),
    (P.both_have_agreed, _case(plan_is_complete=False), "plan_incomplete"),
    (P.both_have_agreed, _case(plan_breaks_policy=True), "plan_outside_policy"),
    (P.both_have_agreed, _case(expert_has_agreed=False), "expert_has_not_agreed"),
    (P.can_be_submitted, _case(), None),
    (P.can_be_submitted, _case(another_unit_reviews=False), "no_other_unit_reviews"),
    (P.can_be_submitted, _case(another_unit_reviews=False, plan_is_complete=False), "plan_incomplete"),
    (P.can_be_submitted, _case(expert_has_agreed=False), "expert_has_not_agreed"),
    (P.a_place_is_free, _case(), None),
    (P.a_place_is_free, _case(n_reviewers=1), "reviewers_are_found"),
    (P.a_place_is_free, _case(n_places=2, n_reviewers=1), None),
    (P.a_place_is_free, _case(n_places=2, n_reviewers=2), "reviewers_are_found"),
    (P.one_reviewer_has_it, _case(n_reviewers=1), None),
    (P.one_reviewer_has_it, _case(n_reviewers=2), "another_reviewer_has_it"),
    (P.two_reviewers_have_it, _case(n_reviewers=1), "nobody_else_has_it"),
    (P.two_reviewers_have_it, _case(n_reviewers=2), None),
    (P.one_review_suffices, _case(), None),
    (P.one_review_suffices, _case(n_places=2), "two_reviews_needed"),
    (P.two_reviews_are_wanted, _case(), "one_review_suffices"),
    (P.two_reviews_are_wanted, _case(n_places=2), None),
    (P.both_reviews_are_in, _case(n_reviews=1), "two_reviews_needed"),
    (P.both_reviews_are_in, _case(n_places=2, n_reviews=1), "two_reviews_needed"),
    (P.both_reviews_are_in, _case(n_places=2, n_reviews=2), None),
    (P.both_reviews_are_in, _case(), "two_reviews_needed"),
    (P.reviews_differ, _case(), "reviews_agree"),
    (P.reviews_differ, _case(reviews_differ=True), None),
    (P.plan_is_complete, _case(), None),
    (P.plan_is_complete, _case(plan_is_complete=False), "plan_incomplete"),
    (P.plan_is_complete, _case(checklist_is_complete=False), "checklist_incomplete"),
    (P.needs_no_review, _case(tier=Tier.T0), None),
    (P.needs_no_review, _case(tier=Tier.T1), "tier_needs_review"),
    (P.needs_no_review, _case(tier=Tier.T2), "tier_needs_review"),
    (L.expert_may_confirm, _case(), None),
    (L.expert_may_confirm, _case(expert_has_confirmed=True), "confirmed_already"),
    (L.host_may_confirm, _case(), None),
    (L.host_may_confirm, _case(host_has_confirmed=True), "confirmed_already"),
    (L.both_have_confirmed, _case(expert_has_confirmed=True), "confirmation_missing"),
    (L.both_have_confirmed, _case(host_has_confirmed=True), "confirmation_missing"),
    (L.both_have_confirmed, _case(host_has_confirmed=True, expert_has_confirmed=True), None),
    (L.confirmation_is_over, _case(), "there_is_time_to_confirm"),
    (L.confirmation_is_over, _dated(LAST), "there_is_time_to_confirm"),
    (L.confirmation_is_over, _dated(LAST + DAY), None),
    (L.confirmation_is_over, _dated(FIRST, confirmation_is_over=True), None),
    (L.it_never_began, _dated(LAST), "there_is_time_to_begin"),
    (L.it_never_began, _dated(LAST + DAY), None),
    (L.the_first_day_has_come, _dated(FIRST - DAY), "first_day_has_not_come"),
    (L.the_first_day_has_come, _dated(FIRST), None),
    (L.the_first_day_has_come, _dated(LAST), None),
    (L.the_first_day_has_come, _dated(LAST + DAY), "last_day_has_passed"),
    (L.may_be_appealed, _case(), "appeal_is_over"),
    (L.may_be_appealed, _case(may_be_appealed=True), None),
    (L.may_be_appealed, _case(may_be_appealed=True, seat_and_hours_are_free=False), "appeal_needs_a_seat"),
    (L.both_reports_are_in, _dated(LAST - DAY, both_reports_are_in=True), "last_day_has_not_come"),
    (L.both_reports_are_in, _dated(LAST), "reports_missing"),
    (L.both_reports_are_in, _dated(LAST, both_reports_are_in=True), None),
    (L.follow_up_is_answered, _case(), "follow_up_missing"),
    (L.follow_up_is_answered, _case(follow_up_is_answered=True), None),
    (I.there_is_room, _asked(), None),
    (I.there_is_room, _asked(is_due=True, need_is_wanted=False), "invitation_expired"),
    (I.there_is_room, _asked(need_is_wanted=False, a_seat_is_free=False), "need_is_not_open"),
    (I.there_is_room, _asked(a_seat_is_free=False, expert_has_capacity=False), "seats_are_taken"),
    (I.there_is_room, _asked(expert_has_capacity=False), "capacity_used"),
    (I.there_is_time, _asked(), None),
    (I.there_is_time, _asked(is_due=True), "invitation_expired"),
    (I.the_time_is_over, _asked(), "invitation_still_open"),
    (I.the_time_is_over, _asked(is_due=True), None),
    (O.link_is_open, OutcomeFacts(link_is_open=True, mail_is_due=False), None),
    (O.link_is_open, OutcomeFacts(link_is_open=False, mail_is_due=True), "confirmation_over"),
    (O.mail_is_due, OutcomeFacts(link_is_open=True, mail_is_due=True), None),
    (O.mail_is_due, OutcomeFacts(link_is_open=True, mail_is_due=False), "no_mail_due"),
    (O.mail_is_due, OutcomeFacts(link_is_open=False, mail_is_due=True), "confirmation_over"),
    (O.link_has_ended, OutcomeFacts(link_is_open=True, mail_is_due=False), "there_is_time_to_answer"),
    (O.link_has_ended, OutcomeFacts(link_is_open=False, mail_is_due=False), None),
    (R.has_opened, ReportFacts(has_opened=True, is_complete=False), None),
    (R.has_opened, ReportFacts(has_opened=False, is_complete=True), "report_not_open_yet"),
    (R.is_complete, ReportFacts(has_opened=True, is_complete=True), None),
    (R.is_complete, ReportFacts(has_opened=True, is_complete=False), "report_incomplete"),
    (R.is_complete, ReportFacts(has_opened=False, is_complete=True), "report_not_open_yet"),
    (referrals.nobody_is_asked, ReferralFacts(names_an_expert=True), "expert_is_asked_first"),
    (referrals.nobody_is_asked, ReferralFacts(names_an_expert=False), None),
    (amendments.stays_small, AmendmentFacts(Tier.T0, Tier.T0), None),
    (amendments.stays_small, AmendmentFacts(Tier.T0, Tier.T1), "amendment_needs_review"),
    (amendments.stays_small, AmendmentFacts(Tier.T1, Tier.T0), "amendment_needs_review"),
    (amendments.stays_small, AmendmentFacts(Tier.T2, Tier.T2), "amendment_needs_review"),
    (S.there_is_something_to_draw, CampaignFacts(1, True, 0), None),
    (S.there_is_something_to_draw, CampaignFacts(0, True, 0), "nothing_to_draw"),
    (S.may_be_closed, CampaignFacts(1, True, 0), None),
    (S.may_be_closed, CampaignFacts(1, False, 0), "evidence_is_awaited"),
    (S.may_be_closed, CampaignFacts(1, True, 1), "evidence_not_judged"),
    (S.all_have_answered, _sample(True, True, False), None),
    (S.all_have_answered, _sample(False, True, True), "evidence_is_awaited"),
    (S.time_is_over, _sample(False, False, True), None),
    (S.time_is_over, _sample(True, True, False), "evidence_is_awaited"),
    (S.nobody_has_answered, _sample(False, True, True), "evidence_not_judged"),
    (S.nobody_has_answered, _sample(False, False, True), None),
    (S.nobody_has_answered, _sample(False, False, False), "evidence_is_awaited"),
)


@pytest.mark.parametrize(
    ("guard", "facts", "said"), SAID, ids=[f"{at}-{row[0].__name__}" for at, row in enumerate(SAID)]
)
def test_a_guard_names_what_is_missing(guard: Any, facts: Any, said: str | None) -> None:
    assert guard(facts) == said


def test_every_guard_of_every_table_is_asked_above() -> None:
    tables = (
        workflow.AMENDMENT,
        workflow.CAMPAIGN,
        workflow.INVITATION,
        workflow.OUTCOME,
        workflow.PLACEMENT,
        workflow.REFERRAL,
        workflow.REPORT,
        workflow.SAMPLED_CASE,
        workflow.SESSION,
    )
    guards = {row.guard for table in tables for row in table.rows if row.guard}

    assert guards <= {row[0] for row in SAID}


def test_what_nobody_said_of_a_case_is_the_usual() -> None:
    facts = PlacementFacts(
        plan_is_complete=True, expert_has_agreed=True, another_unit_reviews=True, tier=Tier.T1
    )

    assert (facts.plan_breaks_policy, facts.checklist_is_complete, facts.reviews_differ) == (
        False,
        True,
        False,
    )
    assert (facts.n_places, facts.n_reviewers, facts.n_reviews) == (1, 0, 0)
    assert not (facts.expert_has_confirmed or facts.host_has_confirmed or facts.confirmation_is_over)
    assert (facts.may_be_appealed, facts.seat_and_hours_are_free) == (False, True)
    assert not (facts.both_reports_are_in or facts.follow_up_is_answered)


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
