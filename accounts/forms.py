"""What people type about themselves, and administrators about posts."""

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Arrival, ConcernTopic, Duty, Role, Scope
from accounts.labels import ARRIVALS, DUTIES, ROLE_TASKS, SCOPES, TOPICS, zone_choices
from accounts.models import User
from accounts.services import record_sign_up
from common.text import clean_line
from taxonomy.labels import country_choices


class LineField(forms.CharField):
    """One line of text without control characters; spaces alone are nothing."""

    def clean(self, value: Any) -> str:
        return super().clean(clean_line(value) if isinstance(value, str) else value)


def _choices(labels: dict[Any, Any], members: Iterable[Any]) -> list[tuple[str, Any]]:
    return [(member.value, labels[member]) for member in members]


class SignupForm(AllauthSignupForm):
    """Name, address, password, and a yes to the privacy notice; `part` remembers which door was taken."""

    full_name = LineField(
        label=_("Full name"),
        max_length=120,
        help_text=_("As you write it yourself. One name is enough if you have one name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    part = forms.ChoiceField(label=_("I come as"), widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        choices=zone_choices,
        widget=forms.Select(attrs={"data-guess-time-zone": True}),
        help_text=_("So that times are shown as your clock shows them."),
    )
    consent = forms.BooleanField(label=_("I have read the privacy notice and the terms, and I agree."))

    field_order = ("part", "full_name", "email", "password1", "time_zone", "consent")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        door = context.request.GET.get("part", "") if context.request else ""
        # Staff come by invitation: their door is shown only to those who were sent through it.
        open_doors = [arrival for arrival in Arrival if arrival != Arrival.STAFF or door == Arrival.STAFF]
        self.fields["part"].choices = _choices(ARRIVALS, open_doors)
        self.fields["part"].initial = door if door in open_doors else None

    def save(self, request: HttpRequest) -> Any:
        """Create the account; what the person agreed to is stored with the notice's version."""
        user = super().save(request)
        # allauth answers None when the address is taken and enumeration is prevented.
        if user is not None:
            language = get_language() or settings.LANGUAGE_CODE
            record_sign_up(
                user=user,
                full_name=self.cleaned_data["full_name"],
                arrival=Arrival(self.cleaned_data["part"]),
                language=language[:2],
                time_zone=self.cleaned_data["time_zone"],
                at=timezone.now(),
            )
        return user


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
        label=_("What is it about?"), choices=_choices(TOPICS, ConcernTopic), widget=forms.RadioSelect
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
        choices=_choices(DUTIES, Duty),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class InviteStaffForm(forms.Form):
    """Who is to hold which post; the same questions for somebody with or without an account."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Post"), choices=_choices(ROLE_TASKS, Role), widget=forms.RadioSelect)
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


class TokenForm(forms.Form):
    name = LineField(label=_("What is this token for?"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=_choices(SCOPES, Scope), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))],
        initial=30,
        widget=forms.RadioSelect,
    )
