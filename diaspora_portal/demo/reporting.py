"""Placements of the demonstration that are over: one completed, one closed, with reports and outcomes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from accounts.models import User
from diaspora_portal.demo import words
from diaspora_portal.demo.checklists import tick_what_is_needed
from diaspora_portal.demo.lives import MENTORSHIP, draft_of, publish
from exchanges.enums import (
    Confirmer,
    Counterfactual,
    OutcomeAction,
    OutcomeType,
    PlacementAction,
    ReportAction,
    ReportKind,
    Side,
)
from exchanges.models import Outcome, Placement
from exchanges.services import invitations
from exchanges.services.completion import follow_reports_of
from exchanges.services.confirmations import answer_outcome
from exchanges.services.conflicts import declare_ties
from exchanges.services.outcomes import Claim, claim_outcome
from exchanges.services.placements import move_placement
from exchanges.services.plans import Plan, Step, edit_plan
from exchanges.services.reports import move_report, questions_of, write_report
from experts.enums import State
from experts.models import Expert
from incubators.models import Organisation
from matching.services.referred import surface_for_host
from programmes.enums import Mode

_A = PlacementAction


def add_reporting(hosts: list[Organisation], hina: Expert, *, cast: Mapping[str, User], at: datetime) -> None:
    """Hina's work with Sana is completed, with a confirmed and a waiting outcome; another's is closed."""
    done = _completed(hosts[0], hina, words.PAST_NEEDS[0], cast=cast, began=at - timedelta(days=150))
    confirmed = _claim(done, cast["sana"], words.OUTCOMES[0], at=at - timedelta(days=40))
    answer_outcome(
        outcome_id=confirmed.pk,
        action=OutcomeAction.CONFIRM,
        counterfactual=Counterfactual.LATER,
        words=words.WITHOUT_IT,
        by=None,
        at=at - timedelta(days=38),
    )
    _claim(done, cast["hina"], words.OUTCOMES[1], at=at - timedelta(days=1))
    usual = Expert.objects.filter(state=State.VERIFIED, user__isnull=False).exclude(pk=hina.pk)
    other = usual.exclude(visibility__in=("", "hidden")).order_by("pk")[0]
    over = _completed(hosts[1], other, words.PAST_NEEDS[1], cast=cast, began=at - timedelta(days=560))
    disputed = _claim(over, cast["kamran"], words.OUTCOMES[2], at=at - timedelta(days=9))
    answer_outcome(
        outcome_id=disputed.pk,
        action=OutcomeAction.DISPUTE,
        note=words.DISPUTE,
        by=None,
        at=at - timedelta(days=6),
    )
    follow_up = over.reports.get(kind=ReportKind.FOLLOW_UP, side=Side.HOST)
    hand_in(over, ReportKind.FOLLOW_UP, Side.HOST, at=noon(follow_up.due_on))
    follow_reports_of(placement_id=over.pk, at=noon(follow_up.due_on))


def _completed(
    host: Organisation,
    expert: Expert,
    written: tuple[str, str, str, str, str],
    *,
    cast: Mapping[str, User],
    began: datetime,
) -> Placement:
    """From a need to the last report, day by day."""
    owner = host.memberships.get().user
    need = draft_of(host, owner, MENTORSHIP, written, at=began)
    publish(need, owner, at=began)
    need.refresh_from_db()
    match = surface_for_host(need=need, expert=expert, by=owner, at=began)
    text = words.MESSAGES[1]
    asked = invitations.invite(match_id=match.pk, message=text, by=owner, at=began)
    day = began + timedelta(days=1)
    placement = invitations.accept_invitation(invitation_id=asked.pk, by=expert.user, at=day)
    edit_plan(placement_id=placement.pk, plan=plan_of(placement), by=owner, at=day)
    steps = (
        (_A.AGREE, expert.user),
        (_A.SUBMIT, owner),
        (_A.TAKE, cast["rabia"]),
        (_A.RECOMMEND_APPROVAL, cast["rabia"]),
        (_A.RELEASE, cast["dawood"]),
        (_A.CONFIRM, expert.user),
        (_A.CONFIRM, owner),
    )
    tick_what_is_needed(placement, owner, at=day)
    for n, (action, by) in enumerate(steps, start=1):
        when = day + timedelta(hours=20 * n)
        if by in (cast["rabia"], cast["dawood"]):
            declare_ties(placement_id=placement.pk, kind=None, by=by, at=when)
        move_placement(placement_id=placement.pk, action=action, by=by, at=when)
    first, last = noon(placement.starts_on), noon(placement.ends_on)
    move_placement(placement_id=placement.pk, action=_A.START, by=owner, at=first)
    for kind, on in ((ReportKind.MID, first + timedelta(days=31)), (ReportKind.FINAL, last)):
        for side in (Side.EXPERT, Side.HOST):
            report_id = hand_in(placement, kind, side, at=on)
            if kind == ReportKind.MID:
                move_report(
                    report_id=report_id,
                    action=ReportAction.ACCEPT,
                    by=cast["rabia"],
                    at=on + timedelta(days=2),
                )
    follow_reports_of(placement_id=placement.pk, at=last + timedelta(hours=1))
    placement.refresh_from_db()
    return placement


def plan_of(placement: Placement, *, ends_on: date | None = None) -> Plan:
    """The need's terms, remote and unpaid; until another day if one is given."""
    return Plan(
        purpose=placement.purpose,
        deliverable=placement.deliverable,
        counterpart=placement.counterpart,
        mode=Mode.REMOTE,
        place=None,
        starts_on=placement.starts_on,
        ends_on=ends_on or placement.ends_on,
        hours_per_week=placement.hours_per_week,
        days_in_country=0,
        allowance_amount=None,
        allowance_currency="",
        allowance_payer="",
        restricted_post=False,
        steps=(Step(words.STEPS[0], placement.starts_on),),
    )


def hand_in(placement: Placement, kind: ReportKind, side: Side, *, at: datetime) -> int:
    report = placement.reports.get(kind=kind, side=side)
    by = placement.expert.user if side == Side.EXPERT else placement.organisation.memberships.get().user
    answers = {name: words.REPORT_ANSWERS[name] for name in questions_of(report)}
    write_report(report_id=report.pk, answers=answers, submits=True, by=by, at=at)
    return report.pk


def _claim(placement: Placement, by: User, outcome: tuple[str, int, str], *, at: datetime) -> Outcome:
    kind, number, description = outcome
    claim = Claim(
        type=OutcomeType(kind),
        number=number,
        description=description,
        confirmer_is=Confirmer.THIRD_PERSON,
        confirmer_name=words.WITNESS[0],
        confirmer_email=words.WITNESS[1],
    )
    return claim_outcome(placement_id=placement.pk, claim=claim, by=by, at=at)


def noon(day: date) -> datetime:
    """The same day in Karachi and in UTC."""
    return datetime.combine(day, time(7), tzinfo=UTC)
