"""Numbers: for everyone, for the members of one organisation, and for those who oversee."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.charts import bars
from common.policies import require
from common.sheets import MEDIA_TYPES, SheetKind
from common.sheets import written as file_of
from incubators.models import Organisation
from insights.enums import Figure
from insights.forms import OversightForm, period_name
from insights.selectors.figures.page import oversight_page
from insights.selectors.figures.sheet import oversight_sheet
from insights.selectors.numbers import numbers_page
from insights.selectors.standing import standing_page
from taxonomy.labels import country_name


@login_not_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    page = numbers_page()
    countries = bars((country_name(code), n) for code, n in page.experts_by_country)
    return render(request, "insights/numbers.html", {"page": page, "countries": countries})


@require_safe
def standing(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.visible_to(request.user), public_id=public_id)
    require(request.user, "insights.read_standing", found)
    return render(request, "insights/standing.html", {"page": standing_page(found, at=timezone.now())})


@require_safe
def oversight(request: HttpRequest) -> HttpResponse:
    require(request.user, "insights.read_oversight")
    form = OversightForm(request.GET)
    choice = form.choice()
    context = {
        "form": form,
        "page": oversight_page(choice, at=timezone.now()),
        "period": period_name(choice.period),
        "choice": choice,
    }
    return render(request, "insights/oversight.html", context, status=422 if form.errors else 200)


@require_safe
def oversight_export(request: HttpRequest, kind: str) -> HttpResponse:
    """All figures, or the one that `figure` names; the same choices as on the page."""
    require(request.user, "insights.read_oversight")
    form = OversightForm(request.GET)
    only = request.GET.get("figure", "")
    if kind not in list(SheetKind) or form.errors or only not in ("", *Figure):
        raise Http404
    choice = form.choice()
    rows = oversight_sheet(
        choice,
        period_name=period_name(choice.period),
        at=timezone.now(),
        only=Figure(only) if only else None,
    )
    response = HttpResponse(
        file_of(SheetKind(kind), "Figures", rows), content_type=MEDIA_TYPES[SheetKind(kind)]
    )
    name = f"figures-{only or 'all'}-{choice.period.key}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
