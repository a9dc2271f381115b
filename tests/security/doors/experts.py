"""The doors of the expert's side."""

from collections.abc import Callable

from tests.security.rows import (
    NOT_VERIFIERS,
    SIGNED_IN,
    VERIFIERS,
    Row,
    World,
    nowhere,
    of,
)

SECTIONS = ("identity", "place", "motivation", "terms", "visibility", "consent")
LISTS = ("languages", "skills", "affiliations", "works", "availability")
ROWS = {
    "language": "languages",
    "skill": "skills",
    "affiliation": "affiliations",
    "work": "works",
    "availability": "availabilities",
}


def row_of(rows: str) -> Callable[[World], dict[str, str]]:
    """A row of Hina's own profile."""
    return lambda world: {"public_id": getattr(world.expert, rows).first().public_id}


def typed_words(world: World) -> dict[str, str]:
    """Words that two people typed."""
    return {"key": world.typed_words.key}


def no_words(_world: World) -> dict[str, str]:
    return {"key": "nothing"}


# Omar is an officer of a unit that verifies experts, Ayesha an administrator.
CURATORS = {"ok": "omar ayesha", "deny": "hina bilal sana kamran rabia dawood asma"}

EXPERTS = [
    Row("experts:profile", ok=SIGNED_IN),
    Row("experts:start_profile", "POST", ok=SIGNED_IN),
    *(
        Row(f"experts:{name}", ok="hina bilal")
        for name in (*SECTIONS, *LISTS, "check_answers", "trust", "import")
    ),
    *(Row(f"experts:{name}", "POST", ok="hina bilal") for name in (*SECTIONS, "import", "pause")),
    Row("experts:leave", "POST", ok="hina bilal"),
    Row("experts:check_answers", "POST", deny="hina bilal"),  # verified already: nothing to submit
    Row("experts:resume", "POST", deny="hina bilal"),  # not paused
    Row("experts:import_preview", arguments=nowhere),
    *(
        Row(f"experts:{name}", "POST", arguments=nowhere)
        for name in ("import_preview", "import_discard", "import_undo")
    ),
    *(Row(f"experts:add_{name}", method, ok="hina bilal") for name in ROWS for method in ("GET", "POST")),
    *(
        Row(f"experts:{verb}_{name}", method, ok="hina", arguments=row_of(rows))
        for name, rows in ROWS.items()
        for verb, method in (("change", "GET"), ("change", "POST"), ("remove", "POST"))
    ),
    Row("experts:typed_skills", **CURATORS),
    Row("experts:typed_skill", arguments=typed_words, **CURATORS),
    Row("experts:typed_skill", arguments=no_words, deny=CURATORS["deny"], label="of words that nobody typed"),
    *(
        Row(f"experts:typed_skill_{name}", "POST", arguments=typed_words, **CURATORS)
        for name in ("add", "same", "none")
    ),
    Row("experts:verification_queue", ok=VERIFIERS, deny=NOT_VERIFIERS),
    Row("experts:verification", ok=VERIFIERS, arguments=of("submitted_expert")),
    Row(
        "experts:verify",
        "POST",
        ok=VERIFIERS,
        arguments=of("submitted_expert"),
        body=lambda world: {"version": str(world.submitted_expert.version)},
    ),
    Row(
        "experts:request_changes",
        "POST",
        ok=VERIFIERS,
        arguments=of("submitted_expert"),
        body=lambda world: {
            "version": str(world.submitted_expert.version),
            "reasons": ["identity_unclear"],
            "note": "Please say who you are.",
        },
    ),
    *(
        Row(f"experts:{name}", "POST", ok=VERIFIERS, arguments=of("submitted_expert"))
        for name in ("suspend", "reinstate")
    ),
]
