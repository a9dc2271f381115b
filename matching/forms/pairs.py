"""What people send about pairs: chosen, set aside, compared, tied to each other, asked for."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.refusals import message_of
from matching.enums import MOST_COMPARED, SET_ASIDE, ConflictKind, DismissReason, ExclusionReason
from matching.labels.board import DISMISS_REASONS
from matching.labels.conflicts import CONFLICT_KINDS
from matching.labels.fits import OWN_EXCLUSIONS

UNSEEN = frozenset({"Cf", "Zs", "Pd"})
"""Format signs, spaces and dashes, by their Unicode category."""


class _Code(forms.SlugField):
    """An expert's code, as it may arrive by copying: with spaces, hyphens, signs that nobody sees."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return "".join(sign for sign in text if unicodedata.category(sign) not in UNSEEN).upper()

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A browser would cut what is pasted before anybody has looked at it.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class ChoiceForm(forms.Form):
    """Whom: the code that stands on the card."""

    code = _Code(max_length=10, widget=forms.HiddenInput)


class DismissForm(ChoiceForm):
    """Whom, and why."""

    reasons = forms.TypedMultipleChoiceField(
        label=_("Why do you set this expert aside?"),
        help_text=_(
            "One reason or several; the expert gets no message. A conflict of interest is put before the"
            " ministry."
        ),
        choices=[(code.value, label) for code, label in DISMISS_REASONS.items()],
        coerce=DismissReason,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose a reason.")},
    )


class CompareForm(forms.Form):
    """Whom to set side by side, of those who stand on the board with a record of their own."""

    pair = forms.MultipleChoiceField(
        label=_("Whom do you compare?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please choose two or three experts."),
            "invalid_choice": _("One of them is not on the board any more. Please choose again."),
        },
    )

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["pair"].choices = list(choices)

    def clean_pair(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["pair"]))
        if len(chosen) > MOST_COMPARED:
            raise forms.ValidationError(message_of("too_many_to_compare"))
        return chosen


class SetAsideForm(forms.Form):
    """What keeps a need away from an expert who reads it, and until when."""

    reason = forms.TypedChoiceField(
        label=_("Why is it not for you?"),
        choices=[(code.value, OWN_EXCLUSIONS[code]) for code in SET_ASIDE],
        coerce=ExclusionReason,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("If not now: until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class TakeBackForm(forms.Form):
    """What may be suggested again: a need, or an organisation."""

    need = forms.SlugField(max_length=10, required=False)
    organisation = forms.SlugField(max_length=10, required=False)


class ConflictForm(forms.Form):
    """Which organisation, what ties the person to it, and a line of explanation."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    kind = forms.TypedChoiceField(
        label=_("What ties you to it?"),
        choices=[(kind.value, label) for kind, label in CONFLICT_KINDS.items()],
        coerce=ConflictKind,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("In a sentence"),
        max_length=300,
        required=False,
        help_text=_("Since when, and how. Please do not name other people."),
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = [("", _("Choose")), *organisations]


class AssessForm(forms.Form):
    """Whether a tie keeps the two apart; if not, how it is managed."""

    bars = forms.TypedChoiceField(
        label=_("What follows from it?"),
        choices=[
            ("no", _("It is known, and no obstacle; the note says how it is managed")),
            ("yes", _("It keeps the two apart: they are not suggested to each other")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, help_text=_("The expert reads it; the organisation does not.")
    )


class AskForm(forms.Form):
    """About whom: the code that stands on a card."""

    code = _Code(
        label=_("Code of the expert"),
        max_length=10,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Please give the code that stands on the expert's card."),
            "invalid": _("A code has letters and digits only."),
            "max_length": _("A code has ten letters and digits."),
        },
    )
