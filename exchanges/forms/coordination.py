"""What people type when they pass something on or write down a contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.refusals import message_of
from common.text import fold
from exchanges.enums import Channel, ReferralReason
from exchanges.labels import CHANNELS, REFERRAL_REASONS
from exchanges.models import ContactLog, Referral
from exchanges.selectors.senders import Sender
from incubators.models import Organisation

MOST_NAMED = 5


class OrganisationField(forms.CharField):
    """A verified organisation by its name, or by a part of it that no other has."""

    def clean(self, value: Any) -> Organisation | None:
        words = super().clean(value)
        if not words.strip():
            return None
        found = list(Organisation.objects.verified().naming(words.strip())[: MOST_NAMED + 1])
        exact = [one for one in found if fold(words.strip()) in (fold(one.name), fold(one.name_ur))]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(message_of("receiver_unknown"), code="receiver_unknown")
        names = "; ".join(str(one) for one in found[:MOST_NAMED])
        raise forms.ValidationError(message_of("receiver_not_clear") % {"names": names}, code="not_clear")


class _InANameForm(forms.Form):
    """Asks in whose name, where somebody has a choice; the service gets a `Sender`."""

    def __init__(self, *args: Any, senders: list[Sender], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._senders = {sender.key: sender for sender in senders}
        choices = [(sender.key, sender.label) for sender in senders]
        self.fields["sender"] = forms.ChoiceField(label=_("In the name of"), choices=choices)
        if len(choices) == 1:
            self.fields["sender"].widget = forms.HiddenInput()
            self.fields["sender"].initial = choices[0][0]
            self.fields["sender"].required = False

    def clean_sender(self) -> Sender:
        only = next(iter(self._senders))
        return self._senders[self.cleaned_data["sender"] or only]


class ReferForm(_InANameForm):
    organisation = OrganisationField(
        label=_("To which organisation"),
        max_length=160,
        help_text=_("The name of a verified organisation, or a part of it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Why you pass it on"),
        max_length=Referral._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The receiver reads it, and an expert whom it is about."),
    )


class DeclineReferralForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you decline?"),
        choices=[(code.value, label) for code, label in REFERRAL_REASONS.items()],
        widget=forms.RadioSelect,
    )

    def clean_reason(self) -> ReferralReason:
        return ReferralReason(self.cleaned_data["reason"])


class CloseReferralForm(forms.Form):
    note = forms.CharField(
        label=_("Why nothing came of it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ContactForm(_InANameForm):
    channel = forms.ChoiceField(
        label=_("How"), choices=[(code.value, label) for code, label in CHANNELS.items()]
    )
    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=ContactLog._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Your organisation and the expert read it, nobody else."),
    )

    def clean_channel(self) -> Channel:
        return Channel(self.cleaned_data["channel"])
