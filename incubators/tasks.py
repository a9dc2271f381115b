"""What the demand side does by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from common.jobs import periodic
from incubators.services import lapse_signals
from incubators.services.proofs import forget_old_codes


@periodic("incubators.forget", every=timedelta(hours=1))
def forget(**_future: Any) -> None:
    """Codes that nobody gave in time."""
    forget_old_codes(at=timezone.now())


@periodic("incubators.lapse_signals", every=timedelta(days=1))
def lapse_old_signals(**_future: Any) -> None:
    lapse_signals(at=timezone.now())
