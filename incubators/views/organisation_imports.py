"""Staff bring in files of organisations: read, look, apply, undo."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from incubators.forms.staff import ApplyForm, ImportForm
from incubators.models import OrganisationImport
from incubators.selectors.organisation_imports import (
    import_lines,
    import_page,
    import_rows,
    report_of,
    template_file,
    with_counts,
)
from incubators.services import import_applying
from incubators.services.import_reading import read_organisations
from incubators.services.organisation_files import MOST_BYTES

_IMPORT = "incubators:organisation_import"


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_imports(request: HttpRequest) -> HttpResponse:
    """Files of organisations that were brought in, the latest first, and the way to bring another one."""
    require(request.user, "incubators.import_organisations")
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = read_organisations(
                content=file.read(MOST_BYTES + 1), file_name=file.name, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(_IMPORT, public_id=batch.public_id)
    page = page_of(request, _visible(request).select_related("by").order_by("-at", "-pk"))
    context = {"page": page, "rows": import_lines(page.object_list), "form": form}
    status = 422 if form.errors else 200
    return render(request, "incubators/organisation_imports.html", context, status=status)


@require_safe
def organisation_import_template(request: HttpRequest) -> HttpResponse:
    require(request.user, "incubators.import_organisations")
    return _csv(template_file(), "organisations.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_import(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one file says, row by row; POST registers its new rows."""
    require(request.user, "incubators.import_organisations")
    batch = _batch(request, public_id)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            import_applying.apply_import(
                import_id=batch.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The new rows are being registered."))
            return redirect(_IMPORT, public_id=public_id)
    rows = batch.rows.select_related("twin", "organisation").order_by("number")
    only_errors = request.GET.get("rows") == "error"
    page = page_of(request, rows.filter(outcome="error") if only_errors else rows)
    context = {
        "found": import_page(batch),
        "page": page,
        "rows": import_rows(page.object_list),
        "form": form,
        "only_errors": only_errors,
    }
    status = 422 if form.errors else 200
    return render(request, "incubators/organisation_import.html", context, status=status)


@require_safe
def organisation_import_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same rows as a file, for whoever corrects the table."""
    require(request.user, "incubators.import_organisations")
    return _csv(report_of(_batch(request, public_id)), f"report-{public_id}.csv")


@require_POST
def organisation_import_discard(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "incubators.import_organisations")
    import_applying.discard_import(import_id=_batch(request, public_id).pk, by=request.user)
    messages.success(request, _("Nothing was registered, and what was read is forgotten."))
    return redirect("incubators:organisation_imports")


@require_POST
def organisation_import_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "incubators.import_organisations")
    import_applying.undo_import(import_id=_batch(request, public_id).pk, by=request.user, at=timezone.now())
    messages.success(request, _("What nobody has joined or written for is being taken back."))
    return redirect(_IMPORT, public_id=public_id)


def _visible(request: HttpRequest) -> QuerySet[OrganisationImport]:
    return with_counts(OrganisationImport.objects.visible_to(request.user))


def _batch(request: HttpRequest, public_id: str) -> OrganisationImport:
    return get_object_or_404(OrganisationImport.objects.visible_to(request.user), public_id=public_id)


def _csv(text: str, name: str) -> HttpResponse:
    """With the mark by which spreadsheets know UTF-8."""
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
