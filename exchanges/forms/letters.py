"""What people type about letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.enums import LetterKind, LetterReason
from exchanges.labels import LETTER_REASONS
from exchanges.services.letters import MOST_CHARACTERS

# What a decider may say; the other reasons are the portal's and the expert's.
_OF_THE_MINISTRY = (
    LetterReason.MISTAKE,
    LetterReason.NAME_CHANGED,
    LetterReason.PLAN_CHANGED,
    LetterReason.DECISION_CHANGED,
    LetterReason.PLACEMENT_ENDED,
)
_OF_THE_SIDES = (LetterReason.MISTAKE, LetterReason.NOT_AGREED)


class EndLetterForm(forms.Form):
    """Why a letter is withdrawn or issued anew; those who hold it read the reason."""

    because = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)

    def __init__(self, *args: object, kind: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        codes = _OF_THE_SIDES if kind == LetterKind.REFERENCE else _OF_THE_MINISTRY
        self.fields["because"].choices = [(code.value, LETTER_REASONS[code]) for code in codes]

    def clean_because(self) -> LetterReason:
        return LetterReason(self.cleaned_data["because"])


class WordingForm(forms.Form):
    """The words of a decision, in both languages."""

    en = forms.CharField(
        label=_("Words in English"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "lang": "en"}),
    )
    ur = forms.CharField(
        label=_("Words in Urdu"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "rtl", "lang": "ur"}),
    )


class ReissueLetterForm(WordingForm, EndLetterForm):
    """The words of a decision may be changed on the way; names and plan are taken as they are today."""

    def __init__(self, *args: object, wording: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, initial=wording, **kwargs)
        if not wording:
            del self.fields["en"], self.fields["ur"]

    def wording(self) -> dict[str, str] | None:
        return {name: self.cleaned_data[name] for name in ("en", "ur")} if "en" in self.fields else None


class ReferenceForm(forms.Form):
    text = forms.CharField(
        label=_("What you say about the expert's work"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_(
            "What did the expert do, how well, and what came of it? The letter repeats your words in the"
            " language in which you write them."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of your words"), choices=[("en", "English"), ("ur", "اردو")]
    )
