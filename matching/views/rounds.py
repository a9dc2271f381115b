"""Assignment rounds, for the ministry: list, new, preview, publish, undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.policies import Denied, require
from common.refusals import Refused, add_refusal
from incubators.models import Need
from matching import services
from matching.forms import ProgrammeForm, RoundForm, StepForm
from matching.models import AssignmentRound
from matching.selectors.rounds import programmes_of, round_rows
from programmes.models import Programme


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "matching.list_rounds")
    page = round_rows(AssignmentRound.objects.visible_to(request.user), request.GET.get("page", "1"))
    return render(request, "matching/round_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    """First the programme, then the options: the address carries the programme."""
    require(request.user, "matching.begin_rounds")
    programmes = programmes_of(request.user)
    if "programme" not in request.GET:
        context = {"form": ProgrammeForm(programmes=programmes), "n_programmes": programmes.count()}
        return render(request, "matching/round_programme.html", context)
    programme = get_object_or_404(programmes, slug=request.GET["programme"])
    open_needs = Need.objects.visible_to(request.user).open().filter(programme=programme)
    form = RoundForm(request.POST or None, open_needs=open_needs)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.start_round(
                programme=programme,
                need_ids=form.need_ids,
                options=form.options,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("matching:round", public_id=found.public_id)
    return _ask(request, programme, form)


def _ask(request: HttpRequest, programme: Programme, form: RoundForm) -> HttpResponse:
    context = {"form": form, "programme": programme, "n_open": programme.n_open}
    return render(request, "matching/round_new.html", context, status=422 if form.errors else 200)


@require_safe
def round_(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; while it is computed, the part that changes is also answered alone."""
    page = services.show_round(
        found=_round(request, public_id),
        page_number=request.GET.get("page", "1"),
        show=request.GET.get("show", ""),
        by=request.user,
        at=timezone.now(),
    )
    template = "matching/round.html#round" if request.htmx else "matching/round.html"
    response = render(request, template, {"page": page})
    response["Vary"] = "HX-Request"
    return response


@require_POST
def compute(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, services.compute_again, _("The round is being computed again."))


@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    said = _("Published. The hosts see the proposals beside their matches.")
    return _step(request, public_id, services.publish_round, said)


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    said = _("Undone. Whatever somebody has decided about since has stayed as it is.")
    return _step(request, public_id, services.undo_round, said)


def _step(request: HttpRequest, public_id: str, step: Callable[..., Any], said: str) -> HttpResponse:
    """Take one step and show the round; a colleague who was faster is no reason for an error page."""
    found = _round(request, public_id)
    require(request.user, "matching.start_round", found.programme)
    form = StepForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("stale_version")
        step(round_id=found.pk, by=request.user, at=timezone.now(), version=form.cleaned_data["version"])
    except Refused as refusal:
        messages.error(request, refusal.message)
    except Denied as denied:
        messages.error(request, denied.reason)
    else:
        messages.success(request, said)
    return redirect("matching:round", public_id=public_id)


def _round(request: HttpRequest, public_id: str) -> AssignmentRound:
    visible = AssignmentRound.objects.visible_to(request.user).select_related("programme", "run")
    return get_object_or_404(visible, public_id=public_id)
