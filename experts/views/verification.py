"""The ministry verifies: queue, one profile with where each fact came from, verify or return."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from common.pages import page_of
from common.policies import require
from common.refusals import Refused, add_refusal
from experts.enums import LookReason
from experts.forms.credentials import QueueFilterForm
from experts.forms.staff import NoteForm, RequestChangesForm, VerifyForm
from experts.models import Expert
from experts.policies import is_liaison, verifies_experts
from experts.selectors.verification import (
    experts_of,
    queue_rows,
    verification_page,
    waiting_countries,
    waiting_rows,
)
from experts.services import verification as services
from experts.services.access import record_list, record_look

_QUEUE, _PROFILE = "experts:verification_queue", "experts:verification"


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest first; each person on the page can read that they were listed."""
    require(request.user, "experts.open_verification")
    form = QueueFilterForm(request.GET, countries=waiting_countries(request.user))
    narrowed = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, waiting_rows(request.user, **narrowed))
    waiting = list(page.object_list)
    record_list(
        expert_ids=experts_of(waiting),
        viewer=request.user,
        why=LookReason.VERIFICATION,
        route=_QUEUE,
        at=timezone.now(),
    )
    context = {"page": page, "rows": queue_rows(waiting, request.user), "form": form}
    return render(request, "experts/verification_queue.html", context)


@require_GET
def profile(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show(request, _visible(request, public_id))


@require_POST
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, VerifyForm, services.verify_profile, _("The profile is verified."))


@require_POST
def request_changes(request: HttpRequest, public_id: str) -> HttpResponse:
    done = _("The profile went back to the expert.")
    return _step(request, public_id, RequestChangesForm, services.request_changes, done)


@require_POST
def suspend(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, NoteForm, services.suspend_profile, _("The profile is suspended."))


@require_POST
def reinstate(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, NoteForm, services.reinstate_profile, _("The suspension has ended."))


def _step(
    request: HttpRequest,
    public_id: str,
    form_class: type[VerifyForm],
    take: Callable[..., Expert],
    done: str,
) -> HttpResponse:
    """Take one step; a refusal shows the profile again, as it is now, with what was typed."""
    expert = _visible(request, public_id)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            take(expert_id=expert.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            expert = _visible(request, public_id)
            # Whoever reads the profile again decides on what it says now.
            typed = request.POST.copy()
            typed["version"] = str(expert.version)
            form = form_class(typed)
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(_QUEUE)
    return _show(request, expert, form)


def _visible(request: HttpRequest, public_id: str) -> Expert:
    """Hidden people do not exist; who does not verify is refused even what is public."""
    visible = Expert.objects.visible_to(request.user).select_related("managed").with_profile()
    expert = get_object_or_404(visible, public_id=public_id)
    require(request.user, "experts.open_verification")
    if is_liaison(request.user) and not verifies_experts(request.user):
        # What is public elsewhere is none of a liaison's business here.
        of_the_patch = Expert.objects.of_staff(request.user)
        get_object_or_404(of_the_patch, pk=expert.pk)
    return expert


def _show(request: HttpRequest, expert: Expert, answered: VerifyForm | None = None) -> HttpResponse:
    """The three forms, of which the answered one keeps what was typed and its errors; that is a look too."""
    record_look(
        expert=expert,
        viewer=request.user,
        why=LookReason.VERIFICATION,
        route=_PROFILE,
        at=timezone.now(),
    )
    forms = {
        form_class: form_class(initial={"version": expert.version})
        for form_class in (VerifyForm, RequestChangesForm, NoteForm)
    }
    if answered is not None:
        forms[type(answered)] = answered
    context = {
        "page": verification_page(expert),
        "verify_form": forms[VerifyForm],
        "return_form": forms[RequestChangesForm],
        "note_form": forms[NoteForm],
    }
    return render(request, "experts/verification.html", context, status=422 if answered else 200)
