"""What people type in reports, and what the ministry says to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.enums import ReportReason, SkipReason
from exchanges.forms.cases import choices_from
from exchanges.labels import AGAINS, ANSWERS, EXTENTS, NOT_NEEDED, REPORT_REASONS, SKIP_REASONS
from exchanges.models import Report
from exchanges.models.reports import MOST_WORDS
from exchanges.services.reports import questions_of

_CHOICES = {"deliverable_met": EXTENTS, "still_in_use": EXTENTS, "again": AGAINS}
_NUMBERS = {"hours": 10_000, "n_trained": 100_000, "n_trained_women": 100_000}
_HELP = {
    "done": _("Say what you did and with whom you worked, in a few sentences. Nobody needs to be named."),
    "exists_now": _("Something that can be seen or counted: a design, a course, a laboratory that runs."),
    "n_trained": _("0 if nobody was."),
    "problems": _("The ministry reads it to help the next ones; the other side does not read it."),
}


class ReportForm(forms.Form):
    """The questions of one report. A draft may leave everything empty, submitting does not."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = questions_of(report)
        self.fields["version"].initial = report.version
        for name in self.names:
            field = _field_of(name)
            field.needed_later = name not in NOT_NEEDED
            self.fields[name] = field
            self.initial[name] = getattr(report, name)

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    def missing(self) -> list[str]:
        """What must have an answer before the report is submitted."""
        given = self.cleaned_data
        return [name for name in self.names if name not in NOT_NEEDED and given.get(name) in (None, "")]


def _field_of(name: str) -> forms.Field:
    common = {"label": ANSWERS[name], "required": False, "help_text": _HELP.get(name, "")}
    if name in _CHOICES:
        return forms.ChoiceField(choices=choices_from(_CHOICES[name]), widget=forms.RadioSelect, **common)
    if name in _NUMBERS:
        return forms.IntegerField(min_value=0, max_value=_NUMBERS[name], **common)
    return forms.CharField(
        max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}), **common
    )


def _note(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )


class ReturnReportForm(forms.Form):
    prefix = "return"
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), choices=choices_from(REPORT_REASONS), widget=forms.CheckboxSelectMultiple
    )
    note = _note(_("What should be added or changed"))

    def clean_reasons(self) -> list[ReportReason]:
        return [ReportReason(code) for code in self.cleaned_data["reasons"]]


class SkipReportForm(forms.Form):
    prefix = "skip"
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), choices=choices_from(SKIP_REASONS), widget=forms.CheckboxSelectMultiple
    )
    note = _note(_("What the record should say"))

    def clean_reasons(self) -> list[SkipReason]:
        return [SkipReason(code) for code in self.cleaned_data["reasons"]]
