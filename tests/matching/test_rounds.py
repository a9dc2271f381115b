"""Assignment rounds: what is proposed, what is published, what is taken back, and what never moves."""

from datetime import timedelta

import pytest
from django.db import transaction

from common import ledger
from common.policies import Denied
from common.refusals import Refused
from experts.models import Affiliation, Expert
from experts.services.commitments import set_commitment
from incubators.enums import NeedState
from incubators.models import Need
from matching.enums import MatchState, PairChange, RoundMessage, RoundState
from matching.models import AssignmentRound, Conflict, Match, MatchList, RoundNeed
from matching.selectors.round_results import Figures, RoundOptions
from matching.services import (
    compute_again,
    dismiss_match,
    publish_round,
    restore_match,
    set_match_state,
    shortlist_match,
    start_round,
    undo_round,
)
from tests import factories
from tests.factories import NOW, TODAY
from tests.matching.round_world import after, listed, make_people, pairs_of, preview, standing

pytestmark = pytest.mark.django_db
SOLAR, WATER = "Mentor for a solar start-up", "Groundwater adviser"
POWER, HYDRO = "Power systems engineer", "Water engineer"


def figures_of(found: AssignmentRound) -> Figures:
    return Figures(**found.figures)


def test_a_round_proposes_experts_for_all_open_needs_of_the_programme(cast, work):
    listed(work)

    found = preview(cast, work)

    assert found.state == RoundState.PREVIEW
    assert pairs_of(found) == {(SOLAR, POWER): "new", (WATER, HYDRO): "new"}
    figures = figures_of(found)
    assert (figures.n_seats, figures.n_proposed, figures.is_proven) == (2, 2, True)
    assert figures.points == figures.bound == sum(row.points for row in found.pairs.all())
    assert (figures.by_hand_seats, figures.by_hand_points) == (2, figures.points)
    assert len(found.input_digest) == 64
    assert standing() == {}


def test_nobody_takes_whom_another_need_needs_more(cast, work):
    """Need by need, the older need would take the only expert whom the younger one can get."""
    both = factories.make_expert(
        factories.make_user("both@demo.example"),
        headline="Both",
        skills=("power-systems", "hydrology"),
        capacity=1,
    )
    Expert.objects.filter(pk=cast.other_expert.pk).update(visibility="hidden")
    Expert.objects.filter(pk=both.pk).update(seniority="executive")
    listed(work)

    found = preview(cast, work)

    assert pairs_of(found) == {(SOLAR, POWER): "new", (WATER, "Both"): "new"}


def test_publishing_puts_the_proposals_before_the_hosts_and_undoing_takes_them_back(cast, work):
    listed(work)
    found = preview(cast, work)

    publish_round(round_id=found.pk, by=cast.omar, at=after(1))

    assert standing() == {(SOLAR, POWER): "assigned", (WATER, HYDRO): "assigned"}
    match = Match.objects.get(need=cast.need)
    assert (match.round, match.changed_by) == (found, cast.omar)
    assert match.explanation["place"] == 1
    assert match.points == match.explanation["points"]

    undo_round(round_id=found.pk, by=cast.rabia, at=after(2))

    found.refresh_from_db()
    assert (found.state, found.undone_by) == (RoundState.UNDONE, cast.rabia)
    assert standing() == {}
    assert not Match.objects.filter(round__isnull=False).exists()


def test_the_events_tell_the_whole_life(cast, work):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))
    undo_round(round_id=found.pk, by=cast.rabia, at=after(2))

    steps = [(event.action, event.target, event.by) for event in found.events.order_by("seq")]

    assert steps == [
        ("request", "computing", cast.omar),
        ("finish", "preview", None),
        ("publish", "published", cast.omar),
        ("undo", "undone", cast.rabia),
    ]


def test_what_hosts_have_decided_holds_its_seat_and_is_not_proposed_again(cast, work):
    three = make_people(3)
    need = factories.make_need(cast.organisation, title="Three seats", seats=3)
    listed(work)
    shortlist_match(need=need, code=three[0].public_id, by=cast.sana, at=NOW)
    dismiss_match(need=need, code=three[1].public_id, reasons=["other"], by=cast.sana, at=NOW)
    factories.make_invitation(need, three[2])

    found = preview(cast, work, needs=[need])

    changes = pairs_of(found)
    assert changes["Three seats", "Engineer 0"] == PairChange.HELD
    assert changes["Three seats", "Engineer 2"] == PairChange.HELD
    assert ("Three seats", "Engineer 1") not in changes
    assert sorted(changes.values()) == ["held", "held", "new"]


