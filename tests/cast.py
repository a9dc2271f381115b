"""The cast: the same few people in every test."""

import time
from types import SimpleNamespace
from typing import Any

from django.test import Client

from accounts.enums import Duty, Role
from accounts.models import User
from tests import factories


def make_cast() -> SimpleNamespace:
    """People of every part, two hosts, two experts, and an open need for each host."""
    most = factories.make_unit()
    mission = factories.make_unit("mission-berlin", name="Embassy in Berlin", duties=[])
    administration = factories.make_unit(
        "portal-administration", name="Portal administration", duties=[Duty.ADMINISTER]
    )
    hina = factories.make_user("hina@demo.example", full_name="Hina Qureshi", time_zone="Europe/Berlin")
    bilal = factories.make_user("bilal@demo.example", full_name="Bilal")
    sana = factories.make_user("sana@demo.example", full_name="Sana Tariq")
    kamran = factories.make_user("kamran@demo.example", full_name="Kamran Baloch")
    expert = factories.make_expert(hina)
    other_expert = factories.make_expert(bilal, headline="Water engineer", skills=("hydrology",))
    organisation = factories.make_organisation(sana)
    other_organisation = factories.make_organisation(kamran, name="Quetta Water Research Centre")
    return SimpleNamespace(
        most=most,
        mission=mission,
        hina=hina,
        bilal=bilal,
        sana=sana,
        kamran=kamran,
        omar=factories.make_staff("omar@demo.example", role=Role.OFFICER, full_name="Omar Farooq"),
        rabia=factories.make_staff("rabia@demo.example", role=Role.REVIEWER, full_name="Rabia Malik"),
        dawood=factories.make_staff("dawood@demo.example", role=Role.DECIDER, full_name="Dawood Siddiqui"),
        asma=factories.make_staff("asma@demo.example", role=Role.AUDITOR, full_name="Asma Raza"),
        ayesha=factories.make_staff(
            "ayesha@demo.example", role=Role.ADMINISTRATOR, unit=administration, full_name="Ayesha Khan"
        ),
        naveed=factories.make_staff(
            "naveed@demo.example", role=Role.ADMINISTRATOR, unit=administration, full_name="Naveed Iqbal"
        ),
        expert=expert,
        other_expert=other_expert,
        organisation=organisation,
        other_organisation=other_organisation,
        need=factories.make_need(organisation),
        other_need=factories.make_need(
            other_organisation, skills=("hydrology",), title="Groundwater adviser"
        ),
    )


def sign_in(user: User | None, *, second_factor: bool = True, **options: Any) -> Client:
    """A browser that is signed in as somebody, or as nobody."""
    client = Client(**options)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if second_factor:
            session = client.session
            now = time.time()
            session["account_authentication_methods_user"] = str(user.pk)
            session["account_authentication_methods"] = [
                {"method": "password", "at": now},
                {"method": "mfa", "at": now, "reauthenticated": True},
            ]
            session.save()
    return client
