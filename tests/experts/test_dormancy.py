"""Whoever is silent for a year is asked twice, rests, and wakes by signing in."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from accounts.enums import Purpose
from accounts.models import User
from accounts.services import give_consent
from common import outbox
from common.ledger import drain
from experts.enums import ASKED, State
from experts.models import Expert
from experts.services.dormancy import follow_silence, wake
from experts.services.verification import suspend_profile
from matching.adapter.extract import Who, read_population
from matching.engine.spec import Standing
from tests.factories import NOW, PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(cast: SimpleNamespace) -> Expert:
    """Hina, who consented and has not signed in for 340 days; Bilal was here yesterday."""
    give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    User.objects.filter(pk=cast.hina.pk).update(last_login=_days(-340))
    User.objects.filter(pk=cast.bilal.pk).update(last_login=_days(-1))
    return cast.expert


def _days(n: float) -> datetime:
    return NOW + timedelta(days=n)


def _follow(*days: float) -> None:
    for day in days:
        follow_silence(at=_days(day))


def _state(expert: Expert) -> str:
    return Expert.objects.get(pk=expert.pk).state


def test_a_silent_person_is_asked_twice_a_fortnight_apart_and_then_rests(silent: Expert) -> None:
    _follow(0, 1, 13, 14.5, 20)
    assert (_state(silent), silent.events.filter(action=ASKED).count()) == (State.VERIFIED, 2)

    _follow(28)
    assert _state(silent) == State.VERIFIED
    _follow(29, 30)

    assert _state(silent) == State.DORMANT
    outbox.deliver()
    subjects = [message.subject for message in mail.outbox if message.to == ["hina@demo.example"]]
    assert subjects == ["Are you still there?", "Your profile rests"] or subjects == ["Your profile rests"], (
        "questions that time has overtaken are not asked"
    )


def test_each_question_reaches_the_person_while_it_is_one(silent: Expert) -> None:
    _follow(0)
    outbox.deliver()
    _follow(15)
    outbox.deliver()

    assert [message.subject for message in mail.outbox] == ["Are you still there?"] * 2
    assert "Sign in once" in mail.outbox[0].body


def test_whoever_signs_in_after_a_question_is_left_alone(silent: Expert) -> None:
    _follow(0)
    User.objects.filter(pk=silent.user_id).update(last_login=_days(1))

    _follow(20, 40, 60)

    assert (_state(silent), silent.events.filter(action=ASKED).count()) == (State.VERIFIED, 1)


def test_nobody_else_is_asked(silent: Expert, cast: SimpleNamespace) -> None:
    suspend_profile(expert_id=silent.pk, note="Under review.", by=cast.omar, at=NOW, version=silent.version)

    _follow(0, 20, 40)

    assert not silent.events.filter(action=ASKED).exists()
    assert not cast.other_expert.events.filter(action=ASKED).exists()


def _rest(silent: Expert) -> None:
    _follow(0, 15, 30)
    assert _state(silent) == State.DORMANT


def test_signing_in_wakes_the_profile_at_once(silent: Expert) -> None:
    _rest(silent)

    Client().post("/account/login/", {"login": "hina@demo.example", "password": PASSWORD})

    assert _state(silent) == State.VERIFIED
    assert silent.events.latest("seq").action == "wake"


def test_without_the_consent_a_waking_profile_pauses(silent: Expert) -> None:
    _rest(silent)
    silent.user.consents.update(withdrawn_at=NOW)

    wake(user=silent.user, at=_days(31))
    wake(user=silent.user, at=_days(31))

    assert _state(silent) == State.PAUSED


def test_the_engine_knows_that_a_resting_profile_takes_no_part(silent: Expert) -> None:
    _rest(silent)
    while drain(worker="test", seconds=30):
        pass

    population = read_population(Who(ids=[silent.pk]))

    assert population.columns["standing"].tolist() == [Standing.DORMANT]
    assert population.columns["verified"].tolist() == [True]
