"""The case of a placement, for its parties and for the ministry."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import NO_STEPS, PlacementAction
from exchanges.forms import CaseMessageForm, MessageForm, PlanForm, StepForm
from exchanges.labels import PLACEMENT_ACTIONS
from exchanges.models import Placement
from exchanges.selectors.cases import CasePage, case_page, cases_of, rejection_words
from exchanges.selectors.due import due_at
from exchanges.selectors.life import case_life
from exchanges.selectors.lists import placement_rows
from exchanges.selectors.reports import case_reports
from exchanges.selectors.reviews import review_panel
from exchanges.services.looks import look_at_placement, look_through_placements
from exchanges.services.placements import move_placement
from exchanges.services.plans import edit_plan
from exchanges.services.threads import mark_read
from exchanges.views.opening import to_declare


@require_GET
def placement_list(request: HttpRequest) -> HttpResponse:
    mine = Placement.objects.for_viewer(request.user).filter(cases_of(request.user)).with_people()
    page = page_of(request, mine)
    look_through_placements(
        placements=page.object_list,
        route="exchanges:placement_list",
        by=request.user,
        at=timezone.now(),
    )
    return render(
        request, "exchanges/placement_list.html", {"page": page, "rows": placement_rows(page.object_list)}
    )


@require_GET
def placement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    return to_declare(request, found) or _show(request, found, None)


@require_http_methods(["GET", "POST"])
def edit_placement(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    require(request.user, "exchanges.edit_placement", found)
    form = PlanForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            edit_plan(
                placement_id=found.pk,
                plan=form.plan(),
                by=request.user,
                at=timezone.now(),
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            if refusal.code == "stale_version":
                form = _over_what_stands(request, public_id)
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The plan was saved. The expert must agree to it again."))
            return redirect("exchanges:placement", public_id=public_id)
    status = 422 if form.errors else 200
    return render(request, "exchanges/placement_edit.html", {"form": form, "placement": found}, status=status)


def _over_what_stands(request: HttpRequest, public_id: str) -> PlanForm:
    """What was typed, on top of the plan as it stands now: saving once more is then a decision."""
    found = _visible(request, public_id)
    typed = request.POST.copy()
    typed["version"] = str(found.version)
    form = PlanForm(typed, instance=found)
    form.show_what_stands()
    return form


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one step of the placement's life; a refusal shows the case again with what was typed."""
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:placement", public_id=public_id)
    tried = request.POST.get("action", "")
    form = StepForm(request.POST, auto_id=f"{tried}-%s" if tried in list(PlacementAction) else "id_%s")
    if not form.is_valid():
        return _show(request, found, form)
    action = form.cleaned_data.pop("action")
    if action not in set(PlacementAction) - set(NO_STEPS):
        form.add_error(None, _("There is no such step."))
        return _show(request, found, form)
    try:
        move_placement(
            placement_id=found.pk,
            action=PlacementAction(action),
            by=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"],
            reasons=form.cleaned_data["reasons"],
            version=form.cleaned_data["version"] or None,
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _show(request, _visible(request, public_id), form)
    messages.success(request, _("Done: %(step)s.") % {"step": PLACEMENT_ACTIONS[action]})
    return redirect("exchanges:placement", public_id=public_id)


def _visible(request: HttpRequest, public_id: str) -> Placement:
    rows = Placement.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)


def _show(request: HttpRequest, found: Placement, form: StepForm | None) -> HttpResponse:
    require(request.user, "exchanges.open_case", found)
    look_at_placement(placement=found, route="exchanges:placement", by=request.user, at=timezone.now())
    page = case_page(found, request.user, due_at=due_at(found))
    for shown in (page.with_ministry, page.between_parties):
        if shown is not None and shown.thread is not None:
            mark_read(thread=shown.thread, by=request.user, at=timezone.now())
    context = {
        "page": page,
        "forms": _forms(page),
        "form": form,
        "tried": form.data.get("action", "") if form else "",
        "rejection": rejection_words(found),
        "case": case_reports(found, request.user),
        "life": case_life(found, request.user, timezone.now()),
        "review": review_panel(found, request.user) if page.is_staff_view else None,
    }
    status = 422 if form is not None else 200
    return render(request, "exchanges/placement.html", context, status=status)


def _forms(page: CasePage) -> dict[str, Form]:
    """Where somebody may write to others on the page itself."""
    side = page.with_ministry.side
    ministry = CaseMessageForm(placement=page.placement, side=side, auto_id="ministry-%s")
    return {"with_ministry": ministry, "between_parties": MessageForm(auto_id="parties-%s")}
