"""What staff send about weights and assignment rounds."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.refusals import message_of
from incubators.models import Need
from matching.selectors.round_results import RoundOptions
from matching.selectors.weighing import WeightLine
from programmes.enums import MOST_WEIGHT, Component
from programmes.models import Programme


class WeightsForm(forms.Form):
    """A whole number for every component, beside what is in force; the service judges them together."""

    def __init__(self, *args: Any, in_force: Iterable[WeightLine], **options: Any) -> None:
        super().__init__(*args, **options)
        out_of_range = _("Please give a whole number from 0 to 1,000.")
        said = _("In force: %(weight)d, %(share)d%% of all")
        for line in in_force:
            self.fields[line.component] = forms.IntegerField(
                label=capfirst(line.label),
                help_text=said % {"weight": line.weight, "share": line.share},
                initial=line.weight,
                min_value=0,
                max_value=MOST_WEIGHT,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), out_of_range),
            )

    @property
    def values(self) -> dict[str, int]:
        return {component.value: self.cleaned_data[component.value] for component in Component}


class PublishWeightsForm(WeightsForm):
    """The weights, and the version that their author had before them."""

    seen_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class _Programmes(forms.ModelChoiceField):
    def label_from_instance(self, programme: Programme) -> str:
        needs = ngettext("%(n)d open need", "%(n)d open needs", programme.n_open) % {"n": programme.n_open}
        return f"{programme}: {needs}"


class ProgrammeForm(forms.Form):
    """For which programme a round is."""

    programme = _Programmes(
        Programme.objects.none(),
        label=_("Programme"),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, programmes: QuerySet[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"].queryset = programmes


class _Needs(forms.ModelMultipleChoiceField):
    def label_from_instance(self, need: Need) -> str:
        # Each in isolation, so that neither turns the line's direction.
        return f"\u2068{need.title}\u2069 (\u2068{need.organisation}\u2069)"


class StepForm(forms.Form):
    """The version of a round that somebody looked at when they pressed the button."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class RoundForm(forms.Form):
    """The options of a round, and which needs of a programme it is about."""

    MOST_NEEDS = 100  # as many as fit on one page; beyond, a round takes all

    min_points = forms.IntegerField(
        label=_("Least points of a proposal"),
        help_text=_("From 0 to 10,000. With 0, everybody who fits may be proposed."),
        min_value=0,
        max_value=10_000,
        initial=0,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Please give a whole number from 0 to 10,000."),
        ),
    )
    coverage_first = forms.BooleanField(
        label=_("Every need that can be filled gets its first expert before any gets a second"),
        required=False,
        initial=True,
    )
    exposure = forms.TypedChoiceField(
        label=_("How often may one expert be proposed?"),
        choices=[
            (1, _("As often as they have room: each proposal could be accepted")),
            (3, _("Up to three times as often: for shortlists, as not everybody accepts")),
        ],
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
    )
    fair = forms.BooleanField(
        label=_("Lift the worst-served need as far as possible"),
        help_text=_("Costs some of the sum of points. Not together with the rules below."),
        required=False,
    )
    one_senior = forms.BooleanField(
        label=_("At least one senior expert on each need of two seats and more"),
        help_text=_("While none fits, the seat stays empty."),
        required=False,
    )
    per_theme = forms.BooleanField(
        label=_("At least one expert of each of a need's themes"),
        help_text=_("On needs of two seats and more that have no more themes than seats."),
        required=False,
    )
    one_per_employer = forms.BooleanField(label=_("No two of one employer on a need"), required=False)
    needs = _Needs(
        Need.objects.none(),
        label=_("Only these needs"),
        help_text=_("If you choose none, the round takes all open needs of the programme."),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("One of these needs is not open any more. Please choose again."),
        },
    )

    def __init__(self, *args: Any, open_needs: QuerySet[Need], **options: Any) -> None:
        super().__init__(*args, **options)
        if open_needs.count() > self.MOST_NEEDS:
            del self.fields["needs"]
        else:
            self.fields["needs"].queryset = open_needs.select_related("organisation").order_by("title", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("fair") and RoundOptions.read(cleaned).has_rules:
            self.add_error("fair", message_of("fairness_with_rules"))
        return cleaned

    @property
    def options(self) -> RoundOptions:
        return RoundOptions.read(self.cleaned_data)

    @property
    def need_ids(self) -> list[int]:
        return [need.pk for need in self.cleaned_data.get("needs", ())]
