"""Staff look at pairs of profiles, make one of two, undo that, or tell two people apart."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from experts.enums import LookReason, PairState
from experts.forms.duplicates import MergeForm, PairFilterForm, ReconsiderForm, TellApartForm, UndoForm
from experts.models import DuplicatePair
from experts.selectors.duplicates import PairPage, pair_page, pair_rows
from experts.services import duplicates as services
from experts.services import merging
from experts.services.access import record_list, record_look

_LIST, _PAIR = "experts:duplicate_list", "experts:duplicate"


@require_GET
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, oldest first; each person can read that they were listed."""
    require(request.user, "experts.open_duplicates")
    form = PairFilterForm(request.GET)
    state = (form.cleaned_data["state"] if form.is_valid() else "") or PairState.PROPOSED
    pairs = DuplicatePair.objects.visible_to(request.user).filter(state=state).with_experts()
    page = page_of(request, pairs.order_by("state_since", "pk"))
    record_list(
        expert_ids={pk for pair in page.object_list for pk in (pair.older_id, pair.newer_id)},
        viewer=request.user,
        why=LookReason.DUPLICATES,
        route=_LIST,
        at=timezone.now(),
    )
    context = {"page": page, "rows": pair_rows(page.object_list), "form": form}
    return render(request, "experts/duplicate_list.html", context)


@require_GET
def duplicate(request: HttpRequest, public_id: str) -> HttpResponse:
    pair = _visible(request, public_id)
    for expert in (pair.older, pair.newer):
        record_look(
            expert=expert, viewer=request.user, why=LookReason.DUPLICATES, route=_PAIR, at=timezone.now()
        )
    return _show(request, pair)


@require_POST
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, MergeForm, merging.merge_profiles, _("The two profiles are one now."))


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, UndoForm, merging.undo_merge, _("Both profiles are as they were."))


@require_POST
def tell_apart(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("Remembered: these are two people.")
    return _step(request, public_id, TellApartForm, services.tell_apart, done)


@require_POST
def reconsider(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("The pair waits for a decision again.")
    return _step(request, public_id, ReconsiderForm, services.reconsider, done)


def _step(
    request: HttpRequest, public_id: str, form_class: type, take: Callable[..., DuplicatePair], done: str
) -> HttpResponse:
    """Take one step; a refusal shows the pair again, as it is now, with what was typed."""
    pair = _visible(request, public_id)
    form = _form(form_class, pair, request.POST)
    if form.is_valid():
        try:
            take(pair_id=pair.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            pair = _visible(request, public_id)
            typed = request.POST.copy()
            typed["version"] = str(pair.version)
            form = _form(form_class, pair, typed)
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(_PAIR, public_id=public_id)
    return _show(request, pair, form)


def _visible(request: HttpRequest, public_id: str) -> DuplicatePair:
    pairs = DuplicatePair.objects.visible_to(request.user).with_experts()
    return get_object_or_404(pairs, public_id=public_id)


def _form(form_class: type, pair: DuplicatePair, data: Any = None, page: PairPage | None = None) -> Any:
    # Several forms stand on one page: each has ids of its own.
    options: dict[str, Any] = {
        "initial": {"version": pair.version},
        "auto_id": f"{form_class.__name__.lower()}_%s",
    }
    if form_class is MergeForm:
        page = page or pair_page(pair, undo_within=merging.UNDO_WITHIN)
        sides = (page.older, page.newer)
        options["sides"] = [
            (side.public_id, f"{side.name}, {side.public_id} ({side.account})") for side in sides
        ]
    return form_class(data, **options)


def _show(request: HttpRequest, pair: DuplicatePair, answered: Any = None) -> HttpResponse:
    """The forms that fit the state, of which the answered one keeps what was typed and its errors."""
    page = pair_page(pair, undo_within=merging.UNDO_WITHIN)
    forms = {
        kind: _form(kind, pair, page=page) for kind in (MergeForm, TellApartForm, ReconsiderForm, UndoForm)
    }
    if answered is not None:
        forms[type(answered)] = answered
    context = {
        "page": page,
        "merge_form": forms[MergeForm],
        "apart_form": forms[TellApartForm],
        "reconsider_form": forms[ReconsiderForm],
        "undo_form": forms[UndoForm],
        "can_undo": page.undo_until is not None and timezone.now() <= page.undo_until,
    }
    return render(request, "experts/duplicate.html", context, status=422 if answered else 200)
