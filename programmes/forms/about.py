"""What a programme is, and its phases."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from programmes.enums import MOST_PHASES, Mode, PhaseKind
from programmes.forms.rows import LineField, RowsForm, choices_from, day_field
from programmes.labels import MODES, PHASE_KINDS
from programmes.models import Agreement, Phase, Programme
from programmes.services import About, PhaseRow
from taxonomy.labels import country_choices, sdg_name, sdg_names


class AboutForm(forms.Form):
    """The columns of a programme that its officers write."""

    summary = forms.CharField(
        label=_("What it is for"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    summary_ur = forms.CharField(
        label=_("What it is for, in Urdu"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "rtl", "lang": "ur"}),
    )
    modes = forms.MultipleChoiceField(
        label=_("Ways of working"), choices=choices_from(MODES), widget=forms.CheckboxSelectMultiple
    )
    partner_countries = forms.MultipleChoiceField(
        label=_("Partner countries"),
        choices=country_choices,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=_("Agreement"),
        to_field_name="public_id",
        required=False,
        empty_label=_("none"),
    )
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Sustainable Development Goals"),
        choices=lambda: [(n, sdg_name(n)) for n in sdg_names()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    checks_needs = forms.BooleanField(label=_("The unit checks each need before it opens"), required=False)
    is_open = forms.BooleanField(label=_("Open: the public sees it and hosts may choose it"), required=False)

    def __init__(self, data: QueryDict | None = None, *, programme: Programme) -> None:
        super().__init__(data, initial={name: getattr(programme, name) for name in self.base_fields})
        latest = Agreement.objects.latest() | Agreement.objects.filter(pk=programme.agreement_id)
        self.fields["agreement"].queryset = latest.order_by("name", "pk")
        self.initial["agreement"] = programme.agreement.public_id if programme.agreement else ""

    @property
    def about(self) -> About:
        typed = dict(self.cleaned_data)
        return About(**typed | {"modes": [Mode(mode) for mode in typed["modes"]]})


class PhasesForm(RowsForm):
    """The phases in the order of their days; none: the programme takes needs while it is open."""

    n_rows = MOST_PHASES
    needed = ("name", "kind", "starts_on", "ends_on")
    incomplete = "phase_incomplete"
    row_title = _("Phase")

    @staticmethod
    def row_fields() -> dict[str, forms.Field]:
        return {
            "name": LineField(label=_("Name"), max_length=120),
            "name_ur": LineField(
                label=_("Name in Urdu"),
                max_length=120,
                widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ur"}),
            ),
            "kind": forms.ChoiceField(label=_("Kind"), choices=choices_from(PHASE_KINDS, blank=True)),
            "starts_on": day_field(label=_("First day")),
            "ends_on": day_field(label=_("Last day")),
        }

    def __init__(self, data: QueryDict | None = None, *, phases: list[Phase]) -> None:
        names = ("name", "name_ur", "kind", "starts_on", "ends_on")
        super().__init__(data, rows=[{name: getattr(one, name) for name in names} for one in phases])

    @property
    def phases(self) -> list[PhaseRow]:
        return [PhaseRow(**row | {"kind": PhaseKind(row["kind"])}) for row in self.filled]
