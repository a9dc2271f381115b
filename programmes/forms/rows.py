"""A form of several like lines, without JavaScript: a fixed number of them, empty ones do not count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms import BoundField

from common.refusals import Refused, add_refusal, message_of
from common.text import clean_line

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class LineField(forms.CharField):
    """A short text on one line, without characters that nobody sees."""

    def clean(self, value: Any) -> str:
        line = clean_line(super().clean(value))
        if self.required and not line:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return line


def day_field(**options: Any) -> forms.DateField:
    """A calendar day within the years that the portal can mean."""
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        **options,
    )


def choices_from(labels: Mapping[Any, Any], *, blank: bool = False) -> list[tuple[str, Any]]:
    return [*([("", "–")] if blank else []), *((code.value, label) for code, label in labels.items())]


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    fields: list[BoundField]


class RowsForm(forms.Form):
    """Fields `name_1`, `name_2` … A line that is begun needs every name in `needed`, or says what lacks."""

    template_name = "forms/rows.html"
    n_rows: ClassVar[int]
    needed: ClassVar[tuple[str, ...]]
    incomplete: ClassVar[str]  # the refusal of a line that lacks something
    row_title: ClassVar[Any]
    # Fields of one line, made anew for each.
    row_fields: ClassVar[Callable[[], dict[str, forms.Field]]]

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._names: list[str] = []
        for n in range(1, self.n_rows + 1):
            fields = type(self).row_fields()
            self._names = list(fields)
            for name, field in fields.items():
                field.required = False
                field.needed_later = True  # an empty line is no mistake, a begun one needs it
                if n <= len(rows):
                    field.initial = rows[n - 1][name]
                self.fields[f"{name}_{n}"] = field

    @property
    def rows(self) -> list[Row]:
        return [Row(n, [self[f"{name}_{n}"] for name in self._names]) for n in range(1, self.n_rows + 1)]

    @property
    def others(self) -> list[BoundField]:
        """Fields that stand once, before the lines."""
        in_rows = {field.name for row in self.rows for field in row.fields}
        return [field for field in self if field.name not in in_rows and not field.is_hidden]

    @property
    def numbers(self) -> list[int]:
        """The lines in which something was typed; a hidden field alone begins none."""
        typed = [name for name in self._names if not self.fields[f"{name}_1"].widget.is_hidden]
        return [
            n
            for n in range(1, self.n_rows + 1)
            if any(self.cleaned_data.get(f"{name}_{n}") not in (None, "", [], False) for name in typed)
        ]

    @property
    def filled(self) -> list[dict[str, Any]]:
        return [{name: self.cleaned_data[f"{name}_{n}"] for name in self._names} for n in self.numbers]

    def clean(self) -> dict[str, Any]:
        for n in self.numbers:
            lacking = [
                name
                for name in self.needed
                if f"{name}_{n}" not in self.errors and self.cleaned_data.get(f"{name}_{n}") in (None, "", [])
            ]
            if lacking:
                self.add_error(f"{lacking[0]}_{n}", message_of(self.incomplete))
        return self.cleaned_data

    def refuse(self, refusal: Refused) -> None:
        """A service counts the lines that it got; here the empty ones between them count too."""
        name, _mark, number = (refusal.field or "").rpartition("_")
        if number.isdigit() and int(number) <= len(self.numbers):
            field = f"{name}_{self.numbers[int(number) - 1]}"
            refusal = Refused(refusal.code, field=field, message=refusal.message)
        add_refusal(self, refusal)
