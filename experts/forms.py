"""What people type about themselves, and what staff answer. Forms validate; services write."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.labels import zone_choices
from common.text import clean_line
from experts.labels import (
    AFFILIATION_KINDS,
    CHANGE_REASONS,
    HELP_KINDS,
    TRAVEL_DOCUMENTS,
    VISIBILITIES,
    WORK_KINDS,
)
from experts.models import Affiliation, Availability, Expert, ExpertLanguage, ExpertSkill, Work
from experts.readers.limits import MAX_BYTES
from programmes.labels import MODES
from taxonomy.enums import PlaceKind
from taxonomy.labels import (
    CEFR_LEVELS,
    SENIORITIES,
    SKILL_LEVELS,
    country_choices,
    language_choices,
)
from taxonomy.models import Place, Theme

Choices = list[tuple[Any, Any]]


def choices_from(labels: dict[Any, Any], *, empty: Any = None) -> Choices:
    first = [] if empty is None else [("", empty)]
    return [*first, *((getattr(code, "value", code), label) for code, label in labels.items())]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ModelFields(forms.ModelForm):
    """Fields of a model without writing to it: labels, lengths and initial values come from there."""

    def line(self, name: str) -> str:
        """One line of a field that needs one; signs that nobody can see are no answer."""
        line = clean_line(self.cleaned_data[name])
        if not line:
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return line

    def _post_clean(self) -> None:
        """The instance stays as it is."""


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


class ConsentForm(forms.Form):
    agrees = forms.BooleanField(
        label=_("My profile may be compared with the needs of organisations in Pakistan."), required=False
    )


class LanguageForm(ModelFields):
    code = forms.ChoiceField(label=_("Language"))
    level = forms.ChoiceField(label=_("How well?"), choices=choices_from(CEFR_LEVELS, empty=_("Choose")))

    class Meta:
        model = ExpertLanguage
        fields = ("code", "level")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        also = [self.instance.code] if self.instance.code else []
        self.fields["code"].choices = [("", _("Choose")), *language_choices(*also)]


class SkillForm(ModelFields):
    level = forms.TypedChoiceField(
        label=_("How well?"), choices=choices_from(SKILL_LEVELS), coerce=int, widget=forms.RadioSelect
    )

    class Meta:
        model = ExpertSkill
        fields = ("typed", "level", "years", "last_used_year")
        labels = {"years": _("For how many years?"), "last_used_year": _("Last used in the year")}
        help_texts = {
            "typed": _("Begin to type and choose, or keep your own words: English, اردو or roman Urdu."),
        }
        widgets = {"typed": forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial.pop("level", None)  # nothing is chosen for the person

    def clean_typed(self) -> str:
        return self.line("typed")


class AffiliationForm(ModelFields):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=choices_from(AFFILIATION_KINDS), widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    class Meta:
        model = Affiliation
        fields = ("kind", "organisation", "role", "city", "country", "starts", "ends", "is_current")
        labels = {"is_current": _("I am still there")}
        help_texts = {
            "starts": _("A year, a month or a day: 2019, 2019-04 or 2019-04-30."),
            "ends": _("Leave it empty while you are there."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *country_choices()]
        for name in ("starts", "ends"):
            # The service says what is wrong with a date; a bare length limit would not help.
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                required=False,
                max_length=40,
                widget=forms.TextInput(attrs={"dir": "ltr"}),
            )


class WorkForm(ModelFields):
    kind = forms.ChoiceField(label=_("Kind"), choices=choices_from(WORK_KINDS), widget=forms.RadioSelect)

    class Meta:
        model = Work
        fields = ("kind", "title", "text", "venue", "year", "doi", "url")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"text": _("Needs are compared with it. The abstract is enough.")}


class AvailabilityForm(ModelFields):
    modes = forms.MultipleChoiceField(
        label=_("How?"), choices=choices_from(MODES), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Availability
        fields = ("starts_on", "ends_on", "hours_per_week", "modes")
        widgets = {"starts_on": day_input(), "ends_on": day_input()}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_(
            "An ORCID record (JSON, version 3.0) or a JSON Resume, up to 5 MB. The file is not kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def content(self) -> bytes:
        """As much of the file as is needed to know that it is too large."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_input(),
        help_text=_("Leave it empty to pause until you resume it yourself."),
    )


class VerifyForm(forms.Form):
    """`version` is what was read: a profile that changed since is shown again before it is decided."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


class NoteForm(VerifyForm):
    note = forms.CharField(
        label=_("Your note to the expert"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RequestChangesForm(NoteForm):
    reasons = forms.MultipleChoiceField(
        label=_("What must change?"),
        choices=choices_from(CHANGE_REASONS),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("reasons", "note", "version")
