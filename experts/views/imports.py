"""Bringing a profile along: upload, look at what was read, take it over, undo it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from common.policies import require
from common.refusals import Refused, add_refusal
from experts.enums import BatchState
from experts.forms.imports import ImportForm
from experts.models import ImportBatch
from experts.selectors.imports import preview_page, waiting_page
from experts.services import imports as services
from experts.services.import_undo import undo_import
from experts.views.own import own_editable

_LEVEL = "level-"


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    expert = own_editable(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            batch = services.preview_import(
                expert_id=expert.pk,
                content=form.cleaned_data["file"].file,
                file_name=form.cleaned_data["file"].name,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("experts:import_preview", public_id=batch.public_id)
    return render(request, "experts/import.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was read, line by line; POST takes over the lines that stayed ticked or got a level."""
    own_editable(request)
    batch = _own_batch(request, public_id)
    if batch.state in (BatchState.READING, BatchState.UNREADABLE):
        return _waiting(request, batch)
    if request.htmx:
        # The waiting page asked whether its document has been read: the whole page changes now.
        return HttpResponse(headers={"HX-Redirect": request.path})
    if batch.state != BatchState.PREVIEWED:
        return redirect("experts:trust")
    ticked, levels = None, {}
    if request.method == "POST":
        ticked = frozenset(request.POST.getlist("take"))
        levels = {
            name.removeprefix(_LEVEL): level
            for name, level in request.POST.items()
            if name.startswith(_LEVEL)
        }
        try:
            n_taken = services.apply_import(
                batch_id=batch.pk, keys=ticked, levels=levels, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            words = ngettext("%(n)d entry was taken over.", "%(n)d entries were taken over.", n_taken)
            messages.success(request, words % {"n": n_taken})
            return redirect("experts:profile")
    page = preview_page(batch, ticked, levels)
    return render(
        request, "experts/import_preview.html", {"page": page}, status=200 if ticked is None else 422
    )


@require_POST
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    batch = _own_batch(request, public_id)
    try:
        services.discard_import(batch_id=batch.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Nothing was taken over, and what was read is forgotten."))
    return redirect("experts:profile")


@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    batch = _own_batch(request, public_id)
    require(request.user, "experts.undo_import", batch)
    n_gone = undo_import(batch_id=batch.pk, by=request.user, at=timezone.now())
    words = ngettext("%(n)d entry was removed.", "%(n)d entries were removed.", n_gone)
    messages.success(request, words % {"n": n_gone})
    return redirect("experts:trust")


def _waiting(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    template = "experts/import_waiting.html#reading" if request.htmx else "experts/import_waiting.html"
    response = render(request, template, {"page": waiting_page(batch)})
    response["Vary"] = "HX-Request"
    return response


def _own_batch(request: HttpRequest, public_id: str) -> ImportBatch:
    own = ImportBatch.objects.visible_to(request.user).select_related("expert")
    return get_object_or_404(own, public_id=public_id)
