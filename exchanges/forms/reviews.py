"""What reviewers and deciders type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from exchanges.enums import QueueFilter, ReturnReason, Verdict
from exchanges.forms.cases import choices_from
from exchanges.labels import QUEUE_FILTERS, RETURN_REASONS, REVIEWER_TIES, VERDICTS
from exchanges.models import ReviewAssignment
from exchanges.selectors.queue import QueueChoice
from exchanges.selectors.rubrics import Criterion
from exchanges.services.reviews import Finding
from matching.enums import ConflictKind
from programmes.enums import Tier

NO_TIE = "none"


class DeclareForm(forms.Form):
    tie = forms.ChoiceField(
        label=_("Your tie to the host or to the expert"),
        choices=[(NO_TIE, _("I have no conflict of interest")), *choices_from(REVIEWER_TIES)],
        widget=forms.RadioSelect,
        help_text=_("With a conflict the case is gone for you; colleagues look at it."),
    )
    take = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def kind(self) -> ConflictKind | None:
        said = self.cleaned_data["tie"]
        return None if said == NO_TIE else ConflictKind(said)


class ReviewForm(forms.Form):
    """A verdict, points by the programme's rubric, reasons, and the letter that the parties read."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    verdict = forms.ChoiceField(
        label=_("Your verdict"), choices=choices_from(VERDICTS), widget=forms.RadioSelect
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        choices=choices_from(RETURN_REASONS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a rejection or a return: all that apply."),
    )
    letter = forms.CharField(
        label=_("Letter"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_(
            "What both sides read of a rejection or a return. Choose reasons and prepare it, then edit."
        ),
    )

    def __init__(self, *args: Any, rubric: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for one in rubric:
            self.fields[f"score_{one.code}"] = forms.ChoiceField(
                label=one.label,
                choices=[("", "–"), *((str(n), str(n)) for n in range(one.most + 1))],
                required=False,
                help_text=_("0 is the least, %(most)s the most.") % {"most": one.most},
            )
        for name in ("reasons", "letter"):  # some verdicts need them
            self.fields[name].needed_later = True
        names = [f"score_{one.code}" for one in rubric]
        self.order_fields(["digest", *names, "verdict", "reasons", "letter"])

    def chosen_reasons(self) -> list[ReturnReason]:
        """What is ticked, also where the rest of the form is not complete."""
        given = self.data.getlist("reasons") if self.is_bound else []
        return [ReturnReason(code) for code in given if code in list(ReturnReason)]

    def finding(self) -> Finding:
        cleaned = self.cleaned_data
        scores = {one.code: cleaned[f"score_{one.code}"] for one in self.rubric}
        return Finding(
            verdict=Verdict(cleaned["verdict"]),
            reasons=[ReturnReason(code) for code in cleaned["reasons"]],
            letter=cleaned["letter"],
            scores={code: int(points) for code, points in scores.items() if points},
        )


class ReassignForm(forms.Form):
    place = forms.ChoiceField(label=_("Whose place"))
    to = forms.ChoiceField(label=_("Who takes it"))
    note = forms.CharField(
        label=_("Note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(
        self, *args: Any, places: list[ReviewAssignment], reviewers: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.reviewer_id): one.reviewer for one in places}
        self._people |= {str(user.pk): user for user in reviewers}
        self.fields["place"].choices = [(str(one.reviewer_id), str(one.reviewer)) for one in places]
        self.fields["to"].choices = [(str(user.pk), str(user)) for user in reviewers]

    def clean_place(self) -> User:
        return self._people[self.cleaned_data["place"]]

    def clean_to(self) -> User:
        return self._people[self.cleaned_data["to"]]


class QueueForm(forms.Form):
    """Which cases of the queue to show; what nobody offers is left out, not refused."""

    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("all cases")), *choices_from(QUEUE_FILTERS)]
    )
    tier = forms.ChoiceField(
        label=_("Tier"), required=False, choices=[("", _("all tiers")), *((t.value, t.value) for t in Tier)]
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("all units")), *((unit.slug, str(unit)) for unit in units)]
        if len(units) < 2:
            del self.fields["unit"]
        for field in self.fields.values():  # an empty filter is no gap
            field.needed_later = True

    def choice(self) -> QueueChoice:
        self.is_valid()
        cleaned = self.cleaned_data
        show = cleaned.get("show", "")
        return QueueChoice(
            show=QueueFilter(show) if show else "", tier=cleaned.get("tier", ""), unit=cleaned.get("unit", "")
        )
