"""Forms of the working calendar."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from accounts.selectors.working_calendar import weekday_choices
from taxonomy.selectors import Week

_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(_EARLIEST), MaxValueValidator(_LATEST)],
    )


def _hour(label: str, *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=required)


class WeekForm(forms.Form):
    since = _day(_("Holds from"))
    weekend = forms.TypedMultipleChoiceField(
        label=_("Free days"),
        choices=weekday_choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens_at = _hour(_("The day begins"))
    closes_at = _hour(_("The day ends"))
    friday_break_from = _hour(_("Friday break from"), required=False)
    friday_break_to = _hour(_("Friday break until"), required=False)

    def week(self) -> Week:
        values: dict[str, Any] = self.cleaned_data
        return Week(**values | {"weekend": tuple(sorted(values["weekend"]))})


class HolidayForm(forms.Form):
    on = _day(_("Day"))
    name = LineField(label=_("Name"), max_length=120)
    name_ur = LineField(
        label=_("Name in Urdu"), max_length=120, widget=forms.TextInput(attrs={"lang": "ur", "dir": "rtl"})
    )
    tentative = forms.BooleanField(
        label=_("Tentative: it depends on the sighting of the moon"), required=False
    )


class HolidayChangeForm(HolidayForm):
    """The day stays: another day is another holiday, and this one is called off."""

    on = None