def test_the_shortlisted_hold_seats_best_first_and_the_rest_only_wait(cast, work):
    weaker, better = make_people(2)
    listed(work)
    for expert in (weaker, better):
        shortlist_match(need=cast.need, code=expert.public_id, by=cast.sana, at=NOW)
    Match.objects.filter(expert=weaker).update(points=1)

    found = preview(cast, work, needs=[cast.need])

    assert pairs_of(found) == {(SOLAR, "Engineer 0"): "waiting", (SOLAR, "Engineer 1"): "held"}


def test_more_invitations_than_seats_are_no_contradiction(cast, work):
    for expert in make_people(2):
        factories.make_invitation(cast.need, expert)
    listed(work)

    found = preview(cast, work, needs=[cast.need])

    assert found.state == RoundState.PREVIEW
    assert set(pairs_of(found).values()) == {"held"}


def test_room_counts_promises_in_the_needs_window(cast, work):
    listed(work)
    set_commitment(
        expert_id=cast.expert.pk,
        source_ref="test:1",
        kind="promised",
        hours_per_week=1,
        starts_on=cast.need.starts_on,
        ends_on=cast.need.ends_on,
    )
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=1)

    found = preview(cast, work)

    assert pairs_of(found) == {(WATER, HYDRO): "new"}
    assert RoundNeed.objects.get(round=found, need=cast.need).because == {"no_room": 1}


def test_a_proposal_that_stands_for_another_programme_takes_room(cast, work):
    elsewhere = factories.make_programme("elsewhere", name="Elsewhere")
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=1)
    other = factories.make_need(cast.organisation, title="Elsewhere", programme=elsewhere)
    listed(work)
    first = start_round(programme=elsewhere, need_ids=[], options=RoundOptions(), by=cast.omar, at=NOW)
    work()
    publish_round(round_id=first.pk, by=cast.omar, at=after(1))
    assert Match.objects.get(need=other).state == MatchState.ASSIGNED

    found = preview(cast, work, at=after(2))

    assert (SOLAR, POWER) not in pairs_of(found)


def test_for_shortlists_an_expert_may_be_proposed_more_often_than_they_have_room(cast, work):
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=1)
    for at in range(3):
        factories.make_need(cast.organisation, title=f"More {at}")
    listed(work)

    once = preview(cast, work)
    thrice = preview(cast, work, options=RoundOptions(exposure=3))

    def n_of(found: AssignmentRound) -> int:
        return found.pairs.filter(expert=cast.expert).count()

    assert (n_of(once), n_of(thrice)) == (1, 3)


def test_the_minimum_of_points_keeps_seats_empty_and_says_why(cast, work):
    listed(work)

    found = preview(cast, work, options=RoundOptions(min_points=10_000))

    assert pairs_of(found) == {}
    assert RoundNeed.objects.get(round=found, need=cast.need).because == {"below_minimum": 1}


def test_conflicts_and_hidden_profiles_count_from_the_moment_they_are_known(cast, work):
    listed(work)
    Conflict.objects.create(
        expert=cast.expert, organisation=cast.organisation, kind="family", state="confirmed", at=NOW
    )
    Expert.objects.filter(pk=cast.other_expert.pk).update(visibility="hidden")

    found = preview(cast, work)

    because = {row.need_id: row.because for row in found.needs.all()}
    assert because == {cast.need.pk: {"set_aside": 1}, cast.other_need.pk: {"not_shown": 1}}


def test_needs_without_candidates_say_so(cast, work):
    listed(work, [cast.need])
    Expert.objects.filter(pk=cast.expert.pk).update(state="paused")

    found = preview(cast, work)

    because = {row.need_id: row.because for row in found.needs.all()}
    assert because == {cast.need.pk: {"not_shown": 1}, cast.other_need.pk: {"not_matched": 1}}


def test_a_need_whose_candidates_are_needed_elsewhere_says_so(cast, work):
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=1)
    factories.make_need(cast.organisation, title="Second")
    listed(work)

    found = preview(cast, work)

    assert [row.because for row in found.needs.all() if row.n_empty] == [{"taken": 1}]


