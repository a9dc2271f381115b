"""An assignment round from its request to its preview. The ledger carries it; `tasks.py` has the handlers.

What follows, publishing and undoing, stands in `round_steps.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.events import begin, move
from common.jobs import submit
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import LookReason
from experts.services.access import record_list
from incubators.models import Need
from incubators.querysets import NeedQuerySet
from matching import adapter
from matching.adapter.round_input import RoundInput, read_round
from matching.adapter.rounds import solve_round
from matching.enums import RoundAction, RoundMessage, RoundState
from matching.models import AssignmentRound, RoundNeed, RoundPair
from matching.selectors.round_results import RoundImpossible, RoundOptions, RoundOutcome
from matching.selectors.rounds import RoundPage, round_page
from programmes.models import Programme

ROUND = "matching.round"
ASSIGN = "matching.assign"
PAIRS_PER_INSERT = 2_000


def start_round(
    *, programme: Programme, need_ids: Sequence[int], options: RoundOptions, by: User, at: datetime
) -> AssignmentRound:
    """Ask for a round over the programme's open needs, or over those named.

    Raises Denied, or Refused: options that contradict each other, no open need.
    """
    with transaction.atomic():
        require(by, "matching.start_round", programme)
        if options.fair and options.has_rules:
            raise Refused("fairness_with_rules", field="fair")
        asked = AssignmentRound(
            programme=programme,
            chosen_need_ids=sorted(set(need_ids)),
            options=options.stored(),
            requested_by=by,
            requested_at=at,
        )
        if not needs_of(asked).exists():
            raise Refused("round_without_needs")
        begin(asked, by=by, at=at, part=Part.STAFF, action="request")
        _submit(asked)
    return asked


def show_round(*, found: AssignmentRound, page_number: str, show: str, by: User, at: datetime) -> RoundPage:
    """A round's page; everybody shown on it can read that the ministry has looked. Raises Denied."""
    require(by, "matching.view_round", found)
    with transaction.atomic():
        page = round_page(found, page_number, show, explained=adapter.explanation_of)
        record_list(
            expert_ids=page.expert_ids,
            viewer=by,
            why=LookReason.MATCH,
            route="matching:round",
            at=at,
        )
    return page


def compute_again(*, round_id: int, by: User, at: datetime, version: int | None = None) -> AssignmentRound:
    """Compute a preview, or a round that failed, on what is true now. Raises Denied or Refused."""
    with transaction.atomic():
        found = locked_round(round_id)
        require(by, "matching.compute_round", found)
        found.message, found.message_need_ids = "", []
        move(found, action=RoundAction.COMPUTE, part=Part.STAFF, by=by, at=at, version=version)
        _submit(found)
    return found


def compute_round(*, round_id: int, run_id: int, at: datetime) -> Callable[[], None]:
    """Solve a round; what is returned stores it, behind the fence of the shard.

    A result that nobody waits for any more is dropped: storing twice changes nothing.
    """
    asked = AssignmentRound.objects.get(pk=round_id)
    options = RoundOptions.read(asked.options)
    try:
        outcome = solve_round(present_input(asked, options, at), options)
    except RoundImpossible as impossible:
        message, need_ids = impossible.message, impossible.need_ids
        return lambda: _fail(round_id, run_id, message, need_ids, at)
    return lambda: _store(round_id, run_id, outcome, at)


def finish_round(*, run_id: int, n_dead: int, at: datetime) -> None:
    """A round whose work was given up has failed, and says so."""
    found = AssignmentRound.objects.filter(run_id=run_id).first()
    if n_dead and found is not None:
        _fail(found.pk, run_id, RoundMessage.PARTS_FAILED, (), at)


def needs_of(asked: AssignmentRound) -> NeedQuerySet:
    """The open needs that a round is about, in the order in which they were opened."""
    needs = Need.objects.open().filter(programme_id=asked.programme_id)
    if asked.chosen_need_ids:
        needs = needs.filter(pk__in=asked.chosen_need_ids)
    return needs.order_by("opened_at", "pk")


def present_input(asked: AssignmentRound, options: RoundOptions, at: datetime) -> RoundInput:
    """The input of a round as it is now."""
    today: date = timezone.localdate(at, timezone.get_default_timezone())
    return read_round(needs_of(asked), min_points=options.min_points, exposure=options.exposure, today=today)


def locked_round(round_id: int) -> AssignmentRound:
    """The round under its row lock, with its programme; needs a transaction."""
    rounds = AssignmentRound.objects.select_for_update(of=("self",)).select_related("programme")
    return rounds.get(pk=round_id)


def _submit(asked: AssignmentRound) -> None:
    asked.run = submit(ROUND, shards=[(ASSIGN, {"round_id": asked.pk})])
    asked.save(update_fields=["run"])


def _awaited(round_id: int, run_id: int) -> AssignmentRound | None:
    """The round, locked, if it still waits for this very computation."""
    found = locked_round(round_id)
    return found if found.state == RoundState.COMPUTING and found.run_id == run_id else None


def _fail(round_id: int, run_id: int, message: RoundMessage, need_ids: Sequence[int], at: datetime) -> None:
    found = _awaited(round_id, run_id)
    if found is not None:
        found.message, found.message_need_ids = message, list(need_ids)
        move(found, action=RoundAction.FAIL, part=Part.CLOCK, by=None, at=at)


def _store(round_id: int, run_id: int, outcome: RoundOutcome, at: datetime) -> None:
    found = _awaited(round_id, run_id)
    if found is None:
        return
    found.needs.all().delete()
    found.pairs.all().delete()
    RoundNeed.objects.bulk_create(
        [
            RoundNeed(
                round=found,
                need_id=need.need_id,
                match_list_id=need.list_id,
                seats=need.seats,
                n_held=need.n_held,
                n_proposed=need.n_proposed,
                n_empty=need.n_empty,
                because=need.because,
            )
            for need in outcome.needs
        ],
        batch_size=PAIRS_PER_INSERT,
    )
    RoundPair.objects.bulk_create(
        [RoundPair(round=found, **asdict(one)) for one in outcome.proposals], batch_size=PAIRS_PER_INSERT
    )
    found.figures, found.computed_at = outcome.figures.stored(), at
    found.engine_version, found.input_digest = outcome.engine_version, outcome.input_digest
    move(found, action=RoundAction.FINISH, part=Part.CLOCK, by=None, at=at)
