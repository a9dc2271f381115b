"""One click for what is lacking: say it, withdraw it, make a need of it; the ministry reads counts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.pages import page_of
from common.policies import decide, require
from common.refusals import Refused, add_refusal
from incubators.forms.signals import SignalForm
from incubators.models import DemandSignal, Organisation
from incubators.selectors.signals import signal_board, signal_rows
from incubators.services import convert_signal, signal_demand, withdraw_signal
from taxonomy.selectors import skill_names


@require_safe
def signals(request: HttpRequest) -> HttpResponse:
    """What the reader's organisations have said, the newest first."""
    own = DemandSignal.objects.visible_to(request.user).of_member(request.user)
    page = page_of(request, own.with_words().order_by("-state_since", "-pk"))
    return render(request, "incubators/signals.html", {"page": page, "rows": signal_rows(page.object_list)})


@require_http_methods(["GET", "HEAD", "POST"])
def signal_new(request: HttpRequest) -> HttpResponse:
    mine = list(Organisation.objects.of_member(request.user).with_place().order_by("name", "pk"))
    if not mine:
        return render(request, "incubators/signal_new.html", {"form": None})
    counted = [one for one in mine if decide(request.user, "incubators.signal_demand", one)]
    if not counted:
        require(request.user, "incubators.signal_demand", mine[0])
    form = SignalForm(request.POST if request.method == "POST" else None, organisations=counted)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data.pop("organisation")
        try:
            signal_demand(
                organisation_id=organisation.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Noted. It counts for a year, or until you withdraw it."))
            return redirect("incubators:signals")
    context = {"form": form, "skill_names": skill_names()}
    return render(request, "incubators/signal_new.html", context, status=422 if form.errors else 200)


@require_POST
def signal_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(DemandSignal.objects.visible_to(request.user), public_id=public_id)
    withdraw_signal(signal_id=found.pk, by=request.user, at=timezone.now())
    messages.success(request, _("Withdrawn. It does not count any more."))
    return redirect("incubators:signals")


@require_POST
def signal_convert(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft with what the signal says; the rest is written on its pages."""
    found = get_object_or_404(DemandSignal.objects.visible_to(request.user), public_id=public_id)
    try:
        need = convert_signal(signal_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("incubators:signals")
    messages.success(request, _("Here is the draft. What you said stands in it; write the rest."))
    return redirect("incubators:need_tasks", public_id=need.public_id)


@require_safe
def signal_counts(request: HttpRequest) -> HttpResponse:
    """For ministry staff: where help is lacking, by theme and province."""
    require(request.user, "incubators.count_signals")
    return render(request, "incubators/signal_counts.html", {"board": signal_board()})
