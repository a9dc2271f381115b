"""Needs whose last day has passed end by themselves, once nobody waits in them any more."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction

from common.refusals import Refused
from exchanges.enums import ENDED, WAS_APPROVED
from incubators.models import Need
from incubators.selectors.readiness import pakistan_day
from incubators.services.needs import lock_need
from incubators.services.steps import expire_need

log = logging.getLogger(__name__)
# A case in one of these waits for nobody: it was decided, whichever way.
_DECIDED = (*ENDED, *WAS_APPROVED)


def expire_past_needs(*, at: datetime) -> int:
    """End each past need in a transaction of its own; returns how many.

    An invitation without an answer, or a placement that is not decided yet, keeps its need.
    """
    n_expired = 0
    for need_id in Need.objects.past(pakistan_day(at)).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                need = lock_need(need_id)
                n_expired += not _somebody_waits(need) and expire_need(need=need, at=at)
        # One need that cannot be ended must not keep those behind it open.
        except (Refused, DatabaseError):
            log.exception("expiry_of_need_failed", extra={"need": need_id})
    return n_expired


def _somebody_waits(need: Need) -> bool:
    undecided = need.placements.exclude(state__in=_DECIDED)
    return undecided.exists() or need.invitations.open().exists()
