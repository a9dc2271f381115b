"""Pieces that several forms share."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

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
