"""The doors of invitations, placements and letters."""

from collections.abc import Callable
from typing import Any

from exchanges.enums import PlacementAction as A
from exchanges.selectors.invitations import suggestion_token
from tests.security.doors.case_file import CASE_FILE
from tests.security.doors.life import LIFE
from tests.security.doors.reporting import REPORTING
from tests.security.doors.sampling import SAMPLING
from tests.security.rows import SIGNED_IN, Row, World, of, with_


def step(action: A) -> Callable[[World], dict[str, Any]]:
    return lambda _world: {"action": action, "note": "Please.", "reasons": ["tor_unclear"]}


EXCHANGES = [
    Row("exchanges:invitation_list", ok=SIGNED_IN),
    Row("exchanges:placement_list", ok=SIGNED_IN),
    Row("exchanges:invite", ok="sana", arguments=of("match")),
    Row("exchanges:invite", "POST", ok="sana", arguments=of("match"), body=lambda _w: {"message": "Please."}),
    Row("exchanges:offer_to_next", ok="sana", deny="hina", arguments=of("invitation")),
    Row(
        "exchanges:offer_to_next",
        "POST",
        ok="sana",
        deny="hina",
        arguments=of("invitation"),
        body=lambda world: {"code": world.other_expert.public_id, "message": "Please."},
    ),
    Row("exchanges:invitation", ok="hina sana", arguments=of("invitation")),
    # Read again after an answer, they lead back to the page.
    Row("exchanges:accept_invitation", ok="hina sana", arguments=of("invitation")),
    Row("exchanges:decline_invitation", ok="hina sana", arguments=of("invitation")),
    Row("exchanges:step", ok="hina sana omar rabia dawood asma", arguments=of("submitted")),
    Row("exchanges:accept_invitation", "POST", ok="hina", deny="sana", arguments=of("invitation")),
    Row(
        "exchanges:decline_invitation",
        "POST",
        ok="hina",
        deny="sana",
        arguments=of("invitation"),
        body=lambda _w: {"reason": "no_time"},
    ),
    Row("exchanges:decline_all_invitations", ok=SIGNED_IN),
    Row("exchanges:decline_all_invitations", "POST", ok=SIGNED_IN, body=lambda _w: {"reason": "no_time"}),
    Row("exchanges:postpone_invitation", ok="hina sana", arguments=of("invitation")),
    Row(
        "exchanges:postpone_invitation",
        "POST",
        ok="hina",
        deny="sana",
        arguments=of("invitation"),
        body=lambda _w: {"later_on": "2026-12-20"},
    ),
    Row(
        "exchanges:after_answer",
        "POST",
        ok="hina",
        arguments=with_("invitation", offer="capacity"),
        body=lambda _w: {"take-capacity": "6"},
    ),
    *(
        # Without a profile: the way to one.
        Row("exchanges:show_interest", method, ok=SIGNED_IN, arguments=of("need"))
        for method in ("GET", "POST")
    ),
    Row(
        "exchanges:invitation_of_match",
        ok="hina sana",
        arguments=lambda world: {"public_id": world.invitation.match.public_id},
    ),
    Row(
        "exchanges:suggestion",
        public=True,
        arguments=lambda world: {"token": suggestion_token(world.need)},
    ),
    Row(
        "exchanges:suggestion",
        hidden_from_strangers=True,
        arguments=lambda _w: {"token": "unknown"},
        label="not signed by us",
    ),
    Row("exchanges:calendar_feed", public=True, arguments=lambda world: {"secret": world.calendar}),
    Row(
        "exchanges:calendar_feed",
        hidden_from_strangers=True,
        arguments=lambda _w: {"secret": "unknown"},
        label="unknown",
    ),
    Row("exchanges:placement_calendar", ok="hina sana", arguments=of("draft")),
    Row("exchanges:withdraw_invitation", "POST", ok="sana", deny="hina", arguments=of("invitation")),
    Row("exchanges:placement", ok="hina sana", arguments=of("draft"), label="draft"),
    Row(
        "exchanges:placement",
        ok="hina sana omar rabia dawood asma",
        arguments=of("submitted"),
        label="submitted",
    ),
    Row("exchanges:edit_placement", ok="hina sana", arguments=of("draft")),
    Row(
        "exchanges:edit_placement",
        "POST",
        ok="hina sana",
        arguments=of("draft"),
        body=lambda world: {
            "purpose": "P",
            "deliverable": "D",
            "counterpart": "C",
            "mode": "remote",
            "hours_per_week": "3",
            "days_in_country": "0",
            "version": str(world.draft.version),
        },
    ),
    Row(
        "exchanges:edit_placement",
        "POST",
        deny="hina sana omar rabia dawood asma",
        arguments=of("submitted"),
        body=lambda _w: {"purpose": "P"},
        label="submitted",
    ),
    Row(
        "exchanges:step",
        "POST",
        ok="rabia",
        deny="hina sana omar dawood asma",
        arguments=of("submitted"),
        body=step(A.TAKE),
        label="take",
    ),
    *(
        Row(
            "exchanges:give_review",
            method,
            ok="rabia",
            deny="hina sana omar dawood asma",
            arguments=of("in_review"),
            body=lambda world: {
                "digest": world.in_review.plan_versions.get().digest,
                "verdict": "return",
                "reasons": ["tor_unclear"],
                "letter": "Please say more.",
            },
        )
        for method in ("GET", "POST")
    ),
    *(
        Row(
            "exchanges:declare_ties",
            method,
            ok="omar rabia dawood asma",
            deny="hina sana",
            arguments=of("submitted"),
            body=lambda _w: {"tie": "none"},
        )
        for method in ("GET", "POST")
    ),
    *(
        Row(
            "exchanges:reassign",
            method,
            ok="omar dawood",
            deny="hina sana rabia asma",
            arguments=of("in_review"),
            body=lambda world: {
                "place": str(world.rabia.pk),
                "to": str(world.second_reviewer.pk),
                "note": "Leave.",
            },
        )
        for method in ("GET", "POST")
    ),
    Row("exchanges:claim_next", "POST", ok="rabia"),
    Row("exchanges:review_workload", ok="omar dawood"),
    *(Row("exchanges:decision_list", method, ok="dawood") for method in ("GET", "POST")),
    Row(
        "exchanges:step",
        "POST",
        ok="omar rabia dawood",
        deny="hina sana asma",
        arguments=of("in_review"),
        body=step(A.FLAG),
        label="flag",
    ),
    Row(
        "exchanges:step",
        "POST",
        deny="hina sana omar rabia dawood asma",
        arguments=of("in_review"),
        body=step(A.RELEASE),
        label="release before the recommendation",
    ),
    Row(
        "exchanges:step",
        "POST",
        ok="hina sana",
        deny="omar rabia dawood asma",
        arguments=of("in_review"),
        body=step(A.WITHDRAW),
        label="withdraw",
    ),
    Row("exchanges:write_message", ok="hina sana", arguments=of("invitation")),
    Row(
        "exchanges:write_message",
        "POST",
        ok="hina sana",
        arguments=of("invitation"),
        body=lambda _w: {"text": "Two sites."},
    ),
    Row("exchanges:settle_messages", "POST", ok="hina sana", arguments=of("invitation")),
    *(
        Row(
            "exchanges:placement_messages",
            method,
            ok="omar rabia dawood asma",
            deny="hina sana",
            arguments=of("submitted"),
            body=lambda _w: {"reason": "A concern was reported."},
        )
        for method in ("GET", "POST")
    ),
    Row("exchanges:placement_messages", deny="hina sana", arguments=of("draft"), label="draft"),
    *CASE_FILE,
    Row("exchanges:referral_list", ok=SIGNED_IN),
    Row("exchanges:referral", ok="sana kamran", arguments=of("referral")),
    Row("exchanges:referral", ok="sana hina", arguments=of("asked"), label="before the expert agrees"),
    Row("exchanges:referral_step", ok="sana kamran", arguments=with_("referral", action="accept")),
    *(
        Row(
            "exchanges:referral_step",
            "POST",
            ok="kamran",
            deny="sana",
            arguments=with_("referral", action=action),
            body=lambda _w: {"reason": "no_room"},
            label=action,
        )
        for action in ("accept", "decline")
    ),
    *(
        Row(
            "exchanges:referral_step",
            "POST",
            ok="hina",
            deny="sana",
            arguments=with_("asked", action=action),
            label=action,
        )
        for action in ("agree", "refuse")
    ),
    Row(
        "exchanges:referral_step",
        "POST",
        ok="sana",
        deny="kamran",
        arguments=with_("referral", action="withdraw"),
        label="withdraw",
    ),
    Row(
        "exchanges:referral_step",
        "POST",
        deny="sana kamran",
        arguments=with_("referral", action="close"),
        body=lambda _w: {"note": "Nothing came of it."},
        label="close before it is accepted",
    ),
    Row(
        "exchanges:referral_invite",
        "POST",
        ok="kamran",
        arguments=of("referral"),
        body=lambda world: {"need": world.other_need.public_id},
    ),
    *(
        Row(
            "exchanges:refer_need",
            method,
            ok="sana omar rabia dawood",
            deny="hina bilal kamran asma ayesha",
            arguments=of("need"),
            body=lambda _w: {"organisation": "Quetta", "note": "You work on this."},
        )
        for method in ("GET", "POST")
    ),
    *(
        Row(
            f"exchanges:{name}",
            method,
            ok="sana kamran omar rabia dawood",
            arguments=of("listed_expert"),
            body=lambda _w: {"channel": "call", "on": "2026-11-20", "organisation": "Quetta"},
        )
        for name in ("refer_expert", "contact_new")
        for method in ("GET", "POST")
    ),
    Row("exchanges:contact_list", ok=SIGNED_IN),
    Row("exchanges:contacts_of_me", ok="hina bilal"),
    *LIFE,
    Row("exchanges:review_queue", ok="omar rabia dawood asma"),
    Row("exchanges:letter", ok="hina sana omar rabia dawood asma", arguments=of("letter", "code")),
    Row("exchanges:letter_pdf", ok="hina sana omar rabia dawood asma", arguments=of("letter", "code")),
    # Before the expert agrees, whoever wrote it reads it, and nobody else.
    Row("exchanges:letter", ok="bilal sana", arguments=of("reference", "code"), label="reference"),
    *(
        Row(
            f"exchanges:{name}",
            method,
            ok="dawood",
            deny="hina sana omar rabia asma",
            arguments=of("letter", "code"),
            body=lambda _w: {"because": "mistake", "en": "Words.", "ur": "الفاظ"},
        )
        for name in ("withdraw_letter", "reissue_letter")
        for method in ("GET", "POST")
    ),
    *(
        Row(
            "exchanges:word_letter",
            method,
            ok="rabia dawood",
            deny="hina sana omar asma",
            arguments=of("pending"),
            body=lambda _w: {"en": "Words.", "ur": "الفاظ"},
        )
        for method in ("GET", "POST")
    ),
    Row(
        "exchanges:withdraw_letter",
        ok="bilal sana",
        arguments=of("reference", "code"),
        label="reference",
    ),
    Row(
        "exchanges:answer_reference",
        "POST",
        ok="bilal",
        deny="sana",
        arguments=of("reference", "code"),
        body=lambda _w: {"answer": "agree"},
    ),
    *(
        Row(
            "exchanges:write_reference",
            method,
            ok="sana",
            deny="bilal omar rabia dawood asma",
            arguments=of("completed"),
            body=lambda _w: {"text": "He knows wells.", "language": "en"},
        )
        for method in ("GET", "POST")
    ),
    Row(
        "exchanges:compile_file",
        "POST",
        ok="omar rabia dawood asma",
        deny="hina sana",
        arguments=of("submitted"),
    ),
    *REPORTING,
    *SAMPLING,
]
