"""Letters: the letter for those who may read it, on the page and as PDF, and a public check of its code."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.downloads import bytes_answer
from common.fonts import has_fonts
from common.paper import as_pdf
from common.policies import require
from common.refusals import Refused, add_refusal
from exchanges.enums import DECISIONS
from exchanges.forms import EndLetterForm, ReferenceForm, ReissueLetterForm, WordingForm
from exchanges.models import Letter, Placement
from exchanges.selectors.letter_previews import DECISION_OF, letter_preview, words_of
from exchanges.selectors.letters import check_letter, letter_page, letter_paper
from exchanges.services import letters as services
from exchanges.services.looks import look_at_placement

_LETTER = "exchanges:letter"


@require_GET
def letter(request: HttpRequest, code: str) -> HttpResponse:
    found = _readable(request, code)
    _look(request, found, _LETTER)
    return render(request, "exchanges/letter.html", {"page": letter_page(found, request.user)})


@require_GET
def letter_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Made when it is asked for, kept nowhere; a download is a look."""
    found = _readable(request, code)
    if not has_fonts():
        messages.error(request, _("This machine cannot make PDF files: print the page instead."))
        return redirect(_LETTER, code=code)
    _look(request, found, "exchanges:letter_pdf")
    name = f"{found.kind}-{found.code}.pdf"
    return bytes_answer(as_pdf(letter_paper(found)), name=name, media_type="application/pdf")


@require_http_methods(["GET", "POST"])
def withdraw_letter(request: HttpRequest, code: str) -> HttpResponse:
    found = _readable(request, code)
    require(request.user, "exchanges.withdraw_letter", found)
    form = EndLetterForm(request.POST if request.method == "POST" else None, kind=found.kind)
    if request.method == "POST" and form.is_valid():
        services.withdraw_letter(
            letter_id=found.pk, because=form.cleaned_data["because"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("The letter was withdrawn. Whoever checks its code reads so at once."))
        return redirect(_LETTER, code=code)
    return _form(request, "exchanges/letter_withdraw.html", form, letter=found)


@require_http_methods(["GET", "POST"])
def reissue_letter(request: HttpRequest, code: str) -> HttpResponse:
    found = _readable(request, code)
    require(request.user, "exchanges.reissue_letter", found)
    wording = found.wording if found.kind in DECISIONS else {}
    form = ReissueLetterForm(
        request.POST if request.method == "POST" else None, kind=found.kind, wording=wording
    )
    if request.method == "POST" and form.is_valid():
        try:
            newer = services.reissue_letter(
                letter_id=found.pk,
                because=form.cleaned_data["because"],
                by=request.user,
                at=timezone.now(),
                wording=form.wording(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The letter was issued anew, under a new code."))
            return redirect(_LETTER, code=newer.code)
    return _form(request, "exchanges/letter_reissue.html", form, letter=found)


@require_POST
def answer_reference(request: HttpRequest, code: str) -> HttpResponse:
    """The expert agrees to a reference or refuses it."""
    found = _readable(request, code)
    agrees = request.POST.get("answer") == "agree"
    services.answer_reference(letter_id=found.pk, agrees=agrees, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("Others who may see the placement can now read it.") if agrees else _("Nobody else will read it."),
    )
    return redirect(_LETTER, code=code)


@require_http_methods(["GET", "POST"])
def write_reference(request: HttpRequest, public_id: str) -> HttpResponse:
    """The host's words about the expert, who reads them first."""
    found = _case(request, public_id)
    require(request.user, "exchanges.write_reference", found)
    form = ReferenceForm(
        request.POST if request.method == "POST" else None, initial={"language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid():
        try:
            written = services.write_reference(
                placement_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The expert reads it first; nobody else does before they agree."))
            return redirect(_LETTER, code=written.code)
    return _form(request, "exchanges/reference_write.html", form, placement=found)


@require_http_methods(["GET", "POST"])
def word_letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """The letter of a pending decision: read it, change its words, look at them, keep them."""
    found = _case(request, public_id)
    require(request.user, "exchanges.word_letter", found)
    if found.state not in DECISION_OF:
        raise Http404
    at = timezone.now()
    wording = words_of(found)
    form = WordingForm(request.POST if request.method == "POST" else None, initial=wording)
    if request.method == "POST" and form.is_valid():
        wording = form.cleaned_data
        if "preview" not in request.POST:
            try:
                services.word_letter(
                    placement_id=found.pk,
                    kind=DECISION_OF[found.state],
                    wording=wording,
                    by=request.user,
                    at=at,
                )
            except Refused as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(request, _("The words are kept, and go out when the decision is released."))
                return redirect("exchanges:word_letter", public_id=public_id)
    look_at_placement(placement=found, route="exchanges:word_letter", by=request.user, at=at)
    kept = found.letter_drafts.filter(kind=DECISION_OF[found.state]).select_related("edited_by").first()
    sides = () if form.errors else letter_preview(found, wording, at)
    return _form(request, "exchanges/letter_words.html", form, placement=found, kept=kept, sides=sides)


@require_POST
def compile_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The case file as the case stands now."""
    found = _case(request, public_id)
    written = services.compile_file(placement_id=found.pk, by=request.user, at=timezone.now())
    return redirect(_LETTER, code=written.code)


@login_not_required
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code, read date and status; no names, whoever asks."""
    code = request.GET.get("code", "").strip().upper()
    context = {
        "code": code,
        "check": check_letter(code) if code else None,
        "is_empty": "code" in request.GET and not code,
    }
    return render(request, "exchanges/verify.html", context)


def _readable(request: HttpRequest, code: str) -> Letter:
    rows = Letter.objects.visible_to(request.user).select_related(
        "replaced_by", "placement__expert__user", "placement__organisation", "placement__review_unit"
    )
    return get_object_or_404(rows, code=code)


def _case(request: HttpRequest, public_id: str) -> Placement:
    rows = Placement.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)


def _look(request: HttpRequest, found: Letter, route: str) -> None:
    look_at_placement(placement=found.placement, route=route, by=request.user, at=timezone.now())


def _form(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form} | context, status=status)
