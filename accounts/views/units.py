"""Administrators: units, posts, and invitations to posts."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import services
from accounts.enums import Role
from accounts.forms.administration import InviteStaffForm, PostForm, UnitForm
from accounts.models import Post, StaffInvitation, Unit
from accounts.selectors import unit_page, unit_rows
from common.policies import require
from common.refusals import Refused, add_refusal


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.administer")
    return render(request, "accounts/administration.html", {"rows": unit_rows(timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def unit_create(request: HttpRequest) -> HttpResponse:
    require(request.user, "accounts.administer")
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unit = services.create_unit(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The unit was created. Now invite its people."))
            return redirect("accounts:unit", public_id=unit.public_id)
    return render(request, "accounts/unit_create.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def unit(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "accounts.administer")
    found = get_object_or_404(Unit, public_id=public_id)
    return render(request, "accounts/unit.html", {"page": unit_page(found, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def staff_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    form = InviteStaffForm(request.POST or None)
    return _fill_post(request, public_id, form, services.invite_staff, _("The invitation was sent."))


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def post_create(request: HttpRequest, public_id: str) -> HttpResponse:
    form = PostForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    return _fill_post(request, public_id, form, services.create_post, _("The post was given."))


def _fill_post(
    request: HttpRequest, public_id: str, form: InviteStaffForm, service: Callable[..., Any], done: str
) -> HttpResponse:
    """Two ways to fill a post, one page: an invitation by mail, or at once for an account that exists."""
    require(request.user, "accounts.administer")
    found = get_object_or_404(Unit, public_id=public_id)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            service(unit=found, by=request.user, at=timezone.now(), **answers)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect("accounts:unit", public_id=public_id)
    context = {"form": form, "unit": found, "by_mail": not isinstance(form, PostForm)}
    return render(request, "accounts/post_create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def post_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once more before a leaver's post ends."""
    require(request.user, "accounts.administer")
    post = get_object_or_404(Post.objects.select_related("user", "unit"), public_id=public_id)
    require(request.user, "accounts.end_post", post)
    if request.method != "POST":
        return render(request, "accounts/post_end.html", {"post": post})
    try:
        services.end_post(post_id=post.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The post has ended; its cases are being handed on."))
    return redirect("accounts:unit", public_id=post.unit.public_id)


@require_POST
def staff_invitation_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    require(request.user, "accounts.administer")
    invitation = get_object_or_404(StaffInvitation.objects.select_related("unit"), public_id=public_id)
    try:
        services.withdraw_staff_invitation(invitation_id=invitation.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("accounts:unit", public_id=invitation.unit.public_id)
