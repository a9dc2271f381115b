"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "portal_version": settings.VERSION,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "request_id": getattr(request, "request_id", ""),
    }
