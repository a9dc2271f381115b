"""Rows that are valid, walked to their states through the one door (`common.events`)."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.enums import Duty, Purpose, Role
from accounts.models import Consent, Post, Unit, User
from common.events import begin, move
from common.workflow import Part
from exchanges.enums import CheckState, PlacementAction, ReturnReason, Verdict
from exchanges.models import Invitation, Placement
from exchanges.policies import is_party
from exchanges.selectors.facts import check_facts, check_states
from exchanges.services.checklist import tick
from exchanges.services.conflicts import declare_ties
from exchanges.services.invitations import accept_invitation, invite
from exchanges.services.placements import move_placement
from exchanges.services.plans import Plan, Step, edit_plan
from exchanges.services.reviews import Finding, give_review
from exchanges.workflow import missing_checks
from experts.enums import Action as ExpertAction
from experts.enums import Visibility
from experts.models import Availability, Expert, ExpertLanguage, ExpertSkill
from experts.workflow import Facts as ExpertFacts
from incubators.enums import (
    Category,
    Importance,
    MemberRole,
    NeedAction,
    OrganisationAction,
    OrganisationKind,
    Sector,
)
from incubators.models import Membership, Need, NeedSkill, Organisation
from incubators.policies import forget_roles
from incubators.workflow import NeedFacts
from matching.models import Match
from programmes.enums import DEFAULT_WEIGHTS, Mode, ProgrammeKind, Tier
from programmes.models import PolicyVersion, Programme, Weights
from programmes.selectors import Policy
from taxonomy.enums import PlaceKind
from taxonomy.models import Place, Skill, SkillAlias, Theme

# A Monday morning in Karachi; tests move time by the clock argument.
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "a long demo passphrase"


@cache
def _hashed_password() -> str:
    """Hashed once for all: the real hasher takes a fifth of a second, as it should."""
    return make_password(PASSWORD)


def make_user(email: str = "someone@demo.example", *, full_name: str = "Some One", **fields: Any) -> User:
    user = User.objects.create(
        email=email, password=_hashed_password(), full_name=full_name, is_demo=True, **fields
    )
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    Consent.objects.create(user=user, purpose=Purpose.NOTICE, notice_version="2026-11", given_at=NOW)
    return user


def make_unit(
    slug: str = "most", *, name: str = "Ministry of Science and Technology", duties: Any = None
) -> Unit:
    unit, _created = Unit.objects.get_or_create(
        slug=slug, defaults={"name": name, "duties": list(Duty) if duties is None else list(duties)}
    )
    return unit


def make_staff(email: str, *, role: Role, unit: Unit | None = None, full_name: str = "Staff Member") -> User:
    user = make_user(email, full_name=full_name)
    Post.objects.create(user=user, unit=unit or make_unit(), role=role, starts_on=date(2026, 1, 1))
    return user


def make_theme(slug: str = "renewable-energy", *, name: str = "Renewable energy", position: int = 1) -> Theme:
    theme, _created = Theme.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
    return theme


def make_skill(slug: str = "power-systems", *, theme: Theme | None = None) -> Skill:
    name = slug.replace("-", " ").capitalize()
    skill, created = Skill.objects.get_or_create(
        slug=slug, defaults={"name": name, "theme": theme or make_theme()}
    )
    if created:
        SkillAlias.objects.create(skill=skill, text=name, language="en")
    return skill


def make_place(code: str = "PK-PB", *, name: str = "Punjab", position: int = 1) -> Place:
    place, _created = Place.objects.get_or_create(
        code=code, defaults={"name": name, "kind": PlaceKind.TERRITORY, "position": position}
    )
    return place


def make_programme(slug: str = "general-mentorship", *, unit: Unit | None = None, **fields: Any) -> Programme:
    programme, created = Programme.objects.get_or_create(
        slug=slug,
        defaults={
            "name": "General mentorship",
            "kind": ProgrammeKind.MENTORSHIP,
            "owner_unit": unit or make_unit(),
            "modes": list(Mode),
        }
        | fields,
    )
    if created:
        Weights.objects.create(programme=programme, number=1, values=dict(DEFAULT_WEIGHTS), since=NOW)
        rule = {"purpose": "living", "currency": "USD", "most": 3_000, "per": "month", "payers": ["ministry"]}
        policy = Policy.read({"allowances": [rule], "mid_report": True}, 1)
        PolicyVersion.objects.create(programme=programme, number=1, values=policy.values, since=NOW)
    return programme


@transaction.atomic
def make_expert(
    user: User | None = None,
    *,
    skills: tuple[str, ...] = ("power-systems",),
    verified: bool = True,
    at: datetime = NOW,
    **fields: Any,
) -> Expert:
    """A profile that matches `make_need`: remote, English C1, six hours a week, next year too."""
    defaults = {
        "headline": "Power systems engineer",
        "bio": "Grid integration of wind and solar power.",
        "country": "DE",
        "city": "Munich",
        "time_zone": "Europe/Berlin",
        "seniority": "senior",
        "years_experience": 12,
        "visibility": Visibility.AFTER_MATCHING,
        "capacity": 2,
    }
    expert = Expert(user=user, **(defaults | fields))
    begin(expert, by=user, at=at, part=Part.EXPERT)
    expert.themes.add(make_theme())
    ExpertLanguage.objects.create(expert=expert, code="en", level="C1")
    for slug in skills:
        skill = make_skill(slug)
        ExpertSkill.objects.create(expert=expert, skill=skill, typed=skill.name, level=3, years=8)
    Availability.objects.create(
        expert=expert,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=400),
        hours_per_week=6,
        modes=[Mode.REMOTE, Mode.HYBRID, Mode.IN_PERSON],
    )
    if verified:
        facts = ExpertFacts(is_complete=True, has_consented=True)
        move(expert, action=ExpertAction.SUBMIT, part=Part.EXPERT, by=user, at=at, facts=facts)
        move(expert, action=ExpertAction.VERIFY, part=Part.STAFF, by=user, at=at)
    return expert


@transaction.atomic
def make_organisation(
    owner: User | None = None, *, name: str = "Ravi Incubation Centre", verified: bool = True, **fields: Any
) -> Organisation:
    organisation = Organisation(
        name=name,
        kind=OrganisationKind.INCUBATOR,
        sector=Sector.PUBLIC,
        place=make_place(),
        **fields,
    )
    begin(organisation, by=owner, at=NOW, part=Part.HOST)
    if owner is not None:
        Membership.objects.create(user=owner, organisation=organisation, role=MemberRole.OWNER, since=NOW)
        forget_roles(owner)
    if verified:
        move(organisation, action=OrganisationAction.VERIFY, part=Part.STAFF, by=owner, at=NOW)
    return organisation


@transaction.atomic
def make_need(
    organisation: Organisation,
    *,
    skills: tuple[str, ...] = ("power-systems",),
    opened: bool = True,
    **fields: Any,
) -> Need:
    defaults = {
        "programme": make_programme(),
        "category": Category.MENTORSHIP,
        "title": "Mentor for a solar start-up",
        "purpose": "Review the inverter design and the grid connection of a solar start-up.",
        "deliverable": "A design review report with three agreed changes.",
        "counterpart": "Head of engineering",
        "mode": Mode.REMOTE,
        "starts_on": TODAY + timedelta(days=30),
        "ends_on": TODAY + timedelta(days=120),
        "hours_per_week": 4,
        "weeks": 8,
        "seats": 1,
        "working_languages": ["en"],
    }
    need = Need(organisation=organisation, **(defaults | fields))
    owner = organisation.memberships.order_by("pk").first()
    by = owner.user if owner else None
    begin(need, by=by, at=NOW, part=Part.HOST)
    need.themes.add(make_theme())
    for rank, slug in enumerate(skills, start=1):
        NeedSkill.objects.create(need=need, skill=make_skill(slug), importance=Importance.MUST, rank=rank)
    if opened:
        facts = NeedFacts(
            organisation_is_verified=True,
            is_complete=True,
            has_must_skill=True,
            window_is_ahead=True,
            n_seats_left=need.seats,
        )
        move(need, action=NeedAction.PUBLISH, part=Part.HOST, by=by, at=NOW, facts=facts)
        need.opened_at = NOW
        need.save()
    return need


def make_match(need: Need, expert: Expert, *, at: datetime = NOW) -> Match:
    """A pair that the host has surfaced, as the list's shortlist button does."""
    match, _created = Match.objects.get_or_create(
        need=need, expert=expert, defaults={"points": 7000, "explanation": {}, "changed_at": at}
    )
    return match


