"""The doors of the demand side."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.rows import (
    NOT_SANA,
    NOT_VERIFIERS,
    OUTSIDERS,
    SIGNED_IN,
    STAFF,
    VERIFIERS,
    Row,
    World,
    of,
    with_,
)

CHECKERS = "omar rabia"
NOT_CHECKERS = "hina bilal sana kamran dawood asma ayesha"


def _document(world: World) -> dict[str, str]:
    return {"public_id": world.need.public_id, "file_id": world.document.file.public_id}


# Waiting organisations are seen by their members and by the units that verify.
SEE_WAITING = "omar rabia dawood asma"


def _member(world: World) -> dict[str, str]:
    return {"public_id": world.organisation.public_id, "member": world.colleague.public_id}


def _file(_world: World) -> dict[str, SimpleUploadedFile]:
    content = b"name,kind,sector,place\nSutlej Works,company,private,Punjab\n"
    return {"file": SimpleUploadedFile("hosts.csv", content)}


def _decision_on(noun: str) -> Callable[[World], dict[str, str]]:
    def body(world: World) -> dict[str, str]:
        pair = getattr(world, noun)
        return {"note": "Seen.", "version": str(pair.version), "keep": pair.older.public_id}

    return body


def _invitation(world: World) -> dict[str, str]:
    return {
        "public_id": world.organisation.public_id,
        "invitation": world.member_invitation.public_id,
    }


ORGANISATIONS = [
    *(
        Row(f"incubators:{name}", ok="sana", deny=NOT_SANA, arguments=of("organisation"))
        for name in (
            "members",
            "member_invite",
            "leave",
            "parent",
            "tenants",
            "facilities",
            "facility_new",
            "ventures",
            "venture_new",
        )
    ),
    *(
        Row(f"incubators:{name}", "POST", ok="sana", deny=NOT_SANA, arguments=of("organisation"))
        for name in ("member_invite", "leave", "facility_new", "venture_new")
    ),
    *(
        Row(f"incubators:{name}", method, ok="sana", deny=NOT_SANA, arguments=_member)
        for name in ("member_role", "member_remove")
        for method in ("GET", "POST")
    ),
    Row("incubators:member_invitation_withdraw", "POST", ok="sana", deny=NOT_SANA, arguments=_invitation),
    *(
        Row("incubators:join", method, public=True, arguments=lambda world: {"token": world.join_token})
        for method in ("GET", "POST")
    ),
    Row(
        "incubators:parent",
        "POST",
        ok="sana",
        deny=NOT_SANA,
        arguments=of("organisation"),
        body=lambda world: {"parent": world.other_organisation.public_id},
    ),
    Row(
        "incubators:parent_end",
        "POST",
        ok="kamran",
        deny=f"{NOT_SANA.replace('kamran ', '')} sana",
        arguments=of("other_organisation"),
    ),
    Row(
        "incubators:tenant_answer",
        "POST",
        ok="sana",
        deny=NOT_SANA,
        arguments=of("other_organisation"),
        body=lambda _world: {"answer": "agree"},
    ),
    *(
        Row(f"incubators:{name}", method, ok="sana", deny=NOT_SANA, arguments=of(noun))
        for name, noun, method in (
            ("facility_edit", "facility", "GET"),
            ("facility_edit", "facility", "POST"),
            ("facility_remove", "facility", "POST"),
            ("venture_edit", "venture", "GET"),
            ("venture_edit", "venture", "POST"),
            ("venture_remove", "venture", "POST"),
        )
    ),
    Row("incubators:proofs", ok="sana", deny=SEE_WAITING, arguments=of("unproved")),
    *(
        Row(f"incubators:{name}", "POST", ok="sana", deny=SEE_WAITING, arguments=of("unproved"))
        for name in ("proof_address", "proof_code", "letter_add")
    ),
    Row("incubators:letter", ok=f"sana {VERIFIERS}", deny="asma", arguments=of("organisation_letter")),
    Row(
        "incubators:letter_remove",
        "POST",
        ok="sana",
        deny=SEE_WAITING,
        arguments=of("organisation_letter"),
    ),
]
STAFF_ALONE = [
    *(
        Row(f"incubators:{name}", ok=VERIFIERS, deny=NOT_VERIFIERS)
        for name in ("organisation_imports", "organisation_import_template", "organisation_pairs")
    ),
    Row("incubators:organisation_imports", "POST", ok=VERIFIERS, deny=NOT_VERIFIERS, body=_file),
    *(
        Row(f"incubators:{name}", ok=VERIFIERS, deny=NOT_VERIFIERS, arguments=of("organisation_import"))
        for name in ("organisation_import", "organisation_import_report")
    ),
    *(
        Row(f"incubators:{name}", "POST", ok=VERIFIERS, deny=NOT_VERIFIERS, arguments=of(noun))
        for name, noun in (
            ("organisation_import", "organisation_import"),
            ("organisation_import_discard", "organisation_import"),
            ("organisation_import_undo", "applied_import"),
        )
    ),
    Row("incubators:organisation_pair", ok=VERIFIERS, deny=NOT_VERIFIERS, arguments=of("organisation_pair")),
    *(
        Row(
            f"incubators:organisation_pair_{step}",
            "POST",
            ok=VERIFIERS,
            deny=NOT_VERIFIERS,
            arguments=of(noun),
            body=_decision_on(noun),
        )
        for step, noun in (
            ("merge", "organisation_pair"),
            ("apart", "organisation_pair"),
            ("undo", "merged_pair"),
            ("reconsider", "pair_told_apart"),
        )
    ),
]
INCUBATORS = [
    *ORGANISATIONS,
    *STAFF_ALONE,
    *(Row(f"incubators:{name}", public=True) for name in ("need_list", "need_feed", "organisation_list")),
    Row("incubators:need", public=True, arguments=of("need")),
    Row("incubators:need", ok="sana", arguments=of("draft_need"), label="draft", hidden_from_strangers=True),
    Row("incubators:organisation", public=True, arguments=of("organisation")),
    *(
        Row(f"incubators:{name}", ok=SIGNED_IN)
        for name in ("my_needs", "need_start", "need_new", "organisation_new")
    ),
    *(Row(f"incubators:{name}", "POST", ok=SIGNED_IN) for name in ("need_new", "organisation_new")),
    *(
        Row(f"incubators:{name}", ok="sana", arguments=of("draft_need"), label="draft")
        for name in ("need_tasks", "need_check", "need_skills", "need_documents")
    ),
    Row("incubators:need_check", "POST", ok="sana", arguments=of("draft_need"), label="draft"),
    *(
        Row("incubators:need_step", method, ok="sana", deny=NOT_SANA, arguments=with_("need", step="terms"))
        for method in ("GET", "POST")
    ),
    Row("incubators:need_skills", "POST", ok="sana", deny=NOT_SANA, arguments=of("need")),
    *(
        Row("incubators:need_move", method, ok="sana", deny=NOT_SANA, arguments=with_("need", action="pause"))
        for method in ("GET", "POST")
    ),
    *(
        Row("incubators:organisation_edit", method, ok="sana", deny=NOT_SANA, arguments=of("organisation"))
        for method in ("GET", "POST")
    ),
    Row("incubators:need_duplicate", "POST", ok="sana", deny=NOT_SANA, arguments=of("need")),
    *(
        Row("incubators:need_reopen", method, ok="sana", deny=STAFF, arguments=of("expired_need"))
        for method in ("GET", "POST")
    ),
    Row("incubators:need_documents", "POST", ok="sana", arguments=of("draft_need"), label="draft"),
    Row("incubators:need_document", ok=SIGNED_IN, arguments=_document),
    Row("incubators:need_document_remove", "POST", ok="sana", deny=NOT_SANA, arguments=_document),
    Row("incubators:need_queue", ok=CHECKERS, deny=NOT_CHECKERS),
    Row(
        "incubators:need_checking",
        ok=CHECKERS,
        deny="sana dawood asma",
        arguments=of("waiting_need"),
        label="waiting",
    ),
    Row(
        "incubators:need_checking",
        "POST",
        ok=CHECKERS,
        deny="sana dawood asma",
        arguments=of("waiting_need"),
        body=lambda world: {"action": "open", "version": str(world.waiting_need.version)},
        label="waiting",
    ),
    Row("incubators:organisation_apply_again", "POST", deny=SIGNED_IN, arguments=of("organisation")),
    Row("incubators:need_export", public=True, arguments=of("need")),
    Row(
        "incubators:need_export",
        ok="sana",
        arguments=of("draft_need"),
        label="draft",
        hidden_from_strangers=True,
    ),
    Row("incubators:needs_export", ok=SIGNED_IN),
    *(Row("incubators:need_import", method, ok=SIGNED_IN) for method in ("GET", "POST")),
    Row("incubators:need_import_apply", "POST", ok=SIGNED_IN),
    Row("incubators:need_import_done", ok="sana", arguments=of("need_import")),
    Row("incubators:need_import_undo", "POST", ok="sana", arguments=of("need_import")),
    Row("incubators:signals", ok=SIGNED_IN),
    *(Row("incubators:signal_new", method, ok=SIGNED_IN) for method in ("GET", "POST")),
    Row("incubators:signal_counts", ok=STAFF, deny=OUTSIDERS),
    *(
        Row(f"incubators:{name}", "POST", ok="sana", deny=STAFF, arguments=of("signal"))
        for name in ("signal_withdraw", "signal_convert")
    ),
    Row("incubators:organisation_queue", ok=VERIFIERS, deny=NOT_VERIFIERS),
    Row(
        "incubators:organisation_verification",
        ok=VERIFIERS,
        deny="asma",
        arguments=of("pending_organisation"),
        label="pending",
    ),
    Row(
        "incubators:organisation_verification",
        "POST",
        ok=VERIFIERS,
        deny="asma",
        arguments=of("pending_organisation"),
        body=lambda world: {"action": "verify", "version": str(world.pending_organisation.version)},
        label="pending",
    ),
]
