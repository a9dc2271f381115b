"""Writes of matching: runs and their lists, and what people do with pairs."""

from matching.services.conflicts import assess_conflict, declare_conflict, withdraw_conflict
from matching.services.estimating import estimate
from matching.services.exclusions import set_aside, take_back
from matching.services.exporting import export_shortlist
from matching.services.pairs import (
    dismiss_match,
    record_exclusion,
    restore_match,
    set_match_state,
    shortlist_match,
    surface_match,
)
from matching.services.reading import (
    ask_about,
    needs_for_expert,
    show_changes,
    show_comparison,
    show_match,
    show_matches,
    show_strength,
    why_not,
)
from matching.services.rematching import rematch_old_lists, rematch_programme
from matching.services.round_steps import publish_round, undo_round
from matching.services.rounds import compute_again, show_round, start_round
from matching.services.runs import retry_run, submit_round, submit_run
from matching.services.weighing import preview_weights

__all__ = [
    "ask_about",
    "assess_conflict",
    "compute_again",
    "declare_conflict",
    "dismiss_match",
    "estimate",
    "export_shortlist",
    "needs_for_expert",
    "preview_weights",
    "publish_round",
    "record_exclusion",
    "rematch_old_lists",
    "rematch_programme",
    "restore_match",
    "retry_run",
    "set_aside",
    "set_match_state",
    "shortlist_match",
    "show_changes",
    "show_comparison",
    "show_match",
    "show_matches",
    "show_round",
    "show_strength",
    "start_round",
    "submit_round",
    "submit_run",
    "surface_match",
    "take_back",
    "undo_round",
    "why_not",
    "withdraw_conflict",
]
