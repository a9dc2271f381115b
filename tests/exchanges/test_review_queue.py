"""Who takes what next, how old it is, and how several decisions are released at once."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common.models import Outbox
from common.policies import Denied
from exchanges.enums import PlacementAction as A
from exchanges.enums import Verdict
from exchanges.models import Placement
from exchanges.selectors.queue import claimable, queue_rows, review_queue, workload
from exchanges.services.conflicts import declare_ties
from exchanges.services.decisions import release_several
from exchanges.services.reviews import claim_next, reassign
from matching.enums import ConflictKind
from tests import factories
from tests.factories import NOW, TODAY, give, walk

SignIn = Callable[..., Client]
LATER = NOW + timedelta(days=30)


@pytest.fixture
def other(cast: SimpleNamespace) -> User:
    return factories.make_staff("second@demo.example", role=Role.REVIEWER, full_name="Second Reviewer")


@pytest.fixture
def cases(cast: SimpleNamespace) -> list[Placement]:
    """Three cases, the first one old, the last one for two reviewers."""
    cast.expert.capacity = 5
    cast.expert.save()
    needs = [factories.make_need(cast.organisation, title=f"Need {n}") for n in range(3)]
    old = factories.make_submitted(needs[0], cast.expert, at=NOW)
    new = factories.make_submitted(needs[1], cast.expert, at=NOW + timedelta(days=27))
    two = factories.make_submitted(needs[2], cast.expert, at=NOW + timedelta(hours=9), restricted_post=True)
    return [old, new, two]


def test_the_next_case_is_the_least_reviewed_then_the_overdue(
    cast: SimpleNamespace, cases: list[Placement], other: User
) -> None:
    old, new, two = cases
    assert list(claimable(cast.rabia, today=LATER.date())) == [old, two, new]

    walk(two, (A.TAKE, other))

    assert list(claimable(cast.rabia, today=LATER.date())) == [old, new, two]


def test_whoever_has_declared_none_takes_the_next_case_at_once(
    cast: SimpleNamespace, cases: list[Placement]
) -> None:
    old, _new, two = cases
    factories.declare_none(old, cast.rabia)

    taken = claim_next(by=cast.rabia, at=LATER)
    asked = claim_next(by=cast.rabia, at=LATER)

    old.refresh_from_db()
    assert (taken, old.reviewer, asked.pk) == (old, cast.rabia, two.pk)
    assert asked.assignments.count() == 0


def test_the_next_case_skips_ones_own_conflicts(cast: SimpleNamespace, cases: list[Placement]) -> None:
    declare_ties(placement_id=cases[0].pk, kind=ConflictKind.EMPLOYER, by=cast.rabia, at=NOW)

    assert claim_next(by=cast.rabia, at=LATER) == cases[2]


def test_the_button_leads_through_the_declaration_to_the_case(
    cast: SimpleNamespace, cases: list[Placement], client_of: SignIn
) -> None:
    client = client_of(cast.rabia)
    asked = client.post(reverse("exchanges:claim_next")).headers["Location"]
    assert client.get(asked).context["form"]["take"].value() is True

    client.post(asked.partition("?")[0], {"tie": "none", "take": "on"})

    assert [one.reviewer for one in Placement.objects.filter(reviewer__isnull=False)] == [cast.rabia]
    walked = [client.post(reverse("exchanges:claim_next")) for _ in range(2)]
    assert all(answer.status_code == 302 for answer in walked)


def test_a_row_tells_its_age_in_working_days_against_the_target(
    cast: SimpleNamespace, cases: list[Placement]
) -> None:
    rows = {row.title: row for row in queue_rows(review_queue(cast.rabia), cast.rabia, today=LATER.date())}

    assert (rows["Need 0"].age, rows["Need 0"].target, rows["Need 0"].share) == (22, 10, 100)
    assert rows["Need 0"].is_late and not rows["Need 1"].is_late
    assert (rows["Need 1"].age, rows["Need 1"].share) == (3, 30)


@pytest.mark.parametrize(
    ("show", "titles"),
    [
        ("mine", {"Need 1"}),
        ("unclaimed", {"Need 0", "Need 2"}),
        ("came_back", set()),
        ("flagged", {"Need 2"}),
        ("overdue", set()),
        ("", {"Need 0", "Need 1", "Need 2"}),
        ("nonsense", {"Need 0", "Need 1", "Need 2"}),
    ],
)
def test_the_queue_is_narrowed(
    cast: SimpleNamespace, cases: list[Placement], client_of: SignIn, show: str, titles: set[str]
) -> None:
    Placement.objects.update(submitted_at=timezone.now())
    walk(cases[1], (A.TAKE, cast.rabia))
    walk(cases[2], (A.FLAG, cast.omar))

    page = client_of(cast.rabia).get(reverse("exchanges:review_queue"), {"show": show})

    assert {row.title for row in page.context["rows"]} == titles


def test_the_workload_counts_open_cases_their_age_and_how_long_reviews_take(
    cast: SimpleNamespace, cases: list[Placement], other: User, client_of: SignIn
) -> None:
    walk(cases[0], (A.TAKE, cast.rabia), at=NOW)
    walk(cases[1], (A.TAKE, other), at=NOW)
    give(cases[1], other, Verdict.APPROVE, at=NOW + timedelta(days=4))

    rows = workload(cast.omar, at=NOW + timedelta(days=7))

    assert [(row.reviewer, row.n_open, row.oldest, row.median_days) for row in rows] == [
        (cast.rabia, 1, 5, None),
        (other, 0, None, 4),
    ]
    assert client_of(cast.omar).get(reverse("exchanges:review_workload")).status_code == 200


def test_an_officer_gives_a_case_to_another_reviewer_who_is_told(
    cast: SimpleNamespace, cases: list[Placement], other: User, client_of: SignIn
) -> None:
    case = walk(cases[0], (A.TAKE, cast.rabia))
    address = reverse("exchanges:reassign", args=[case.public_id])
    body = {"place": str(cast.rabia.pk), "to": str(other.pk), "note": "Rabia is on leave."}

    assert client_of(cast.omar).post(address, body).status_code == 302

    case.refresh_from_db()
    assert (case.state, case.reviewer) == ("in_review", other)
    told = Outbox.objects.get(template="exchanges.placement_assigned")
    assert told.recipient == other
    with pytest.raises(Denied):
        reassign(placement_id=case.pk, reviewer=other, to=cast.rabia, note="No.", by=cast.rabia, at=NOW)


def test_a_flag_is_set_with_a_note_and_taken_away(cast: SimpleNamespace, cases: list[Placement]) -> None:
    case = walk(cases[0], (A.FLAG, cast.omar))
    assert case.flagged_at is not None
    with pytest.raises(Denied):
        walk(case, (A.FLAG, cast.omar))

    assert walk(case, (A.UNFLAG, cast.rabia)).flagged_at is None


# Decisions


@pytest.fixture
def pending(cast: SimpleNamespace, cases: list[Placement]) -> list[Placement]:
    walk(cases[0], (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia))
    walk(cases[1], (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia))
    for case in cases[:2]:
        factories.declare_none(case, cast.dawood)
        case.refresh_from_db()
    return cases[:2]


def test_decisions_are_shown_with_their_letter_in_both_languages(
    cast: SimpleNamespace, pending: list[Placement], client_of: SignIn
) -> None:
    page = client_of(cast.dawood).get(reverse("exchanges:decision_list"))

    content = page.content.decode()
    assert len(page.context["rows"]) == 2
    assert "The placement is approved." in content and "The placement was not approved." in content
    assert [preview.language for preview in page.context["rows"][0].previews] == ["en", "ur"]


def test_before_the_declaration_a_decision_is_neither_told_nor_released(
    cast: SimpleNamespace, cases: list[Placement], client_of: SignIn
) -> None:
    walk(cases[0], (A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia))

    page = client_of(cast.dawood).get(reverse("exchanges:decision_list")).content.decode()

    assert "rejection to be released" not in page and "was not approved" not in page
    assert 'name="case"' not in page


def test_several_are_released_and_what_is_refused_is_said_row_by_row(
    cast: SimpleNamespace, pending: list[Placement], client_of: SignIn
) -> None:
    first, second = pending
    stale = f"{second.public_id}:1"
    body = {"case": [f"{first.public_id}:{first.version}", stale, "NOWHERE000:1"]}

    page = client_of(cast.dawood).post(reverse("exchanges:decision_list"), body, follow=True)

    first.refresh_from_db()
    second.refresh_from_db()
    said = [str(message) for message in page.context["messages"]]
    assert (first.state, second.state) == ("approved", "pending_rejection")
    assert said[0] == f"{first.public_id}: released."
    assert said[1].startswith(f"{second.public_id}: Somebody changed this")
    assert said[2] == "NOWHERE000: This case is not there."


def test_a_second_decider_who_presses_too_is_refused_kindly(
    cast: SimpleNamespace, pending: list[Placement]
) -> None:
    colleague = factories.make_staff("decider@demo.example", role=Role.DECIDER, full_name="Colleague")
    factories.declare_none(pending[0], colleague)
    pending[0].refresh_from_db()
    chosen = [f"{pending[0].public_id}:{pending[0].version}"]

    [done] = release_several(chosen=chosen, by=cast.dawood, at=NOW)
    [refused] = release_several(chosen=chosen, by=colleague, at=NOW)

    assert done.refusal == ""
    assert refused.refusal == "This step is not possible in the present state."


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(("who", "name"), [("omar", "review_queue"), ("omar", "review_workload")])
def test_the_lists_of_the_review_cost_the_same_for_any_number(
    cast: SimpleNamespace,
    cases: list[Placement],
    client_of: SignIn,
    django_assert_max_num_queries: Callable,
    who: str,
    name: str,
    n: int,
) -> None:
    for case in cases[:n]:
        walk(case, (A.TAKE, cast.rabia))
    client = client_of(getattr(cast, who))
    client.get(reverse(f"exchanges:{name}"))

    with django_assert_max_num_queries(8):
        client.get(reverse(f"exchanges:{name}"))


def test_what_the_reviewers_see_is_from_their_unit_alone(
    cast: SimpleNamespace, cases: list[Placement]
) -> None:
    stranger = factories.make_staff("stranger@demo.example", role=Role.REVIEWER, unit=cast.mission)

    assert claimable(stranger, today=TODAY).count() == 0
    with pytest.raises(Denied):
        declare_ties(placement_id=cases[0].pk, kind=None, by=stranger, at=NOW)