def test_no_two_of_one_employer_and_at_least_one_senior(cast, work):
    people = make_people(3)
    Expert.objects.update(seniority="mid")
    for expert in (cast.expert, people[0], people[1]):
        Affiliation.objects.create(expert=expert, kind="employment", organisation="Siemens", is_current=True)
    Expert.objects.filter(pk=people[1].pk).update(seniority="senior")
    team = factories.make_need(cast.organisation, title="Team", seats=2)
    listed(work)

    found = preview(cast, work, needs=[team], options=RoundOptions(one_per_employer=True, one_senior=True))

    assert set(pairs_of(found)) == {("Team", "Engineer 1"), ("Team", "Engineer 2")}
    assert figures_of(found).by_hand_seats is None


def test_a_seat_waits_for_a_theme_that_nobody_brings(cast, work):
    make_people(2)
    team = factories.make_need(cast.organisation, title="Team", seats=2)
    team.themes.add(factories.make_theme("space", name="Space", position=7))
    listed(work)

    found = preview(cast, work, needs=[team], options=RoundOptions(per_theme=True))

    row = found.needs.get()
    assert (row.n_proposed, row.n_empty, row.because) == (1, 1, {"theme": 1})


def test_invitations_that_break_a_rule_fail_the_round_and_name_the_need(cast, work):
    team = factories.make_need(cast.organisation, title="Team", seats=2)
    for expert in make_people(2):
        Affiliation.objects.create(expert=expert, kind="employment", organisation="Siemens", is_current=True)
        factories.make_invitation(team, expert)
    listed(work)

    found = preview(cast, work, options=RoundOptions(one_per_employer=True))

    assert (found.state, found.message) == (RoundState.FAILED, RoundMessage.PINS_CONTRADICT)
    assert found.message_need_ids == [team.pk]


def test_fairness_lifts_the_worst_need_and_states_its_price(cast, work):
    make_people(2)
    listed(work)

    figures = figures_of(preview(cast, work, options=RoundOptions(fair=True)))

    assert figures.worst is not None
    assert figures.worst <= figures.worst_bound
    assert figures.points <= figures.bound


def test_fairness_and_rules_are_refused_together(cast):
    with pytest.raises(Refused) as refused:
        preview_options = RoundOptions(fair=True, one_senior=True)
        start_round(programme=cast.need.programme, need_ids=[], options=preview_options, by=cast.omar, at=NOW)

    assert (refused.value.code, refused.value.field) == ("fairness_with_rules", "fair")


def test_a_programme_without_open_needs_is_refused_and_one_whose_needs_close_meanwhile_fails(cast, work):
    empty = factories.make_programme("empty", name="Empty")
    with pytest.raises(Refused, match="round_without_needs"):
        start_round(programme=empty, need_ids=[], options=RoundOptions(), by=cast.omar, at=NOW)
    found = start_round(
        programme=cast.need.programme, need_ids=[cast.need.pk], options=RoundOptions(), by=cast.omar, at=NOW
    )
    Need.objects.filter(pk=cast.need.pk).update(state=NeedState.PAUSED)

    work()

    found.refresh_from_db()
    assert (found.state, found.message) == (RoundState.FAILED, RoundMessage.NO_NEEDS)


def test_needs_that_were_never_matched_fail_the_round_which_can_be_computed_again(cast, work):
    found = preview(cast, work)
    assert (found.state, found.message) == (RoundState.FAILED, RoundMessage.NO_LISTS)
    listed(work)

    compute_again(round_id=found.pk, by=cast.omar, at=after(1))
    work()

    found.refresh_from_db()
    assert (found.state, found.message) == (RoundState.PREVIEW, "")


def test_a_result_that_fails_its_verification_is_never_shown(cast, work, monkeypatch):
    from matching.adapter import rounds
    from matching.engine.assign_check import WrongAssignment

    def wrong(*_anything: object) -> None:
        raise WrongAssignment("more needs than room, experts: 3")

    monkeypatch.setattr(rounds, "solve", wrong)
    listed(work)

    found = preview(cast, work)

    assert (found.state, found.message) == (RoundState.FAILED, RoundMessage.NOT_VERIFIED)
    assert not found.pairs.exists()


