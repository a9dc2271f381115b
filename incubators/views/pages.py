"""What the pages share on which a need is written: who may, where it goes on, and saving what is valid."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.models import User
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.enums import NeedState, Step
from incubators.forms.needs import NeedForm
from incubators.labels import STEPS
from incubators.models import Need
from incubators.selectors.answers import steps_of
from incubators.selectors.writing import Answer, saved_answers
from incubators.services import Seen, edit_need

# A last day that is refused may stand against the first day that is saved: then neither is.
_TOGETHER = {"ends_on": "starts_on"}
# What is not public and not before the ministry may be saved in parts.
IN_PARTS = (NeedState.DRAFT, NeedState.CHANGES_REQUESTED, NeedState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Saved:
    """How much of a page was saved; stale when another window had saved the page first."""

    is_whole: bool = False
    is_any: bool = False
    is_stale: bool = False


def editable(request: HttpRequest, public_id: str) -> Need:
    need = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    require(request.user, "incubators.edit_need", need)
    return need


def seen_on(posted: Mapping[str, str], step: Step) -> Seen | None:
    """The stamp that the posted page carried; one without a stamp is not compared."""
    stamp = posted.get("seen", "")
    return Seen(step, stamp) if stamp else None


def save_page(form: NeedForm, need: Need, step: Step, *, by: User) -> Saved:
    """Save what was typed: all of it, or of a draft what is valid; the rest gets its error in the form."""
    is_whole = form.is_valid()
    in_parts = need.state in IN_PARTS
    if not is_whole and not in_parts:
        return Saved()
    terms = form.terms()
    while terms:
        try:
            edit_need(need_id=need.pk, terms=terms, seen=seen_on(form.data, step), by=by, at=timezone.now())
        except Refused as refusal:
            is_whole = False
            if not form.has_error(refusal.field if refusal.field in form.fields else NON_FIELD_ERRORS):
                add_refusal(form, refusal)
            refused = [name for name in (refusal.field, _TOGETHER.get(refusal.field)) if name in terms]
            if not in_parts or not refused:
                return Saved(is_stale=refusal.code == "need_changed_elsewhere")
            del terms[refused[0]]
        else:
            return Saved(is_whole=is_whole, is_any=True)
    return Saved()


def differences(kind: type[NeedForm], typed: NeedForm, need: Need, step: Step) -> list[Answer]:
    """What is saved now, where it is not what was typed."""
    compared = kind(typed.data, need=need)
    return saved_answers(need, step, compared.changed_data)


def place_in_order(need: Need, step: Step) -> dict[str, object]:
    steps = steps_of(need)
    return {
        "step": step,
        "label": STEPS[step],
        "number": steps.index(step) + 1,
        "n_steps": len(steps),
    }


def onward(request: HttpRequest, need: Need, step: Step) -> HttpResponse:
    """To the next page, back to the list, or back to the answers that somebody came from."""
    if request.POST.get("then") == "later":
        return redirect("incubators:need_tasks", public_id=need.public_id)
    steps = steps_of(need)
    following = steps[steps.index(step) + 1 :]
    if request.GET.get("from") == "check" or not following:
        return redirect("incubators:need_check", public_id=need.public_id)
    return redirect("incubators:need_step", public_id=need.public_id, step=following[0])
