"""What people type to each other, and why the ministry reads it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.models import Message, ThreadLook


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your message"),
        max_length=Message._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Plain text, at most 2,000 characters. It stays on the record of the invitation."),
    )


class ReadMessagesForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you need to read it"),
        max_length=ThreadLook._meta.get_field("reason").max_length,
        help_text=_("The expert and the organisation read this reason with the name of your unit."),
    )
