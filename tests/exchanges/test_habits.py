"""How soon the other side usually answers: a median from three answers on, and never of one expert."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from exchanges.enums import DeclineReason
from exchanges.selectors.habits import usual_days_of_experts, usual_days_of_host
from exchanges.services.invitations import Answer, decline_invitation, show_interest
from experts.models import Expert
from tests import factories
from tests.factories import NOW

SignIn = Callable[..., Client]


def _new_expert(n: int) -> Expert:
    return factories.make_expert(factories.make_user(f"habit{n}@demo.example"))


def _answered_by_expert(cast: SimpleNamespace, expert: Expert, *, days: float) -> None:
    need = factories.make_need(cast.organisation, title="One more")
    invitation = factories.make_invitation(need, expert)
    decline_invitation(
        invitation_id=invitation.pk,
        answer=Answer(DeclineReason.DATES),
        by=expert.user,
        at=NOW + timedelta(days=days),
    )


def _answered_by_host(cast: SimpleNamespace, n: int, *, days: float) -> None:
    interest = show_interest(need_id=cast.need.pk, message="", by=_new_expert(n).user, at=NOW)
    decline_invitation(
        invitation_id=interest.pk,
        answer=Answer(DeclineReason.DATES),
        by=cast.sana,
        at=NOW + timedelta(days=days),
    )


def test_a_hosts_habit_is_the_median_of_three_answers_and_more(cast: SimpleNamespace) -> None:
    for n, days in enumerate((0.5, 2.5)):
        _answered_by_host(cast, n, days=days)
    assert usual_days_of_host(cast.organisation.pk) is None

    _answered_by_host(cast, 2, days=13)

    assert usual_days_of_host(cast.organisation.pk) == 3
    assert usual_days_of_host(cast.other_organisation.pk) is None


def test_experts_habits_are_told_only_of_three_people_together(cast: SimpleNamespace) -> None:
    for days in (1, 2, 3, 4):
        _answered_by_expert(cast, cast.expert, days=days)
    _answered_by_expert(cast, cast.other_expert, days=5)
    assert usual_days_of_experts(cast.organisation.pk) is None

    _answered_by_expert(cast, _new_expert(1), days=0.1)

    assert usual_days_of_experts(cast.organisation.pk) == 3


def test_who_waits_reads_it(cast: SimpleNamespace, client_of: SignIn) -> None:
    for n, days in enumerate((1, 1, 2)):
        _answered_by_host(cast, n, days=days)
        _answered_by_expert(cast, _new_expert(10 + n), days=5 * days)
    expert = client_of(cast.hina).get(reverse("exchanges:show_interest", args=[cast.need.public_id]))
    match = factories.make_match(cast.need, cast.expert)
    host = client_of(cast.sana).get(reverse("exchanges:invite", args=[match.public_id]))
    interest = show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)
    waiting = client_of(cast.hina).get(reverse("exchanges:invitation", args=[interest.public_id]))

    assert "This organisation usually answers within 1 day." in expert.content.decode()
    assert "Experts whom you invite usually answer within 5 days." in host.content.decode()
    assert "This organisation usually answers within 1 day." in waiting.content.decode()


@pytest.mark.parametrize("who", ["sana", "hina"])
def test_before_three_answers_nothing_is_said(cast: SimpleNamespace, client_of: SignIn, who: str) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    page = client_of(getattr(cast, who)).get(reverse("exchanges:invitation", args=[invitation.public_id]))

    assert "usually" not in page.content.decode()
