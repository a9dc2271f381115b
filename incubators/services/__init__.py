"""Writes of the demand side, by noun."""

from incubators.services.need_import import import_needs, undo_need_import
from incubators.services.needs import draft_need, edit_need, lock_need, set_need_skills
from incubators.services.organisations import edit_organisation, move_organisation, register_organisation
from incubators.services.shapes import Registration, SkillAsk, Terms
from incubators.services.signals import convert_signal, lapse_signals, signal_demand, withdraw_signal
from incubators.services.steps import move_need, recount_seats

__all__ = [
    "Registration",
    "SkillAsk",
    "Terms",
    "convert_signal",
    "draft_need",
    "edit_need",
    "edit_organisation",
    "import_needs",
    "lapse_signals",
    "lock_need",
    "move_need",
    "move_organisation",
    "recount_seats",
    "register_organisation",
    "set_need_skills",
    "signal_demand",
    "undo_need_import",
    "withdraw_signal",
]
