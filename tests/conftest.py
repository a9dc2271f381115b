"""The cast, and strictness for everyone at no cost per test."""

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.template import base as template_base
from django.test import Client

from accounts.enums import Duty, Role
from accounts.models import User
from tests import factories


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """The same few people everywhere: demo data and screenshots use their names too."""
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


@pytest.fixture
def client_of(db: None) -> Callable[[User | None], Client]:
    """A signed-in client; staff with their second factor given, as the middleware demands."""

    def signed_in(user: User | None, *, second_factor: bool = True, **options: Any) -> Client:
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

    return signed_in


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and sessions of one test never reach the next."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def undefined_template_variables_fail() -> Any:
    """A misspelt variable in `{{ … }}` is a defect, not an empty string."""
    original = template_base.FilterExpression.resolve

    def resolve(self: Any, context: Any, ignore_failures: bool = False) -> Any:
        if not ignore_failures and isinstance(self.var, template_base.Variable) and self.var.lookups:
            try:
                self.var.resolve(context)
            except template_base.VariableDoesNotExist as missing:
                if not any(f.__name__ in ("default", "default_if_none") for f, _args in self.filters):
                    raise AssertionError(f"undefined in a template: {missing}") from missing
        return original(self, context, ignore_failures=ignore_failures)

    template_base.FilterExpression.resolve = resolve
    yield
    template_base.FilterExpression.resolve = original
