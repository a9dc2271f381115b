"""The people of an organisation: who belongs to it, and how more of them join."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.policies import decide, require
from common.refusals import Refused, add_refusal
from incubators import services
from incubators.forms.members import InviteForm, RoleForm
from incubators.models import Membership, Organisation
from incubators.policies import role_in
from incubators.selectors.joining import join_page, member_invitation_of, members_page
from incubators.views.own import visible_organisation

_LIST = "incubators:members"


@require_safe
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.read_members", found)
    context = {"page": members_page(found, request.user, timezone.now())}
    return render(request, "incubators/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: HttpRequest, public_id: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.invite_member", found)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_member(
                organisation_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect(_LIST, public_id=public_id)
    return render(request, "incubators/member_invite.html", {"form": form, "organisation": found})


@require_POST
def member_invitation_withdraw(request: HttpRequest, public_id: str, invitation: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.manage_members", found)
    asked = get_object_or_404(found.invitations, public_id=invitation)
    try:
        services.withdraw_member_invitation(invitation_id=asked.pk, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect(_LIST, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def member_role(request: HttpRequest, public_id: str, member: str) -> HttpResponse:
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.manage_members", found)
    membership = _member(found, member)
    form = RoleForm(request.POST if request.method == "POST" else None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(
                organisation_id=found.pk,
                member_id=membership.user_id,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_LIST, public_id=public_id)
    context = {"form": form, "organisation": found, "member": membership.user}
    return render(request, "incubators/member_role.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, public_id: str, member: str) -> HttpResponse:
    """Asks once more before somebody is removed."""
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.manage_members", found)
    membership = _member(found, member)
    refused = ""
    if request.method == "POST":
        try:
            services.remove_member(
                organisation_id=found.pk, member_id=membership.user_id, by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("Removed. The person is told by mail."))
            return _after_an_end(request, found)
    context = {"organisation": found, "member": membership.user, "refused": refused}
    return render(request, "incubators/member_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once more before one leaves."""
    found = visible_organisation(request, public_id)
    require(request.user, "incubators.leave_organisation", found)
    refused = ""
    if request.method == "POST":
        try:
            services.leave_organisation(organisation_id=found.pk, by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = refusal.message
        else:
            messages.success(request, _("You have left the organisation."))
            return _after_an_end(request, found)
    return render(request, "incubators/leave.html", {"organisation": found, "refused": refused})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """A scanner that follows the link accepts nothing: accepting is a POST of the signed-in person."""
    invitation = member_invitation_of(token)
    if invitation is None:
        raise Http404
    now = timezone.now()
    may = decide(request.user, "incubators.accept_member_invitation", invitation)
    if request.method == "POST" and may.allowed:
        try:
            services.accept_member_invitation(invitation_id=invitation.pk, by=request.user, at=now)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("incubators:join", token=token)
        request.session.pop("is_member", None)  # the navigation asks again
        messages.success(request, _("You belong to the organisation now."))
        return redirect("incubators:organisation", public_id=invitation.organisation.public_id)
    page = join_page(invitation, now)
    if not page.is_open and role_in(request.user, invitation.organisation_id) is not None:
        return redirect("incubators:organisation", public_id=invitation.organisation.public_id)
    return render(request, "incubators/join.html", {"page": page, "may": may})


def _member(organisation: Organisation, member: str) -> Membership:
    memberships = organisation.memberships.select_related("user")
    return get_object_or_404(memberships, user__public_id=member)


def _after_an_end(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """To the list, for whoever may still read it."""
    request.session.pop("is_member", None)
    if decide(request.user, "incubators.read_members", organisation):
        return redirect(_LIST, public_id=organisation.public_id)
    return redirect("incubators:organisation_list")
