"""Addresses of the demand side."""

from django.urls import path

from incubators.enums import Step
from incubators.views import (
    checking,
    documents,
    feeds,
    imports,
    needs,
    organisations,
    signals,
    skills,
    verification,
    writing,
)

app_name = "incubators"

urlpatterns = [
    path("needs/", needs.need_list, name="need_list"),
    path("needs/feed/", feeds.need_feed, name="need_feed"),
    path("needs/ours/", needs.my_needs, name="my_needs"),
    path("needs/signals/", signals.signals, name="signals"),
    path("needs/signals/new/", signals.signal_new, name="signal_new"),
    path("needs/signals/counts/", signals.signal_counts, name="signal_counts"),
    path("needs/signals/<slug:public_id>/withdraw/", signals.signal_withdraw, name="signal_withdraw"),
    path("needs/signals/<slug:public_id>/convert/", signals.signal_convert, name="signal_convert"),
    path("needs/ours/export/", imports.needs_export, name="needs_export"),
    path("needs/import/", imports.need_import, name="need_import"),
    path("needs/import/apply/", imports.need_import_apply, name="need_import_apply"),
    path("needs/imports/<slug:public_id>/", imports.need_import_done, name="need_import_done"),
    path("needs/imports/<slug:public_id>/undo/", imports.need_import_undo, name="need_import_undo"),
    path("needs/start/", writing.need_start, name="need_start"),
    path("needs/new/", writing.need_new, name="need_new"),
    path("needs/waiting/", checking.need_queue, name="need_queue"),
    path("needs/<slug:public_id>/", needs.need, name="need"),
    path("needs/<slug:public_id>/export/", imports.need_export, name="need_export"),
    path("needs/<slug:public_id>/write/", writing.need_tasks, name="need_tasks"),
    path("needs/<slug:public_id>/write/check/", writing.need_check, name="need_check"),
    path("needs/<slug:public_id>/write/documents/", documents.need_documents, name="need_documents"),
    path(f"needs/<slug:public_id>/write/{Step.SKILLS}/", skills.need_skills, name="need_skills"),
    path("needs/<slug:public_id>/write/<slug:step>/", writing.need_step, name="need_step"),
    path("needs/<slug:public_id>/check/", checking.need_checking, name="need_checking"),
    path("needs/<slug:public_id>/reopen/", needs.need_reopen, name="need_reopen"),
    path("needs/<slug:public_id>/duplicate/", needs.need_duplicate, name="need_duplicate"),
    path("needs/<slug:public_id>/documents/<slug:file_id>/", documents.need_document, name="need_document"),
    path(
        "needs/<slug:public_id>/documents/<slug:file_id>/remove/",
        documents.need_document_remove,
        name="need_document_remove",
    ),
    path("needs/<slug:public_id>/<slug:action>/", needs.need_move, name="need_move"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/waiting/", verification.organisation_queue, name="organisation_queue"),
    path("organisations/<slug:public_id>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:public_id>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path(
        "organisations/<slug:public_id>/apply-again/",
        organisations.organisation_apply_again,
        name="organisation_apply_again",
    ),
    path(
        "organisations/<slug:public_id>/verification/",
        verification.organisation_verification,
        name="organisation_verification",
    ),
]
