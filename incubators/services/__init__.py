"""Writes of the demand side, by noun."""

from incubators.services.documents import add_document, remove_document
from incubators.services.joining import accept_member_invitation, invite_member, withdraw_member_invitation
from incubators.services.members import change_role, leave_organisation, remove_member
from incubators.services.need_import import import_needs, undo_need_import
from incubators.services.needs import draft_need, duplicate_need, edit_need, lock_need, set_need_skills
from incubators.services.offers import (
    add_facility,
    add_venture,
    edit_facility,
    edit_venture,
    remove_facility,
    remove_venture,
)
from incubators.services.organisations import edit_organisation, move_organisation, register_organisation
from incubators.services.parents import answer_tenant, ask_parent, end_parent
from incubators.services.proofs import add_letter, ask_for_domain_code, give_domain_code, remove_letter
from incubators.services.shapes import FacilityFacts, Registration, Seen, SkillAsk, Terms, VentureFacts
from incubators.services.signals import convert_signal, lapse_signals, signal_demand, withdraw_signal
from incubators.services.steps import check_need, expire_need, move_need, recount_seats, reopen_need

__all__ = [
    "FacilityFacts",
    "Registration",
    "Seen",
    "SkillAsk",
    "Terms",
    "VentureFacts",
    "accept_member_invitation",
    "add_document",
    "add_facility",
    "add_letter",
    "add_venture",
    "answer_tenant",
    "ask_for_domain_code",
    "ask_parent",
    "change_role",
    "check_need",
    "convert_signal",
    "draft_need",
    "duplicate_need",
    "edit_facility",
    "edit_need",
    "edit_organisation",
    "edit_venture",
    "end_parent",
    "expire_need",
    "give_domain_code",
    "import_needs",
    "invite_member",
    "lapse_signals",
    "leave_organisation",
    "lock_need",
    "move_need",
    "move_organisation",
    "recount_seats",
    "register_organisation",
    "remove_document",
    "remove_facility",
    "remove_letter",
    "remove_member",
    "remove_venture",
    "reopen_need",
    "set_need_skills",
    "signal_demand",
    "undo_need_import",
    "withdraw_member_invitation",
    "withdraw_signal",
]