def test_rules_over_too_many_needs_are_refused_with_a_sentence(cast, work, monkeypatch):
    from matching.adapter import rounds

    monkeypatch.setattr(rounds, "MOST_NEEDS_UNDER_RULES", 1)
    listed(work)

    ruled = preview(cast, work, options=RoundOptions(one_senior=True))

    assert (ruled.state, ruled.message) == (RoundState.FAILED, RoundMessage.TOO_LARGE)
    assert preview(cast, work).state == RoundState.PREVIEW


def test_work_that_is_given_up_fails_the_round(cast, work, monkeypatch):
    from matching import tasks

    def broken(**_ids: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(tasks.rounds, "compute_round", broken)
    found = start_round(
        programme=cast.need.programme, need_ids=[], options=RoundOptions(), by=cast.omar, at=NOW
    )
    for _ in range(ledger.MOST_ATTEMPTS):
        found.run.shards.update(lease_until=None)
        work()

    found.refresh_from_db()
    assert (found.state, found.message) == (RoundState.FAILED, RoundMessage.PARTS_FAILED)


def test_a_computation_that_nobody_waits_for_any_more_changes_nothing(cast, work):
    from matching.services import rounds

    listed(work)
    found = preview(cast, work)
    late = rounds.compute_round(round_id=found.pk, run_id=found.run_id, at=after(1))
    compute_again(round_id=found.pk, by=cast.omar, at=after(2))

    with transaction.atomic():
        late()

    found.refresh_from_db()
    assert found.state == RoundState.COMPUTING


def test_a_second_round_keeps_what_stands_where_nothing_better_is_there(cast, work):
    """Equal experts: whoever was proposed first stays, whatever order the rows have."""
    make_people(4)
    listed(work)
    first = preview(cast, work)
    publish_round(round_id=first.pk, by=cast.omar, at=after(1))
    before = standing()

    second = preview(cast, work, at=after(2))

    assert pairs_of(second) == dict.fromkeys(before, "kept")


def test_a_second_round_takes_back_what_it_does_not_propose_and_its_undoing_restores_it(cast, work):
    listed(work)
    first = preview(cast, work)
    publish_round(round_id=first.pk, by=cast.omar, at=after(1))
    before = standing()
    second = preview(cast, work, options=RoundOptions(min_points=10_000), at=after(2))
    assert set(pairs_of(second).values()) == {"removed"}

    publish_round(round_id=second.pk, by=cast.omar, at=after(3))
    assert standing() == {}
    with pytest.raises(Refused, match="later_round_published"):
        undo_round(round_id=first.pk, by=cast.omar, at=after(4))
    undo_round(round_id=second.pk, by=cast.omar, at=after(5))

    assert standing() == before
    assert set(Match.objects.values_list("round_id", flat=True)) == {first.pk}
    undo_round(round_id=first.pk, by=cast.omar, at=after(6))
    assert standing() == {}


def test_undoing_leaves_what_somebody_has_touched_and_marks_it(cast, work):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))
    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=after(2))

    undo_round(round_id=found.pk, by=cast.omar, at=after(3))

    assert standing() == {(SOLAR, POWER): "shortlisted"}
    assert {(pair.need_id, pair.stays) for pair in found.pairs.all()} == {
        (cast.need.pk, True),
        (cast.other_need.pk, False),
    }


