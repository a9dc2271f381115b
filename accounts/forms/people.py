"""What people write about themselves, and to us."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import ConcernTopic, Scope
from accounts.forms.fields import LineField, choices_from
from accounts.labels import SCOPES, TOPICS, zone_choices
from accounts.models import User


class SettingsForm(forms.ModelForm):
    """How a person is called, and their language and time zone."""

    full_name = LineField(label=_("Full name"), max_length=120)
    preferred_name = LineField(label=_("What we should call you"), max_length=60, required=False)
    name_ur = LineField(
        label=_("Your name in Urdu"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ur", "dir": "rtl"}),
        help_text=_("Used in Urdu letters."),
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=[("en", "English"), ("ur", "اردو")],
        widget=forms.RadioSelect,
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = User
        fields = ("full_name", "preferred_name", "name_ur", "language", "time_zone")


class ConcernForm(forms.Form):
    topic = forms.ChoiceField(
        label=_("What is it about?"), choices=choices_from(TOPICS, ConcernTopic), widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Please do not write identity numbers or passwords here."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), required=False, help_text=_("Only if you would like an answer.")
    )


class EraseForm(forms.Form):
    typed = LineField(
        label=_("Type the e-mail address of your account"),
        max_length=254,
        help_text=_("So that nobody erases an account by a slip of the hand."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email", "dir": "ltr"}),
    )


class TokenForm(forms.Form):
    name = LineField(label=_("What is this token for?"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=choices_from(SCOPES, Scope), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))],
        initial=30,
        widget=forms.RadioSelect,
    )
