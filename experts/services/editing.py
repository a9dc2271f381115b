"""How every edit of a profile begins and ends, and how it is remembered where a value came from."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.models import User
from common.events import record
from common.jobs import announce, note_change
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Fact as Announced
from experts.enums import RowKind, Section, Source
from experts.models import Expert, Fact, digest_of
from experts.readers.identifiers import without_emails
from experts.selectors.duplicates import profiles_of


def lock_expert(expert_id: int) -> Expert:
    """The expert's row, locked: capacity and rows of the profile are counted under this lock."""
    return Expert.objects.select_for_update(of=("self",), no_key=True).get(pk=expert_id)


def lock_person(expert_id: int) -> list[Expert]:
    """A profile and all that went into it, locked by number in one statement, as a merge locks its two.

    Where a merge or its undoing was quicker, the locks are given back and taken anew.
    """
    while True:
        ids = profiles_of(expert_id)
        before = transaction.savepoint()
        rows = Expert.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
        found = list(rows.order_by("pk"))
        if profiles_of(expert_id) == ids:
            transaction.savepoint_commit(before)
            return found
        transaction.savepoint_rollback(before)


def say_erased(expert_id: int) -> None:
    """Nobody is behind this profile any more: whatever was made of it goes, in the apps above as well."""
    say_changed(expert_id)
    announce(Announced.PROFILE_ERASED, key=str(expert_id), expert_id=expert_id)


def part_of(expert: Expert, by: User) -> Part:
    """The person writes as themselves; who keeps a managed profile writes as staff."""
    return Part.EXPERT if expert.user_id == by.pk else Part.STAFF


@contextmanager
def editing(*, expert_id: int, section: Section | str, by: User, at: datetime) -> Iterator[Expert]:
    """Lock the profile and ask the rule; afterwards save it with an event and tell who listens."""
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.edit_profile", expert)
        yield expert
        record(expert, action=f"edit_{section}", part=part_of(expert, by), by=by, at=at)
        say_changed(expert.pk)


def say_changed(expert_id: int) -> None:
    """Whoever matches or counts must look at this profile again."""
    note_change("expert", [expert_id])
    announce(Announced.PROFILE_CHANGED, key=str(expert_id), expert_id=expert_id)


def set_fields(expert: Expert, values: dict[str, object], *, by: User, at: datetime) -> None:
    """Assign typed values and note each one that changed as typed.

    Raises Refused with the field whose value the model does not accept.
    """
    changed = [name for name, value in values.items() if getattr(expert, name) != value]
    for name in changed:
        setattr(expert, name, values[name])
    check_fields(expert, changed)
    note_typed(expert, RowKind.EXPERT, 0, changed, by=by, at=at)


def check_fields(row: models.Model, names: Iterable[str]) -> None:
    """Ask the model's validators about some fields and refuse as a service does."""
    wanted = set(names)
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in wanted])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused("invalid_value", field=field, message=messages[0]) from error


def refuse_contact(text: str, field: str) -> None:
    """Texts that organisations read carry no e-mail address: contact follows acceptance."""
    if without_emails(text)[1]:
        raise Refused("contact_in_text", field=field)


def note_typed(
    expert: Expert, kind: RowKind, row_id: int, fields: Iterable[str], *, by: User, at: datetime
) -> None:
    """From now on these values are typed, by the person or by staff who write for them."""
    for field in fields:
        # Rows and many-to-many fields have no single value to compare later.
        value = expert.__dict__.get(field, "") if kind is RowKind.EXPERT else ""
        Fact.objects.update_or_create(
            expert=expert,
            row_kind=kind,
            row_id=row_id,
            field=field,
            defaults={
                "source": Source.TYPED if expert.user_id == by.pk else Source.STAFF,
                "source_name": "",
                "place": "",
                "digest": digest_of(value),
                "batch": None,
                "replaced": None,
                "by": by,
                "at": at,
            },
        )


def forget_facts(expert: Expert, kind: RowKind, row_id: int) -> None:
    """A row that is gone came from nowhere."""
    expert.facts.filter(row_kind=kind, row_id=row_id).delete()
