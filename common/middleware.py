"""Every request has an id that its log lines, its error page and its answer carry."""

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("portal.request")
_GIVEN = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIdMiddleware:
    """Bind a request id, and log one line per request without query string or address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _GIVEN.match(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)
        began = time.monotonic()
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            # PostgreSQL stores no NUL; no address of ours holds one.
            raise BadRequest("NUL in the address")
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.view_name or match.route if match else "none",
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
            },
        )
        return response
