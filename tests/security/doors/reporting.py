"""The doors of reports and outcomes."""

from tests.security.rows import Row, World, of, with_

CASE = "hina sana omar rabia dawood asma"


def _link(world: World) -> dict[str, str]:
    return {"token": world.confirm_token}


REPORTING = [
    Row("exchanges:placement_reports", ok=CASE, arguments=of("begun")),
    Row("exchanges:report", ok="sana omar rabia dawood asma", arguments=of("report_due")),
    Row(
        "exchanges:report",
        "POST",
        ok="sana",
        deny="omar rabia dawood asma",
        arguments=of("report_due"),
        body=lambda world: {"version": str(world.report_due.version), "save": "yes", "exists_now": "A mast."},
    ),
    Row("exchanges:report", ok="hina omar rabia dawood asma", arguments=of("report"), label="of the expert"),
    Row(
        "exchanges:report",
        "POST",
        deny="hina omar rabia dawood asma",
        arguments=of("report"),
        body=lambda _w: {"version": "9", "done": "More."},
        label="handed in",
    ),
    Row("exchanges:report_step", ok="hina omar rabia dawood asma", arguments=with_("report", step="accept")),
    Row(
        "exchanges:report_step",
        "POST",
        ok="omar rabia",
        deny="hina dawood asma",
        arguments=with_("report", step="accept"),
        label="accept",
    ),
    Row(
        "exchanges:report_step",
        "POST",
        ok="omar rabia",
        deny="hina dawood asma",
        arguments=with_("report", step="return"),
        body=lambda _w: {"return-reasons": ["figures_unclear"], "return-note": "Of whom?"},
        label="return",
    ),
    Row(
        "exchanges:report_step",
        "POST",
        ok="omar rabia",
        deny="sana dawood asma",
        arguments=with_("report_due", step="skip"),
        body=lambda _w: {"skip-reasons": ["no_answer"], "skip-note": "Silent."},
        label="skip",
    ),
    *(
        Row(
            "exchanges:claim_outcome",
            method,
            ok="hina sana",
            deny="omar rabia dawood asma",
            arguments=of("begun"),
            body=lambda _w: {
                "type": "prototype",
                "number": "1",
                "description": "A mast.",
                "confirmer_is": "other_side",
            },
        )
        for method in ("GET", "POST")
    ),
    Row("exchanges:claim_outcome", deny="hina sana", arguments=of("draft"), label="before it begins"),
    Row("exchanges:outcome", ok=CASE, arguments=of("outcome")),
    Row("exchanges:outcome_step", ok=CASE, arguments=with_("outcome", action="withdraw")),
    Row(
        "exchanges:outcome_step",
        "POST",
        ok="sana",
        deny="hina omar rabia dawood asma",
        arguments=with_("outcome", action="withdraw"),
        label="withdraw",
    ),
    *(
        Row(
            "exchanges:outcome_step",
            "POST",
            ok="rabia",
            deny="hina sana omar dawood asma",
            arguments=with_("disputed", action=action),
            body=lambda _w: {"note": "The list shows it."},
            label=action,
        )
        for action in ("uphold", "dismiss")
    ),
    *(
        # Nobody needs an account; the side that claimed it is refused by the form.
        Row(
            "exchanges:confirm_outcome",
            method,
            public=True,
            arguments=_link,
            body=lambda _w: {"is_right_person": "yes", "verdict": "confirm", "counterfactual": "nothing"},
        )
        for method in ("GET", "POST")
    ),
    *(
        Row(
            "exchanges:confirm_outcome",
            method,
            hidden_from_strangers=True,
            arguments=lambda _w: {"token": "unknown"},
            label="not signed by us",
        )
        for method in ("GET", "POST")
    ),
    Row("exchanges:report_queue", ok="omar rabia dawood asma"),
]
