"""Needs as files: taken along, looked at line by line, taken over as drafts, taken back."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from incubators.enums import Category, NeedState
from incubators.forms.imports import NeedFileForm, TakeNeedsForm
from incubators.models import Need, NeedImport, Organisation
from incubators.policies import WRITERS
from incubators.readers import MAX_BYTES, NeedsReading, UnreadableNeeds, read_needs
from incubators.selectors.import_words import sentence_of
from incubators.selectors.need_documents import needs_document
from incubators.selectors.need_import import import_preview, offered_needs, unknown_words
from incubators.selectors.needs import need_rows
from incubators.services import import_needs, undo_need_import
from programmes.models import Programme
from taxonomy.selectors import skill_names

_UNPROCESSABLE = 422


@login_not_required
@require_safe
def need_export(request: HttpRequest, public_id: str) -> HttpResponse:
    """One need as its reader may know it."""
    found = get_object_or_404(Need.objects.visible_to(request.user).with_terms(), public_id=public_id)
    return _file([found], request, f"need-{public_id}.json")


@require_safe
def needs_export(request: HttpRequest) -> HttpResponse:
    """All needs of the reader's organisations, but for those that were withdrawn."""
    own = Need.objects.visible_to(request.user).of_member(request.user)
    kept = own.exclude(state=NeedState.WITHDRAWN).with_terms().order_by("pk")
    return _file(list(kept), request, "needs.json")


def _file(needs: list[Need], request: HttpRequest, name: str) -> HttpResponse:
    document = json.dumps(needs_document(needs, request.user), ensure_ascii=False, indent=2)
    answer = HttpResponse(document + "\n", content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def need_import(request: HttpRequest) -> HttpResponse:
    """Bring a file; what it would bring is shown before anything is written."""
    organisations = _writable(request)
    form = NeedFileForm(request.POST, request.FILES) if request.method == "POST" else NeedFileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to refuse it.
            content = file.read(MAX_BYTES + 1)
            reading = read_needs(content)
        except UnreadableNeeds as error:
            form.add_error("file", sentence_of(error))
        else:
            text = content.decode(json.detect_encoding(content))
            return _preview(request, reading, organisations, {"content": text, "file_name": file.name})
    context = {"form": form, "is_member": bool(organisations)}
    return render(
        request, "incubators/need_import.html", context, status=_UNPROCESSABLE if form.errors else 200
    )


@require_POST
def need_import_apply(request: HttpRequest) -> HttpResponse:
    """Take over what stayed ticked, all or nothing."""
    organisations = _writable(request)
    try:
        # Browsers send line ends of their own.
        content = request.POST.get("content", "").replace("\r\n", "\n")
        reading = read_needs(content.encode("utf-8", "replace"))
    except UnreadableNeeds as error:
        messages.error(request, sentence_of(error))
        return redirect("incubators:need_import")
    form = _take_form(reading, organisations, data=request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            batch = import_needs(
                organisation_id=cleaned["organisation"].pk,
                reading=reading,
                take=form.taken(),
                programme=cleaned["programme"],
                category=cleaned["category"],
                chosen=form.chosen(),
                file_name=cleaned["file_name"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("incubators:need_import_done", public_id=batch.public_id)
    return _preview(request, reading, organisations, {}, form)


@require_safe
def need_import_done(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a file brought."""
    batch = get_object_or_404(NeedImport.objects.visible_to(request.user), public_id=public_id)
    rows = need_rows(batch.needs.with_terms().order_by("pk"))
    context = {"batch": batch, "rows": rows, "n_drafts": sum(row.state == NeedState.DRAFT for row in rows)}
    return render(request, "incubators/need_import_done.html", context)


@require_POST
def need_import_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    batch = get_object_or_404(NeedImport.objects.visible_to(request.user), public_id=public_id)
    n_gone = undo_need_import(batch_id=batch.pk, by=request.user, at=timezone.now())
    words = ngettext("%(n)d draft was withdrawn.", "%(n)d drafts were withdrawn.", n_gone)
    messages.success(request, words % {"n": n_gone})
    return redirect("incubators:my_needs")


def _writable(request: HttpRequest) -> list[Organisation]:
    """For whom the reader may write; nobody, or a refusal that says why not."""
    organisations = list(Organisation.objects.of_member(request.user, *WRITERS).order_by("name", "pk"))
    writable = [one for one in organisations if decide(request.user, "incubators.post_need", one)]
    if organisations and not writable:
        require(request.user, "incubators.post_need", organisations[0])
    return writable


def _take_form(reading: NeedsReading, organisations: list[Organisation], **options: object) -> TakeNeedsForm:
    needs = offered_needs(reading, programme=None, category=Category.MENTORSHIP)
    return TakeNeedsForm(organisations=organisations, unknown=unknown_words(reading), needs=needs, **options)


def _preview(
    request: HttpRequest,
    reading: NeedsReading,
    organisations: list[Organisation],
    initial: dict[str, str],
    form: TakeNeedsForm | None = None,
) -> HttpResponse:
    """The file line by line, with what to decide about it."""
    if not organisations:
        raise Http404
    status = 200 if form is None else _UNPROCESSABLE
    form = form or _take_form(reading, organisations, initial=initial)
    slug = str(form["programme"].value() or "").replace("\x00", "")
    programme = Programme.objects.filter(slug=slug, is_open=True).first()
    needs = offered_needs(reading, programme=programme, category=Category.MENTORSHIP)
    context = {"form": form, "page": import_preview(reading, needs), "skill_names": skill_names()}
    return render(request, "incubators/need_import_preview.html", context, status=status)
