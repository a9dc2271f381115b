"""What is typed in the control after the fact."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exchanges.enums import Extent, SampleFinding
from exchanges.forms.cases import choices_from
from exchanges.labels import FINDINGS, TOOK_PLACE
from exchanges.selectors.facts import day_of
from exchanges.selectors.sampled import year_name
from exchanges.services.evidence import Given
from exchanges.services.sampling import days_for_evidence
from exchanges.workflow import fiscal_year_of
from programmes.models import Programme

N_YEARS = 5


class CampaignForm(forms.Form):
    """Programmes of the reader's units, and years that are over."""

    def __init__(self, *args: Any, programmes: QuerySet[Programme], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"] = forms.ModelChoiceField(
            label=_("Programme"), queryset=programmes, to_field_name="slug", empty_label=None
        )
        last = fiscal_year_of(day_of(at)) - 1
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label=_("Fiscal year"),
            choices=[(str(year), year_name(year)) for year in range(last, last - N_YEARS, -1)],
            coerce=int,
            help_text=_("From July to June. A year is drawn from once it is over and its list complete."),
        )


class DrawForm(forms.Form):
    due_on = forms.DateField(
        label=_("Evidence is given by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "In 14 to 120 days. Whoever has said nothing is reminded a week before, on the day, and a week"
            " later."
        ),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = days_for_evidence(at)
        self.fields["due_on"].initial = first + (last - first) / 4
        self.fields["due_on"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}


class EvidenceForm(forms.Form):
    took_place = forms.ChoiceField(
        label=_("Did it take place?"), choices=choices_from(TOOK_PLACE), widget=forms.RadioSelect
    )
    hours = forms.DecimalField(
        label=_("Hours held in all"),
        min_value=0,
        max_value=999,
        max_digits=5,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
        help_text=_("Not needed if it did not take place."),
    )
    delivered = forms.CharField(
        label=_("What came of it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("What was delivered, in a few sentences. Nobody needs to be named."),
    )
    note = forms.CharField(
        label=_("What else the ministry should know"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("A file that shows it"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        help_text=_("PDF, Word (DOCX), PNG or JPEG, up to 10 MB. No passport, no identity card."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("hours", "delivered"):  # of what took place; calling them optional would mislead
            self.fields[name].needed_later = True

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            took_place=Extent(said["took_place"]),
            hours=said["hours"],
            delivered=said["delivered"],
            note=said["note"],
            upload=said["file"],
        )


class FindingForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("What the evidence shows"), choices=choices_from(FINDINGS), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note for the file"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("What you looked at and why you find so. It stays in the ministry."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def clean_finding(self) -> SampleFinding:
        return SampleFinding(self.cleaned_data["finding"])
