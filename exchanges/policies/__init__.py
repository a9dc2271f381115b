"""Who may do what with invitations, placements, reports, outcomes, threads, referrals and contacts."""

from exchanges.policies import (  # noqa: F401  registers the rules
    after_decision,
    letters,
    placements,
    reviews,
    sampling,
)
from exchanges.policies.case_file import (
    side_of_case,
)
from exchanges.policies.contacts import (
    COORDINATES,
    unit_for,
    writes_for,
)
from exchanges.policies.invitations import (
    asks,
    may_answer,
)
from exchanges.policies.life import (
    side_of,
    told_state,
)
from exchanges.policies.outcomes import (
    claiming_side,
)
from exchanges.policies.parts import (
    is_party,
    parts_played,
)
from exchanges.policies.referrals import (
    is_sender,
)
from exchanges.policies.reports import (
    reporting_part,
)
from exchanges.policies.threads import (
    side_in,
)

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
    "side_of",
    "side_of_case",
    "told_state",
    "unit_for",
    "writes_for",
]
