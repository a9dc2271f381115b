"""The doors of matching."""

from tests.security.rows import NOT_SANA, OUTSIDERS, SIGNED_IN, STAFF, Row, World, of

NOT_OMAR = f"{OUTSIDERS} rabia dawood asma ayesha"


def programme(world: World) -> dict[str, str]:
    """The address of the programme of the need."""
    return {"slug": world.need.programme.slug}


def tie(world: World) -> dict[str, str]:
    """A tie to the other host."""
    return {"organisation": world.other_organisation.public_id, "kind": "family", "evidence": "A cousin."}


ACTING = "omar rabia dawood"
READERS = f"{ACTING} asma"

MATCHING = [
    Row(
        "matching:need_matches",
        ok="sana omar rabia dawood asma",
        deny="hina bilal kamran ayesha",
        arguments=of("need"),
    ),
    Row(
        "matching:start_run",
        "POST",
        ok="sana omar rabia dawood",
        deny="hina bilal kamran asma ayesha",
        arguments=of("need"),
    ),
    *(
        Row(f"matching:{name}", "POST", ok="sana", deny=NOT_SANA, arguments=of("need"))
        for name in ("shortlist", "dismiss", "choose_for_invitation")
    ),
    *(
        Row(
            f"matching:{name}",
            ok="sana omar rabia dawood asma",
            deny="hina bilal kamran ayesha",
            arguments=of("need"),
        )
        for name in ("need_changes", "ask")
    ),
    Row(
        "matching:compare",
        ok="sana omar rabia dawood asma",
        deny="hina bilal kamran ayesha",
        arguments=of("need"),
    ),
    Row(
        "matching:export_shortlist",
        "POST",
        ok="sana",
        deny=NOT_SANA,
        arguments=lambda world: {"public_id": world.need.public_id, "kind": "csv"},
    ),
    Row("matching:tie", ok="sana", arguments=of("tie")),
    Row(
        "matching:tie",
        "POST",
        ok="sana",
        arguments=of("tie"),
        body=lambda _world: {"bars": "no", "note": "Known."},
    ),
    *(
        Row("matching:estimate", method, ok="sana", deny=NOT_SANA, arguments=of("need"))
        for method in ("GET", "POST")
    ),
    Row("matching:weights_list", ok=STAFF, deny=OUTSIDERS),
    Row("matching:weights", ok=STAFF, deny=OUTSIDERS, arguments=programme),
    Row("matching:publish_weights", "POST", ok="omar", deny=NOT_OMAR, arguments=programme),
    Row("matching:why_not", ok=SIGNED_IN, arguments=of("need")),  # without a profile: the way to one
    Row("matching:match", ok="sana", arguments=of("match")),
    Row("matching:restore", "POST", ok="sana", arguments=of("match")),
    Row("matching:directory", public=True),
    Row("matching:profile", public=True, arguments=of("public_expert"), label="of somebody public"),
    Row(
        "matching:profile",
        ok="sana kamran omar rabia dawood",
        hidden_from_strangers=True,
        arguments=of("listed_expert"),
        label="of somebody in the hosts' directory",
    ),
    Row(
        "matching:profile",
        ok="hina omar rabia dawood",
        hidden_from_strangers=True,
        arguments=of("expert"),
        label="of somebody who is met by matching alone",
    ),
    *(Row(f"matching:{name}", ok="hina bilal") for name in ("preview", "strength")),
    Row("matching:expert_matches", ok=SIGNED_IN),  # without a profile: the way to one
    *(Row("matching:set_aside", method, ok="hina bilal", arguments=of("need")) for method in ("GET", "POST")),
    Row("matching:take_back", "POST", ok="hina bilal", body=lambda world: {"need": world.need.public_id}),
    Row("matching:conflicts", ok=SIGNED_IN),  # without a profile: the way to one
    Row("matching:conflict_declare", ok="hina bilal"),
    Row("matching:conflict_declare", "POST", ok="hina bilal", body=tie),
    Row("matching:conflict_withdraw", "POST", ok="bilal", arguments=of("conflict")),
    Row("matching:conflict_queue", ok=ACTING, deny=f"{OUTSIDERS} asma ayesha"),
    Row("matching:conflict", ok=ACTING, deny=f"{OUTSIDERS} asma ayesha", arguments=of("conflict")),
    Row(
        "matching:conflict",
        "POST",
        ok=ACTING,
        deny=f"{OUTSIDERS} asma ayesha",
        arguments=of("conflict"),
        body=lambda _world: {"bars": "no", "note": "Known."},
    ),
    Row("matching:run_list", ok=STAFF, deny=OUTSIDERS),
    Row("matching:run", ok=STAFF, deny="sana", arguments=of("run")),
    Row("matching:round_list", ok=READERS, deny=f"{OUTSIDERS} ayesha"),
    *(
        Row("matching:round_new", method, ok=ACTING, deny=f"{OUTSIDERS} asma ayesha")
        for method in ("GET", "POST")
    ),
    Row("matching:round", ok=READERS, arguments=of("round")),
    *(
        # Whose turn has passed is told so on the round's page.
        Row(f"matching:round_{step}", "POST", ok=ACTING, deny="asma", arguments=of("round"))
        for step in ("compute", "publish", "undo")
    ),
    Row("matching:retry", "POST", deny=f"sana {STAFF}", arguments=of("run")),  # it did not fail
]
