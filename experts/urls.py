"""Pages of the expert and of those who verify. The steps of a profile are named like its sections."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from experts.enums import RowKind, Section
from experts.selectors.profile import OF_THE_PERSON, ROW_SECTIONS
from experts.views import (
    claims,
    credential_checks,
    credentials,
    duplicates,
    imports,
    looks,
    managed,
    profile,
    rows,
    sections,
    trust,
    typed_skills,
    verification,
)

app_name = "experts"


_OWN, _KEPT = ("profile", ""), ("managed/<slug:managed_id>", "managed_")


def _section_pages(place: str, prefix: str) -> Iterator[URLPattern]:
    """One page for each step with single answers."""
    for section in Section:
        if section not in ROW_SECTIONS and not (prefix and section in OF_THE_PERSON):
            yield path(f"{place}/{section}/", sections.edit, {"section": section}, name=f"{prefix}{section}")


def _row_pages(place: str, prefix: str) -> Iterator[URLPattern]:
    """A list, a page to add, to change and to remove for each kind of row."""
    for section, kind in ROW_SECTIONS.items():
        known: dict[str, RowKind] = {"kind": kind}
        here = f"{place}/{section}/"
        one = f"{here}<slug:public_id>/"
        yield path(here, rows.row_list, known, name=f"{prefix}{section}")
        yield path(f"{here}add/", rows.add, known, name=f"{prefix}add_{kind}")
        yield path(one, rows.change, known, name=f"{prefix}change_{kind}")
        yield path(f"{one}remove/", rows.remove, known, name=f"{prefix}remove_{kind}")


urlpatterns = [
    path("profile/", profile.own, name="profile"),
    path("profile/start/", profile.start, name="start_profile"),
    path("profile/check/", profile.check, name="check_answers"),
    path("profile/pause/", profile.pause, name="pause"),
    path("profile/resume/", profile.resume, name="resume"),
    path("profile/trust/", trust.trust, name="trust"),
    path("profile/leave/", trust.leave, name="leave"),
    path("profile/import/", imports.upload, name="import"),
    path("profile/import/<slug:public_id>/", imports.preview, name="import_preview"),
    path("profile/import/<slug:public_id>/discard/", imports.discard, name="import_discard"),
    path("profile/import/<slug:public_id>/undo/", imports.undo, name="import_undo"),
    path("profile/credentials/", credentials.credential_list, name="credentials"),
    path("profile/credentials/add/", credentials.add, name="add_credential"),
    path("profile/credentials/employer/", credentials.employer, name="employer_credential"),
    path("profile/credentials/<slug:public_id>/", credentials.credential, name="credential"),
    path("profile/credentials/<slug:public_id>/code/", credentials.code, name="credential_code"),
    path("profile/credentials/<slug:public_id>/change/", credentials.change, name="change_credential"),
    path("profile/credentials/<slug:public_id>/remove/", credentials.remove, name="remove_credential"),
    path("profile/credentials/<slug:public_id>/file/", credentials.file, name="credential_file"),
    *_section_pages(*_OWN),
    *_row_pages(*_OWN),
    path("managed/", managed.managed_list, name="managed_list"),
    path("managed/new/", managed.enter, name="managed_enter"),
    path("managed/<slug:managed_id>/", managed.profile, name="managed_profile"),
    path("managed/<slug:managed_id>/submit/", managed.submit, name="managed_submit"),
    path("managed/<slug:managed_id>/link/", managed.invite, name="managed_invite"),
    path("managed/<slug:managed_id>/link/again/", managed.invite_again, name="managed_invite_again"),
    path("managed/<slug:managed_id>/link/withdraw/", managed.withdraw, name="managed_withdraw"),
    *_section_pages(*_KEPT),
    *_row_pages(*_KEPT),
    path("claim/<str:token>/", claims.claim, name="claim"),
    path("claim/<str:token>/remove/", claims.remove, name="claim_remove"),
    path("claim/<str:token>/join/", claims.join, name="claim_join"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/<slug:public_id>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<slug:public_id>/merge/", duplicates.merge, name="duplicate_merge"),
    path("duplicates/<slug:public_id>/undo/", duplicates.undo, name="duplicate_undo"),
    path("duplicates/<slug:public_id>/apart/", duplicates.tell_apart, name="duplicate_apart"),
    path("duplicates/<slug:public_id>/reconsider/", duplicates.reconsider, name="duplicate_reconsider"),
    path("typed-skills/", typed_skills.words_list, name="typed_skills"),
    path("typed-skills/<slug:key>/", typed_skills.words, name="typed_skill"),
    path("typed-skills/<slug:key>/add/", typed_skills.add, name="typed_skill_add"),
    path("typed-skills/<slug:key>/same/", typed_skills.same, name="typed_skill_same"),
    path("typed-skills/<slug:key>/none/", typed_skills.set_aside, name="typed_skill_none"),
    path("looks/", looks.look_list, name="look_list"),
    path("verification/", verification.queue, name="verification_queue"),
    path("verification/credentials/<slug:public_id>/", credential_checks.check, name="credential_check"),
    path(
        "verification/credentials/<slug:public_id>/confirm/",
        credential_checks.confirm,
        name="credential_confirm",
    ),
    path(
        "verification/credentials/<slug:public_id>/return/",
        credential_checks.give_back,
        name="credential_return",
    ),
    path(
        "verification/credentials/<slug:public_id>/refuse/",
        credential_checks.refuse,
        name="credential_refuse",
    ),
    path(
        "verification/credentials/<slug:public_id>/file/",
        credential_checks.file,
        name="credential_check_file",
    ),
    path("verification/<slug:public_id>/vouch/", credential_checks.vouch, name="vouch"),
    path("verification/<slug:public_id>/", verification.profile, name="verification"),
    path("verification/<slug:public_id>/verify/", verification.verify, name="verify"),
    path("verification/<slug:public_id>/return/", verification.request_changes, name="request_changes"),
    path("verification/<slug:public_id>/suspend/", verification.suspend, name="suspend"),
    path("verification/<slug:public_id>/reinstate/", verification.reinstate, name="reinstate"),
]
