"""What administrators write about units, posts and lost second factors."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.forms.fields import LineField, choices_from
from accounts.labels import DUTIES, ROLE_TASKS
from taxonomy.labels import country_choices


class UnitForm(forms.Form):
    name = LineField(label=_("Name"), max_length=120)
    name_ur = LineField(
        label=_("Name in Urdu"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ur", "dir": "rtl"}),
    )
    duties = forms.MultipleChoiceField(
        label=_("What the unit does"),
        choices=choices_from(DUTIES, Duty),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class InviteStaffForm(forms.Form):
    """Who is to hold which post; the same questions for somebody with or without an account."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Post"), choices=choices_from(ROLE_TASKS, Role), widget=forms.RadioSelect
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries of a liaison"),
        choices=country_choices,
        required=False,
        help_text=_("Only for a liaison. Hold Ctrl (or Command) to choose several."),
    )


class PostForm(InviteStaffForm):
    starts_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    field_order = ("email", "role", "countries", "starts_on")


class FactorResetForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the person"))
    reason = LineField(
        label=_("How do you know that it is this person, and what happened?"),
        max_length=300,
        help_text=_("The second administrator reads this before deciding."),
    )
