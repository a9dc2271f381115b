"""Terms of reference to begin with: one for each kind of help and some for themes, as rows of data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incubators.enums import Category
from incubators.labels import CATEGORIES
from taxonomy.models import Theme

_PATH = Path(__file__).parent.parent / "reference" / "need_templates.json"


@dataclass(frozen=True, slots=True)
class Texts:
    title: str
    purpose: str
    deliverable: str


@dataclass(frozen=True, slots=True)
class NeedTemplate:
    """`theme` is empty for the template of a category; `texts` by language."""

    slug: str
    theme: str
    category: str
    programme: str
    mode: str
    hours_per_week: int
    weeks: int
    must: tuple[str, ...]
    should: tuple[str, ...]
    texts: Mapping[str, Texts]

    def texts_in(self, language: str) -> Texts:
        return self.texts["ur" if language == "ur" else "en"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A template in the picker."""

    slug: str
    name: str
    deliverable: str


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    choices: list[Choice]


@lru_cache
def need_templates() -> Mapping[str, NeedTemplate]:
    rows = json.loads(_PATH.read_text("utf-8"))
    return {row["slug"]: _template(row) for row in rows}


def template_groups() -> list[Group]:
    """The picker: by kind of help, then by theme, in the reader's language."""
    language = (get_language() or "en")[:2]
    names = {theme.slug: str(theme) for theme in Theme.objects.all()}
    of_category, of_theme = [], []
    for template in need_templates().values():
        name = names.get(template.theme, "") or str(CATEGORIES[Category(template.category)])
        choice = Choice(template.slug, name, template.texts_in(language).deliverable)
        (of_theme if template.theme else of_category).append(choice)
    return [Group(_("By kind of help"), of_category), Group(_("By theme"), of_theme)]


def _template(row: dict[str, Any]) -> NeedTemplate:
    texts = {language: Texts(**row[language]) for language in ("en", "ur")}
    fields = {
        name: row[name] for name in ("slug", "category", "programme", "mode", "hours_per_week", "weeks")
    }
    return NeedTemplate(
        **fields,
        theme=row.get("theme", ""),
        must=tuple(row.get("must", ())),
        should=tuple(row.get("should", ())),
        texts=texts,
    )
