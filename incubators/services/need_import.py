"""Needs from a file become drafts, all or none, and can be taken back while they are drafts."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from incubators.enums import Category, NeedAction, NeedState
from incubators.models import NeedImport
from incubators.readers import NeedsReading
from incubators.selectors.need_import import offered_needs
from incubators.services.needs import draft_need
from incubators.services.shapes import SkillAsk, Terms
from incubators.services.steps import move_need
from programmes.models import Programme
from taxonomy.models import Skill


def import_needs(
    *,
    organisation_id: int,
    reading: NeedsReading,
    take: Collection[int],
    programme: Programme,
    category: Category,
    chosen: Mapping[str, Skill],
    file_name: str,
    by: User,
    at: datetime,
) -> NeedImport:
    """Begin a draft for each need of the file whose number is taken.

    Raises Denied, Refused `nothing_taken`, or Refused as `draft_need`.
    """
    offered = offered_needs(reading, programme=programme, category=category, chosen=chosen)
    taken = [need for need in offered if need.number in take]
    if not taken:
        raise Refused("nothing_taken")
    with transaction.atomic():
        drafts = [
            draft_need(
                organisation_id=organisation_id,
                terms=Terms(**need.terms),
                skills=[SkillAsk(*row) for row in need.skills],
                by=by,
                at=at,
            )
            for need in taken
        ]
        batch = NeedImport.objects.create(
            organisation_id=organisation_id, file_name=clean_line(file_name)[:120], by=by, at=at
        )
        batch.needs.set(drafts)
    return batch


def undo_need_import(*, batch_id: int, by: User, at: datetime) -> int:
    """Withdraw what the file brought and is still a draft; returns how many. Raises Denied."""
    with transaction.atomic():
        batch = NeedImport.objects.select_for_update(of=("self",)).get(pk=batch_id)
        require(by, "incubators.undo_need_import", batch)
        drafts = list(batch.needs.filter(state=NeedState.DRAFT).order_by("pk").values_list("pk", flat=True))
        for need_id in drafts:
            move_need(need_id=need_id, action=NeedAction.WITHDRAW, by=by, at=at)
        batch.undone_at = at
        batch.save(update_fields=["undone_at"])
    return len(drafts)
