"""Lists as arrays, pairs that people have touched, and assignment rounds."""

from matching.models.lists import MatchList, MatchRun, PackedProfile
from matching.models.pairs import Conflict, Exclusion, Match
from matching.models.rounds import AssignmentRound, AssignmentRoundEvent, RoundNeed, RoundPair

__all__ = [
    "AssignmentRound",
    "AssignmentRoundEvent",
    "Conflict",
    "Exclusion",
    "Match",
    "MatchList",
    "MatchRun",
    "PackedProfile",
    "RoundNeed",
    "RoundPair",
]
