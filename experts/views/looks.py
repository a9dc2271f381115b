"""Who saw whom, for auditors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.keyset import leaf_of
from common.policies import require
from experts.forms.looks import LooksForm
from experts.selectors.looks import look_lines, looks_for, viewer_bars, with_viewers
from experts.services.auditing import record_reading


@require_safe
def look_list(request: HttpRequest) -> HttpResponse:
    require(request.user, "experts.read_looks")
    form = LooksForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    record_reading(about=chosen.get("expert") or "", by=request.user, at=timezone.now())
    found = looks_for(request.user, chosen)
    leaf = leaf_of(request, with_viewers(found), newest_by="at", named_by="pk")
    context = {"form": form, "leaf": leaf, "rows": look_lines(leaf.rows), "viewers": viewer_bars(found)}
    return render(request, "experts/look_list.html", context)