def make_invitation(need: Need, expert: Expert, *, at: datetime = NOW) -> Invitation:
    owner = need.organisation.memberships.order_by("pk").first().user
    return invite(match_id=make_match(need, expert, at=at).pk, message="Please help us.", by=owner, at=at)


def make_placement(need: Need, expert: Expert, *, at: datetime = NOW) -> Placement:
    invitation = make_invitation(need, expert, at=at)
    return accept_invitation(invitation_id=invitation.pk, by=expert.user, at=at + timedelta(hours=1))


def make_plan(placement: Placement, **changes: Any) -> Plan:
    """A complete plan of tier T1, unless changed."""
    return Plan(
        **{
            "purpose": "Review the design.",
            "deliverable": "A report with three agreed changes.",
            "counterpart": "Nasim Akhtar",
            "counterpart_role": "Head of engineering",
            "mode": Mode.REMOTE,
            "place": None,
            "starts_on": placement.starts_on,
            "ends_on": placement.ends_on,
            "hours_per_week": 4,
            "days_in_country": 0,
            "allowance_amount": None,
            "allowance_currency": "",
            "allowance_payer": "",
            "allowance_per": "month",
            "allowance_purpose": "Board and lodging",
            "restricted_post": False,
            "steps": (Step("Kick-off", placement.starts_on),),
        }
        | changes
    )


