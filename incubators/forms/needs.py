"""The pages on which a need is written, one form for each; a draft may leave anything but the title empty."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.text import clean_line
from incubators.enums import Step
from incubators.forms.fields import OrganisationField, ProgrammeField, day_field, text_area
from incubators.labels import CATEGORIES, NEED_FIELDS, choices_from
from incubators.models import Need, Organisation, Venture
from incubators.selectors.templates import NeedTemplate
from incubators.services import Terms
from incubators.services.templates import template_terms
from programmes.enums import Mode
from programmes.labels import MODES
from programmes.models import Programme
from taxonomy.forms import PlaceField
from taxonomy.labels import CEFR_LEVELS, SENIORITIES, language_choices, sdg_name, sdg_names
from taxonomy.models import Theme

# What work at a host in Pakistan is usually done in; the API takes any language.
_WORKING_LANGUAGES = ("en", "ur", "pa", "sd", "ps", "bal", "ar", "zh")


# A draft may leave these empty, publishing does not: calling them optional would mislead.
_NEEDED_LATER = (
    "purpose",
    "deliverable",
    "counterpart",
    "starts_on",
    "ends_on",
    "working_languages",
    "themes",
)


class NeedForm(forms.Form):
    """A page of the need; `need` gives what was written so far."""

    def __init__(self, *args: Any, need: Need | None = None, **options: Any) -> None:
        self.need = need
        if need is not None:
            options["initial"] = self.written(need)
        super().__init__(*args, **options)
        for name in _NEEDED_LATER:
            if name in self.fields:
                self.fields[name].needed_later = True

    def written(self, need: Need) -> dict[str, Any]:
        return {name: getattr(need, name) for name in self.base_fields if hasattr(need, name)}

    def terms(self) -> Terms:
        """What was typed and is valid, as the services take it."""
        return Terms(**self.cleaned_data)


class BasicsForm(NeedForm):
    title = forms.CharField(
        label=NEED_FIELDS["title"],
        max_length=140,
        help_text=_("What an expert reads first, such as “Mentor for grid-connected solar inverters”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    category = forms.ChoiceField(
        label=NEED_FIELDS["category"], choices=[("", _("Choose")), *choices_from(CATEGORIES)]
    )
    programme = ProgrammeField(
        Programme.objects.none(),
        label=NEED_FIELDS["programme"],
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("If none of the others fits, choose general mentorship."),
    )
    language = forms.ChoiceField(
        label=NEED_FIELDS["language"],
        choices=[("en", _("English")), ("ur", _("Urdu"))],
        widget=forms.RadioSelect,
        help_text=_("Texts are shown as you write them; nothing is translated by a machine."),
    )

    venture = forms.ModelChoiceField(
        Venture.objects.none(),
        label=NEED_FIELDS["venture"],
        to_field_name="public_id",
        required=False,
        empty_label=_("none in particular"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"].queryset = Programme.objects.filter(is_open=True).order_by("name")
        if self.need is None:
            self.fields["language"].initial = (get_language() or "en")[:2]
        ventures = self.need.organisation.ventures.all() if self.need else Venture.objects.none()
        if ventures:
            self.fields["venture"].queryset = ventures
        else:
            del self.fields["venture"]

    def clean_title(self) -> str:
        title = clean_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(self.fields["title"].error_messages["required"])
        return title

    def written(self, need: Need) -> dict[str, Any]:
        venture = need.venture.public_id if need.venture else ""
        return super().written(need) | {"programme": need.programme.slug, "venture": venture}


class NewNeedForm(BasicsForm):
    """The first page of a new need; who writes for several organisations says for which."""

    organisation = OrganisationField(
        Organisation.objects.none(),
        label=_("For which organisation"),
        to_field_name="public_id",
        empty_label=_("Choose"),
    )
    template = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    field_order = ("organisation", "title", "category", "programme", "language")

    def __init__(
        self,
        *args: Any,
        organisations: list[Organisation],
        template: NeedTemplate | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.template = template
        if template is not None:
            self.initial |= {
                "template": template.slug,
                "title": template.texts_in(self.fields["language"].initial).title,
                "category": template.category,
                "programme": template.programme,
            }
        field = self.fields["organisation"]
        known = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        field.queryset = known.select_related("parent")
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()
            field.initial = organisations[0].public_id

    def terms(self) -> Terms:
        """What the template says, and over it what was typed."""
        typed = {
            name: self.cleaned_data[name] for name in BasicsForm.base_fields if name in self.cleaned_data
        }
        if self.template is None:
            return Terms(**typed)
        return template_terms(self.template, programme=typed["programme"], language=typed["language"]) | typed


class TermsForm(NeedForm):
    purpose = forms.CharField(
        label=NEED_FIELDS["purpose"],
        max_length=4000,
        required=False,
        help_text=_("What is the problem, and what would be different afterwards?"),
        widget=text_area(7),
    )
    deliverable = forms.CharField(
        label=NEED_FIELDS["deliverable"],
        max_length=2000,
        required=False,
        help_text=_(
            "Something that can be seen or counted when it is done, with a number or a date: “two design"
            " reviews in writing by the end of May”."
        ),
        widget=text_area(4),
    )
    counterpart = forms.CharField(
        label=NEED_FIELDS["counterpart"],
        max_length=160,
        required=False,
        help_text=_(
            "Who works with the expert and stays when they leave: a name, or a post. The public does not see"
            " it."
        ),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    counterpart_role = forms.CharField(
        label=NEED_FIELDS["counterpart_role"],
        max_length=160,
        required=False,
        help_text=_("Needed when the work is done in Pakistan."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class ScheduleForm(NeedForm):
    mode = forms.ChoiceField(label=NEED_FIELDS["mode"], choices=choices_from(MODES), widget=forms.RadioSelect)
    place = PlaceField(
        label=NEED_FIELDS["place"], required=False, help_text=_("Needed unless the work is remote.")
    )
    starts_on = day_field(
        label=NEED_FIELDS["starts_on"], help_text=_("The earliest day on which the work can begin.")
    )
    ends_on = day_field(label=NEED_FIELDS["ends_on"], help_text=_("The day by which it has to be done."))
    hours_per_week = forms.IntegerField(label=NEED_FIELDS["hours_per_week"], min_value=1, max_value=60)
    weeks = forms.IntegerField(
        label=NEED_FIELDS["weeks"],
        min_value=1,
        max_value=104,
        help_text=_("How long the work takes; it may lie anywhere between the first and the last day."),
    )
    seats = forms.IntegerField(
        label=NEED_FIELDS["seats"], min_value=1, max_value=50, help_text=_("How many experts you look for.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.need is not None:
            offered = {Mode(mode): MODES[Mode(mode)] for mode in self.need.programme.modes}
            self.fields["mode"].choices = choices_from(offered)

    def written(self, need: Need) -> dict[str, Any]:
        return super().written(need) | {"place": need.place.code if need.place else ""}


class PeopleForm(NeedForm):
    working_languages = forms.MultipleChoiceField(
        label=NEED_FIELDS["working_languages"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which languages the work can be done. An expert who has one of them is enough."),
    )
    least_language_level = forms.ChoiceField(
        label=NEED_FIELDS["least_language_level"], choices=choices_from(CEFR_LEVELS)
    )
    least_seniority = forms.ChoiceField(
        label=NEED_FIELDS["least_seniority"],
        required=False,
        choices=[("", _("does not matter")), *choices_from(SENIORITIES)],
        help_text=_("A wish: it lowers the place in the list, it leaves nobody out."),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=NEED_FIELDS["themes"],
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sdgs = forms.TypedMultipleChoiceField(
        label=NEED_FIELDS["sdgs"],
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those to which the work really contributes; most needs have one or two."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sdgs"].choices = [(number, sdg_name(number)) for number in sdg_names()]
        also = self.need.working_languages if self.need is not None else ()
        names = dict(language_choices(*also))
        codes = dict.fromkeys((*_WORKING_LANGUAGES, *also))
        self.fields["working_languages"].choices = [(code, names[code]) for code in codes]
        self.fields["themes"].queryset = Theme.objects.all()

    def written(self, need: Need) -> dict[str, Any]:
        """Themes of the must-skills are proposed while none has been chosen."""
        chosen = [theme.slug for theme in need.themes.all()]
        return super().written(need) | {"themes": chosen or _themes_of_skills(need)}


def _themes_of_skills(need: Need) -> list[str]:
    return list(
        Theme.objects.filter(skills__in=need.skills.values("skill")).distinct().values_list("slug", flat=True)
    )


FORMS: dict[Step, type[NeedForm]] = {
    Step.BASICS: BasicsForm,
    Step.TERMS: TermsForm,
    Step.SCHEDULE: ScheduleForm,
    Step.PEOPLE: PeopleForm,
}
