"""What people type about themselves where a question has many answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.forms.fields import ModelFields, choices_from, day_input
from experts.labels import AFFILIATION_KINDS, WORK_KINDS
from experts.models import Affiliation, Availability, ExpertLanguage, ExpertSkill, Work
from programmes.labels import MODES
from taxonomy.labels import CEFR_LEVELS, SKILL_LEVELS, country_choices, language_choices

# Every name of the vocabulary stands in the page; a script asks for other spellings in three scripts as well.
_LOOKS_UP = {
    "list": "skill-names",
    "autocomplete": "off",
    "dir": "auto",
    "hx-get": "",
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#skill-names",
    "hx-params": "typed",
}


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
        widgets = {"typed": forms.TextInput(attrs=_LOOKS_UP)}

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
