"""Words of the shared vocabulary."""

from enum import StrEnum


class PlaceKind(StrEnum):
    TERRITORY = "territory"  # province or territory: AJK and GB are not provinces
    DISTRICT = "district"
    CITY = "city"


class Cefr(StrEnum):
    """Levels of the Common European Framework, lowest first."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        return list(Cefr).index(self) + 1
