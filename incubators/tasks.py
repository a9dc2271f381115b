"""What the demand side does by the clock."""

from datetime import timedelta

from django.utils import timezone

from common.jobs import periodic
from incubators.services.proofs import forget_old_codes


@periodic("incubators.forget", every=timedelta(hours=1))
def forget(**_future: object) -> None:
    """Codes that nobody gave in time."""
    forget_old_codes(at=timezone.now())
