"""The cast, and strictness for everyone at no cost per test."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import base as template_base
from django.test import Client
from django.utils import translation

from tests.cast import make_cast, sign_in

# One real browser for all tests that look at pages.
pytest_plugins = ["tests.browser"]


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """The same few people everywhere: demo data and screenshots use their names too."""
    return make_cast()


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """A signed-in client; staff with their second factor given, as the middleware demands."""
    return sign_in


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit are cleaned up after with TRUNCATE, which the tables of events refuse in service."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_truncated'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER never_truncated")


@pytest.fixture(autouse=True)
def begins_in_english() -> Iterator[None]:
    """A request in Urdu leaves its language active in the thread; the next test must not inherit it."""
    with translation.override("en"):
        yield


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
