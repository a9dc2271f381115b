"""Events are append-only, chained, and the state is their fold."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.events import broken_links, move
from common.models import EventNote
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Action
from experts.models import Expert
from tests.factories import NOW


@pytest.mark.parametrize(
    "statement", ["UPDATE experts_expertevent SET action = 'x'", "DELETE FROM experts_expertevent"]
)
def test_the_database_refuses_to_change_history(cast: SimpleNamespace, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


EVENT_TABLES = (
    "accounts_accountevent",
    "exchanges_invitationevent",
    "exchanges_placementevent",
    "experts_expertevent",
    "incubators_needevent",
    "incubators_organisationevent",
)


@pytest.mark.django_db
@pytest.mark.parametrize("table", EVENT_TABLES)
def test_the_database_refuses_to_empty_a_history(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER never_truncated")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if "state" in {f.name for f in m._meta.fields}]
)
def test_each_state_has_its_words_in_the_database(cast: SimpleNamespace, model: Any) -> None:
    conditions = [c.name for c in model._meta.constraints if c.name.endswith("_state_is_known")]
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)

    assert len(conditions) == 1
    assert found[conditions[0]]["check"]


def test_the_database_refuses_a_state_that_has_no_word(cast: SimpleNamespace) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Expert.objects.update(state="nonsense")


def test_a_forged_event_breaks_the_chain(cast: SimpleNamespace) -> None:
    events = list(cast.expert.events.all())
    assert broken_links(events) == []

    events[1].target = "suspended"

    assert broken_links(events) == [2]


def test_a_removed_event_breaks_the_chain(cast: SimpleNamespace) -> None:
    events = list(cast.expert.events.all())

    assert broken_links(events[:1] + events[2:]) == [3]


def test_a_note_stands_apart_so_that_it_can_be_erased(cast: SimpleNamespace) -> None:
    with transaction.atomic():
        event = move(
            cast.expert, action=Action.SUSPEND, part=Part.STAFF, by=cast.omar, at=NOW, note="Asked for it."
        )
    EventNote.objects.filter(pk=event.note_key).delete()

    assert broken_links(list(cast.expert.events.all())) == []


def test_a_stale_version_is_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused, transaction.atomic():
        move(cast.expert, action=Action.PAUSE, part=Part.EXPERT, by=cast.hina, at=NOW, version=1)

    assert refused.value.code == "stale_version"
