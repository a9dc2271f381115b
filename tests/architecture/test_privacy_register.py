"""Every field of every model is classified; nothing that endangers people has a column."""

import pytest
from django.apps import apps
from django.db import models

from common.models import StatefulModel

OURS = ("common", "taxonomy", "accounts", "programmes", "experts", "incubators", "matching", "exchanges")
# Ids, codes and the life cycle's columns say nothing about a person.
BARE = {"id", "public_id", "code", "state", "state_since", "version", "created_at", "position"}
# A list of people abroad is dangerous data: these are never collected.
FORBIDDEN = {
    "religion",
    "sect",
    "ethnicity",
    "tribe",
    "caste",
    "politics",
    "cnic",
    "nicop",
    "father",
    "birth",
    "gender",
    "street",
}
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_field_is_classified_once(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.get_fields() if field.concrete}

    assert names - set(model.privacy) - BARE == set()
    assert set(model.privacy) - names == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_nothing_dangerous_is_collected(model: type[models.Model]) -> None:
    names = [field.name for field in model._meta.get_fields() if field.concrete]

    assert [name for name in names if FORBIDDEN & set(name.split("_"))] == []


@pytest.mark.parametrize(
    "model", [m for m in MODELS if issubclass(m, StatefulModel)], ids=lambda m: m._meta.label
)
def test_every_life_cycle_has_its_own_append_only_events(model: type[StatefulModel]) -> None:
    events = model._meta.get_field("events").related_model

    assert events._meta.get_field("subject").related_model is model
    assert model.workflow.initial in model.workflow.states
