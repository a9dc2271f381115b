"""The policy of a programme: versions, never edits; what it limits; which version holds for a case."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.enums import AccountAction
from accounts.models import AccountEvent
from common.policies import Denied
from common.refusals import Refused
from programmes.enums import AllowancePer, AllowancePurpose, Payer
from programmes.models import PolicyVersion, Programme
from programmes.selectors import PlanTerms, Policy, check_plan, policies_of, policy_of
from programmes.selectors.policy import Allowance, Criterion, Quota
from programmes.selectors.wording import differences, policy_parts, versions_of
from programmes.services import publish_policy
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

A_DAY = Allowance(AllowancePurpose.LIVING, "USD", 100, AllowancePer.DAY, (Payer.HOST, Payer.MINISTRY))
A_MONTH = replace(A_DAY, most=3_000, per=AllowancePer.MONTH)
TRAVEL = replace(A_DAY, purpose=AllowancePurpose.TRAVEL, most=2_500, per=AllowancePer.ONCE)
NEED = Criterion("need", "The need is real", "", 30, is_independent=False, most=5)


@pytest.fixture
def programme(cast) -> Programme:
    return cast.need.programme


def publish(programme: Programme, by, *, seen_number: int = 1, at=NOW, **changes: Any) -> PolicyVersion:
    return publish_policy(programme_id=programme.pk, changes=changes, seen_number=seen_number, by=by, at=at)


def test_another_policy_is_a_new_version_with_an_author_and_a_line_in_the_record(cast, programme):
    published = publish(programme, cast.omar, most_weeks=26, rubric=(NEED,), allowances=(A_DAY, TRAVEL))

    policy = policy_of(programme)
    assert (published.number, published.by, policy.number, policy.most_weeks) == (2, cast.omar, 2, 26)
    assert (policy.rubric, policy.allowances) == ((NEED,), (A_DAY, TRAVEL))
    assert Policy.read(programme.policy_versions.get(number=1).values, 1).most_weeks == 104
    event = AccountEvent.objects.get(action=AccountAction.POLICY_PUBLISHED)
    assert (event.by, event.unit, event.detail) == (cast.omar, cast.most, "general-mentorship 2")


@pytest.mark.parametrize("who", ["rabia", "dawood", "asma", "ayesha", "sana", "hina"])
def test_only_officers_of_the_programmes_unit_change_its_policy(cast, programme, who):
    with pytest.raises(Denied):
        publish(programme, getattr(cast, who), most_weeks=26)

    assert programme.policy_versions.count() == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"most_weeks": 105}, "policy_number_range", "most_weeks"),
        ({"sampling_percent": 101}, "policy_number_range", "sampling_percent"),
        ({"report_every_weeks": 0}, "policy_number_range", "report_every_weeks"),
        ({"appeal_days": "30"}, "policy_number_range", "appeal_days"),
        ({"least_weeks": 8, "most_weeks": 4}, "policy_weeks_order", "most_weeks"),
        ({"sensitive_themes": ("nothing-like-it",)}, "policy_theme_unknown", "sensitive_themes"),
        ({"allowances": (replace(A_DAY, currency="XXX"),)}, "allowance_incomplete", "purpose_1"),
        ({"allowances": (A_DAY, replace(A_DAY, most=0))}, "allowance_incomplete", "purpose_2"),
        ({"allowances": (replace(A_DAY, payers=()),)}, "allowance_incomplete", "purpose_1"),
        ({"allowances": (A_DAY, replace(A_DAY, most=5))}, "allowance_twice", "purpose_2"),
        ({"rubric": (NEED, NEED)}, "criterion_twice", "name_2"),
        ({"rubric": (replace(NEED, weight=101),)}, "criterion_incomplete", "name_1"),
        ({"rubric": (replace(NEED, is_independent=True),)}, "rubric_without_weight", "weight_1"),
        ({"quotas": (Quota("Women", "", 0),)}, "quota_incomplete", "name_1"),
        ({}, "policy_unchanged", None),
    ],
)
def test_a_policy_that_makes_no_sense_or_no_difference_is_refused(cast, programme, changes, code, field):
    with pytest.raises(Refused) as refused:
        publish(programme, cast.omar, **changes)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert programme.policy_versions.count() == 1


def test_who_looked_at_an_older_version_is_told_so(cast, programme):
    publish(programme, cast.omar, most_weeks=26)

    with pytest.raises(Refused) as refused:
        publish(programme, cast.omar, most_weeks=30, seen_number=1)

    assert refused.value.code == "stale_version"


def test_the_version_in_force_at_a_moment_is_found(cast, programme):
    later = NOW + timedelta(days=3)
    publish(programme, cast.omar, most_weeks=26, at=later)

    policies = policies_of([programme.pk])

    def number(at):
        return policies.of(programme.pk, at=at).number

    found = [number(at) for at in (NOW, later - timedelta(seconds=1), later, None)]
    assert found == [1, 1, 2, 2]
    assert number(NOW - timedelta(days=9)) == 1  # before the first version, the first holds


def test_a_programme_without_a_version_has_the_portals_defaults(cast):
    programme = factories.make_programme("bare", name="Bare")
    PolicyVersion.objects.filter(programme=programme).delete()

    assert policy_of(programme) == Policy()


def plan(**changes: Any) -> PlanTerms:
    terms = {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 1, 31), "hours_per_week": 10}
    return PlanTerms(**terms | changes)


@pytest.mark.parametrize(
    ("terms", "broken"),
    [
        ({}, []),
        ({"starts_on": None}, []),
        ({"ends_on": date(2027, 1, 8)}, [("plan_too_short", "ends_on")]),
        ({"ends_on": date(2027, 1, 17)}, []),  # two weeks to the day
        ({"ends_on": date(2027, 7, 5)}, []),  # from a Monday to a Monday, 26 weeks later
        ({"ends_on": date(2027, 7, 6)}, [("plan_too_long", "ends_on")]),
        ({"hours_per_week": 41}, [("plan_too_many_hours", "hours_per_week")]),
        (
            {"hours_per_week": 41, "ends_on": date(2027, 1, 8)},
            [("plan_too_short", "ends_on"), ("plan_too_many_hours", "hours_per_week")],
        ),
    ],
)
def test_length_and_hours_are_limited(terms, broken):
    policy = Policy(least_weeks=2, most_weeks=26, most_hours_per_week=40)

    assert [(one.code, one.field) for one in check_plan(policy, plan(**terms))] == broken


@pytest.mark.parametrize(
    ("terms", "broken"),
    [
        ({"amount": None}, []),
        ({"amount": Decimal(5_500)}, []),  # a month of living costs and the journey
        ({"amount": Decimal("5500.01")}, ["allowance_too_high"]),
        ({"amount": Decimal(12_500), "days_in_country": 100}, []),  # a hundred days are more than a month
        ({"amount": Decimal(99_999), "starts_on": None}, []),  # judged once the dates are known
        ({"amount": Decimal(1), "currency": "PKR"}, ["allowance_currency_not_offered"]),
        ({"amount": Decimal(1), "payer": "sponsor"}, ["allowance_payer_not_offered"]),
        ({"amount": Decimal(1), "payer": "host"}, []),
    ],
)
def test_an_allowance_stays_within_its_currency_and_limits(terms, broken):
    policy = Policy(allowances=(A_DAY, A_MONTH, TRAVEL))

    assert [one.code for one in check_plan(policy, plan(**{"currency": "USD"} | terms))] == broken


def test_a_programme_without_allowances_is_unpaid():
    [refused] = check_plan(Policy(), plan(amount=Decimal(1), currency="USD"))

    assert (refused.code, refused.field) == ("plan_must_be_unpaid", "allowance_amount")


def test_a_refusal_says_the_limit():
    [refused] = check_plan(Policy(allowances=(TRAVEL,)), plan(amount=Decimal(2_600), currency="USD"))

    assert refused.message == "For these dates the programme allows at most 2,500 USD in all."


def test_versions_are_told_by_what_changed_in_each(cast, programme):
    publish(programme, cast.omar, most_weeks=26, rubric=(NEED,))
    publish(programme, cast.omar, seen_number=2, rubric=(replace(NEED, weight=50),))

    newest, middle, _first = versions_of(programme)

    assert [(d.label, d.before, d.after) for d in newest.differences] == [
        ("The need is real", "from 0 to 5; weight 30", "from 0 to 5; weight 50")
    ]
    assert [(d.label, d.before, d.after) for d in middle.differences] == [
        ("Most weeks", "104", "26"),
        ("The need is real", "", "from 0 to 5; weight 30"),
    ]
    assert (newest.number, newest.by) == (3, "Omar Farooq")


def test_a_line_that_goes_is_told_too():
    [gone] = differences(Policy(allowances=(TRAVEL,)), Policy())

    assert (gone.label, gone.before, gone.after) == (
        "travel",
        "up to USD 2,500 in all, paid by: the host and the ministry",
        "",
    )


def test_every_figure_of_a_policy_is_worded():
    theme = factories.make_theme()
    policy = Policy(sensitive_themes=(theme.slug,), rubric=(replace(NEED, is_independent=True),))

    parts = {part.section: {line.label: line.text for line in part.lines} for part in policy_parts(policy)}

    assert parts["review"]["Tier T2: themes that always need it"] == "Renewable energy"
    assert parts["rubric"] == {"The need is real": "from 0 to 5; independent, not summed"}
    assert parts["reports"]["A report every so many weeks"] == "none"
