"""A life cycle as a table: rows, a lookup, and a picture. Pure Python, no Django (docs/adr/0002)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Part(StrEnum):
    """The part somebody plays in one very case; never a global flag."""

    EXPERT = "expert"
    HOST = "host"
    STAFF = "staff"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    ADMINISTRATOR = "administrator"
    CONFIRMER = "confirmer"  # whoever holds a signed link, with or without an account
    CLOCK = "clock"  # time itself, or the portal carrying out a rule


# A guard is pure: it reads a frozen Facts dataclass and names what is missing, or None when all is well.
Guard = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Transition:
    action: str
    source: str
    target: str
    part: Part
    note_required: bool = False
    reasons_required: bool = False
    guard: Guard | None = None


class IllegalTransition(Exception):
    """No row of the table allows this step; `code` says why."""

    def __init__(self, code: str, *, action: str, state: str) -> None:
        super().__init__(f"{action} from {state}: {code}")
        self.code = code
        self.action = action
        self.state = state


@dataclass(frozen=True, slots=True)
class Workflow:
    """All rows of one life cycle; the order of rows decides when several could fire."""

    name: str
    initial: str
    rows: tuple[Transition, ...]

    @property
    def states(self) -> tuple[str, ...]:
        seen = {self.initial: None}
        for row in self.rows:
            seen[row.source] = None
            seen[row.target] = None
        return tuple(seen)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.action for row in self.rows))

    def candidates(self, *, state: str, action: str, part: Part | None = None) -> list[Transition]:
        return [
            row
            for row in self.rows
            if row.source == state and row.action == action and part in (None, row.part)
        ]

    def parts_of(self, *, state: str, action: str) -> set[Part]:
        return {row.part for row in self.candidates(state=state, action=action)}

    def step(
        self,
        *,
        state: str,
        action: str,
        part: Part,
        facts: Any = None,
        note: str = "",
        reasons: Sequence[str] = (),
    ) -> Transition:
        """Return the row that fires, or raise IllegalTransition naming what is missing."""
        rows = self.candidates(state=state, action=action, part=part)
        if not rows:
            raise IllegalTransition("not_from_here", action=action, state=state)
        missing = "not_from_here"
        for row in rows:
            failed = row.guard(facts) if row.guard else None
            if failed:
                missing = failed
                continue
            if row.reasons_required and not reasons:
                raise IllegalTransition("reasons_required", action=action, state=state)
            if row.note_required and not note.strip():
                raise IllegalTransition("note_required", action=action, state=state)
            return row
        raise IllegalTransition(missing, action=action, state=state)

    def as_mermaid(self) -> str:
        """The picture for docs/workflow.md."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {r.source} --> {r.target}: {r.action} ({r.part})" for r in self.rows]
        return "\n".join(lines)

    def as_table(self) -> str:
        """The rows as a Markdown table for docs/workflow.md."""
        lines = ["| from | action | to | who | note | reasons | guard |", "|---|---|---|---|---|---|---|"]
        for r in self.rows:
            guard = r.guard.__name__ if r.guard else ""
            yes = {True: "required", False: ""}
            lines.append(
                f"| {r.source} | {r.action} | {r.target} | {r.part} | {yes[r.note_required]} "
                f"| {yes[r.reasons_required]} | {guard} |"
            )
        return "\n".join(lines)