def test_a_host_invites_a_proposed_expert_as_any_other(cast, work):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))

    factories.make_invitation(cast.need, cast.expert, at=after(2))

    assert standing()[SOLAR, POWER] == "invited"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("close", "1 need is not open any more."),
        ("shortlist", "A host has decided about 1 proposed pair."),
        ("conflict", "1 proposed expert does not fit any more."),
        ("room", "1 proposed expert has less room left."),
        ("hide", "1 proposed expert does not fit any more."),
        ("relist", "1 proposed expert does not fit any more."),
        ("seat", "1 need has fewer seats left."),
        ("round", "Another round has changed 1 proposal."),
    ],
)
def test_what_a_proposal_would_not_survive_stops_the_publishing_and_is_said(cast, work, what, sentence):
    extra = make_people(1)[0]
    listed(work)
    found = preview(cast, work)
    [proposed] = Expert.objects.filter(pk=found.pairs.get(need=cast.need).expert_id)
    other = extra if proposed == cast.expert else cast.expert
    other_round = preview(cast, work, needs=[cast.need], at=after(1)) if what == "round" else None
    match what:
        case "close":
            Need.objects.filter(pk=cast.need.pk).update(state=NeedState.PAUSED)
        case "shortlist":
            shortlist_match(need=cast.need, code=proposed.public_id, by=cast.sana, at=after(1))
        case "conflict":
            Conflict.objects.create(
                expert=proposed, organisation=cast.organisation, kind="family", state="confirmed", at=NOW
            )
        case "room":
            for at in range(proposed.capacity):
                set_commitment(
                    expert_id=proposed.pk,
                    source_ref=f"test:{at}",
                    kind="held",
                    hours_per_week=1,
                    starts_on=TODAY,
                    ends_on=TODAY + timedelta(days=400),
                )
        case "hide":
            Expert.objects.filter(pk=proposed.pk).update(visibility="hidden")
        case "relist":
            MatchList.objects.filter(need=cast.need).update(is_current=False)
        case "seat":
            shortlist_match(need=cast.need, code=other.public_id, by=cast.sana, at=after(1))
        case "round":
            publish_round(round_id=other_round.pk, by=cast.omar, at=after(2))

    with pytest.raises(Refused) as refused:
        publish_round(round_id=found.pk, by=cast.omar, at=after(3))

    assert refused.value.code == "round_is_stale"
    assert sentence in refused.value.message
    found.refresh_from_db()
    assert found.state == RoundState.PREVIEW
    assert cast.other_need.matches.count() == 0


def test_better_candidates_since_do_not_stop_the_publishing(cast, work):
    listed(work)
    found = preview(cast, work)
    make_people(1)
    listed(work)

    publish_round(round_id=found.pk, by=cast.omar, at=after(1))

    assert standing()[SOLAR, POWER] == "assigned"


@pytest.mark.parametrize("who", ["sana", "hina", "asma", "ayesha"])
def test_only_acting_staff_of_the_unit_work_with_rounds(cast, work, who):
    listed(work)
    found = preview(cast, work)
    by = getattr(cast, who)

    for step in (compute_again, publish_round, undo_round):
        with pytest.raises(Denied):
            step(round_id=found.pk, by=by, at=after(1))
    with pytest.raises(Denied):
        start_round(programme=cast.need.programme, need_ids=[], options=RoundOptions(), by=by, at=NOW)


def test_publishing_or_undoing_twice_is_denied_with_a_reason(cast, work):
    listed(work)
    found = preview(cast, work)
    publish_round(round_id=found.pk, by=cast.omar, at=after(1))
    with pytest.raises(Denied, match="Only a preview can be published"):
        publish_round(round_id=found.pk, by=cast.rabia, at=after(2))

    undo_round(round_id=found.pk, by=cast.omar, at=after(3))
    with pytest.raises(Denied, match="Only a published round can be undone"):
        undo_round(round_id=found.pk, by=cast.rabia, at=after(4))


def test_an_officer_who_saw_an_older_preview_does_not_publish_the_newer_one(cast, work):
    listed(work)
    found = preview(cast, work)
    seen = found.version
    compute_again(round_id=found.pk, by=cast.rabia, at=after(1), version=seen)
    work()

    with pytest.raises(Refused, match="stale_version"):
        publish_round(round_id=found.pk, by=cast.omar, at=after(2), version=seen)

    assert standing() == {}


def test_a_placement_that_ended_gives_its_seat_back(cast, work):
    placement = factories.make_placement(cast.need, cast.expert)
    assert Match.objects.get(need=cast.need).state == MatchState.INVITED

    factories.walk(placement, (factories.PlacementAction.WITHDRAW, cast.sana))

    match = Match.objects.get(need=cast.need)
    assert match.state == MatchState.SHORTLISTED
    restore_match(match_id=match.pk, by=cast.sana, at=after(90))
    listed(work)
    assert pairs_of(preview(cast, work))[SOLAR, POWER] == "new"


def test_a_pair_in_a_state_of_its_own_is_known_to_the_database(cast, work):
    listed(work)
    match = factories.make_match(cast.need, cast.expert)

    set_match_state(match_id=match.pk, state=MatchState.ASSIGNED, by=None, at=NOW)

    match.refresh_from_db()
    assert match.state == "assigned"
