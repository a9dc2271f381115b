"""The directory and the pages of people in it; whoever is shown to hosts or staff can read that."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from experts.enums import LookReason
from experts.models import Expert
from experts.services.access import record_list, record_look
from matching.adapter.directory import NotReady, look_up
from matching.selectors.audience import Viewer, listed_for, parts_for, viewer_of
from matching.selectors.directory import PER_PAGE, DirectoryPage, directory_page
from matching.selectors.found import Search, Turn
from matching.selectors.profiles import PreviewPage, SeenProfile, preview_page, seen_profile

__all__ = ["NotReady", "show_directory", "show_preview", "show_profile"]

ROUTE = "matching:directory"


def show_directory(*, search: Search, turn: Turn, by: object, at: datetime) -> DirectoryPage:
    """One page of those whom somebody finds; `by` may be nobody. Raises NotReady."""
    viewer = viewer_of(by)
    page = directory_page(look_up(search, viewer, turn, PER_PAGE), turn, viewer)
    if viewer.is_recorded:
        own = Expert.objects.filter(user=by).values_list("pk", flat=True).first()
        shown = [row.expert_id for row in page.rows if row.expert_id != own]
        record_list(
            expert_ids=shown,
            viewer=by,
            why=LookReason.DIRECTORY,
            route=ROUTE,
            at=at,
            viewer_is=_acts_for(viewer),
        )
    return page


def show_profile(*, public_id: str, by: object, at: datetime) -> SeenProfile | None:
    """The page of somebody who exists for this reader, else None."""
    viewer = viewer_of(by)
    expert = listed_for(viewer).with_profile().filter(public_id=public_id).first()
    if expert is None:
        return None
    with transaction.atomic():
        if viewer.is_recorded:
            record_look(
                expert=expert,
                viewer=by,
                why=LookReason.DIRECTORY,
                route="matching:profile",
                at=at,
                viewer_is=_acts_for(viewer),
            )
        return seen_profile(expert, parts_for(expert, viewer))


def show_preview(*, expert: Expert, by: User) -> PreviewPage:
    """What each audience sees of the person themselves. Raises Denied."""
    require(by, "matching.find_needs", expert)
    return preview_page(Expert.objects.with_profile().get(pk=expert.pk))


def _acts_for(viewer: Viewer) -> str:
    """In whose name somebody looks: their unit's if they look as staff, else their organisation's."""
    return "" if viewer.is_staff else viewer.acts_for
