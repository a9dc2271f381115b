"""Background work of the shell."""

from typing import Any

from django.utils import timezone

from common.jobs import handler
from diaspora_portal.oversight.checking import CHECK, check_part


@handler(CHECK)
def check_chains(*, slug: str, first: int, **_future: Any) -> None:
    check_part(slug=slug, first=first, at=timezone.now())
