"""Commands that measure get servers of their own, whatever database the environment names."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from diaspora_portal.launch import commands, postgres


@pytest.mark.parametrize(("command", "is_alone"), [("bench", True), ("migrate", False)])
def test_only_a_benchmark_leaves_the_given_database_alone(
    monkeypatch: pytest.MonkeyPatch, command: str, is_alone: bool
) -> None:
    given = "postgresql:///precious"
    seen = []

    @contextmanager
    def scratch() -> Iterator[None]:
        monkeypatch.setenv("DATABASE_URL", "postgresql:///scratch")
        yield

    monkeypatch.setenv("DATABASE_URL", given)
    monkeypatch.setattr(commands, "_scratch_surroundings", scratch)
    monkeypatch.setattr(
        "django.core.management.execute_from_command_line", lambda _: seen.append(os.environ["DATABASE_URL"])
    )

    assert commands.run(["manage.py", command]) == 0
    assert (seen == ["postgresql:///scratch"]) is is_alone
    assert (seen == [given]) is not is_alone


def test_help_on_the_benchmarks_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_scratch_surroundings", lambda: pytest.fail("servers were started"))
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda _: None)

    assert commands.run(["manage.py", "bench", "--help"]) == 0


def test_a_scratch_server_takes_the_settings_that_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(postgres.SCRATCH_VARIABLE, json.dumps({"shared_buffers": "2GB"}))

    settings = postgres._scratch_settings()

    assert settings["shared_buffers"] == "2GB"
    assert settings["fsync"] == "off"


def test_a_server_for_measuring_may_use_more_memory_than_the_usual_one() -> None:
    buffers = postgres.settings_for_measuring()["shared_buffers"]

    assert int(buffers.removesuffix("MB")) >= int(postgres.SETTINGS["shared_buffers"].removesuffix("MB"))
