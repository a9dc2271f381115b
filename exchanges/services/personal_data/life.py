"""What the log of sessions and changes of plans hold about people; both are emptied with the case."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from common.personal_data import Erase, Held, Part, Person, exporter, holds
from exchanges.models import Amendment, SessionLog
from exchanges.policies import told_state

_CASES = gettext_lazy("ten years; without your name and words once you erase your account")
_OFFICE = "an act for a host or of office: it stands with the case, by a number without a name"
_EMPTIED = "emptied by leave_exchanges"

holds(
    Part("sessions", gettext_lazy("Sessions of your placements"), _CASES, "exchanges:placement_list"),
    Part("amendments", gettext_lazy("Changes of approved plans"), _CASES, "exchanges:placement_list"),
    Held("exchanges.SessionLog.placement__expert", Erase.EMPTY, part="sessions", why=_EMPTIED),
    Held("exchanges.SessionLog.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.SessionLogEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Amendment.placement__expert", Erase.EMPTY, part="amendments", why=_EMPTIED),
    Held("exchanges.Amendment.proposed_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Amendment.recommended_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Amendment.second_recommended_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Amendment.decided_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.AmendmentEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Renewal.by", Erase.KEEP, why=_OFFICE),
)


def _of(person: Person) -> Q:
    return Q(placement__expert=person.expert)


@exporter("sessions")
def sessions(person: Person) -> list[dict[str, Any]]:
    """The whole log of the person's placements; who of the host wrote is the host's own affair."""
    rows = SessionLog.objects.filter(_of(person)) if person.expert else SessionLog.objects.none()
    return [
        {
            "id": row.public_id,
            "placement": row.placement.public_id,
            "on": row.on,
            "hours": row.hours,
            "mode": row.mode,
            "what": row.what,
            "by": "you" if row.by_id == person.user.pk else row.side,
            "state": row.state,
            "corrects": row.corrects.public_id if row.corrects else None,
            "at": row.at,
        }
        for row in rows.select_related("placement", "corrects").order_by("pk")
    ]


@exporter("amendments")
def amendments(person: Person) -> list[dict[str, Any]]:
    """Changes in the state that may be told."""
    rows = Amendment.objects.filter(_of(person)) if person.expert else Amendment.objects.none()
    return [
        {
            "id": row.public_id,
            "placement": row.placement.public_id,
            "by": row.side,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "hours_per_week": row.hours_per_week,
            "days_in_country": row.days_in_country,
            "reason": row.reason,
            "state": told_state(row, inside=False),
            "at": row.proposed_at,
        }
        for row in rows.select_related("placement").order_by("pk")
    ]
