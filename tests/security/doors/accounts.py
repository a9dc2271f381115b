"""The doors of accounts, units and posts."""

from accounts.selectors import unsubscribe_token
from tests.security.rows import NOT_ADMINISTRATORS, OUTSIDERS, SIGNED_IN, Row, World, nowhere, of


def unsubscribing(world: World) -> dict[str, str]:
    return {"token": unsubscribe_token(world.hina, "reminder")}


def post_of(world: World) -> dict[str, str]:
    return {"public_id": world.asma.posts.get().public_id}


def of_mail(world: World) -> dict[str, str]:
    return {"key": str(world.mail.key)}


def of_batch(world: World) -> dict[str, str]:
    return {"batch": world.staged.batch}


def of_holiday(world: World) -> dict[str, str]:
    return {"on": world.holiday.on.isoformat()}


_WEEK = {"since": "2027-01-01", "weekend": ["7"], "opens_at": "09:00", "closes_at": "17:00"}
_HOLIDAY = {"on": "2027-03-11", "name": "Eid-ul-Fitr", "name_ur": "عید الفطر", "confirm": "yes"}
# Officers of a unit that administers do this, too; Omar's unit has every duty here.
_NO_OFFICE = "hina bilal sana kamran rabia dawood asma"
OVERSIGHT = [
    *(
        Row(f"accounts:{name}", ok="omar ayesha", deny=_NO_OFFICE)
        for name in ("working_calendar", "working_week", "holiday_new", "outbox")
    ),
    Row("accounts:working_week", "POST", ok="omar ayesha", deny=_NO_OFFICE, body=lambda _w: _WEEK),
    Row("accounts:holiday_new", "POST", ok="omar ayesha", deny=_NO_OFFICE, body=lambda _w: _HOLIDAY),
    *(
        Row("accounts:holiday", method, ok="omar ayesha", deny=_NO_OFFICE, arguments=of_holiday)
        for method in ("GET", "POST")
    ),
    Row("accounts:holiday_call_off", "POST", ok="omar ayesha", deny=_NO_OFFICE, arguments=of_holiday),
    Row("accounts:outbox_mail", ok="omar ayesha", deny=_NO_OFFICE, arguments=of_mail),
    Row("accounts:outbox_retry", "POST", ok="omar ayesha", deny=_NO_OFFICE, arguments=of_mail),
    Row("accounts:outbox_batch", ok="omar ayesha", deny=_NO_OFFICE, arguments=of_batch),
    Row(
        "accounts:outbox_batch",
        "POST",
        ok="omar ayesha",
        deny=_NO_OFFICE,
        arguments=of_batch,
        body=lambda world: {"seen": [str(world.staged.key)]},
    ),
]
ACCOUNTS = [
    *OVERSIGHT,
    Row("accounts:settings", ok=SIGNED_IN),
    Row("accounts:settings", "POST", ok=SIGNED_IN),
    Row("accounts:notices", ok=SIGNED_IN),
    Row("accounts:notices", "POST", ok=SIGNED_IN, body=lambda _w: {"invitation": "daily"}),
    Row("accounts:calendar", ok=SIGNED_IN),
    *(Row("accounts:calendar_create", method, ok=SIGNED_IN) for method in ("GET", "POST")),
    Row("accounts:calendar_revoke", "POST", ok=SIGNED_IN),
    # The link of a mail: it is the key to one kind of mails and to nothing else.
    *(
        Row("accounts:unsubscribe", method, public=True, before_second_factor=True, arguments=unsubscribing)
        for method in ("GET", "POST")
    ),
    Row("accounts:consents", ok=SIGNED_IN),
    Row("accounts:consent_withdraw", "POST", ok=SIGNED_IN, arguments=lambda _w: {"purpose": "matching"}),
    *(Row(f"accounts:{name}", ok=SIGNED_IN) for name in ("data", "export", "erase")),
    *(Row(f"accounts:{name}", "POST", ok=SIGNED_IN) for name in ("export", "erase")),
    Row("accounts:tokens", ok=SIGNED_IN),
    Row("accounts:token_create", ok=SIGNED_IN),
    Row(
        "accounts:token_create",
        "POST",
        ok=SIGNED_IN,
        body=lambda _w: {"name": "Calendar", "scopes": ["read:needs"], "days": "30"},
    ),
    Row("accounts:token_revoke", "POST", arguments=nowhere),
    *(
        Row(
            "accounts:staff_invitation",
            method,
            arguments=lambda _w: {"token": "unknown"},
            hidden_from_strangers=True,
        )
        for method in ("GET", "POST")
    ),
    *(
        Row(f"accounts:{name}", ok="ayesha", deny=NOT_ADMINISTRATORS)
        for name in (
            "administration",
            "unit_create",
            "factor_reset_list",
            "factor_reset_request",
            "concern_list",
        )
    ),
    Row(
        "accounts:unit_create",
        "POST",
        ok="ayesha",
        deny=NOT_ADMINISTRATORS,
        body=lambda _w: {"name": "A new unit", "name_ur": "", "duties": ["review_placements"]},
    ),
    Row(
        "accounts:factor_reset_request",
        "POST",
        ok="ayesha",
        deny=NOT_ADMINISTRATORS,
        body=lambda _w: {"email": "rabia@demo.example", "reason": "The telephone was lost."},
    ),
    *(
        Row(f"accounts:{name}", ok="ayesha", deny=NOT_ADMINISTRATORS, arguments=of("most"))
        for name in ("unit", "staff_invite", "post_create")
    ),
    Row(
        "accounts:staff_invite",
        "POST",
        ok="ayesha",
        deny=NOT_ADMINISTRATORS,
        arguments=of("most"),
        body=lambda _w: {"email": "new.reviewer@demo.example", "role": "reviewer"},
    ),
    Row(
        "accounts:post_create",
        "POST",
        ok="ayesha",
        deny=NOT_ADMINISTRATORS,
        arguments=of("most"),
        body=lambda _w: {"email": "asma@demo.example", "role": "officer", "starts_on": "2026-11-23"},
    ),
    *(
        Row("accounts:post_end", method, ok="ayesha", deny=NOT_ADMINISTRATORS, arguments=post_of)
        for method in ("GET", "POST")
    ),
    *(
        Row(f"accounts:{name}", method, deny=NOT_ADMINISTRATORS, arguments=nowhere)
        for name, method in (
            ("staff_invitation_withdraw", "POST"),
            ("factor_reset_decide", "GET"),
            ("factor_reset_decide", "POST"),
            ("concern_handle", "POST"),
        )
    ),
    Row("accounts:account_event_list", ok="asma ayesha", deny=f"{OUTSIDERS} omar rabia dawood"),
]
