"""What people type about themselves where a question has one answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.labels import zone_choices
from experts.forms.fields import ModelFields, choices_from, day_input
from experts.labels import HELP_KINDS, PUBLIC_PARTS, TRAVEL_DOCUMENTS, VISIBILITIES
from experts.models import Expert
from taxonomy.enums import PlaceKind
from taxonomy.labels import SENIORITIES, country_choices, language_choices
from taxonomy.models import Place, Theme


class IdentityForm(ModelFields):
    language = forms.ChoiceField(label=_("Language of these texts"), choices=language_choices)
    seniority = forms.ChoiceField(
        label=_("Where you stand in your career"),
        required=False,
        choices=choices_from(SENIORITIES, empty=_("I prefer not to say")),
    )

    class Meta:
        model = Expert
        fields = ("headline", "bio", "language", "seniority", "years_experience", "orcid")
        widgets = {"bio": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "headline": _("One line, as you would introduce yourself to a colleague of another field."),
            "bio": _("What you work on and what you have done. Needs are compared with this text."),
            "orcid": _("If you have one: 16 characters, as in 0000-0002-1825-0097."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["headline"].required = True
        self.fields["orcid"].max_length = None
        self.fields["orcid"].validators = []
        self.fields["orcid"].widget.attrs.pop("maxlength", None)

    def clean_headline(self) -> str:
        return self.line("headline")


class PlaceForm(ModelFields):
    country = forms.ChoiceField(label=_("Country where you live"))
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zone_choices,
        help_text=_("Shared working hours with Pakistan are computed from it, for each season."),
    )

    class Meta:
        model = Expert
        fields = ("country", "city", "time_zone")
        help_texts = {"city": _("Never more than the city: no street, no postal code.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *country_choices()]
        if not self.instance.country:
            # Who signed up without naming a zone is taken for Karachi; abroad that would be a guess.
            self.fields["time_zone"].widget.attrs["data-guess-time-zone"] = True
            if self.initial.get("time_zone") == settings.TIME_ZONE:
                self.initial["time_zone"] = ""


class MotivationForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("What would you like to do?"),
        choices=choices_from(HELP_KINDS),
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("On which themes?"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.ModelMultipleChoiceField(
        label=_("For which provinces or territories?"),
        queryset=Place.objects.filter(kind=PlaceKind.TERRITORY).order_by("position"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means: all the same to me."),
    )


class TermsForm(ModelFields):
    travel_document = forms.ChoiceField(
        label=_("What would you travel to Pakistan with?"),
        choices=choices_from(TRAVEL_DOCUMENTS),
        widget=forms.RadioSelect,
        help_text=_("The kind of document only. We never ask for a number or a scan."),
    )

    class Meta:
        model = Expert
        fields = ("capacity", "travel_document")
        help_texts = {"capacity": _("How many at most? You still decide about each invitation.")}


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Who may see you?"),
        choices=choices_from(VISIBILITIES),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who may see you. Nothing is chosen for you.")},
        help_text=_("Your contact details are shown to nobody before you accept an invitation."),
    )
    public_parts = forms.MultipleChoiceField(
        label=_("What may your public page show besides your name?"),
        choices=choices_from(PUBLIC_PARTS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It counts only if everybody may find you. What you do not tick stays unseen."),
    )


class ConsentForm(forms.Form):
    agrees = forms.BooleanField(
        label=_("My profile may be compared with the needs of organisations in Pakistan."), required=False
    )


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_input(),
        help_text=_("Leave it empty to pause until you resume it yourself."),
    )
