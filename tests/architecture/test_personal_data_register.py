"""Whatever leads to a person is registered: what of it is exported, and what erasure does to it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from common.personal_data import HELD, PARTS, Erase, Held
from common.privacy import DataClass

PEOPLE = {settings.AUTH_USER_MODEL, "experts.Expert"}
OURS = {"common", "taxonomy", "accounts", "programmes", "experts", "incubators", "matching", "exchanges"}
ABOUT_PEOPLE = {DataClass.PERSONAL, DataClass.CONTACT, DataClass.SECRET}
HOW_TO = (
    "is not in the register of personal data. Add a `Held(...)` row for it to services/personal_data.py of"
    " its app: the part of the export it belongs to (or why it is not exported), and what erasure does to it"
)


def _relations_to_people() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.concrete and field.is_relation and target and target._meta.label in PEOPLE:
                yield f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("relation", sorted(_relations_to_people()))
def test_every_relation_to_a_person_is_registered(relation: str) -> None:
    assert relation in {held.relation for held in HELD}, f"{relation} {HOW_TO}"


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m._meta.app_label in OURS], ids=lambda m: m._meta.label
)
def test_every_model_with_words_about_people_is_registered(model: type[models.Model]) -> None:
    if ABOUT_PEOPLE & set(model.privacy.values()):
        known = {held.model._meta.label for held in HELD}
        assert model._meta.label in known, f"{model._meta.label} {HOW_TO}"


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.relation)
def test_every_row_of_the_register_is_sound(held: Held) -> None:
    """It names a column that exists and a part that exists; what is kept or left out says why."""
    model = held.model
    for name in held.path.split("__") if held.path else ():
        field = model._meta.get_field(name)
        model = field.related_model
    named = {*held.only, *held.leaves_out, *held.empties}
    assert named <= {field.name for field in held.model._meta.get_fields()}
    assert not held.part or held.part in PARTS
    assert held.why or (held.part and held.erase != Erase.KEEP)
    # Whatever is emptied says with what, or which code does it.
    assert held.erase != Erase.EMPTY or held.empties or held.why


def test_nothing_is_registered_twice() -> None:
    relations = [held.relation for held in HELD]

    assert len(relations) == len(set(relations))
