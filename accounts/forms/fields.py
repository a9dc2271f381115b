"""What the forms of accounts are made of."""

from collections.abc import Iterable
from typing import Any

from django import forms

from common.text import clean_line


class LineField(forms.CharField):
    """One line of text without control characters; spaces alone are nothing."""

    def clean(self, value: Any) -> str:
        return super().clean(clean_line(value) if isinstance(value, str) else value)


def choices_from(labels: dict[Any, Any], members: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(member.value, labels[member]) for member in members]
