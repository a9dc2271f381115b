"""What people type about sessions, and about changes of an approved plan."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.enums import AmendmentAction, ReturnReason
from exchanges.forms.cases import choices_from
from exchanges.labels import RETURN_REASONS
from exchanges.models import Amendment, Placement, SessionLog
from exchanges.services.amendments import CHANGEABLE, Change
from exchanges.services.sessions import Entry
from programmes.enums import Mode
from programmes.labels import MODES


def _version() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class SessionForm(forms.Form):
    """A session of a placement; beside `corrects`, that entry written anew."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.25"),
        max_value=Decimal(24),
        max_digits=4,
        decimal_places=2,
        help_text=_("In quarters: 1.5 is an hour and a half."),
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=choices_from(MODES))
    what = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In the language of your work together. The other side reads it."),
    )
    version = _version()

    def __init__(
        self, *args: Any, placement: Placement, corrects: SessionLog | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["mode"] = placement.mode
        if corrects is not None:
            names = ("on", "hours", "mode", "what", "version")
            self.initial |= {name: getattr(corrects, name) for name in names}

    def entry(self) -> Entry:
        cleaned = self.cleaned_data
        return Entry(cleaned["on"], cleaned["hours"], Mode(cleaned["mode"]), cleaned["what"])


class SessionStepForm(forms.Form):
    """How the other side remembers it."""

    note = forms.CharField(
        label=_("How do you remember it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AmendmentForm(forms.Form):
    """Begins with the plan as it stands: what is left as it is does not change."""

    starts_on = _day(_("From"))
    ends_on = _day(_("Until"))
    hours_per_week = forms.IntegerField(label=_("Hours per week"), min_value=1, max_value=60, required=False)
    days_in_country = forms.IntegerField(
        label=_("Days in Pakistan"), min_value=0, max_value=366, required=False
    )
    reason = forms.CharField(
        label=_("Why does the plan change?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = _version()

    def __init__(
        self, *args: Any, placement: Placement, revises: Amendment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.placement = placement
        for name in CHANGEABLE:
            asked = getattr(revises, name) if revises is not None else None
            self.initial[name] = getattr(placement, name) if asked is None else asked
        if revises is not None:
            self.initial |= {"reason": revises.reason, "version": revises.version}

    def change(self) -> Change:
        """Only what differs from the plan as it stands."""
        values = {name: self.cleaned_data[name] for name in CHANGEABLE}
        changed = {name: value for name, value in values.items() if value != getattr(self.placement, name)}
        return Change(**changed, reason=self.cleaned_data["reason"])


class AmendmentStepForm(forms.Form):
    """A step of an amendment's life: the version that was seen, reasons and a note where they are wanted."""

    action = forms.ChoiceField(choices=[(code.value, code.value) for code in AmendmentAction])
    version = _version()
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=choices_from(RETURN_REASONS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_reasons(self) -> tuple[ReturnReason, ...]:
        return tuple(ReturnReason(code) for code in self.cleaned_data["reasons"])
