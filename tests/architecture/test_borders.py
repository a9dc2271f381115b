"""Rules over all models, services and facts that no single test would notice."""

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from common.jobs import SUBSCRIBERS

ORDER = (
    "common",
    "taxonomy",
    "accounts",
    "programmes",
    "experts",
    "incubators",
    "matching",
    "exchanges",
    "insights",
)
SIBLINGS = {"experts": {"incubators"}, "incubators": {"experts"}}
# Facts that nobody needs yet; a fact is announced before its first subscriber is written.
UNUSED_FACTS = {
    "exchanges.placement_decided",
    "exchanges.report_accepted",
    "exchanges.outcome_confirmed",
}
ROOT = Path(__file__).resolve().parents[2]
MODELS = [m for m in apps.get_models() if m._meta.app_label in ORDER]
SOURCES = [
    path
    for app in (*ORDER, "diaspora_portal")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_foreign_keys_point_downward(model: type[models.Model]) -> None:
    label = model._meta.app_label
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if not (field.concrete and target) or target._meta.label == settings.AUTH_USER_MODEL:
            continue
        other = target._meta.app_label
        assert ORDER.index(other) <= ORDER.index(label), f"{model.__name__}.{field.name} points upward"
        assert other not in SIBLINGS.get(label, set()), f"{model.__name__}.{field.name} points sideways"


def test_every_fact_has_a_subscriber_or_is_listed_as_unused() -> None:
    facts = set()
    for app in ORDER:
        if find_spec(f"{app}.enums"):
            module = import_module(f"{app}.enums")
            facts |= {str(fact) for fact in getattr(module, "Fact", [])}

    assert facts - set(SUBSCRIBERS) == UNUSED_FACTS


def _assigned_attributes(tree: ast.AST) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            found += [(part.attr, node.lineno) for part in parts if isinstance(part, ast.Attribute)]
    return found


# Nouns without a life cycle of their own carry a `state` column too; these write theirs.
OWN_STATE = (
    "common/workflow.py",
    "common/ledger.py",
    "common/outbox.py",
    "common/events.py",
    "matching/services",
    "accounts/services",
    "experts/services/import",  # batches have states of their own
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_one_door_assigns_a_state(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    tree = ast.parse(path.read_text("utf-8"))

    assigned = [line for attribute, line in _assigned_attributes(tree) if attribute == "state"]

    assert not assigned or name.startswith(OWN_STATE), f"{name} assigns state in lines {assigned}"


# Mail programs post to the signed way out of a kind of mail (RFC 8058), without any cookie.
WITHOUT_CSRF = ("csrf_exempt",)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_forbidden_is_written(path: Path) -> None:
    """No sweeping field lists, no unescaped output, no view without CSRF, no fetch of foreign addresses."""
    text = path.read_text("utf-8")
    words = (
        'fields = "__all__"',
        "mark_safe(",
        "csrf_exempt",
        "import requests",
        "import httpx",
        "has_perm(",
        ".extra(",
    )

    allowed = WITHOUT_CSRF if str(path.relative_to(ROOT)) == "accounts/views/notices.py" else ()
    assert [word for word in words if word in text and word not in allowed] == []


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if p.parent.name == "views" or p.name == "views.py"],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_views_fetch_no_raw_objects(path: Path) -> None:
    """A view begins with what this person may see: `visible_to`, `of_host`, `for_viewer`."""
    assert ".objects.get(" not in path.read_text("utf-8")


def test_migrations_import_no_live_models() -> None:
    for app in ORDER:
        for path in (ROOT / app / "migrations").glob("0*.py") if (ROOT / app / "migrations").exists() else []:
            assert f"from {app}.models" not in path.read_text("utf-8"), path
