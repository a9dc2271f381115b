"""An agreement as it was signed."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from programmes.enums import MOST_PARTIES
from programmes.forms.rows import LineField, RowsForm, day_field
from programmes.models import Agreement, AgreementParty
from programmes.services import PartyRow, Terms
from taxonomy.labels import country_choices


class AgreementForm(RowsForm):
    """Name, days and document once, then the parties. A renewal begins with the parties of before."""

    n_rows = MOST_PARTIES
    needed = ("name",)
    incomplete = "agreement_without_parties"
    row_title = _("Party")

    title = LineField(label=_("Name of the agreement"), max_length=120)
    title_ur = LineField(
        label=_("Name in Urdu"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ur"}),
    )
    valid_from = day_field(label=_("Valid from"))
    valid_until = day_field(
        label=_("Valid until"), required=False, help_text=_("Leave empty when it has no last day.")
    )
    file = forms.FileField(
        label=_("Document"), required=False, help_text=_("A PDF, PNG or JPEG of at most 5 MB.")
    )

    @staticmethod
    def row_fields() -> dict[str, forms.Field]:
        return {
            "name": LineField(label=_("Name"), max_length=160),
            "country": forms.ChoiceField(label=_("Country"), choices=lambda: [("", "–"), *country_choices()]),
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        *,
        renews: Agreement | None = None,
        parties: Sequence[AgreementParty] = (),
    ) -> None:
        super().__init__(data, files, rows=[{"name": one.name, "country": one.country} for one in parties])
        if renews is not None:
            self.initial |= {"title": renews.name, "title_ur": renews.name_ur}

    @property
    def terms(self) -> Terms:
        typed = self.cleaned_data
        return Terms(
            name=typed["title"],
            name_ur=typed["title_ur"],
            valid_from=typed["valid_from"],
            valid_until=typed["valid_until"],
            parties=[PartyRow(**row) for row in self.filled],
            document=typed["file"],
        )
