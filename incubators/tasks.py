"""What the clock does on the demand side."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from common.jobs import periodic
from incubators.services import lapse_signals


@periodic("incubators.lapse_signals", every=timedelta(days=1))
def lapse_old_signals(**_future: Any) -> None:
    lapse_signals(at=timezone.now())
