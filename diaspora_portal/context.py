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
from exchanges.policies import COORDINATES

# The rooms of those who oversee stand under one entry, which leads to the first that is open to somebody.
_OVERSIGHT = (
    ("insights.read_oversight", "insights:oversight"),
    ("oversight.read_audit", "audit"),
    ("accounts.read_events", "accounts:account_event_list"),
    ("accounts.edit_calendar", "accounts:working_calendar"),
)

MOST_IN_LINE = 7


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    in_line: list[Link]
    more: list[Link]


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "portal_version": settings.VERSION,
        "text_direction": "rtl" if get_language_bidi() else "ltr",
        "request_id": getattr(request, "request_id", ""),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "account_links": SimpleLazyObject(lambda: _account_links(request)),
    }


def _navigation(request: HttpRequest) -> Navigation:
    """The pages that this person's parts lead to; what does not fit a line stands behind "More"."""
    user = getattr(request, "user", None)
    names = [
        ("incubators:need_list", _("Open needs")),
        ("matching:directory", _("Directory")),
        ("insights:numbers", _("Numbers")),
        ("how_it_works", _("How it works")),
    ]
    if user is not None and user.is_authenticated:
        names = [("today", _("Today")), *_of_parts(request), ("incubators:need_list", _("Open needs"))]
        names.append(("matching:directory", _("Directory")))
    addresses = [(reverse(name), label) for name, label in names]
    # "Our needs" lies below "Open needs": the nearest page is the current one, and only that.
    current = max((href for href, _label in addresses if request.path.startswith(href)), key=len, default="")
    links = [Link(href, label, href == current) for href, label in addresses]
    if len(links) <= MOST_IN_LINE:
        return Navigation(links, [])
    in_line, more = links[: MOST_IN_LINE - 1], links[MOST_IN_LINE - 1 :]
    # Where somebody is must be seen without opening anything.
    here = [link for link in more if link.current]
    return Navigation([*in_line, *here], [link for link in more if not link.current])


def _of_parts(request: HttpRequest) -> list[tuple[str, str]]:
    """A person may hold several parts: an expert who also registered an organisation has both."""
    user = request.user
    links = _of_staff(user) if user.is_ministry_staff else []
    is_expert = user.arrival == Arrival.EXPERT and not user.is_ministry_staff
    is_host = user.arrival == Arrival.ORGANISATION or _is_member(request)
    if is_expert:
        links += [("experts:profile", _("Profile")), ("matching:expert_matches", _("Needs that fit"))]
    if is_host:
        links.append(("incubators:my_needs", _("Our needs")))
    if is_expert or is_host:
        links += [
            ("exchanges:invitation_list", _("Invitations")),
            ("exchanges:placement_list", _("Placements")),
        ]
    if is_host and not user.is_ministry_staff:
        links.append(("exchanges:referral_list", _("Referrals")))
    return links


def _is_member(request: HttpRequest) -> bool:
    """Asked once a session, not on every page; registering an organisation answers it anew."""
    if "is_member" not in request.session:
        request.session["is_member"] = request.user.memberships.exists()
    return bool(request.session["is_member"])


def _of_staff(user: User) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    if user.holds(Role.REVIEWER, Role.DECIDER, Role.AUDITOR):
        links.append(("exchanges:review_queue", _("Review queue")))
    verifying = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)
    if decide(user, "experts.open_verification"):
        links.append(("experts:verification_queue", _("Experts to verify")))
    if user.holds(*verifying, duty=Duty.VERIFY_ORGANISATIONS):
        links.append(("incubators:organisation_queue", _("Organisations to verify")))
    if decide(user, "incubators.check_needs"):
        links.append(("incubators:need_queue", _("Needs to check")))
    if decide(user, "experts.curate_skills"):
        links.append(("experts:typed_skills", _("Skills that people typed")))
    if decide(user, "matching.list_rounds"):
        links.append(("matching:round_list", _("Assignment rounds")))
    links.append(("programmes:programme_list", _("Programmes")))
    links.append(("matching:run_list", _("Matching runs")))
    overseen = [route for rule, route in _OVERSIGHT if decide(user, rule)]
    links += [(route, _("Oversight")) for route in overseen[:1]]
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
        names[:0] = [
            ("experts:trust", _("What we hold about you")),
            ("matching:conflicts", _("Conflicts of interest")),
        ]
    if request.user.holds(*COORDINATES):
        names.insert(0, ("exchanges:referral_list", _("Referrals and contacts")))
    return [Link(reverse(name), label) for name, label in names]
