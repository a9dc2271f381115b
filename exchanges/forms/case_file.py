"""What people type into the case file: who takes part, what was checked, documents, messages."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import fold
from exchanges.enums import ADDED_ROLES, CheckKind, CheckState, DocumentAudience, DocumentKind, Side
from exchanges.forms.cases import CURRENCIES, choices_from
from exchanges.labels import CHECK_STATES, DOCUMENT_AUDIENCES, DOCUMENT_KINDS, PARTICIPATION_ROLES
from exchanges.models import Message, Placement
from exchanges.selectors.cases.messages import names_of_sides
from exchanges.services.participants import MOST_PARTICIPANTS, Participant
from incubators.models import Organisation

MOST_AMOUNT = 10**9
# Kinds of lines for which somebody has a paper to show.
_WITH_PAPER = (CheckKind.HOME_EMPLOYER_CONSENT, CheckKind.IP_TERMS, CheckKind.RESTRICTED_POST)


class ParticipantsForm(forms.Form):
    """Up to six lines; an empty name is no line."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = placement.version
        rows = [one for one in placement.participations.all() if one.role in ADDED_ROLES]
        roles = [(str(role), PARTICIPATION_ROLES[role]) for role in ADDED_ROLES]
        for n in range(1, MOST_PARTICIPANTS + 1):
            row = rows[n - 1] if n <= len(rows) else None
            name = (str(row.organisation.name) if row.organisation else row.name) if row else ""
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("%(number)s. Name") % {"number": n}, max_length=160, required=False, initial=name
            )
            self.fields[f"role_{n}"] = forms.ChoiceField(
                label=_("%(number)s. Takes part as") % {"number": n},
                choices=roles,
                required=False,
                initial=row.role if row else roles[0][0],
            )
            self.fields[f"amount_{n}"] = forms.DecimalField(
                label=_("%(number)s. Adds to the cost") % {"number": n},
                min_value=0,
                max_value=MOST_AMOUNT,
                max_digits=12,
                decimal_places=2,
                required=False,
                initial=row.cofunding_amount if row else None,
            )
            self.fields[f"currency_{n}"] = forms.ChoiceField(
                label=_("%(number)s. Currency") % {"number": n},
                choices=[("", "–"), *((code, code) for code in CURRENCIES)],
                required=False,
                initial=row.cofunding_currency if row else "",
            )
        self.fields["name_1"].help_text = _(
            "The full name. An organisation that is verified here is linked; any other stands by its name."
        )

    def participants(self) -> Iterator[Participant]:
        """Lines in order, numbered as the service numbers them: empty ones between them are closed up."""
        for n in range(1, MOST_PARTICIPANTS + 1):
            name = self.cleaned_data[f"name_{n}"].strip()
            if name:
                yield Participant(
                    role=self.cleaned_data[f"role_{n}"] or ADDED_ROLES[0],
                    organisation=_verified(name),
                    name=name,
                    cofunding_amount=self.cleaned_data[f"amount_{n}"],
                    cofunding_currency=self.cleaned_data[f"currency_{n}"],
                )

    def clean(self) -> dict[str, Any]:
        """Money without a name is nobody's; dropping it in silence would lose what was typed."""
        for n in range(1, MOST_PARTICIPANTS + 1):
            if self.cleaned_data.get(f"amount_{n}"):
                if not (self.cleaned_data.get(f"name_{n}") or "").strip():
                    self.add_error(f"name_{n}", _("Say who adds this."))
                if not self.cleaned_data.get(f"currency_{n}"):
                    self.add_error(f"currency_{n}", _("Choose the currency."))
        return self.cleaned_data

    def number_of(self, position: int) -> int:
        """In which row of the form the service's line of that position was typed."""
        filled = [
            n for n in range(1, MOST_PARTICIPANTS + 1) if self.cleaned_data.get(f"name_{n}", "").strip()
        ]
        return filled[position - 1]


def _verified(name: str) -> Organisation | None:
    """The one verified organisation of exactly this name."""
    same = [
        one
        for one in Organisation.objects.verified().naming(name)[:20]
        if fold(name) in (fold(one.name), fold(one.name_ur))
    ]
    return same[0] if len(same) == 1 else None


class TickForm(forms.Form):
    state = forms.ChoiceField(
        label=_("How it stands"), choices=choices_from(CHECK_STATES), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why it is not needed"),
        max_length=200,
        required=False,
        help_text=_("Both sides and the ministry read it. No numbers of papers, please."),
    )

    def __init__(self, *args: Any, placement: Placement, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = placement.documents.standing().filter(audience=DocumentAudience.ALL)
        if kind in _WITH_PAPER and papers.exists():
            self.fields["document"] = forms.ModelChoiceField(
                label=_("The document that shows it"),
                queryset=papers,
                to_field_name="public_id",
                required=False,
                empty_label="–",
            )
            self.fields["document"].label_from_instance = lambda paper: paper.name

    def clean_state(self) -> CheckState:
        return CheckState(self.cleaned_data["state"])


class CaseDocumentForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        help_text=_("PDF, Word (DOCX), PNG or JPEG, up to 10 MB. No passport, no identity card."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=choices_from(DOCUMENT_KINDS))
    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=choices_from(DOCUMENT_AUDIENCES),
        widget=forms.RadioSelect,
        initial=DocumentAudience.ALL,
    )

    def __init__(self, *args: Any, side: Side | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if side != Side.EXPERT:  # the host hands in nothing that it could not read itself
            del self.fields["audience"]

    def chosen(self) -> dict[str, Any]:
        audience = self.cleaned_data.get("audience", DocumentAudience.ALL)
        return {
            "upload": self.cleaned_data["file"],
            "kind": DocumentKind(self.cleaned_data["kind"]),
            "audience": DocumentAudience(audience),
        }


class CaseMessageForm(forms.Form):
    """The ministry says whom it asks; what a party writes is for the ministry."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=Message._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Plain text, at most 2,000 characters. Expert, host and ministry read it on the record."),
    )

    def __init__(self, *args: Any, placement: Placement, side: Side | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if side == Side.MINISTRY:
            names = names_of_sides(placement)
            self.fields["asks"] = forms.ChoiceField(
                label=_("Who answers"),
                choices=[
                    (str(Side.HOST), names[Side.HOST]),
                    (str(Side.EXPERT), names[Side.EXPERT]),
                    ("", _("Nobody: for their information")),
                ],
                required=False,
                widget=forms.RadioSelect,
                initial=str(Side.HOST),
            )

    def asks(self) -> Side | None:
        chosen = self.cleaned_data.get("asks", "")
        return Side(chosen) if chosen else None
