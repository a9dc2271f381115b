"""Logs name what broke and where, never whom."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

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


def test_a_request_that_failed_is_logged_by_its_route_not_by_its_address(
    portal_logging: None, capsys: pytest.CaptureFixture[str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link of a staff invitation is a secret."""

    configure_logging()

    def broken(*_args: object, **_options: object) -> None:
        raise LookupError("no such row")

    monkeypatch.setattr("accounts.views.staff.staff_invitation_of", broken)
    client.raise_request_exception = False

    answer = client.get(reverse("accounts:staff_invitation", args=["12.a-very-secret-token"]))

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (failed,) = [line for line in lines if line["logger"] == "django.request"]
    assert (answer.status_code, failed["event"]) == (500, "Internal Server Error")
    assert failed["route"] == "accounts:staff_invitation"
    assert "secret-token" not in json.dumps(lines)
