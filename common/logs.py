"""JSON logs with a request id and without personal data."""

import logging
import sys
import traceback
from typing import Any

import structlog
from django.conf import settings


def _where_it_broke(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Kinds of the errors and the lines they came through; messages stay away, for they may name people."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    parts = []
    while error is not None:
        lines = traceback.extract_tb(error.__traceback__)
        places = "".join(f"  {line.filename}:{line.lineno} {line.name}\n" for line in lines)
        parts.append(f"{type(error).__name__}\n{places}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if parts:
        event["exception"] = "".join(reversed(parts))
    return event


def _no_address(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Django names the path of a request that failed; it may hold a secret, so the route stands for it."""
    request = event.pop("request", None)
    if request is None:
        return event
    match = getattr(request, "resolver_match", None)
    event["route"] = match.view_name or match.route if match else "none"
    event["event"] = str(event["event"]).partition(": /")[0]
    return event


def configure_logging() -> None:
    """One JSON line per event on standard error, for our loggers and everybody else's."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _no_address,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        _where_it_broke,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [stream]
    root.setLevel(settings.LOG_LEVEL)
    # The autoreloader and the request logger would repeat addresses and query strings.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.utils.autoreload").setLevel(logging.WARNING)
