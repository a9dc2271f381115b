"""Pieces that several forms share."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from incubators.models import Organisation
from incubators.selectors.words import name_of
from programmes.models import Programme
from programmes.selectors import summary_of

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)


def day_field(**options: Any) -> forms.DateField:
    """A calendar day within the years that the portal can mean."""
    return forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        **options,
    )


def text_area(rows: int) -> forms.Textarea:
    """A text whose direction follows what is typed."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ProgrammeField(forms.ModelChoiceField):
    def label_from_instance(self, programme: Programme) -> str:
        summary = summary_of(programme)
        return f"{programme}: {summary}" if summary else str(programme)


class OrganisationField(forms.ModelChoiceField):
    """A tenant is named with its parent, whose people may write for it."""

    def label_from_instance(self, organisation: Organisation) -> str:
        if organisation.parent is None:
            return name_of(organisation)
        words = {"name": name_of(organisation), "parent": name_of(organisation.parent)}
        return _("%(name)s, a tenant of %(parent)s") % words
