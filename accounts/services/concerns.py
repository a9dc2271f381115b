"""What people report, with or without an account."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.enums import AccountAction, ConcernTopic
from accounts.models import Concern, User
from accounts.services.events import record_account_event
from common.policies import require


def report_concern(
    *, topic: ConcernTopic, text: str, email: str, by: User | AnonymousUser, at: datetime
) -> Concern:
    """Store a concern; it waits for the administrators."""
    return Concern.objects.create(
        topic=topic,
        text=text,
        email=email,
        reported_by=by if by.is_authenticated else None,
        reported_at=at,
    )


def handle_concern(*, concern_id: int, by: User, at: datetime) -> Concern:
    """Mark a concern as dealt with; doing so twice changes nothing."""
    with transaction.atomic():
        concern = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
        require(by, "accounts.administer")
        if concern.handled_at is None:
            concern.handled_by = by
            concern.handled_at = at
            concern.save(update_fields=["handled_by", "handled_at"])
            record_account_event(AccountAction.CONCERN_HANDLED, by=by, at=at, detail=concern.public_id)
    return concern
