"""JSON logs with a request id and without personal data."""

import logging
import sys

import structlog
from django.conf import settings


def configure_logging() -> None:
    """One JSON line per event on standard error, for our loggers and everybody else's."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
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
