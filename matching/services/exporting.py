"""A shortlist leaves the portal as a file: who took it, and when, stands in the need's history."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.events import record
from common.policies import require
from common.sheets import SheetKind, written
from common.workflow import Part
from incubators.models import Need
from matching.selectors.shortlist import shortlist_of
from matching.services.reading import record_board_looks


def export_shortlist(*, need: Need, kind: SheetKind, by: User, at: datetime) -> bytes:
    """The shortlist as its host may read it; everybody on it can read of the look. Raises Denied."""
    with transaction.atomic():
        locked = Need.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=need.pk)
        require(by, "matching.export_shortlist", locked)
        found = shortlist_of(locked)
        record_board_looks(
            need=locked, expert_ids=found.expert_ids, route="matching:export_shortlist", by=by, at=at
        )
        record(locked, action="export_shortlist", part=Part.HOST, by=by, at=at)
    return written(kind, "Shortlist", found.rows)
