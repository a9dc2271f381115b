"""The doors of placements after their approval: steps, sessions, changes of the plan, inviting again."""

from typing import Any

from tests.factories import TODAY
from tests.security.rows import Row, World, of, with_

_STAFF = "omar rabia dawood asma"
_PARTIES = "bilal sana"
_SESSION = {"on": TODAY.isoformat(), "hours": "1.5", "mode": "remote", "what": "W"}


def _step(action: str) -> Any:
    reasons = [] if action == "confirm" else ["dates"]
    return lambda _world: {"action": action, "note": "Please.", "reasons": reasons}


def _change(hours: str) -> Any:
    return lambda _world: {"hours_per_week": hours, "reason": "Fewer hours."}


def _amendment_step(action: str, *, ok: str = "", deny: str, label: str = "") -> Row:
    def body(_world: World) -> dict[str, Any]:
        return {"action": action, "note": "Please.", "reasons": ["tor_unclear"]}

    return Row(
        "exchanges:amendment_step",
        "POST",
        ok=ok,
        deny=deny,
        arguments=of("amendment"),
        body=body,
        label=label or action,
    )


LIFE = [
    Row(
        "exchanges:step",
        "POST",
        ok="hina sana",
        deny=_STAFF,
        arguments=of("approved"),
        body=_step("confirm"),
        label="confirm",
    ),
    *(
        Row(
            "exchanges:step",
            "POST",
            ok=f"{expert} sana dawood",
            deny="omar rabia asma",
            arguments=of(case),
            body=_step(action),
            label=action,
        )
        for case, expert, action in (
            ("approved", "hina", "cancel"),
            ("active", "bilal", "suspend"),
            ("active", "bilal", "end_early"),
        )
    ),
    Row("exchanges:session_list", ok=f"{_PARTIES} omar asma rabia dawood", arguments=of("active")),
    Row(
        "exchanges:session_list",
        "POST",
        ok=_PARTIES,
        deny=_STAFF,
        arguments=of("active"),
        body=lambda _w: _SESSION,
    ),
    Row("exchanges:session", ok=f"{_PARTIES} {_STAFF}", arguments=of("session")),
    Row(
        "exchanges:session",
        "POST",
        ok="bilal",
        deny=f"sana {_STAFF}",
        arguments=of("session"),
        body=lambda _w: _SESSION,
    ),
    Row(
        "exchanges:session_step",
        ok=f"{_PARTIES} {_STAFF}",
        arguments=with_("session", action="question"),
    ),
    *(
        Row(
            "exchanges:session_step",
            "POST",
            ok=ok,
            deny=f"{deny} {_STAFF}",
            arguments=with_("session", action=action),
            body=lambda _w: {"note": "It was one hour."},
            label=action,
        )
        for action, ok, deny in (
            ("question", "sana", "bilal"),
            ("withdraw", "bilal", "sana"),
            ("accept", "", "bilal sana"),
        )
    ),
    Row("exchanges:amend", ok="hina sana", deny=_STAFF, arguments=of("approved")),
    Row(
        "exchanges:amend",
        "POST",
        ok="hina sana",
        deny=_STAFF,
        arguments=of("approved"),
        body=_change("3"),
    ),
    Row("exchanges:amendment", ok=f"{_PARTIES} {_STAFF}", arguments=of("amendment")),
    Row("exchanges:amendment_step", ok=f"{_PARTIES} {_STAFF}", arguments=of("amendment")),
    _amendment_step("agree", ok="sana", deny=f"bilal {_STAFF}"),
    _amendment_step("decline", ok="sana", deny=f"bilal {_STAFF}"),
    _amendment_step("withdraw", ok="bilal", deny=f"sana {_STAFF}"),
    *(
        _amendment_step(action, deny=f"{_PARTIES} {_STAFF}", label=f"{action} before both agree")
        for action in ("recommend", "return", "approve", "refuse")
    ),
    Row("exchanges:revise_amendment", ok="bilal", deny=f"sana {_STAFF}", arguments=of("returned")),
    Row(
        "exchanges:revise_amendment",
        "POST",
        ok="bilal",
        deny=f"sana {_STAFF}",
        arguments=of("returned"),
        body=_change("2"),
    ),
    Row("exchanges:renew", "POST", ok="sana", deny=f"bilal {_STAFF}", arguments=of("ended")),
    Row("exchanges:days_in_pakistan", ok="hina bilal"),
]
