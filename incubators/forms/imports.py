"""A file of needs, and what to take from it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubators.enums import Category
from incubators.forms.needs import ProgrammeField
from incubators.labels import CATEGORIES, choices_from
from incubators.models import Organisation
from incubators.selectors.need_import import OfferedNeed, UnknownWords
from incubators.services.signals import DEFAULT_PROGRAMME
from programmes.models import Programme
from taxonomy.forms import SkillField
from taxonomy.models import Skill


class NeedFileForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_(
            "Needs that were taken along from a Diaspora Portal, or a job description of JSON Resume. Up to"
            " 256 kB. The file is not kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


class TakeNeedsForm(forms.Form):
    """Which needs, for whom, and which skill is meant by words that the vocabulary does not know."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For which organisation"),
        to_field_name="public_id",
        empty_label=_("Choose"),
    )
    programme = ProgrammeField(
        Programme.objects.none(),
        label=_("Programme, where the file names none"),
        to_field_name="slug",
        empty_label=None,
    )
    category = forms.TypedChoiceField(
        label=_("Kind of help, where the file names none"), choices=choices_from(CATEGORIES), coerce=Category
    )
    take = forms.MultipleChoiceField(
        label=_("Needs to take over"), widget=forms.CheckboxSelectMultiple, required=False
    )
    content = forms.CharField(strip=False, label="", widget=forms.Textarea(attrs={"hidden": True}))
    file_name = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        organisations: list[Organisation],
        unknown: list[UnknownWords],
        needs: list[OfferedNeed],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.unknown = unknown
        self.fields["take"].choices = [(str(need.number), need.title) for need in needs]
        self.fields["take"].initial = [str(need.number) for need in needs]
        self.fields["programme"].queryset = Programme.objects.filter(is_open=True).order_by("name")
        self.fields["programme"].initial = DEFAULT_PROGRAMME
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()
            field.initial = organisations[0].public_id
        for number, each in enumerate(unknown):
            hint = (
                _("Spelt almost alike: %(skills)s") % {"skills": " · ".join(each.close)} if each.close else ""
            )
            self.fields[f"skill-{number}"] = SkillField(
                label=_("The skill that “%(words)s” means") % {"words": each.words},
                required=False,
                help_text=hint,
            )

    def taken(self) -> set[int]:
        return {int(number) for number in self.cleaned_data["take"]}

    def chosen(self) -> dict[str, Skill]:
        """The words as the file writes them, and the skill that somebody chose for them."""
        found = {each.words: self.cleaned_data.get(f"skill-{n}") for n, each in enumerate(self.unknown)}
        return {words: skill for words, skill in found.items() if skill is not None}
