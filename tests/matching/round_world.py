"""What tests of assignment rounds share: lists, rounds, and pairs as people read them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from incubators.models import Need
from matching.models import AssignmentRound, Match, RoundPair
from matching.selectors.round_results import RoundOptions
from matching.services import start_round
from matching.services.runs import submit_round
from programmes.models import Programme
from tests import factories
from tests.factories import NOW

Pairs = dict[tuple[str, str], str]


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def make_people(n: int, **fields: Any) -> list[Any]:
    """So many experts who fit `make_need`, the later the weaker in their texts."""
    people = []
    for at in range(n):
        user = factories.make_user(f"round{at}@demo.example", full_name=f"Round {at}")
        people.append(factories.make_expert(user, headline=f"Engineer {at}", **fields))
    return people


def listed(work: Callable[[], None], needs: Sequence[Need] | None = None) -> None:
    """Make the lists of all open needs, or of those given."""
    needs = Need.objects.open() if needs is None else needs
    submit_round(need_ids=[need.pk for need in needs], at=NOW)
    work()


def preview(
    cast: SimpleNamespace,
    work: Callable[[], None],
    *,
    options: RoundOptions | None = None,
    needs: Sequence[Need] = (),
    at: datetime = NOW,
) -> AssignmentRound:
    """A round of the cast's programme, computed by a worker."""
    found = start_round(
        programme=Programme.objects.get(slug="general-mentorship"),
        need_ids=[need.pk for need in needs],
        options=options or RoundOptions(),
        by=cast.omar,
        at=at,
    )
    work()
    found.refresh_from_db()
    return found


def pairs_of(found: AssignmentRound) -> Pairs:
    """Title of the need and headline of the expert -> what changes."""
    rows = RoundPair.objects.filter(round=found).select_related("need", "expert")
    return {(row.need.title, row.expert.headline): row.change for row in rows}


def standing() -> Pairs:
    """Title of the need and headline of the expert -> state, of everything that is not a mere suggestion."""
    rows = Match.objects.exclude(state="suggested").select_related("need", "expert")
    return {(row.need.title, row.expert.headline): row.state for row in rows}
