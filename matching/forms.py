"""What people send about pairs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.enums import DismissReason
from matching.labels import DISMISS_REASONS


class ChoiceForm(forms.Form):
    """Whom: the code that stands on the card."""

    code = forms.SlugField(max_length=10, widget=forms.HiddenInput)


class DismissForm(ChoiceForm):
    """Whom, and why."""

    reason = forms.TypedChoiceField(
        label=_("Why do you set this expert aside?"),
        choices=[(code.value, label) for code, label in DISMISS_REASONS.items()],
        coerce=DismissReason,
        error_messages={"required": _("Please choose a reason.")},
    )
