"""Which nouns have a life, which of them somebody may audit, and how their steps are called."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.labels import ACTIONS
from accounts.models import User
from common.models import Event, StatefulModel
from common.workflow import Part
from diaspora_portal.oversight.words import MORE_STEPS
from exchanges.labels import (
    AMENDMENT_STATES,
    AMENDMENT_STEPS,
    CAMPAIGN_STATES,
    CAMPAIGN_STEPS,
    INVITATION_STATES,
    INVITATION_STEPS,
    OUTCOME_STATES,
    OUTCOME_STEPS,
    PLACEMENT_STATES,
    PLACEMENT_STEPS,
    REFERRAL_STATES,
    REFERRAL_STEPS,
    REPORT_STATES,
    REPORT_STEPS,
    SAMPLE_STATES,
    SAMPLE_STEPS,
    SESSION_STATES,
    SESSION_STEPS,
)
from exchanges.models import ConflictDeclaration, Invitation, Placement
from experts.labels import CREDENTIAL_STATES, PAIR_STATES, SECTIONS, STATES
from experts.models import Expert
from incubators.labels import NEED_STATES, NEED_STEPS, SIGNAL_STATES
from incubators.labels.organisations import ORGANISATION_STATES, ORGANISATION_STEPS
from incubators.labels.pairs import PAIR_STATES as ORGANISATION_PAIR_STATES
from matching.labels.rounds import ROUND_EVENTS, ROUND_STATES

# What is done to accounts, units and posts has no life cycle and no chain; its record stands beside.
ACCOUNTS = "account"

NAMES = {
    "expert": _("expert profile"),
    "credential": _("credential"),
    "duplicatepair": _("pair of profiles"),
    "organisation": _("organisation"),
    "organisationpair": _("pair of organisations"),
    "need": _("need"),
    "demandsignal": _("demand signal"),
    "assignmentround": _("assignment round"),
    "invitation": _("invitation"),
    "placement": _("placement"),
    "referral": _("referral"),
    "amendment": _("change of a plan"),
    "sessionlog": _("entry in the session log"),
    "report": _("report"),
    "outcome": _("outcome"),
    "samplecampaign": _("campaign of controls"),
    "sampledcase": _("controlled placement"),
    ACCOUNTS: _("account, unit or post"),
}
PARTS = {
    Part.EXPERT: _("the expert"),
    Part.HOST: _("the host"),
    Part.STAFF: _("the ministry"),
    Part.REVIEWER: _("reviewer"),
    Part.DECIDER: _("decider"),
    Part.ADMINISTRATOR: _("administrator"),
    Part.CONFIRMER: _("whoever was asked to confirm"),
    Part.CLOCK: _("the portal itself"),
}
STEPS: dict[str, dict] = MORE_STEPS | {
    "organisation": ORGANISATION_STEPS,
    "need": NEED_STEPS,
    "assignmentround": ROUND_EVENTS,
    "invitation": INVITATION_STEPS,
    "placement": PLACEMENT_STEPS,
    "referral": REFERRAL_STEPS,
    "amendment": AMENDMENT_STEPS,
    "sessionlog": SESSION_STEPS,
    "report": REPORT_STEPS,
    "outcome": OUTCOME_STEPS,
    "samplecampaign": CAMPAIGN_STEPS,
    "sampledcase": SAMPLE_STEPS,
    ACCOUNTS: ACTIONS,
}
STATES_OF: dict[str, dict] = {
    "expert": STATES,
    "credential": CREDENTIAL_STATES,
    "duplicatepair": PAIR_STATES,
    "organisationpair": ORGANISATION_PAIR_STATES,
    "organisation": ORGANISATION_STATES,
    "need": NEED_STATES,
    "demandsignal": SIGNAL_STATES,
    "assignmentround": ROUND_STATES,
    "invitation": INVITATION_STATES,
    "placement": PLACEMENT_STATES,
    "referral": REFERRAL_STATES,
    "amendment": AMENDMENT_STATES,
    "sessionlog": SESSION_STATES,
    "report": REPORT_STATES,
    "outcome": OUTCOME_STATES,
    "samplecampaign": CAMPAIGN_STATES,
    "sampledcase": SAMPLE_STATES,
}

Rows = QuerySet[StatefulModel]


@dataclass(frozen=True, slots=True)
class Kind:
    """One noun with a life: its address, its table and the table of its events."""

    slug: str
    subject: type[StatefulModel]
    event: type[Event]


@cache
def kinds() -> dict[str, Kind]:
    """Every concrete life cycle, found by its events: a new one needs no line here to be audited."""
    found = [
        Kind(_subject_of(event)._meta.model_name, _subject_of(event), event)
        for event in Event.__subclasses__()
        if not event._meta.abstract and not event.__module__.startswith("tests.")
    ]
    return {kind.slug: kind for kind in sorted(found, key=lambda kind: kind.slug)}


def _subject_of(event: type[Event]) -> type[StatefulModel]:
    return event._meta.get_field("subject").related_model


def audited(kind: Kind, user: User) -> Rows:
    """The subjects whose events somebody may read: of the portal as a whole, or of their own units.

    Nobody audits a case in which they have a part themselves, or have declared a conflict of interest: what
    is pending in it stays unknown to them.
    """
    rows = kind.subject._default_manager.all() if oversees_all(user) else of_own_units(kind, user)
    return _without_own(rows, user)


def oversees_all(user: User) -> bool:
    """Administrators, and auditors of a unit that administers: every case, by its code."""
    return user.holds(Role.AUDITOR, Role.ADMINISTRATOR, duty=Duty.ADMINISTER)


def of_own_units(kind: Kind, user: User) -> Rows:
    """What an auditor's own units answer for, where the people who acted for the ministry are named."""
    rows = kind.subject._default_manager
    if not user.holds(Role.AUDITOR):
        return rows.none()
    rule = _OF_UNIT.get(kind.slug)
    if rule is not None:
        return rule(rows, user)
    if "placement" in _fields(kind.subject):
        return rows.filter(placement__in=Placement.objects.visible_to(user).values("pk"))
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows.none()


