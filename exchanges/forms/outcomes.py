"""What people type when they claim an outcome, confirm one, or settle one that is disputed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.refusals import message_of
from exchanges.enums import Confirmer, Counterfactual, OutcomeAction, OutcomeType
from exchanges.forms.cases import CURRENCIES, choices_from
from exchanges.labels import CONFIRMERS, COUNTERFACTUALS, OUTCOME_TYPES
from exchanges.models import Outcome
from exchanges.services.outcomes import Claim


class ClaimForm(forms.Form):
    type = forms.ChoiceField(label=_("What came of it"), choices=choices_from(OUTCOME_TYPES))
    number = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("For everything but an investment."),
    )
    amount = forms.DecimalField(
        label=_("How much money"),
        min_value=1,
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=_("For an investment."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "–"), *((code, code) for code in CURRENCIES)]
    )
    description = forms.CharField(
        label=_("In your own words"),
        max_length=Outcome._meta.get_field("description").max_length,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Whoever confirms it reads this. Please name no people."),
    )
    evidence = forms.CharField(
        label=_("Where it can be seen"),
        max_length=Outcome._meta.get_field("evidence").max_length,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A link, a patent number, a DOI, a page of a report."),
    )
    confirmer_is = forms.ChoiceField(
        label=_("Who can confirm it?"),
        choices=choices_from(CONFIRMERS),
        widget=forms.RadioSelect,
        help_text=_("They get a link by mail, four mails at most, and need no account."),
    )
    confirmer_name = forms.CharField(
        label=_("Name of the third person"),
        max_length=Outcome._meta.get_field("confirmer_name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    confirmer_email = forms.EmailField(
        label=_("E-mail address of the third person"),
        required=False,
        help_text=_(
            "Somebody who knows it first hand, and of no organisation of yours. The address is erased 90 days"
            " after the answer."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "amount", "currency", "confirmer_name", "confirmer_email"):
            self.fields[name].needed_later = True  # which of them are, depends on the answers above

    def claim(self) -> Claim:
        cleaned = dict(self.cleaned_data)
        cleaned["type"] = OutcomeType(cleaned["type"])
        cleaned["confirmer_is"] = Confirmer(cleaned["confirmer_is"])
        return Claim(**cleaned)


class AnswerForm(forms.Form):
    """Nothing is chosen beforehand; whoever is not the right person need not answer the rest."""

    is_right_person = forms.ChoiceField(
        label=_("Are you the right person to say this?"),
        choices=[("yes", _("Yes")), ("no", _("No, I cannot say it"))],
        widget=forms.RadioSelect,
    )
    verdict = forms.ChoiceField(
        label=_("Is it so?"),
        choices=[
            (OutcomeAction.CONFIRM.value, _("Yes, this came of it")),
            (OutcomeAction.DISPUTE.value, _("No, it is not so, or not like this")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    counterfactual = forms.ChoiceField(
        label=_("What would have happened without this?"),
        choices=choices_from(COUNTERFACTUALS),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("There is no right answer. It tells the country what such placements change."),
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=Outcome._meta.get_field("counterfactual_words").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("If it is not so, please say what is wrong; both sides and the ministry read that."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("verdict", "counterfactual"):
            self.fields[name].needed_later = True  # by whoever is the right person

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("is_right_person") != "yes":
            return cleaned
        verdict = cleaned.get("verdict")
        if not verdict and "verdict" not in self.errors:
            self.add_error("verdict", _("Please say whether it is so."))
        if verdict == OutcomeAction.CONFIRM and not cleaned.get("counterfactual"):
            self.add_error("counterfactual", message_of("counterfactual_missing"))
        if verdict == OutcomeAction.DISPUTE and not cleaned.get("words", "").strip():
            self.add_error("words", _("Please say what is wrong."))
        return cleaned

    def answer(self) -> dict[str, Any]:
        """Arguments of the service: of a dispute the words are the note that everybody reads."""
        cleaned = self.cleaned_data
        if cleaned["is_right_person"] == "no":
            return {"action": OutcomeAction.WRONG_PERSON}
        action = OutcomeAction(cleaned["verdict"])
        code = cleaned["counterfactual"]
        words = "note" if action == OutcomeAction.DISPUTE else "words"
        return {
            "action": action,
            "counterfactual": Counterfactual(code) if code else None,
            words: cleaned["words"],
        }


class SettleForm(forms.Form):
    note = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
