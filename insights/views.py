"""Numbers for everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.charts import bars
from insights.selectors import numbers_page
from taxonomy.labels import country_name


@login_not_required
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    page = numbers_page()
    countries = bars((country_name(code), n) for code, n in page.experts_by_country)
    return render(request, "insights/numbers.html", {"page": page, "countries": countries})
