"""Staff look at pairs of organisations, make one of two, undo that, or tell two apart."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.enums import PairState
from incubators.forms.staff import MergeForm, PairFilterForm, ReconsiderForm, TellApartForm, UndoForm
from incubators.models import OrganisationPair
from incubators.selectors.pairs import PairPage, pair_page, pair_rows
from incubators.services import merging, pairs

_PAIR = "incubators:organisation_pair"


@require_safe
def organisation_pairs(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, oldest first."""
    require(request.user, "incubators.verify_organisations")
    form = PairFilterForm(request.GET)
    state = (form.cleaned_data["state"] if form.is_valid() else "") or PairState.PROPOSED
    found = OrganisationPair.objects.visible_to(request.user).filter(state=state).with_organisations()
    page = page_of(request, found.order_by("state_since", "pk"))
    context = {"page": page, "rows": pair_rows(page.object_list), "form": form}
    return render(request, "incubators/organisation_pairs.html", context)


@require_safe
def organisation_pair(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _visible(request, public_id))


@require_POST
def organisation_pair_merge(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("The two organisations are one now.")
    return _step(request, public_id, MergeForm, merging.merge_organisations, done)


@require_POST
def organisation_pair_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("Both organisations are as they were.")
    return _step(request, public_id, UndoForm, merging.undo_organisation_merge, done)


@require_POST
def organisation_pair_apart(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("Remembered: these are two organisations.")
    return _step(request, public_id, TellApartForm, pairs.tell_apart, done)


@require_POST
def organisation_pair_reconsider(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("The pair waits for a decision again.")
    return _step(request, public_id, ReconsiderForm, pairs.reconsider, done)


def _step(
    request: HttpRequest, public_id: str, form_class: type, take: Callable[..., object], done: str
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
            form.is_valid()
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(_PAIR, public_id=public_id)
    return _show(request, pair, form)


def _visible(request: HttpRequest, public_id: str) -> OrganisationPair:
    require(request.user, "incubators.verify_organisations")
    found = OrganisationPair.objects.visible_to(request.user).with_organisations()
    return get_object_or_404(found, public_id=public_id)


def _form(form_class: type, pair: OrganisationPair, data: Any = None, page: PairPage | None = None) -> Any:
    # Several forms stand on one page: each has ids of its own.
    options: dict[str, Any] = {
        "initial": {"version": pair.version},
        "auto_id": f"{form_class.__name__.lower()}_%s",
    }
    if form_class is MergeForm:
        page = page or pair_page(pair, undo_within=merging.UNDO_WITHIN)
        options["sides"] = [(side.public_id, side.words) for side in (page.older, page.newer)]
    return form_class(data, **options)


def _show(request: HttpRequest, pair: OrganisationPair, answered: Any = None) -> HttpResponse:
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
    return render(request, "incubators/organisation_pair.html", context, status=422 if answered else 200)
