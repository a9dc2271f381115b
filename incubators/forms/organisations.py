"""What people type about organisations, and what staff decide."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.free_mail import is_free_mail
from common.text import clean_line
from incubators.enums import OrganisationAction, OrganisationKind, RejectionReason, Sector
from incubators.labels import ORGANISATION_KINDS, REJECTION_REASONS, SECTORS, choices_from
from incubators.models import Organisation
from incubators.selectors.words import DOMAIN
from incubators.services import Registration
from taxonomy.forms import PlaceField
from taxonomy.labels import country_choices

_IDENTITY = ("name", "name_ur", "kind", "email_domain")


class OrganisationForm(forms.Form):
    """The registration of an organisation; once verified, its identity is shown but not changed."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=160,
        help_text=_("As it stands on its letterhead."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name_ur = forms.CharField(
        label=_("Name in Urdu"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ur", "dir": "rtl"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *choices_from(ORGANISATION_KINDS)])
    sector = forms.ChoiceField(label=_("Sector"), choices=choices_from(SECTORS), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"), initial="PK")
    place = PlaceField(
        label=_("Place in Pakistan"),
        required=False,
        help_text=_(
            "The province or territory, or the district or city in it. Leave it empty when the organisation"
            " is in another country."
        ),
    )
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https", empty_value=""
    )
    email_domain = forms.CharField(
        label=_("E-mail domain"),
        max_length=100,
        required=False,
        help_text=_(
            "What stands behind the @ in your staff's addresses, such as nust.edu.pk. It speeds up the check."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    about = forms.CharField(
        label=_("What you do"),
        max_length=2000,
        required=False,
        help_text=_("Two or three sentences that an expert abroad reads first."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, *args: Any, organisation: Organisation | None = None, **options: Any) -> None:
        if organisation is not None:
            given = {name: getattr(organisation, name) for name in self.base_fields}
            options["initial"] = given | {"place": organisation.place.code if organisation.place else ""}
        super().__init__(*args, **options)
        self.fields["country"].choices = country_choices()
        if organisation is not None and organisation.is_verified:
            for name in _IDENTITY:
                self.fields[name].disabled = True

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Please write the name."))
        return name

    def clean(self) -> dict[str, Any]:
        """A place belongs to organisations in Pakistan, and to each of them."""
        if self.cleaned_data.get("country") != "PK":
            self.cleaned_data["place"] = None
        elif "place" in self.cleaned_data and self.cleaned_data["place"] is None:
            self.add_error("place", _("Please choose the place in Pakistan."))
        return self.cleaned_data

    def clean_email_domain(self) -> str:
        given = self.cleaned_data["email_domain"].lower().rpartition("@")[2].removeprefix("www.")
        if given and not DOMAIN.fullmatch(given):
            raise forms.ValidationError(_("Write a domain such as nust.edu.pk, without https://."))
        if is_free_mail(given):
            raise forms.ValidationError(_("This is a free mail service. Leave the field empty instead."))
        return given

    def registration(self, *, language: str | None = None) -> Registration:
        """What was typed; `language` is kept from an existing registration."""
        cleaned = self.cleaned_data
        return Registration(
            **cleaned
            | {
                "kind": OrganisationKind(cleaned["kind"]),
                "sector": Sector(cleaned["sector"]),
                "language": language or (get_language() or "en")[:2],
            }
        )


class VerificationForm(forms.Form):
    """What staff decide: the table asks for reasons and a note where they are wanted."""

    action = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(
        label=_("Reasons, when you do not verify it"),
        choices=choices_from(REJECTION_REASONS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply; the members read them in their own language."),
    )
    note = forms.CharField(
        label=_("Note to the members"),
        max_length=2000,
        required=False,
        help_text=_("Needed unless you verify. Say what they can do."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, actions: list[tuple[OrganisationAction, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].choices = [(action.value, label) for action, label in actions]
        if OrganisationAction.REJECT not in dict(actions):
            del self.fields["reasons"]

    def clean_action(self) -> OrganisationAction:
        return OrganisationAction(self.cleaned_data["action"])

    def clean_reasons(self) -> list[RejectionReason]:
        return [RejectionReason(code) for code in self.cleaned_data["reasons"]]

    def clean(self) -> dict[str, Any]:
        """Reasons belong to a refusal alone."""
        if self.cleaned_data.get("action") != OrganisationAction.REJECT:
            self.cleaned_data.pop("reasons", None)
        return self.cleaned_data


class VersionForm(forms.Form):
    """The version of the page that somebody acts on."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000)
