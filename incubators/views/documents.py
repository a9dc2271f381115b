"""Documents beside the terms of a need."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import file_answer
from common.refusals import Refused, add_refusal
from incubators.forms.moves import DocumentForm
from incubators.models import Need
from incubators.services import add_document, remove_document
from incubators.views.pages import editable


@require_http_methods(["GET", "HEAD", "POST"])
def need_documents(request: HttpRequest, public_id: str) -> HttpResponse:
    """The documents of a need that is being written, and one more."""
    need = editable(request, public_id)
    posted = request.method == "POST"
    form = DocumentForm(request.POST, request.FILES) if posted else DocumentForm()
    if posted and form.is_valid():
        try:
            add_document(
                need_id=need.pk, upload=form.cleaned_data["file"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("incubators:need_documents", public_id=public_id)
    documents = [document.file for document in need.documents.select_related("file")]
    context = {"need": need, "form": form, "documents": documents}
    return render(request, "incubators/need_documents.html", context)


@require_POST
def need_document_remove(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    need = editable(request, public_id)
    remove_document(need_id=need.pk, public_id=file_id, by=request.user, at=timezone.now())
    return redirect("incubators:need_documents", public_id=public_id)


@require_safe
def need_document(request: HttpRequest, public_id: str, file_id: str) -> HttpResponse:
    """For whoever may see the need and has signed in."""
    need = get_object_or_404(Need.objects.visible_to(request.user), public_id=public_id)
    document = need.documents.select_related("file").filter(file__public_id=file_id).first()
    if document is None:
        raise Http404
    return file_answer(document.file)
