"""Who may do what with invitations, placements, reports, outcomes, threads, referrals and contacts."""

from exchanges.policies import after_decision, placements  # noqa: F401  registers the rules
from exchanges.policies.contacts import COORDINATES, unit_for, writes_for
from exchanges.policies.invitations import asks, may_answer
from exchanges.policies.outcomes import claiming_side
from exchanges.policies.parts import is_party, parts_played
from exchanges.policies.referrals import is_sender
from exchanges.policies.reports import reporting_part
from exchanges.policies.threads import side_in

__all__ = [
    "COORDINATES",
    "asks",
    "claiming_side",
    "is_party",
    "is_sender",
    "may_answer",
    "parts_played",
    "reporting_part",
    "side_in",
    "unit_for",
    "writes_for",
]
