"""What is lacking, said in one click: by whom, how long it counts, what becomes of it, who reads what."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from common.events import broken_links
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import Category, MemberRole, NeedState, OrganisationAction, SignalState
from incubators.models import DemandSignal, Membership, Need
from incubators.services import (
    convert_signal,
    lapse_signals,
    move_organisation,
    signal_demand,
    withdraw_signal,
)
from incubators.services.signals import MOST_OPEN
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    factories.make_theme()
    factories.make_place()
    factories.make_programme()


def say(cast: SimpleNamespace, **given: Any) -> DemandSignal:
    values = {
        "organisation_id": cast.organisation.pk,
        "theme": factories.make_theme(),
        "category": Category.TEACHING,
        "territory": factories.make_place(),
        "by": cast.sana,
        "at": NOW,
    }
    return signal_demand(**(values | given))


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


THREE_FIELDS = {"theme": "renewable-energy", "category": "teaching", "territory": "PK-PB"}


def test_three_fields_are_enough(cast: SimpleNamespace, client_of: SignIn) -> None:
    sana = client_of(cast.sana)
    page = sana.get(address("signal_new")).content.decode()
    assert '<option value="PK-PB" selected>' in page  # the organisation's own province

    sana.post(address("signal_new"), THREE_FIELDS | {"organisation": cast.organisation.public_id})

    signal = DemandSignal.objects.get()
    assert (signal.state, signal.theme.slug, signal.category) == ("open", "renewable-energy", "teaching")
    assert broken_links(list(signal.events.all())) == []
    assert "Renewable energy" in sana.get(address("signals")).content.decode()


def test_an_organisation_that_waits_for_verification_may_say_what_it_lacks(cast: SimpleNamespace) -> None:
    waiting = factories.make_organisation(cast.bilal, name="Waiting Lab", verified=False)

    signal = say(cast, organisation_id=waiting.pk, by=cast.bilal)

    assert signal.state == SignalState.OPEN


def test_a_viewer_may_say_it_and_an_outsider_may_not(cast: SimpleNamespace) -> None:
    Membership.objects.create(
        user=cast.bilal, organisation=cast.organisation, role=MemberRole.VIEWER, since=NOW
    )
    signal = say(cast, by=cast.bilal)

    with pytest.raises(Denied, match="Only members of the organisation"):
        say(cast, by=cast.kamran)
    with pytest.raises(Denied, match="Only an owner or editor"):
        convert_signal(signal_id=signal.pk, by=cast.bilal, at=NOW)


def test_a_suspended_organisation_says_nothing_and_does_not_count(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    say(cast)
    move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="Under inquiry.",
    )

    with pytest.raises(Denied, match="suspended"):
        say(cast, category=Category.TALK)
    assert client_of(cast.sana).get(address("signal_new")).status_code == 403
    assert (
        "Nobody has said anything yet" in client_of(cast.omar).get(address("signal_counts")).content.decode()
    )


def test_the_same_is_not_said_twice(cast: SimpleNamespace, client_of: SignIn) -> None:
    say(cast)

    again = client_of(cast.sana).post(
        address("signal_new"), THREE_FIELDS | {"organisation": cast.organisation.public_id}
    )

    assert again.status_code == 422
    assert "has said this already" in again.content.decode()


def test_no_organisation_floods_the_counts(cast: SimpleNamespace) -> None:
    for n in range(MOST_OPEN):
        say(cast, skill=factories.make_skill(f"skill-{n}"))

    with pytest.raises(Refused) as refused:
        say(cast)
    assert refused.value.code == "too_many_signals"


def test_what_is_typed_wrongly_is_kept_and_named(cast: SimpleNamespace, client_of: SignIn) -> None:
    answer = client_of(cast.sana).post(
        address("signal_new"),
        {
            "organisation": cast.organisation.public_id,
            "theme": "nonsense",
            "skill": "no such skill",
            "note": "x",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="no such skill"' in page and 'id="id_skill_error"' in page and 'id="id_theme_error"' in page


def test_a_signal_becomes_a_draft_that_says_what_it_said(cast: SimpleNamespace, client_of: SignIn) -> None:
    signal = say(cast, skill=factories.make_skill("hydrology"), note="Two classes have no teacher.")

    answer = client_of(cast.sana).post(address("signal_convert", signal.public_id))

    signal.refresh_from_db()
    need = signal.need
    assert answer.url == address("need_tasks", need.public_id)
    assert (signal.state, need.state, need.category) == (SignalState.CONVERTED, NeedState.DRAFT, "teaching")
    assert (need.title, need.purpose) == ("Teaching: Hydrology", "Two classes have no teacher.")
    assert [(row.skill.slug, row.importance) for row in need.skills.all()] == [("hydrology", "must")]
    assert [theme.slug for theme in need.themes.all()] == ["renewable-energy"]
    assert address("need", need.public_id) in client_of(cast.sana).get(address("signals")).content.decode()


def test_a_signal_becomes_one_need_only(cast: SimpleNamespace) -> None:
    signal = say(cast)
    convert_signal(signal_id=signal.pk, by=cast.sana, at=NOW)

    with pytest.raises(Denied, match="not possible in the present state"):
        convert_signal(signal_id=signal.pk, by=cast.sana, at=NOW)
    assert Need.objects.filter(signal=signal).count() == 1


def test_what_is_withdrawn_does_not_count(cast: SimpleNamespace, client_of: SignIn) -> None:
    signal = say(cast)

    client_of(cast.sana).post(address("signal_withdraw", signal.public_id))

    signal.refresh_from_db()
    assert signal.state == SignalState.WITHDRAWN
    with pytest.raises(Denied):
        withdraw_signal(signal_id=signal.pk, by=cast.sana, at=NOW)


def test_a_signal_lapses_after_a_year(cast: SimpleNamespace) -> None:
    old, young = say(cast), say(cast, category=Category.TALK, at=NOW + timedelta(days=1))

    assert lapse_signals(at=NOW + timedelta(days=365)) == 1
    assert lapse_signals(at=NOW + timedelta(days=365)) == 0

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == (SignalState.LAPSED, SignalState.OPEN)
    assert old.events.last().part == "clock"


def test_the_ministry_reads_counts_that_point_at_nobody(cast: SimpleNamespace, client_of: SignIn) -> None:
    factories.make_place("PK-SD", name="Sindh", position=2)
    for n in range(5):
        member = factories.make_user(f"host{n}@demo.example")
        host = factories.make_organisation(member, name=f"Host {n}")
        say(cast, organisation_id=host.pk, by=member)
    for n in range(7):
        say(cast, territory=factories.make_place("PK-SD"), skill=factories.make_skill(f"skill-{n}"))
    say(cast, territory=factories.make_place("PK-SD"), note="Ask for Dr Iqbal")

    page = client_of(cast.omar).get(address("signal_counts")).content.decode()

    assert '<td data-label="Punjab">about 5</td><td data-label="Sindh">fewer than 5</td>' in page
    assert "Ravi" not in page and "Iqbal" not in page


def test_nobody_else_knows_of_a_signal(cast: SimpleNamespace, client_of: SignIn) -> None:
    signal = say(cast, note="Only for us")

    kamran = client_of(cast.kamran)
    assert "Only for us" not in kamran.get(address("signals")).content.decode()
    assert kamran.post(address("signal_withdraw", signal.public_id)).status_code == 404
    assert client_of(cast.omar).post(address("signal_withdraw", signal.public_id)).status_code == 403


def test_the_database_keeps_signal_and_need_together(cast: SimpleNamespace) -> None:
    signal = say(cast)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE incubators_demandsignal SET need_id = %s WHERE id = %s", [cast.need.pk, signal.pk]
        )


def test_who_belongs_nowhere_is_led_to_register(cast: SimpleNamespace, client_of: SignIn) -> None:
    page = client_of(cast.bilal).get(address("signal_new")).content.decode()

    assert "First register your organisation" in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_signal_and_for_three(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for at in range(n):
        say(cast, skill=factories.make_skill(f"skill-{at}"))
    sana = client_of(cast.sana)
    sana.get(address("signals"))

    with django_assert_num_queries(5):
        assert sana.get(address("signals")).status_code == 200


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_of_signals_reads_in_both_languages(
    cast: SimpleNamespace, client_of: SignIn, language: str
) -> None:
    say(cast)
    for person, names in {"sana": ("signals", "signal_new"), "omar": ("signal_counts",)}.items():
        client = client_of(getattr(cast, person))
        client.cookies["language"] = language
        for name in names:
            assert f'<html lang="{language}"' in client.get(address(name)).content.decode()
