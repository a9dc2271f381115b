"""Events are append-only, chained, and the state is their fold."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from common.events import broken_links, move
from common.models import EventNote
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Action
from tests.factories import NOW


@pytest.mark.parametrize(
    "statement", ["UPDATE experts_expertevent SET action = 'x'", "DELETE FROM experts_expertevent"]
)
def test_the_database_refuses_to_change_history(cast: SimpleNamespace, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


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
