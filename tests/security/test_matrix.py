"""The authorisation matrix: every route and method has a row, every row is true for every role."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import make_cast, sign_in
from tests.security.matrix import MATRIX
from tests.security.routes import Route, all_routes
from tests.security.rows import Row
from tests.security.world import ROLES, make_world, user_of

# Arguments that are words; all others are ids.
ARGUMENTS = {"purpose": "matching", "offer": "pause", "action": "withdraw", "step": "accept"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
pytestmark = pytest.mark.django_db
REFUSALS = ("login", "mfa", "hide", "deny")
# What a refused call may still write: sessions, and that somebody looked.
HARMLESS = ("django_session", "usersessions_usersession", "SAVEPOINT", "experts_accessevent")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """One world for all rows, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(make_cast())
        transaction.set_rollback(True)


def _send(client: Client, row: Row, world: SimpleNamespace) -> Any:
    address = reverse(row.route, kwargs=row.arguments(world))
    body = row.body(world) if row.body else {}
    options = {"content_type": "application/json"} if row.api and row.method != "GET" else {}
    return getattr(client, row.method.lower())(address, body, **options)


def _kind_of(response: Any) -> str:
    if response.status_code in (301, 302) and "/account/login/" in response.get("Location", ""):
        return "login"
    if response.status_code in (301, 302) and "/account/2fa/" in response.get("Location", ""):
        return "mfa"
    if response.status_code == 401:
        return "login"
    if response.status_code == 503 and response.wsgi_request.path == "/readyz":
        return "ok"
    # Passed the door, and the form or the state asks for more; valid bodies are tested beside each view.
    if response.status_code in (400, 409, 422):
        return "ok"
    return {403: "deny", 404: "hide"}.get(
        response.status_code, "ok" if response.status_code < 400 else "broken"
    )


def _writes(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE")
    texts = [query["sql"] for query in queries]
    return [sql[:90] for sql in texts if sql.startswith(verbs) and not any(word in sql for word in HARMLESS)]


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.id)
def test_every_role_gets_its_answer(row: Row, world: SimpleNamespace) -> None:
    answers: dict[str, str] = {}
    for role in ROLES:
        cache.clear()
        with transaction.atomic():
            client = sign_in(user_of(world, role), second_factor=role != "rabia_first_factor")
            with CaptureQueriesContext(connection) as queries:
                response = _send(client, row, world)
            transaction.set_rollback(True)
        answers[role] = _kind_of(response)
        if answers[role] in REFUSALS and row.method != "GET":
            assert _writes(queries) == [], f"{role} was refused and yet changed something"

    assert answers == {role: row.expected(role) for role in ROLES}


def _status(client: Client, method: str, address: str) -> int:
    """The status of one knock that leaves no trace."""
    with transaction.atomic():
        status = getattr(client, method.lower())(address).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.name)
def test_every_route_and_method_has_a_row(route: Route, world: SimpleNamespace) -> None:
    """A method that does not answer 405 is a door; a door without a row fails."""
    client = sign_in(user_of(world, "ayesha"))
    address = reverse(
        route.name, kwargs={name: ARGUMENTS.get(name, "9999999999") for name in route.arguments}
    )
    doors = {m for m in METHODS if _status(client, m, address) != 405}

    rows = {row.method for row in MATRIX if row.route == route.name}
    assert doors - rows == set(), f"{route.name} answers {doors - rows} without a row"


def test_every_row_has_a_route() -> None:
    names = {route.name for route in all_routes()}

    assert {row.route for row in MATRIX} - names == set()
