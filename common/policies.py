"""A rule is written once and answers with a reason (docs/adr/0003).

Rules say yes or no for one person and one thing. Which rows a person sees is a second question:
`visible_to(user)` on the queryset. Nothing here asks Django's has_perm: a superuser would bypass
separation of duties.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

Rule = Callable[[Any, Any], "Decision"]


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOW = Decision(True)
POLICIES: dict[str, Rule] = {}


class Denied(PermissionDenied):
    """Visible but refused: answered with 403 and the reason."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision.reason))
        self.reason = decision.reason


def deny(reason: str) -> Decision:
    return Decision(False, reason)


def first_refusal(*decisions: Decision) -> Decision:
    """The first no, or ALLOW: sentences of several rules."""
    return next((decision for decision in decisions if not decision.allowed), ALLOW)


def policy(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under `app.verb_noun`; a second rule of the same name is a defect."""

    def register(rule: Rule) -> Rule:
        if name in POLICIES:
            raise ValueError(f"the policy {name!r} is already written")
        POLICIES[name] = rule
        return rule

    return register


def decide(user: Any, name: str, obj: Any = None) -> Decision:
    """Ask a rule; a misspelt name raises KeyError."""
    return POLICIES[name](user, obj)


def require(user: Any, name: str, obj: Any = None) -> None:
    """Go on only if the rule allows it.

    Raises Denied with the reason that a person can read.
    """
    decision = decide(user, name, obj)
    if not decision.allowed:
        raise Denied(decision)


def as_markdown() -> str:
    """docs/permissions.md: every rule, its question and its answer in words."""
    lines = ["| rule | who may |", "|---|---|"]
    for name in sorted(POLICIES):
        words = " ".join((POLICIES[name].__doc__ or "").split())
        lines.append(f"| `{name}` | {words} |")
    return "\n".join(lines)