def _of_duty(duty: Duty) -> Callable[[Any, User], Rows]:
    return lambda rows, user: rows.all() if user.holds(Role.AUDITOR, duty=duty) else rows.none()


def _of_programme(rows: Any, user: User) -> Rows:
    return rows.filter(need__programme__owner_unit_id__in=_units(user))


# Where `visible_to` speaks of other people than auditors.
_OF_UNIT: dict[str, Callable[[Any, User], Rows]] = {
    "expert": _of_duty(Duty.VERIFY_EXPERTS),
    "credential": _of_duty(Duty.VERIFY_EXPERTS),
    "duplicatepair": _of_duty(Duty.VERIFY_EXPERTS),
    "organisation": _of_duty(Duty.VERIFY_ORGANISATIONS),
    "organisationpair": _of_duty(Duty.VERIFY_ORGANISATIONS),
    "invitation": _of_programme,
    "referral": lambda rows, user: rows.filter(from_unit_id__in=_units(user)),
}


def _units(user: User) -> list[int]:
    return [post.unit_id for post in user.posts_today if post.role == Role.AUDITOR]


def _without_own(rows: Rows, user: User) -> Rows:
    """Parts are held as the expert, or as a member of the organisation, of the subject or of its case."""
    mine = user.memberships.values("organisation_id")
    fields = _fields(rows.model)
    if rows.model is Expert:
        return rows.exclude(user=user)
    declared = ConflictDeclaration.objects.filter(user=user, has_conflict=True).values("placement_id")
    if rows.model is Placement:
        rows = rows.exclude(pk__in=declared)
    if rows.model is Invitation:
        rows = rows.exclude(pk__in=Placement.objects.filter(pk__in=declared).values("invitation_id"))
    if "expert" in fields:
        rows = rows.exclude(expert__user=user)
    if "organisation" in fields:
        rows = rows.exclude(organisation_id__in=mine)
    if "need" in fields:
        rows = rows.exclude(need__isnull=False, need__organisation_id__in=mine)
    if "placement" in fields:
        in_case = (
            Q(placement__expert__user=user)
            | Q(placement__organisation_id__in=mine)
            | Q(placement_id__in=declared)
        )
        rows = rows.exclude(placement__isnull=False, pk__in=rows.model._default_manager.filter(in_case))
    return rows


def _fields(model: type[StatefulModel]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def name_of(slug: str) -> str:
    return str(NAMES.get(slug, slug))


def step_of(slug: str, action: str) -> str:
    """The step in words, where the app has a word for it; else its code."""
    words = STEPS.get(slug, {}).get(action)
    if words is None and action.startswith("edit_"):
        section = action.removeprefix("edit_")
        part = SECTIONS.get(section, section.replace("_", " "))
        return gettext("edited: “%(part)s”") % {"part": part}
    return str(words or action.replace("_", " "))


def state_of(slug: str, state: str) -> str:
    return str(STATES_OF.get(slug, {}).get(state, state.replace("_", " ")))
