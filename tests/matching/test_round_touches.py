"""Never moves what a person has touched: over random orders of what people and rounds do."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from common.policies import Denied
from common.refusals import Refused
from exchanges.services.invitations import withdraw_invitation
from experts.models import Expert
from incubators.models import Need
from matching.enums import TOUCHED, MatchState, RoundState
from matching.models import AssignmentRound, Match
from matching.selectors.round_results import RoundOptions
from matching.services import (
    dismiss_match,
    publish_round,
    restore_match,
    shortlist_match,
    undo_round,
)
from tests import factories
from tests.matching.round_world import after, listed, make_people, preview

STEPS = 30
Pair = tuple[int, int]


class Walk:
    """People and rounds take turns; after each turn of a round nothing touched may have moved."""

    def __init__(self, cast: SimpleNamespace, work: Any, needs: list[Need], seed: int) -> None:
        self.cast, self.work, self.needs = cast, work, needs
        self.random = random.Random(seed)
        self.minute = 0
        self.expected: dict[Pair, str] = {}
        self.n_published = self.n_undone = 0

    def _now(self) -> Any:
        self.minute += 1
        return after(self.minute)

    def _any_pair(self) -> tuple[Need, Expert]:
        need = self.random.choice(self.needs)
        row = need.match_lists.current().get()
        return need, Expert.objects.get(pk=self.random.choice(row.expert_ids))

    def _refused(self, step: Any, **how: Any) -> bool:
        try:
            with transaction.atomic():
                step(by=self.cast.sana, at=self._now(), **how)
        except Refused:
            return True
        return False

    def touch(self) -> None:
        need, expert = self._any_pair()
        match = Match.objects.filter(need=need, expert=expert).first()
        what = self.random.choice(["shortlist", "dismiss", "restore", "invite", "withdraw"])
        if what == "shortlist":
            self._refused(shortlist_match, need=need, code=expert.public_id)
        elif what == "dismiss":
            self._refused(dismiss_match, need=need, code=expert.public_id, reasons=["other"])
        elif match is None:
            return
        elif what == "restore":
            self._refused(restore_match, match_id=match.pk)
        elif what == "invite":
            try:
                with transaction.atomic():
                    factories.make_invitation(need, expert, at=self._now())
            except Refused:
                return
        elif (invitation := match.invitations.open().first()) is not None:
            self._refused(withdraw_invitation, invitation_id=invitation.pk)
        self.expected = touched_now()

    def round(self) -> None:
        options = RoundOptions(
            exposure=self.random.choice([1, 3]),
            coverage_first=self.random.random() < 0.5,
            one_senior=self.random.random() < 0.2,
        )
        self.work()  # lists follow what people did before; a preview of older ones may be stale at once
        found = preview(self.cast, self.work, options=options, at=self._now())
        assert found.state in (RoundState.PREVIEW, RoundState.FAILED)
        if found.state == RoundState.PREVIEW:
            publish_round(round_id=found.pk, by=self.cast.omar, at=self._now())
            self.n_published += 1
            self._seats_hold()

    def publish_an_old_preview(self) -> None:
        found = AssignmentRound.objects.filter(state=RoundState.PREVIEW).first()
        if found is None:
            preview(self.cast, self.work, at=self._now())
            return
        try:
            publish_round(round_id=found.pk, by=self.cast.omar, at=self._now())
            self.n_published += 1
        except Refused as refused:
            assert refused.code == "round_is_stale"

    def undo(self) -> None:
        found = AssignmentRound.objects.filter(state=RoundState.PUBLISHED).order_by("-published_at").first()
        if found is not None:
            undo_round(round_id=found.pk, by=self.cast.omar, at=self._now())
            self.n_undone += 1
            assert not found.matches.filter(state=MatchState.ASSIGNED).exists()

    def _seats_hold(self) -> None:
        """A round that has just been published fills no seat twice."""
        for need in self.needs:
            states = list(need.matches.values_list("state", flat=True))
            if MatchState.ASSIGNED in states:
                assert states.count("assigned") + states.count("invited") <= need.seats

    def go(self) -> None:
        turns = (self.touch, self.touch, self.touch, self.round, self.publish_an_old_preview, self.undo)
        for _ in range(STEPS):
            turn = self.random.choice(turns)
            turn()
            assert touched_now() == self.expected, f"{turn.__name__} moved what somebody has touched"


def touched_now() -> dict[Pair, str]:
    return {
        (need_id, expert_id): state
        for need_id, expert_id, state in Match.objects.filter(state__in=TOUCHED).values_list(
            "need_id", "expert_id", "state"
        )
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_touches_and_rounds_moves_what_a_person_has_touched(cast, work, seed):
    make_people(3, capacity=2)
    needs = [factories.make_need(cast.organisation, title=f"Need {at}", seats=1 + at % 3) for at in range(3)]
    listed(work)

    walk = Walk(cast, work, [cast.need, *needs], seed)
    walk.go()

    assert walk.n_published > 1
    assert walk.n_undone > 0


def together(*steps: Callable[[], str]) -> list[str]:
    """Do the steps at the same moment, each on a connection of its own."""
    gate = Barrier(len(steps))

    def one(step: Callable[[], str]) -> str:
        gate.wait()
        try:
            return step()
        except (Refused, Denied):
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(one, steps))


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_publish_at_once_one_does(cast, work):
    with transaction.atomic():
        listed(work)
    found = preview(cast, work)

    def publish(officer: str) -> str:
        publish_round(round_id=found.pk, by=getattr(cast, officer), at=after(1), version=found.version)
        return "published"

    answers = together(lambda: publish("omar"), lambda: publish("rabia"))

    assert sorted(answers) == ["published", "refused"]
    assert found.events.filter(action="publish").count() == 1
    assert Match.objects.filter(state=MatchState.ASSIGNED).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_a_host_who_decides_while_a_round_is_published_is_never_overruled(cast, work, attempt):
    with transaction.atomic():
        listed(work)
    found = preview(cast, work)

    def publish() -> str:
        publish_round(round_id=found.pk, by=cast.omar, at=after(1))
        return "published"

    def shortlist() -> str:
        shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=after(1))
        return "shortlisted"

    answers = together(publish, shortlist)

    assert answers[1] == "shortlisted"
    match = Match.objects.get(need=cast.need, expert=cast.expert)
    assert match.state == MatchState.SHORTLISTED
    found.refresh_from_db()
    assert found.state == (RoundState.PUBLISHED if answers[0] == "published" else RoundState.PREVIEW)
