"""Logs name what broke and where, never whom."""

import json
import logging

import pytest

from common.logs import configure_logging


@pytest.fixture
def portal_logging() -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_logging()
    yield
    root.handlers = handlers
    root.setLevel(level)


def test_a_failure_is_logged_without_its_words(
    portal_logging: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A database names the values in its message, and so may any library."""
    configure_logging()
    try:
        try:
            raise KeyError("hina@demo.example")
        except KeyError as cause:
            raise ValueError("Key (email)=(hina@demo.example) already exists.") from cause
    except ValueError:
        logging.getLogger("portal.test").exception("it_failed")

    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert line["event"] == "it_failed"
    assert "hina" not in json.dumps(line)
    assert "KeyError" in line["exception"]
    assert "ValueError" in line["exception"]
    assert "test_logs.py" in line["exception"]
