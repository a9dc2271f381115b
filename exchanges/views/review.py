"""The ministry's queue, and what reviewers do with one case."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from common.pages import page_of
from common.policies import Denied, decide, require
from common.refusals import Refused, add_refusal
from exchanges.enums import PlacementAction
from exchanges.forms import DeclareForm, QueueForm, ReassignForm, ReviewForm
from exchanges.models import Placement
from exchanges.notices import both_languages
from exchanges.policies.parts import said_of_ties
from exchanges.selectors.amendments import waiting_rows
from exchanges.selectors.due import due_at
from exchanges.selectors.plans import submitted_rows
from exchanges.selectors.queue import chosen, queue_rows, review_queue, units_of_queue, workload
from exchanges.selectors.reviews import may_give, places_to_give, reviewers_of_unit, suggested_letter
from exchanges.selectors.rubrics import rubric_of
from exchanges.services import reviews as services
from exchanges.services.conflicts import declare_ties
from exchanges.services.looks import look_at_placement
from exchanges.services.placements import move_placement
from exchanges.views.opening import way_back

# Those above the queue; the next come up as these are dealt with.
MOST_AMENDMENTS = 20


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Cases of the viewer's units, what came back first; for people without such a post it does not exist."""
    if not request.user.holds(Role.REVIEWER, Role.DECIDER, Role.OFFICER, Role.AUDITOR):
        raise Http404
    form = QueueForm(request.GET, units=units_of_queue(request.user))
    today = timezone.localdate()
    page = page_of(request, chosen(review_queue(request.user), form.choice(), today=today))
    rows = queue_rows(page.object_list, request.user, today=today)
    context = {
        "page": page,
        "rows": rows,
        "form": form,
        "is_chosen": any(request.GET.values()),
        "amendments": waiting_rows(request.user, MOST_AMENDMENTS),
    }
    return render(request, "exchanges/review_queue.html", context)


@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """The next case: taken, or first the question whether they have a conflict of interest in it."""
    if not decide(request.user, "exchanges.claim_next"):
        raise Http404
    found = services.claim_next(by=request.user, at=timezone.now())
    if found is None:
        messages.info(request, _("No case waits for a reviewer now."))
        return redirect("exchanges:review_queue")
    if said_of_ties(request.user, found) is None:
        return redirect(reverse("exchanges:declare_ties", args=[found.public_id]) + "?take=on")
    messages.success(request, _("The case is yours."))
    return redirect("exchanges:placement", public_id=found.public_id)


@require_GET
def workload_table(request: HttpRequest) -> HttpResponse:
    if not decide(request.user, "exchanges.read_workload"):
        raise Http404
    return render(
        request, "exchanges/review_workload.html", {"rows": workload(request.user, at=timezone.now())}
    )


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Before a case opens for somebody who reviews or decides: only what a tie could be to."""
    found = get_object_or_404(Placement.objects.visible_to(request.user).with_people(), public_id=public_id)
    require(request.user, "exchanges.declare_placement", found)
    form = DeclareForm(request.POST or None, initial={"take": "take" in request.GET})
    if request.method == "POST" and form.is_valid():
        try:
            kind = form.kind()
            declare_ties(placement_id=found.pk, kind=kind, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("tie", str(refusal.message))
        else:
            if kind is not None:
                messages.success(request, _("Thank you. Colleagues look at this case; it is gone for you."))
                return redirect("exchanges:review_queue")
            if form.cleaned_data["take"]:
                _take(request, found)
            return way_back(request, reverse("exchanges:placement", args=[public_id]))
    look_at_placement(placement=found, route="exchanges:declare_ties", by=request.user, at=timezone.now())
    context = {"form": form, "placement": found, "said": said_of_ties(request.user, found)}
    status = 422 if form.errors else 200
    return render(request, "exchanges/declare_ties.html", context, status=status)


def _take(request: HttpRequest, found: Placement) -> None:
    """A colleague may have been faster."""
    at = timezone.now()
    try:
        move_placement(placement_id=found.pk, action=PlacementAction.TAKE, by=request.user, at=at)
    except Denied as denied:
        messages.warning(request, str(denied.reason))
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The case is yours."))


@require_http_methods(["GET", "POST"])
def give_review(request: HttpRequest, public_id: str) -> HttpResponse:
    """The plan beside the form; "prepare" writes a letter from the reasons and sends nothing."""
    found = _open(request, public_id)
    rubric = rubric_of(found.need.programme)
    version = found.plan_versions.order_by("-number").first()
    may = may_give(found, request.user)
    if not may:
        raise Denied(may)
    initial = {"digest": version.digest if version else ""}
    form = ReviewForm(request.POST or None, initial=initial, rubric=rubric)
    prepared = request.method == "POST" and "prepare" in request.POST
    if prepared:
        form = _with_letter(form, rubric)
    elif request.method == "POST" and form.is_valid():
        try:
            services.give_review(
                placement_id=found.pk,
                finding=form.finding(),
                digest=form.cleaned_data["digest"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your review is in."))
            return redirect("exchanges:placement", public_id=public_id)
    look_at_placement(placement=found, route="exchanges:give_review", by=request.user, at=timezone.now())
    context = {
        "form": form,
        "placement": found,
        "plan": submitted_rows(found),
        "due_at": due_at(found),
        "prepared": prepared,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "exchanges/give_review.html", context, status=status)


def _with_letter(form: ReviewForm, rubric: tuple) -> ReviewForm:
    """The form as it was filled in, with a letter in both languages for the reasons that are ticked."""
    letter = both_languages(lambda: suggested_letter(form.chosen_reasons()))
    initial = {name: form.data.get(name, "") for name in form.fields}
    written = form.data.get("letter", "").strip()
    initial |= {
        "reasons": [str(reason) for reason in form.chosen_reasons()],
        "letter": "\n\n".join(filter(None, (written, letter))),
    }
    return ReviewForm(initial=initial, rubric=rubric)


@require_http_methods(["GET", "POST"])
def reassign(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _open(request, public_id)
    require(request.user, "exchanges.reassign_placement", found)
    people = [
        user for user in reviewers_of_unit(found, timezone.localdate()) if services.may_be_given(user, found)
    ]
    form = ReassignForm(request.POST or None, places=places_to_give(found), reviewers=people)
    if request.method == "POST" and form.is_valid():
        try:
            services.reassign(
                placement_id=found.pk,
                reviewer=form.cleaned_data["place"],
                to=form.cleaned_data["to"],
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The case was given to another reviewer."))
            return redirect("exchanges:placement", public_id=public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "placement": found, "has_people": bool(people)}
    return render(request, "exchanges/reassign.html", context, status=status)


def _open(request: HttpRequest, public_id: str) -> Placement:
    """A case that is open to this person; for others of its readers the reason why it is not yet."""
    rows = Placement.objects.visible_to(request.user).with_people()
    found = get_object_or_404(rows, public_id=public_id)
    require(request.user, "exchanges.open_case", found)
    return found
