"""How programmes weigh matches: read, try out, publish."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from matching.forms import PublishWeightsForm, WeightsForm
from matching.selectors.weighing import Preview, programme_rows, versions_of
from matching.services import preview_weights
from programmes.models import Programme
from programmes.selectors import weights_in_full
from programmes.services import publish_weights


@require_safe
def weights_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "programmes.view_weights")
    programmes = (
        Programme.objects.visible_to(request.user).select_related("owner_unit").order_by("name", "pk")
    )
    return render(request, "matching/weights_list.html", {"rows": programme_rows(list(programmes))})


@require_safe
def weights(request: HttpRequest, slug: str) -> HttpResponse:
    """The weights in force with their history; with weights in the address, what these would change."""
    programme = _programme(request, slug)
    require(request.user, "programmes.view_weights")
    if "preview" not in request.GET:
        return _show(request, programme)
    require(request.user, "programmes.change_weights", programme)
    form, preview = WeightsForm(request.GET), None
    if form.is_valid():
        try:
            preview = preview_weights(
                programme=programme, values=form.values, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
    return _show(request, programme, form, preview)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    programme = _programme(request, slug)
    require(request.user, "programmes.change_weights", programme)
    form = PublishWeightsForm(request.POST)
    if form.is_valid():
        try:
            published = publish_weights(
                programme_id=programme.pk,
                values=form.values,
                seen_number=form.cleaned_data["seen_number"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            said = _("Version %(number)d is in force. The open needs are being matched again.")
            messages.success(request, said % {"number": published.number})
            return redirect("matching:weights", slug=slug)
    return _show(request, programme, form)


def _programme(request: HttpRequest, slug: str) -> Programme:
    visible = Programme.objects.visible_to(request.user).select_related("owner_unit")
    return get_object_or_404(visible, slug=slug)


def _show(
    request: HttpRequest,
    programme: Programme,
    form: WeightsForm | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    versions = versions_of(programme)
    in_force = {line.component: line.weight for line in versions[0].lines}
    form = form or WeightsForm(initial=weights_in_full(in_force))
    form.explain(versions[0].lines)
    shown = {
        "programme": programme,
        "versions": versions,
        "form": form,
        "preview": preview,
        "change": decide(request.user, "programmes.change_weights", programme),
    }
    return render(request, "matching/weights.html", shown)