def declare_none(placement: Placement, *people: User, at: datetime = NOW) -> None:
    """Whoever reviews or decides says first that they have no conflict of interest."""
    for by in people:
        if by.holds(Role.REVIEWER, Role.DECIDER, unit=placement.review_unit) and not is_party(by, placement):
            declare_ties(placement_id=placement.pk, kind=None, by=by, at=at)


def give(placement: Placement, by: User, verdict: Verdict, *, at: datetime = NOW, **said: Any) -> Placement:
    """One review, with a reason and a letter wherever they are wanted."""
    if verdict != Verdict.APPROVE:
        said = {"reasons": [ReturnReason.OUTCOMES_NOT_MEASURABLE], "letter": "Please say how."} | said
    finding = Finding(verdict=verdict, **said)
    give_review(placement_id=placement.pk, finding=finding, by=by, at=at)
    placement.refresh_from_db()
    return placement


def tick_what_is_needed(placement: Placement, *, at: datetime = NOW) -> None:
    """Each side ticks the lines of its checklist without which the plan is not submitted."""
    host = placement.organisation.memberships.order_by("pk").first().user
    people = {Part.EXPERT: placement.expert.user, Part.HOST: host}
    for check in missing_checks(check_facts(placement, Tier(placement.tier)), check_states(placement)):
        tick(placement_id=placement.pk, kind=check.kind, state=CheckState.DONE, by=people[check.part], at=at)


def walk(placement: Placement, *steps: tuple[PlacementAction, User], at: datetime = NOW) -> Placement:
    """Take steps through the one door, an hour apart, with reasons and a note wherever they are wanted."""
    for action, by in steps:
        at += timedelta(hours=1)
        declare_none(placement, by, at=at)
        wants = action in (PlacementAction.RETURN, PlacementAction.RECOMMEND_REJECTION)
        move_placement(
            placement_id=placement.pk,
            action=action,
            by=by,
            at=at,
            note="Please say how it is measured.",
            reasons=[ReturnReason.OUTCOMES_NOT_MEASURABLE] if wants else [],
        )
    placement.refresh_from_db()
    return placement


def make_submitted(need: Need, expert: Expert, *, at: datetime = NOW, **plan: Any) -> Placement:
    """A placement whose complete plan was agreed and submitted."""
    placement = make_placement(need, expert, at=at)
    owner = need.organisation.memberships.order_by("pk").first().user
    edit_plan(placement_id=placement.pk, plan=make_plan(placement, **plan), by=owner, at=at)
    placement.refresh_from_db()
    tick_what_is_needed(placement, at=at)
    return walk(placement, (PlacementAction.AGREE, expert.user), (PlacementAction.SUBMIT, owner), at=at)
