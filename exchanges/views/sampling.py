"""Control after the fact: campaigns of the reader's units, one of them, and its table."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.models import User
from accounts.selectors.outbox import MAILS_PER_BATCH_PAGE, mails_to_read
from common.batches import keys_among
from common.pages import page_of
from common.policies import decide, require
from common.refusals import Refused, add_refusal
from common.sheets import MEDIA_TYPES, SheetKind, written
from exchanges.forms import CampaignForm, DrawForm
from exchanges.models import SampleCampaign
from exchanges.selectors.sampling import campaign_page, campaign_rows, campaign_sheet, waiting_messages
from exchanges.services.sampling import (
    begin_campaign,
    close_sample,
    draw_sample,
    note_messages_read,
    send_messages,
)
from programmes.models import Programme


@require_GET
def sample_list(request: HttpRequest) -> HttpResponse:
    """Campaigns of one programme or of all; for people without such a post it does not exist."""
    _for_staff(request)
    rows = SampleCampaign.objects.visible_to(request.user).with_counts()
    programme = Programme.objects.filter(slug=request.GET.get("programme", "")).first()
    if programme is not None:
        rows = rows.filter(programme=programme)
    page = page_of(request, rows.order_by("-fiscal_year", "programme__name", "pk"))
    context = {
        "page": page,
        "rows": campaign_rows(page.object_list),
        "programme": programme,
        "begin": decide(request.user, "exchanges.begin_sample", programme),
    }
    return render(request, "exchanges/sample_list.html", context)


@require_http_methods(["GET", "POST"])
def sample_new(request: HttpRequest) -> HttpResponse:
    """A programme and a year; what would be drawn stands on the campaign's own page, before the draw."""
    _for_staff(request)
    require(request.user, "exchanges.begin_sample", None)
    at = timezone.now()
    initial = {"programme": request.GET.get("programme", "")}
    form = CampaignForm(request.POST or None, initial=initial, programmes=_own(request.user), at=at)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            campaign = begin_campaign(
                programme_id=chosen["programme"].pk, fiscal_year=chosen["fiscal_year"], by=request.user, at=at
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("exchanges:sample", public_id=campaign.public_id)
    return render(request, "exchanges/sample_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def sample(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _visible(request, public_id))


@require_http_methods(["GET", "POST"])
def sample_draw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    if request.method == "GET":  # read again after a refusal, or after signing in anew
        return redirect("exchanges:sample", public_id=public_id)
    require(request.user, "exchanges.draw_sample", found)
    at = timezone.now()
    form = DrawForm(request.POST, at=at)
    if form.is_valid():
        try:
            draw_sample(campaign_id=found.pk, due_on=form.cleaned_data["due_on"], by=request.user, at=at)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, _("The sample was drawn. Read what both sides are asked, then send it.")
            )
            return redirect("exchanges:sample_messages", public_id=public_id)
    return _show(request, found, form)


@require_http_methods(["GET", "POST"])
def sample_messages(request: HttpRequest, public_id: str) -> HttpResponse:
    """The first messages of a campaign in both languages; sent is what stood on the page."""
    found = _visible(request, public_id)
    require(request.user, "exchanges.send_sample_messages", found)
    if request.method == "POST":
        try:
            n = send_messages(
                campaign_id=found.pk,
                seen=keys_among(request.POST.getlist("seen")),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            words = ngettext("%(n)d message was sent.", "%(n)d messages were sent.", n)
            messages.success(request, words % {"n": n})
        return redirect("exchanges:sample", public_id=public_id)
    mails = mails_to_read(waiting_messages(found, request.user)[:MAILS_PER_BATCH_PAGE])
    note_messages_read(campaign=found, by=request.user, at=timezone.now())
    return render(request, "exchanges/sample_messages.html", {"campaign": found, "mails": mails})


@require_POST
def sample_close(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _visible(request, public_id)
    require(request.user, "exchanges.close_sample", found)
    try:
        close_sample(campaign_id=found.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The campaign was closed."))
    return redirect("exchanges:sample", public_id=public_id)


@require_GET
def sample_sheet(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    found = _visible(request, public_id)
    if kind not in list(SheetKind) or not found.seed:
        raise Http404
    content = written(SheetKind(kind), "Sample", campaign_sheet(found, request.user))
    response = HttpResponse(content, content_type=MEDIA_TYPES[SheetKind(kind)])
    response["Content-Disposition"] = f'attachment; filename="sample-{found.public_id}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


def _for_staff(request: HttpRequest) -> None:
    if not decide(request.user, "exchanges.read_samples"):
        raise Http404


def _own(user: User) -> QuerySet[Programme]:
    units = [post.unit_id for post in user.posts_today if post.role == Role.OFFICER]
    return Programme.objects.visible_to(user).filter(owner_unit_id__in=units).order_by("name", "pk")


def _visible(request: HttpRequest, public_id: str) -> SampleCampaign:
    rows = SampleCampaign.objects.visible_to(request.user).with_counts()
    return get_object_or_404(rows, public_id=public_id)


def _show(request: HttpRequest, found: SampleCampaign, form: DrawForm | None = None) -> HttpResponse:
    at = timezone.now()
    context = {
        "page": campaign_page(found, request.user, at=at),
        "form": form or DrawForm(at=at),
        "kinds": [kind.value for kind in SheetKind],
    }
    return render(request, "exchanges/sample.html", context, status=422 if form else 200)
