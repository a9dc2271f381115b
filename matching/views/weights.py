"""How programmes weigh matches: read, try out, publish."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from matching.forms import PublishWeightsForm, WeightsForm
from matching.selectors.weighing import Preview, Version, programme_rows, versions_of
from matching.services import preview_weights
from programmes.models import Programme
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
    programme, versions = _programme(request, slug)
    require(request.user, "programmes.view_weights")
    in_force = versions[0].lines
    if "preview" not in request.GET:
        return _show(request, programme, versions, WeightsForm(in_force=in_force))
    require(request.user, "programmes.change_weights", programme)
    form, preview = WeightsForm(request.GET, in_force=in_force), None
    if form.is_valid():
        try:
            preview = preview_weights(
                programme=programme, values=form.values, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
    return _show(request, programme, versions, form, preview)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    programme, versions = _programme(request, slug)
    require(request.user, "programmes.change_weights", programme)
    form = PublishWeightsForm(request.POST, in_force=versions[0].lines)
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
            messages.error(request, refusal.message)
        else:
            said = _("Version %(number)d is in force. The open needs are being matched again.")
            messages.success(request, said % {"number": published.number})
            return redirect("matching:weights", slug=slug)
    # Where it can be read again, and judged anew against what is in force by now.
    typed = {name: request.POST.get(name, "") for name in WeightsForm(in_force=versions[0].lines).fields}
    return redirect(f"{reverse('matching:weights', args=[slug])}?{urlencode({'preview': 1} | typed)}")


def _programme(request: HttpRequest, slug: str) -> tuple[Programme, list[Version]]:
    """A programme with its versions, the one in force first; one without any does not exist here."""
    visible = Programme.objects.visible_to(request.user).select_related("owner_unit")
    programme = get_object_or_404(visible, slug=slug)
    versions = versions_of(programme)
    if not versions:
        raise Http404
    return programme, versions


def _show(
    request: HttpRequest,
    programme: Programme,
    versions: list[Version],
    form: WeightsForm,
    preview: Preview | None = None,
) -> HttpResponse:
    shown = {
        "programme": programme,
        "versions": versions,
        "form": form,
        "preview": preview,
        "change": decide(request.user, "programmes.change_weights", programme),
    }
    return render(request, "matching/weights.html", shown)
