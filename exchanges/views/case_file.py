"""Parts of the case file with a page of their own to write on: participants, checklist, documents."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import file_answer
from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import CheckKind
from exchanges.forms import CaseDocumentForm, ParticipantsForm, TickForm
from exchanges.models import CaseDocument, ChecklistItem, Placement
from exchanges.policies import side_of_case
from exchanges.selectors.cases.checklist import check_line
from exchanges.selectors.cases.documents import documents
from exchanges.services.case_documents import add_case_document, remove_case_document
from exchanges.services.checklist import tick
from exchanges.services.looks import look_at_placement
from exchanges.services.participants import name_participants


@require_http_methods(["GET", "POST"])
def participants(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who takes part besides expert and host; a part of the plan."""
    found = visible_case(request, public_id)
    require(request.user, "exchanges.edit_placement", found)
    form = ParticipantsForm(request.POST or None, placement=found)
    if request.method == "POST" and form.is_valid():
        try:
            name_participants(
                placement_id=found.pk,
                participants=tuple(form.participants()),
                by=request.user,
                at=timezone.now(),
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            _add_to_row(form, refusal)
            if refusal.code == "stale_version":  # saving once more is then a decision
                form = _again(request, public_id, refusal)
        else:
            messages.success(request, _("The plan was saved. The expert must agree to it again."))
            return to_case(public_id, "people")
    status = 422 if form.errors else 200
    return render(
        request, "exchanges/placement_participants.html", {"form": form, "placement": found}, status=status
    )


def _add_to_row(form: ParticipantsForm, refusal: Refused) -> None:
    """The service numbers lines without gaps; the form says in which row that line stands."""
    name, _underscore, position = (refusal.field or "").rpartition("_")
    if name:
        refusal.field = f"{name}_{form.number_of(int(position))}"
    add_refusal(form, refusal)


def _again(request: HttpRequest, public_id: str, refusal: Refused) -> ParticipantsForm:
    found = visible_case(request, public_id)
    typed = request.POST.copy()
    typed["version"] = str(found.version)
    form = ParticipantsForm(typed, placement=found)
    add_refusal(form, refusal)
    return form


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, public_id: str, line: CheckKind) -> HttpResponse:
    """One line of the checklist, answered by the side that it belongs to."""
    found = visible_case(request, public_id)
    asked = check_line(found, line, request.user)
    if asked is None:
        raise Http404
    require(request.user, "exchanges.tick_check", ChecklistItem(placement=found, kind=line))
    stands = {
        "state": asked.state,
        "reason": asked.reason,
        "document": asked.document.public_id if asked.document else "",
    }
    form = TickForm(request.POST or None, initial=stands, placement=found, kind=line)
    if request.method == "POST" and form.is_valid():
        try:
            tick(placement_id=found.pk, kind=line, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The checklist was saved."))
            return to_case(public_id, "checklist")
    context = {"form": form, "placement": found, "line": asked}
    return render(request, "exchanges/placement_check.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def case_documents(request: HttpRequest, public_id: str) -> HttpResponse:
    """The documents of a case, and one more."""
    found = visible_case(request, public_id)
    require(request.user, "exchanges.add_case_document", found)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CaseDocumentForm(*given, side=side_of_case(request.user, found))
    if request.method == "POST" and form.is_valid():
        try:
            add_case_document(placement_id=found.pk, by=request.user, at=timezone.now(), **form.chosen())
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The document stands in the case."))
            return to_case(public_id, "documents")
    context = {"form": form, "placement": found, "documents": documents(found, request.user)}
    status = 422 if form.errors else 200
    return render(request, "exchanges/placement_documents.html", context, status=status)


@require_safe
def case_document(request: HttpRequest, public_id: str, document_id: str) -> HttpResponse:
    """The file, as a download; whoever opens it has looked at the expert."""
    found, document = _document(request, public_id, document_id)
    if document.file is None:
        raise Http404
    look_at_placement(placement=found, route="exchanges:case_document", by=request.user, at=timezone.now())
    return file_answer(document.file)


@require_POST
def remove_document(request: HttpRequest, public_id: str, document_id: str) -> HttpResponse:
    _found, document = _document(request, public_id, document_id)
    remove_case_document(document_id=document.pk, by=request.user, at=timezone.now())
    messages.success(request, _("The document was taken away."))
    return to_case(public_id, "documents")


def _document(request: HttpRequest, public_id: str, document_id: str) -> tuple[Placement, CaseDocument]:
    found = visible_case(request, public_id)
    rows = found.documents.readable_by(request.user).select_related("file")
    document = get_object_or_404(rows, public_id=document_id)
    return found, document


def visible_case(request: HttpRequest, public_id: str) -> Placement:
    rows = Placement.objects.visible_to(request.user).with_people()
    found = get_object_or_404(rows, public_id=public_id)
    require(request.user, "exchanges.open_case", found)
    return found


def to_case(public_id: str, part: str) -> HttpResponse:
    return redirect(reverse("exchanges:placement", args=[public_id]) + f"#{part}")
