"""How a broken promise names the rows that break it."""

from typing import Any


def ids(rows: Any) -> list[str]:
    return [str(value) for value in rows]
