"""Pages of the expert and of those who verify. The steps of a profile are named like its sections."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from experts.enums import RowKind, Section
from experts.selectors.profile import ROW_SECTIONS
from experts.views import imports, profile, rows, sections, trust, typed_skills, verification

app_name = "experts"


def _section_pages() -> Iterator[URLPattern]:
    """One page for each step with single answers."""
    for section in Section:
        if section not in ROW_SECTIONS:
            yield path(f"profile/{section}/", sections.edit, {"section": section}, name=section)


def _row_pages() -> Iterator[URLPattern]:
    """A list, a page to add, to change and to remove for each kind of row."""
    for section, kind in ROW_SECTIONS.items():
        known: dict[str, RowKind] = {"kind": kind}
        yield path(f"profile/{section}/", rows.row_list, known, name=section)
        yield path(f"profile/{section}/add/", rows.add, known, name=f"add_{kind}")
        yield path(f"profile/{section}/<slug:public_id>/", rows.change, known, name=f"change_{kind}")
        yield path(f"profile/{section}/<slug:public_id>/remove/", rows.remove, known, name=f"remove_{kind}")


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
    *_section_pages(),
    *_row_pages(),
    path("typed-skills/", typed_skills.words_list, name="typed_skills"),
    path("typed-skills/<slug:key>/", typed_skills.words, name="typed_skill"),
    path("typed-skills/<slug:key>/add/", typed_skills.add, name="typed_skill_add"),
    path("typed-skills/<slug:key>/same/", typed_skills.same, name="typed_skill_same"),
    path("typed-skills/<slug:key>/none/", typed_skills.set_aside, name="typed_skill_none"),
    path("verification/", verification.queue, name="verification_queue"),
    path("verification/<slug:public_id>/", verification.profile, name="verification"),
    path("verification/<slug:public_id>/verify/", verification.verify, name="verify"),
    path("verification/<slug:public_id>/return/", verification.request_changes, name="request_changes"),
    path("verification/<slug:public_id>/suspend/", verification.suspend, name="suspend"),
    path("verification/<slug:public_id>/reinstate/", verification.reinstate, name="reinstate"),
]
