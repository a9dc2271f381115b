"""What people type about invitations, plans and reviews."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.refusals import message_of
from common.templatetags.formats import written_day
from exchanges.enums import DeclineReason, HostDeclineReason
from exchanges.labels import (
    ALLOWANCE_PER,
    DECLINE_REASONS,
    HOST_DECLINE_REASONS,
    PLAN_FIELDS,
    STEP_REASONS,
)
from exchanges.models import Placement
from exchanges.selectors.answers import answers_by_question, asked_of
from exchanges.services.invitations import Answer
from exchanges.services.plans import Plan, Step
from programmes.enums import Mode
from programmes.forms import question_fields, typed_answers
from programmes.labels import MODES
from taxonomy.forms import PlaceField

N_STEPS = 5
# A draft may leave these empty, submitting does not: calling them optional would mislead.
_NEEDED_LATER = ("purpose", "deliverable", "counterpart", "starts_on", "ends_on", "step_1")
_CHOSEN = ("mode", "allowance_currency", "allowance_per")
CURRENCIES = ("PKR", "USD", "EUR", "GBP", "SAR", "AED", "CAD", "AUD", "CNY")


def choices_from(labels: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(code), label) for code, label in labels.items()]


class InviteForm(forms.Form):
    message = forms.CharField(
        label=_("Your message to the expert"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Say in your own words why you ask this person. No contact details: they follow acceptance."
        ),
    )


class InterestForm(forms.Form):
    message = forms.CharField(
        label=_("Your message to the host"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Say in your own words what you would bring. No contact details: they follow acceptance."
        ),
    )


class DeclineForm(forms.Form):
    """With the reasons of whoever declines: the expert, or the host of a need (`is_host`)."""

    reason = forms.ChoiceField(label=_("Why do you decline?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Anything to add"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    shares_reason = forms.BooleanField(label=_("The host may read the reason"), required=False)

    def __init__(self, *args: Any, is_host: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_host = is_host
        self.fields["reason"].choices = choices_from(HOST_DECLINE_REASONS if is_host else DECLINE_REASONS)
        if is_host:
            self.fields["shares_reason"].label = _("The expert may read the reason")

    def answer(self) -> Answer:
        cleaned = self.cleaned_data
        reasons = HostDeclineReason if self.is_host else DeclineReason
        return Answer(reasons(cleaned["reason"]), cleaned["note"], cleaned["shares_reason"])


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=help_text
    )


class PostponeForm(forms.Form):
    later_on = _day(_("Ask me again on"))


class PauseOfferForm(forms.Form):
    prefix = "pause"
    until = _day(_("Pause until"))


class CapacityOfferForm(forms.Form):
    prefix = "take"
    capacity = forms.IntegerField(label=_("Engagements at the same time"), min_value=1, max_value=10)


class PlanForm(forms.ModelForm):
    """The plan with up to five steps; empty fields are fine until it is submitted."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    place = PlaceField(
        label=PLAN_FIELDS["place"], required=False, help_text=_("Needed unless the work is remote.")
    )

    class Meta:
        model = Placement
        fields = (
            "purpose",
            "deliverable",
            "counterpart",
            "counterpart_role",
            "counterpart_email",
            "mode",
            "place",
            "starts_on",
            "ends_on",
            "hours_per_week",
            "days_in_country",
            "allowance_amount",
            "allowance_currency",
            "allowance_per",
            "allowance_purpose",
            "allowance_payer",
            "allowance_rate_on",
            "restricted_post",
        )
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "deliverable": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "allowance_rate_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "deliverable": _("Something that can be seen or counted when it is done."),
            "counterpart": _(
                "The person at the host who works with the expert and stays when they leave. Needed for work"
                " in Pakistan, wanted for all."
            ),
            "counterpart_role": _("Such as head of the laboratory, or lecturer."),
            "counterpart_email": _("The expert and your organisation alone read it."),
            "allowance_purpose": _("Such as board and lodging, or local travel."),
            "allowance_rate_on": _("The portal never converts: it says of which day the amount is."),
            "days_in_country": _("0 for remote work."),
            "allowance_amount": _("An allowance, not a salary. Leave empty when there is none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        placement = self.instance
        self.fields["mode"].choices = choices_from(MODES)
        self.initial["place"] = placement.place
        self.fields["allowance_currency"] = forms.ChoiceField(
            label=_("Currency of the allowance"),
            required=False,
            choices=[("", "–"), *((code, code) for code in CURRENCIES)],
            initial=placement.allowance_currency,
        )
        self.fields["allowance_per"].choices = [("", "–"), *choices_from(ALLOWANCE_PER)]
        for name, label in PLAN_FIELDS.items():
            if name in self.fields and name.startswith(("counterpart_", "allowance_")):
                self.fields[name].label = label
        self.fields["version"].initial = placement.version
        items = list(placement.work_items.all())
        for n in range(1, N_STEPS + 1):
            item = items[n - 1] if n <= len(items) else None
            self.fields[f"step_{n}"] = forms.CharField(
                label=_("Step %(number)s") % {"number": n},
                max_length=160,
                required=False,
                initial=item.title if item else "",
            )
            self.fields[f"step_{n}_by"] = forms.DateField(
                label=_("Step %(number)s is done by") % {"number": n},
                required=False,
                initial=item.due_on if item else None,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        for name in _NEEDED_LATER:
            self.fields[name].needed_later = True
        self.questions = asked_of(placement)
        self.fields |= question_fields(self.questions, answers_by_question(placement), needed_later=True)

    def clean(self) -> dict[str, Any]:
        """A day without words is no step; dropping it in silence would lose what was typed."""
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        for n in range(1, N_STEPS + 1):
            day = self.cleaned_data.get(f"step_{n}_by")
            if day and not self.cleaned_data.get(f"step_{n}"):
                self.add_error(f"step_{n}", _("Say what is done by this day."))
            elif day and not (first or day) <= day <= (last or day):
                self.add_error(f"step_{n}_by", message_of("step_outside_dates"))
        return self.cleaned_data

    def show_what_stands(self) -> None:
        """Somebody else saved the plan meanwhile: their words stand beside each field that differs."""
        for name in self.changed_data:
            if name != "version":
                value = gettext("Saved meanwhile: %(value)s") % {"value": self._worded(name)}
                self[name].help_text = value

    def _worded(self, name: str) -> str:
        value = self[name].initial
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if isinstance(value, date):
            return written_day(value)
        choices = dict(self.fields[name].choices) if name in _CHOSEN else {}
        return str(choices.get(value, value)) if value not in (None, "") else "–"

    def _post_clean(self) -> None:
        """The model instance stays as it is: services write, forms only validate."""

    def steps(self) -> Iterator[Step]:
        for n in range(1, N_STEPS + 1):
            title = self.cleaned_data[f"step_{n}"].strip()
            if title:
                yield Step(title, self.cleaned_data[f"step_{n}_by"])

    def plan(self) -> Plan:
        cleaned = {name: self.cleaned_data[name] for name in self.Meta.fields}
        answers = typed_answers(self.questions, self.cleaned_data)
        rows = {"steps": tuple(self.steps()), "answers": answers}
        return Plan(**cleaned | {"mode": Mode(cleaned["mode"])} | rows)


class StepForm(forms.Form):
    """A step of the placement's life: the version that was seen, reasons and a note where they are wanted."""

    action = forms.CharField(widget=forms.HiddenInput, max_length=40)
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=choices_from(STEP_REASONS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply; the parties read them in their own language."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    @property
    def data_reasons(self) -> list[str]:
        """What was ticked, for showing the form again."""
        return self.data.getlist("reasons") if hasattr(self.data, "getlist") else []
