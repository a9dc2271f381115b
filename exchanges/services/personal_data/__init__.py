"""What the exchanges hold about people: what of it is exported, and what erasure does to it."""

from exchanges.services.personal_data import (
    cases,
    coordination,
    life,
    reporting,
    sampling,
)

__all__ = [
    "cases",
    "coordination",
    "life",
    "reporting",
    "sampling",
]
