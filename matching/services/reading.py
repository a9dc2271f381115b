"""Answers that need the engine at once: the expert's own list, and why one pair is not suggested."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from experts.enums import LookReason
from experts.models import Expert
from experts.services.access import record_list, record_look
from incubators.models import Need
from incubators.policies import role_in
from matching import adapter
from matching.adapter import supposing
from matching.adapter.reaching import reach_of
from matching.enums import BoardTab
from matching.models import Match
from matching.selectors.asking import AskPage, ask_page, askable_expert
from matching.selectors.board import Turn
from matching.selectors.cards import MatchesPage, MatchPage, match_page, matches_page
from matching.selectors.changes import ChangesPage, changes_of, changes_page
from matching.selectors.compare import Comparison, comparison_of
from matching.selectors.fits import FitsPage, WhyNotPage, fits_page, why_not_page
from matching.selectors.skills import held_skills
from matching.selectors.strength import StrengthPage, strength_page


def show_matches(*, need: Need, tab: BoardTab, turn: Turn, by: User, at: datetime) -> MatchesPage:
    """A tab of a need's board; everybody shown on it can read that this organisation has looked.

    Raises Denied.
    """
    require(by, "matching.view_matches", need)
    with transaction.atomic():
        page = matches_page(need, tab, turn, is_member=_is_member(need, by), explained=adapter.explanation_of)
        record_board_looks(need=need, expert_ids=page.expert_ids, route="matching:need_matches", by=by, at=at)
    return page


def show_comparison(*, need: Need, by: User, at: datetime) -> Comparison:
    """Those of a need's board who can be set side by side, each of whom can read that it was looked at.

    Raises Denied.
    """
    require(by, "matching.view_matches", need)
    with transaction.atomic():
        found = comparison_of(need, is_member=_is_member(need, by))
        record_board_looks(need=need, expert_ids=found.expert_ids, route="matching:compare", by=by, at=at)
    return found


def record_board_looks(*, need: Need, expert_ids: Sequence[int], route: str, by: User, at: datetime) -> None:
    """One row for each person, viewer, list and day."""
    record_list(
        expert_ids=expert_ids,
        viewer=by,
        why=LookReason.MATCH,
        route=route,
        at=at,
        viewer_is=_viewer_is(need, by),
    )


def show_match(*, match: Match, by: User, at: datetime) -> MatchPage:
    """One surfaced pair in full; the expert can read that it was opened. Raises Denied."""
    require(by, "matching.view_match", match)
    with transaction.atomic():
        record_match_look(match=match, route="matching:match", by=by, at=at)
        return match_page(match)


def record_match_look(*, match: Match, route: str, by: User, at: datetime) -> None:
    """Whoever opens a pair, on whatever page, has looked at its expert, who can read that."""
    record_look(
        expert=match.expert,
        viewer=by,
        why=LookReason.MATCH,
        route=route,
        at=at,
        viewer_is=_viewer_is(match.need, by),
    )


def _viewer_is(need: Need, by: User) -> str:
    """In whose name somebody looks: the host's, or their own unit's."""
    return str(need.organisation) if _is_member(need, by) else ""


def needs_for_expert(*, expert: Expert, by: User, at: datetime) -> FitsPage:
    """The open needs that fit this profile as it is now, best first, each with why. Raises Denied."""
    require(by, "matching.find_needs", expert)
    open_needs = Need.objects.open()
    # Who holds none of the must-skills neither fits nor nearly fits: of very many needs few are left.
    held = held_skills([expert.pk])[expert.pk]
    needs = list(open_needs.asking_for(held).with_terms().order_by("pk"))
    verdicts = adapter.verdicts(needs, expert.pk, at)
    # Exclusions end with a day of Pakistan, as in lists.
    today = timezone.localdate(at, timezone.get_default_timezone())
    return fits_page(expert, needs, verdicts, n_needs=open_needs.count(), today=today)


def show_strength(*, expert: Expert, by: User, at: datetime) -> StrengthPage:
    """What the profile's next step could be, judged against the open needs. Raises Denied."""
    require(by, "matching.find_needs", expert)
    return strength_page(expert, reach_of(expert.pk, at))


def why_not(*, expert: Expert, need: Need, by: User, at: datetime) -> WhyNotPage:
    """Whether this need would suggest this expert as they are now, and if not why. Raises Denied."""
    require(by, "matching.find_needs", expert)
    terms = list(Need.objects.with_terms().filter(pk=need.pk))
    [verdict] = adapter.verdicts(terms, expert.pk, at)
    return why_not_page(terms[0], expert, verdict)


def ask_about(*, need: Need, code: str, by: User, at: datetime) -> AskPage:
    """Why an expert stands in a need's list or not, as they are now; the expert can read that it was asked.

    Raises Denied, or Refused with the same words whether nobody has this code or they may not be shown.
    """
    require(by, "matching.view_matches", need)
    expert = askable_expert(need, code, by)
    if expert is None:
        raise Refused("expert_unknown", field="code")
    terms = Need.objects.with_terms().get(pk=need.pk)
    [verdict] = adapter.verdicts([terms], expert.pk, at)
    with transaction.atomic():
        record_look(
            expert=expert,
            viewer=by,
            why=LookReason.MATCH,
            route="matching:ask",
            at=at,
            viewer_is=_viewer_is(need, by),
        )
        return ask_page(terms, expert, verdict, is_member=_is_member(need, by), at=at)


def show_changes(*, need: Need, by: User, at: datetime) -> ChangesPage:
    """What each single change of a need would bring, computed on the newest snapshot.

    Raises Denied, or Refused for a need that was never open: nobody looks at the experts without asking them.
    """
    require(by, "matching.view_matches", need)
    if need.opened_at is None:
        raise Refused("need_not_open")
    terms, is_member = Need.objects.with_terms().get(pk=need.pk), _is_member(need, by)
    today = timezone.localdate(at, timezone.get_default_timezone())
    known = supposing.known_snapshot()
    if known is None:
        return changes_page(terms, [], is_member=is_member, as_of=None)
    try:
        effects = supposing.effects_of(terms, changes_of(terms, today), known.name, at)
    except adapter.BrokenFiles:
        # Replaced by a newer one while it was asked: the page says to look again.
        return changes_page(terms, [], is_member=is_member, as_of=None)
    return changes_page(terms, effects, is_member=is_member, as_of=known.made_at)


def _is_member(need: Need, by: User) -> bool:
    return bool(role_in(by, need.organisation_id))
