"""What changes the vocabulary: the reference that the portal ships, and what staff add to it."""

from taxonomy.services.calendar import call_off_holiday, set_holiday, set_week
from taxonomy.services.reference import Loaded, load_reference, shipped_spellings
from taxonomy.services.vocabulary import NewSkill, add_skill, add_spelling

__all__ = [
    "Loaded",
    "NewSkill",
    "add_skill",
    "add_spelling",
    "call_off_holiday",
    "load_reference",
    "set_holiday",
    "set_week",
    "shipped_spellings",
]
