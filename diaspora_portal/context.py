"""What every page's frame needs: language direction, navigation by part, and the request id."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from accounts.enums import Arrival, Duty, Role
from accounts.models import User
from common.policies import decide


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    label: str
    current: bool = False


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "portal_version": settings.VERSION,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "request_id": getattr(request, "request_id", ""),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "account_links": SimpleLazyObject(lambda: _account_links(request)),
    }


def _navigation(request: HttpRequest) -> list[Link]:
    """The few pages that this person's parts lead to."""
    user = getattr(request, "user", None)
    names = [
        ("incubators:need_list", _("Open needs")),
        ("insights:numbers", _("Numbers")),
        ("how_it_works", _("How it works")),
    ]
    if user is not None and user.is_authenticated:
        names = [("today", _("Today")), *_of_parts(user), ("incubators:need_list", _("Open needs"))]
    addresses = [(reverse(name), label) for name, label in names]
    # "Our needs" lies below "Open needs": the nearest page is the current one, and only that.
    current = max((href for href, _label in addresses if request.path.startswith(href)), key=len, default="")
    return [Link(href, label, href == current) for href, label in addresses]


def _of_parts(user: User) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    if user.is_ministry_staff:
        links += _of_staff(user)
    if user.arrival == Arrival.EXPERT and not user.is_ministry_staff:
        links += [
            ("experts:profile", _("Profile")),
            ("matching:expert_matches", _("Needs that fit")),
            ("exchanges:invitation_list", _("Invitations")),
            ("exchanges:placement_list", _("Placements")),
        ]
    if user.arrival == Arrival.ORGANISATION:
        links += [
            ("incubators:my_needs", _("Our needs")),
            ("exchanges:invitation_list", _("Invitations")),
            ("exchanges:placement_list", _("Placements")),
        ]
    return links


def _of_staff(user: User) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    if user.holds(Role.REVIEWER, Role.DECIDER, Role.AUDITOR):
        links.append(("exchanges:review_queue", _("Review queue")))
    verifying = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)
    if user.holds(*verifying, duty=Duty.VERIFY_EXPERTS):
        links.append(("experts:verification_queue", _("Experts to verify")))
    if user.holds(*verifying, duty=Duty.VERIFY_ORGANISATIONS):
        links.append(("incubators:organisation_queue", _("Organisations to verify")))
    if decide(user, "experts.curate_skills"):
        links.append(("experts:typed_skills", _("Skills that people typed")))
    if user.holds(Role.ADMINISTRATOR):
        links.append(("accounts:administration", _("Administration")))
    return links


def _account_links(request: HttpRequest) -> list[Link]:
    names = [
        ("accounts:settings", _("Settings")),
        ("accounts:consents", _("Consents")),
        ("mfa_index", _("Second factor")),
        ("accounts:tokens", _("API tokens")),
    ]
    if request.user.arrival == Arrival.EXPERT and not request.user.is_ministry_staff:
        names.insert(0, ("experts:trust", _("What we hold about you")))
    return [Link(reverse(name), label) for name, label in names]
