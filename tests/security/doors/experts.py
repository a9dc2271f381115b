"""The doors of the expert's side."""

from collections.abc import Callable

from tests.security.rows import (
    NO_ROW,
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

# Staff write profiles for others; only Omar is an officer here.
KEEPERS = {"ok": "omar", "deny": "hina bilal sana kamran rabia dawood asma ayesha"}


def answered(name: str, **more: str) -> Callable[[World], dict[str, str]]:
    """What was read, and an answer to it."""
    return lambda world: {"version": str(getattr(world, name).version)} | more


def managed(rows: str = "") -> Callable[[World], dict[str, str]]:
    """The profile that Omar keeps, and one row of it."""

    def arguments(world: World) -> dict[str, str]:
        row = {"public_id": getattr(world.managed, rows).first().public_id} if rows else {}
        return {"managed_id": world.managed.public_id} | row

    return arguments


def no_row_of_kept(world: World) -> dict[str, str]:
    return {"managed_id": world.managed.public_id, "public_id": NO_ROW}


def by_link(world: World) -> dict[str, str]:
    return {"token": world.claim_token}


# Rows of a kept profile stand for all kinds; their pages are those of one's own profile.
KEPT_ROWS = {"language": "languages", "skill": "skills", "availability": "availabilities"}
PEOPLE = "hina bilal sana kamran rabia dawood asma ayesha"

EXPERTS = [
    Row("experts:profile", ok=SIGNED_IN),
    Row("experts:start_profile", "POST", ok=SIGNED_IN),
    *(Row(f"experts:{name}", ok="hina bilal") for name in (*SECTIONS, *LISTS, "check_answers", "import")),
    *(Row(f"experts:{name}", "POST", ok="hina bilal") for name in (*SECTIONS, "import", "pause")),
    Row("experts:trust", ok=SIGNED_IN),  # without a profile: what is held about the account
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
    *(
        Row(f"experts:{name}", ok="hina bilal")
        for name in ("credentials", "add_credential", "employer_credential")
    ),
    Row("experts:add_credential", "POST", ok="hina bilal"),
    Row("experts:employer_credential", "POST", ok="hina bilal"),
    *(
        Row(f"experts:{name}", method, ok="hina", arguments=of("credential"))
        for name, method in (
            ("credential", "GET"),
            ("credential_file", "GET"),
            ("credential_code", "POST"),
            ("change_credential", "GET"),
            ("change_credential", "POST"),
            ("remove_credential", "POST"),
        )
    ),
    Row("experts:credential_check", ok=VERIFIERS, arguments=of("credential")),
    Row("experts:credential_check_file", ok=VERIFIERS, arguments=of("credential")),
    Row(
        "experts:credential_confirm",
        "POST",
        ok=VERIFIERS,
        arguments=of("credential"),
        body=answered("credential"),
    ),
    Row(
        "experts:credential_return",
        "POST",
        ok=VERIFIERS,
        arguments=of("credential"),
        body=answered("credential", reasons="other", note="Please."),
    ),
    Row(
        "experts:credential_refuse",
        "POST",
        ok=VERIFIERS,
        arguments=of("credential"),
        body=answered("credential", note="Not found."),
    ),
    # Vouching is a liaison's; tests/experts/test_vouching.py has one.
    *(
        Row("experts:vouch", method, deny=VERIFIERS, arguments=of("submitted_expert"))
        for method in ("GET", "POST")
    ),
    Row("experts:managed_list", **KEEPERS),
    *(Row("experts:managed_enter", method, **KEEPERS) for method in ("GET", "POST")),
    # Reviewers and deciders may look at it on its way to be verified, and write nothing.
    Row("experts:managed_profile", ok=VERIFIERS, arguments=managed()),
    *(
        Row(f"experts:managed_{name}", "POST", ok="omar", deny="rabia dawood", arguments=managed())
        for name in ("submit", "invite_again", "withdraw")
    ),
    Row(
        "experts:managed_invite",
        "POST",
        ok="omar",
        deny="rabia dawood",
        arguments=managed(),
        body=lambda _world: {"email": "nasreen@uni-bonn.example"},
    ),
    *(
        Row(f"experts:managed_{name}", method, ok="omar", deny="rabia dawood", arguments=managed())
        for name in ("identity", "place", "motivation")
        for method in ("GET", "POST")
    ),
    *(Row(f"experts:managed_{name}", ok="omar", deny="rabia dawood", arguments=managed()) for name in LISTS),
    *(
        Row(f"experts:managed_add_{name}", method, ok="omar", deny="rabia dawood", arguments=managed())
        for name in ROWS
        for method in ("GET", "POST")
    ),
    *(
        Row(
            f"experts:managed_{verb}_{name}",
            method,
            ok="omar" if name in KEPT_ROWS else "",
            deny="rabia dawood",
            arguments=managed(KEPT_ROWS[name]) if name in KEPT_ROWS else no_row_of_kept,
        )
        for name in ROWS
        for verb, method in (("change", "GET"), ("change", "POST"), ("remove", "POST"))
    ),
    # Whoever has the link: strangers are sent to sign in, those with a profile to the other button.
    Row("experts:claim", ok=f"anonymous omar {PEOPLE}", arguments=by_link),
    Row(
        "experts:claim",
        "POST",
        ok=f"anonymous {PEOPLE}",
        deny="omar",  # he entered it and sent the link
        arguments=by_link,
        body=lambda _world: {"visibility": "hidden"},
    ),
    Row("experts:claim_join", "POST", ok=f"anonymous {PEOPLE}", deny="omar", arguments=by_link),
    Row(
        "experts:claim_remove",
        "POST",
        ok=f"anonymous omar {PEOPLE}",
        arguments=by_link,
        body=lambda _world: {"is_sure": "on"},
    ),
    Row("experts:look_list", ok="asma", deny="hina bilal sana kamran omar rabia dawood ayesha"),
    Row("experts:duplicate_list", ok=VERIFIERS, deny=NOT_VERIFIERS),
    Row("experts:duplicate", ok=VERIFIERS, arguments=of("pair")),
    Row(
        "experts:duplicate_merge",
        "POST",
        ok=VERIFIERS,
        arguments=of("pair"),
        body=lambda world: {
            "version": str(world.pair.version),
            "keep": world.expert.public_id,
            "note": "One person.",
        },
    ),
    Row(
        "experts:duplicate_apart",
        "POST",
        ok=VERIFIERS,
        arguments=of("pair"),
        body=answered("pair", note="Two people."),
    ),
    *(
        Row(
            f"experts:duplicate_{name}",
            "POST",
            deny=VERIFIERS,  # neither merged nor told apart yet
            arguments=of("pair"),
            body=answered("pair", note="Perhaps."),
        )
        for name in ("undo", "reconsider")
    ),
]
