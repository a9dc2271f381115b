"""What staff answer to a need that waits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubators.enums import NeedAction, ReturnReason
from incubators.forms.fields import text_area
from incubators.labels import RETURN_REASONS, choices_from


class CheckForm(forms.Form):
    """Open it, or return it with reasons and a note: the table asks for them."""

    action = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(
        label=_("Reasons, when you return it"),
        choices=choices_from(RETURN_REASONS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that apply; the members read them in their own language."),
    )
    note = forms.CharField(
        label=_("Note to the members"),
        max_length=2000,
        required=False,
        help_text=_("Needed when you return it. Say what to write instead."),
        widget=text_area(4),
    )

    def __init__(self, *args: Any, actions: list[tuple[NeedAction, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["action"].choices = [(action.value, label) for action, label in actions]

    def clean_action(self) -> NeedAction:
        return NeedAction(self.cleaned_data["action"])

    def clean_reasons(self) -> list[ReturnReason]:
        return [ReturnReason(code) for code in self.cleaned_data["reasons"]]

    def clean(self) -> dict[str, Any]:
        """Reasons belong to a return alone."""
        if self.cleaned_data.get("action") != NeedAction.REQUEST_CHANGES:
            self.cleaned_data.pop("reasons", None)
        return self.cleaned_data
