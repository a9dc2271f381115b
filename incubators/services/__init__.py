"""Writes of the demand side, by noun."""

from incubators.services.documents import add_document, remove_document
from incubators.services.need_import import import_needs, undo_need_import
from incubators.services.needs import draft_need, duplicate_need, edit_need, lock_need, set_need_skills
from incubators.services.organisations import edit_organisation, move_organisation, register_organisation
from incubators.services.shapes import Registration, Seen, SkillAsk, Terms
from incubators.services.signals import convert_signal, lapse_signals, signal_demand, withdraw_signal
from incubators.services.steps import check_need, expire_need, move_need, recount_seats, reopen_need

__all__ = [
    "Registration",
    "Seen",
    "SkillAsk",
    "Terms",
    "add_document",
    "check_need",
    "convert_signal",
    "draft_need",
    "duplicate_need",
    "edit_need",
    "edit_organisation",
    "expire_need",
    "import_needs",
    "lapse_signals",
    "lock_need",
    "move_need",
    "move_organisation",
    "recount_seats",
    "register_organisation",
    "remove_document",
    "reopen_need",
    "set_need_skills",
    "signal_demand",
    "undo_need_import",
    "withdraw_signal",
]
