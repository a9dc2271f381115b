"""The doors of the case file: participants, checklist, documents, messages."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.rows import Row, World, of, with_

BOTH = ("GET", "POST")
STAFF_OF_UNIT = "omar rabia dawood asma"


def paper(name: str) -> Callable[[World], dict[str, str]]:
    return lambda world: {
        "public_id": world.submitted.public_id,
        "document_id": getattr(world, name).public_id,
    }


def _file(_world: World) -> dict[str, object]:
    return {"file": SimpleUploadedFile("letter.pdf", b"%PDF-1.7"), "kind": "other", "audience": "all"}


CASE_FILE = [
    *(
        Row(
            "exchanges:participants",
            method,
            ok="hina sana",
            arguments=of("draft"),
            body=lambda world: {
                "name_1": "Lahore Works",
                "role_1": "partner",
                "version": str(world.draft.version),
            },
        )
        for method in BOTH
    ),
    *(
        Row(
            "exchanges:participants",
            method,
            deny=f"hina sana {STAFF_OF_UNIT}",
            arguments=of("submitted"),
            label="submitted",
        )
        for method in BOTH
    ),
    *(
        Row(
            "exchanges:check",
            method,
            ok="hina",
            deny="sana",
            arguments=with_("draft", line="home_employer_consent"),
            body=lambda _w: {"state": "done"},
        )
        for method in BOTH
    ),
    Row(
        "exchanges:check",
        "POST",
        deny=f"hina sana {STAFF_OF_UNIT}",
        arguments=with_("submitted", line="home_employer_consent"),
        body=lambda _w: {"state": "done"},
        label="submitted",
    ),
    *(
        Row(
            "exchanges:case_documents",
            method,
            ok="hina sana",
            deny=STAFF_OF_UNIT,
            arguments=of("submitted"),
            body=_file,
        )
        for method in BOTH
    ),
    Row("exchanges:case_document", ok=f"hina sana {STAFF_OF_UNIT}", arguments=paper("paper")),
    Row(
        "exchanges:case_document",
        ok=f"hina {STAFF_OF_UNIT}",
        arguments=paper("private_paper"),
        label="for the ministry alone",
    ),
    Row(
        "exchanges:remove_case_document",
        "POST",
        ok="sana",
        deny=f"hina {STAFF_OF_UNIT}",
        arguments=paper("paper"),
    ),
    Row(
        "exchanges:remove_case_document",
        "POST",
        ok="hina",
        deny=STAFF_OF_UNIT,
        arguments=paper("private_paper"),
        label="for the ministry alone",
    ),
    *(
        Row(
            "exchanges:write_to_case",
            method,
            ok="hina sana omar rabia dawood",
            deny="asma",
            arguments=of("submitted"),
            body=lambda _w: {"text": "Who pays the flight?", "asks": "host"},
        )
        for method in BOTH
    ),
    Row("exchanges:write_to_case", deny="hina sana", arguments=of("draft"), label="draft"),
    Row(
        "exchanges:settle_case",
        "POST",
        ok="hina sana omar rabia dawood",
        deny="asma",
        arguments=of("submitted"),
    ),
    *(
        Row(
            "exchanges:write_between_parties",
            method,
            ok="hina sana",
            deny=STAFF_OF_UNIT,
            arguments=of("submitted"),
            body=lambda _w: {"text": "Two sites."},
        )
        for method in BOTH
    ),
    Row(
        "exchanges:settle_between_parties",
        "POST",
        ok="hina sana",
        deny=STAFF_OF_UNIT,
        arguments=of("submitted"),
    ),
]
