"""The shell's doors."""

from collections.abc import Callable

from tests.security.rows import NOT_SANA, SIGNED_IN, Row, World, of

NOT_OVERSEEING = "hina bilal sana kamran omar rabia dawood"


def chain_of(kind: str) -> Callable[[World], dict[str, str]]:
    subjects = {"placement": "in_review"}
    return lambda world: {"kind": kind, "code": getattr(world, subjects.get(kind, kind)).public_id}


OVERSEERS = "omar dawood asma"
NOT_OVERSEERS = "hina bilal sana kamran rabia ayesha"
PUBLIC = [
    Row(route, public=True)
    for route in (
        "home",
        "how_it_works",
        "privacy",
        "terms",
        "accessibility",
        "help",
        "report_concern",
        "concern_reported",
        "sitemap",
        "healthz",
        "insights:numbers",
        "exchanges:verify",
    )
]
SHELL = [
    Row("today", ok=SIGNED_IN),
    Row("find", ok=SIGNED_IN),
    Row("find", ok=SIGNED_IN, label="by name", body=lambda _w: {"q": "Hina"}),
    Row("audit", ok="asma ayesha", deny=NOT_OVERSEEING),
    *(Row("audit_check", method, ok="asma ayesha", deny=NOT_OVERSEEING) for method in ("GET", "POST")),
    *(
        Row("audit_chain", ok="asma ayesha", deny=NOT_OVERSEEING, arguments=chain_of(kind), label=kind)
        for kind in ("placement", "invitation", "expert")
    ),
    Row("insights:standing", ok="sana", deny=NOT_SANA, arguments=of("organisation")),
    Row("insights:oversight", ok=OVERSEERS, deny=NOT_OVERSEERS),
    Row("insights:oversight_export", ok=OVERSEERS, deny=NOT_OVERSEERS, arguments=lambda _w: {"kind": "csv"}),
    Row("ui_catalogue", public=True),  # in demonstrations and tests; elsewhere it does not exist
    Row("readyz", public=True, label="503 until the sweep has run"),
    Row(
        "set_language",
        "POST",
        public=True,
        before_second_factor=True,
        body=lambda _w: {"language": "ur", "next": "/"},
    ),
    Row(
        "report_concern", "POST", public=True, body=lambda _w: {"topic": "other", "text": "A link is broken."}
    ),
]
