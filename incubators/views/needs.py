"""Needs as their readers see them: the public list, one need, and the needs of one's own organisations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.keyset import leaf_of
from common.pages import page_of
from common.policies import decide, require
from common.refusals import Refused, add_refusal
from incubators.enums import NeedAction, NeedState
from incubators.filters import NeedFilter
from incubators.forms.moves import ClosingForm, NoteForm, WindowForm
from incubators.labels import NEED_ACTIONS
from incubators.models import Need, Organisation
from incubators.policies import role_in, writes_for
from incubators.selectors.needs import need_page, need_rows, own_needs, state_tabs
from incubators.services import duplicate_need, move_need, reopen_need
from incubators.views.addresses import address_of
from incubators.workflow import PUBLISHED

# Publishing has a page of its own, on which the answers are checked first.
_ON_THIS_PAGE = (NeedAction.PAUSE, NeedAction.RESUME, NeedAction.WITHDRAW)
_DONE = {
    NeedAction.PAUSE: _("The need is paused. Experts do not see it until you open it again."),
    NeedAction.RESUME: _("The need is open again."),
    NeedAction.WITHDRAW: _("The need is withdrawn."),
}


@login_not_required
@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """Open needs for everybody, the newest first."""
    visible = Need.objects.visible_to(request.user).open()
    narrowed = NeedFilter(request.GET, queryset=visible.with_terms())
    page = leaf_of(request, narrowed.qs, newest_by="opened_at")
    context = {
        "page": page,
        "rows": need_rows(page.rows),
        "filter": narrowed,
        "canonical": address_of("need_list") + narrowed.query,
        "feed": address_of("need_feed") + narrowed.query,
    }
    return render(request, "incubators/need_list.html", context)


@login_not_required
@require_safe
def need(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    context = {"page": need_page(found, request.user), "canonical": address_of("need", public_id)}
    return render(request, "incubators/need.html", context)


@require_safe
def my_needs(request: HttpRequest) -> HttpResponse:
    """The needs of all organisations in which the reader has a role."""
    state = request.GET.get("state", "")
    if state not in list(NeedState):
        state = ""
    page = page_of(request, own_needs(request.user, state))
    context = {
        "page": page,
        "rows": need_rows(page.object_list),
        "tabs": state_tabs(request.user, state),
        # Written for tenants, whose own members look at who fits.
        "of_tenants": [n.public_id for n in page if role_in(request.user, n.organisation_id) is None],
        "may_write": Organisation.objects.written_for_by(request.user).exists(),
    }
    return render(request, "incubators/my_needs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_move(request: HttpRequest, public_id: str, action: str) -> HttpResponse:
    """Pause, open again or withdraw, with a note where one is wanted."""
    if action not in _ON_THIS_PAGE:
        raise Http404
    step = NeedAction(action)
    found = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    if _comes_too_late(request, f"incubators.{step}_need", found):
        return redirect("incubators:need", public_id=public_id)
    closes = step == NeedAction.WITHDRAW and found.state in PUBLISHED
    form = (ClosingForm if closes else NoteForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            move_need(need_id=found.pk, action=step, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _DONE[step])
            return redirect("incubators:need", public_id=public_id)
    context = {"form": form, "need": found, "action": step, "closes": closes, "label": NEED_ACTIONS[step]}
    return render(request, "incubators/need_move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def need_reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a need whose last day has passed new dates, and open it again."""
    found = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    if _comes_too_late(request, "incubators.reopen_need", found):
        return redirect("incubators:need", public_id=public_id)
    form = WindowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_need(need_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _DONE[NeedAction.RESUME])
            return redirect("incubators:need", public_id=public_id)
    return render(request, "incubators/need_reopen.html", {"form": form, "need": found})


@require_POST
def need_duplicate(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new draft that says the same but for its dates."""
    found = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    require(request.user, "incubators.post_need", found.organisation)
    draft = duplicate_need(need_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Here is a new draft that says the same. Give it dates of its own."))
    return redirect("incubators:need_tasks", public_id=draft.public_id)


def _comes_too_late(request: HttpRequest, rule: str, need: Need) -> bool:
    """A second press, or a page that was left open: its writer reads why on the need as it stands now.

    Raises Denied for everybody else whom the rule refuses.
    """
    may = decide(request.user, rule, need)
    if may or not writes_for(request.user, need.organisation):
        require(request.user, rule, need)
        return False
    messages.error(request, may.reason)
    return True
