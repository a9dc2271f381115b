"""Addresses of the demand side."""

from django.urls import path

from incubators.enums import Step
from incubators.views import (
    feeds,
    imports,
    members,
    needs,
    offers,
    organisations,
    parents,
    proofs,
    signals,
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
    path("needs/new/", writing.need_new, name="need_new"),
    path("needs/<slug:public_id>/", needs.need, name="need"),
    path("needs/<slug:public_id>/export/", imports.need_export, name="need_export"),
    path("needs/<slug:public_id>/write/", writing.need_tasks, name="need_tasks"),
    path("needs/<slug:public_id>/write/check/", writing.need_check, name="need_check"),
    path(f"needs/<slug:public_id>/write/{Step.SKILLS}/", writing.need_skills, name="need_skills"),
    path("needs/<slug:public_id>/write/<slug:step>/", writing.need_step, name="need_step"),
    path("needs/<slug:public_id>/<slug:action>/", needs.need_move, name="need_move"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/waiting/", verification.organisation_queue, name="organisation_queue"),
    path("organisations/join/<str:token>/", members.join, name="join"),
    path("organisations/letters/<slug:public_id>/", proofs.letter, name="letter"),
    path("organisations/letters/<slug:public_id>/remove/", proofs.letter_remove, name="letter_remove"),
    path("organisations/facilities/<slug:public_id>/", offers.facility_edit, name="facility_edit"),
    path("organisations/facilities/<slug:public_id>/remove/", offers.facility_remove, name="facility_remove"),
    path("organisations/ventures/<slug:public_id>/", offers.venture_edit, name="venture_edit"),
    path("organisations/ventures/<slug:public_id>/remove/", offers.venture_remove, name="venture_remove"),
    path("organisations/<slug:public_id>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:public_id>/members/", members.members, name="members"),
    path("organisations/<slug:public_id>/members/invite/", members.member_invite, name="member_invite"),
    path("organisations/<slug:public_id>/members/leave/", members.leave, name="leave"),
    path(
        "organisations/<slug:public_id>/members/<slug:member>/role/", members.member_role, name="member_role"
    ),
    path(
        "organisations/<slug:public_id>/members/<slug:member>/remove/",
        members.member_remove,
        name="member_remove",
    ),
    path(
        "organisations/<slug:public_id>/invitations/<slug:invitation>/withdraw/",
        members.member_invitation_withdraw,
        name="member_invitation_withdraw",
    ),
    path("organisations/<slug:public_id>/parent/", parents.parent, name="parent"),
    path("organisations/<slug:public_id>/parent/end/", parents.parent_end, name="parent_end"),
    path("organisations/<slug:public_id>/parent/answer/", parents.tenant_answer, name="tenant_answer"),
    path("organisations/<slug:public_id>/tenants/", parents.tenants, name="tenants"),
    path("organisations/<slug:public_id>/proofs/", proofs.proofs, name="proofs"),
    path("organisations/<slug:public_id>/proofs/address/", proofs.proof_address, name="proof_address"),
    path("organisations/<slug:public_id>/proofs/code/", proofs.proof_code, name="proof_code"),
    path("organisations/<slug:public_id>/proofs/letter/", proofs.letter_add, name="letter_add"),
    path("organisations/<slug:public_id>/facilities/", offers.facilities, name="facilities"),
    path("organisations/<slug:public_id>/facilities/new/", offers.facility_new, name="facility_new"),
    path("organisations/<slug:public_id>/ventures/", offers.ventures, name="ventures"),
    path("organisations/<slug:public_id>/ventures/new/", offers.venture_new, name="venture_new"),
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
