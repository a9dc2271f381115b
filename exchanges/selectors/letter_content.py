"""What a letter keeps of its day: names as they were, codes and dates, in no language."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from exchanges.enums import LetterKind, PlacementAction, PlacementState, SessionState
from exchanges.models import Letter, Placement, PlanVersion
from exchanges.selectors.facts import PAKISTAN, hours_in_all, policy_for


def latest_plan(placement: Placement) -> PlanVersion:
    """The plan as it was submitted last: what a decision is about."""
    return placement.plan_versions.order_by("-number")[0]


def letter_content(placement: Placement, kind: LetterKind) -> dict[str, Any]:
    """Plain JSON; the words of the plan stay with its version, named by number and digest."""
    user = placement.expert.user
    version = latest_plan(placement)
    content = {
        "expert": {"name": str(user.get_full_name()), "name_ur": user.name_ur}
        if user
        else {"name": placement.expert.public_id},
        "plan": version.number,
        "plan_digest": version.digest,
        "decided_at": placement.decided_at.isoformat() if placement.decided_at else "",
    }
    for role, named in (
        ("organisation", placement.organisation),
        ("unit", placement.review_unit),
        ("programme", placement.need.programme),
    ):
        content[role] = {"name": named.name, "name_ur": named.name_ur}
    return content | _MORE.get(kind, lambda _placement: {})(placement)


def _of_rejection(placement: Placement) -> dict[str, Any]:
    """Why, and until which day either side may appeal; a decision after an appeal has no such day."""
    recommended = placement.events.filter(action=PlacementAction.RECOMMEND_REJECTION).order_by("-seq").first()
    until = placement.state_since + timedelta(days=policy_for(placement).appeal_days)
    return {
        "reasons": list(recommended.reasons) if recommended else [],
        "appeal_until": "" if placement.appealed_at else _day(until),
    }


def _of_certificate(placement: Placement) -> dict[str, Any]:
    """On which days it began and was complete, and the hours: of the log, else of the plan.

    Of the log only what the other side has not questioned counts: a certificate is shown to strangers.
    """
    found = {}
    for name, state in (("began_on", PlacementState.ACTIVE), ("completed_on", PlacementState.COMPLETED)):
        event = placement.events.filter(target=state).order_by("seq").first()
        found[name] = _day(event.at) if event else ""
    logged = placement.sessions.filter(state=SessionState.LOGGED).aggregate(hours=Sum("hours"))["hours"]
    return found | {
        "hours_in_all": hours_in_all(placement),
        "hours_logged": f"{logged.normalize():f}" if logged else "",
    }


def _of_file(placement: Placement) -> dict[str, Any]:
    """The whole course of the case in codes; no names of staff and no notes."""
    return {
        "state": str(placement.state),
        "tier": str(placement.tier),
        "events": [
            {
                "action": event.action,
                "target": event.target,
                "part": str(event.part),
                "at": event.at.isoformat(),
                "reasons": list(event.reasons),
            }
            for event in placement.events.order_by("seq")
        ],
        "letters": [
            {"code": letter.code, "kind": letter.kind, "issued_at": letter.issued_at.isoformat()}
            for letter in Letter.objects.filter(placement=placement)
            .exclude(kind=LetterKind.DOSSIER)
            .order_by("pk")
        ],
        "reports": [
            {
                "kind": report.kind,
                "after_weeks": report.after_weeks,
                "side": report.side,
                "state": report.state,
                "due_on": str(report.due_on),
            }
            for report in placement.reports.order_by("due_on", "side", "pk")
        ],
        "outcomes": [
            {
                "type": outcome.type,
                "number": outcome.number,
                "amount": f"{outcome.amount:f}" if outcome.amount is not None else "",
                "currency": outcome.currency,
                "state": outcome.state,
                "counterfactual": outcome.counterfactual,
            }
            for outcome in placement.outcomes.order_by("pk")
        ],
    }


_MORE = {
    LetterKind.REJECTION: _of_rejection,
    LetterKind.CERTIFICATE: _of_certificate,
    LetterKind.DOSSIER: _of_file,
}


def _day(moment: datetime) -> str:
    return timezone.localdate(moment, PAKISTAN).isoformat()
