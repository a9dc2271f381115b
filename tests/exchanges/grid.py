"""Which person may do what in which state, asked of the rules alone.

A subject is put into each of its states in memory: a rule reads it, and nothing else is asked of it.
"""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from accounts.models import User
from common.policies import decide
from incubators.enums import MemberRole
from incubators.models import Membership
from tests import factories
from tests.factories import NOW

People = dict[str, Any]
Grid = dict[str, dict[str, str]]


def everybody(cast: SimpleNamespace) -> People:
    """The cast, and an editor and a reader of the host."""
    found: People = {name: value for name, value in vars(cast).items() if isinstance(value, User)}
    for role in (MemberRole.EDITOR, MemberRole.VIEWER):
        user = factories.make_user(f"{role}@demo.example", full_name=role)
        Membership.objects.create(user=user, organisation=cast.organisation, role=role, since=NOW)
        found[str(role)] = user
    return found


def grid(people: People, subject: Any, states: Iterable[str], names: Iterable[str]) -> Grid:
    """Rule → person → the states in which they may; whoever may never is left out."""
    found: Grid = {}
    for name in names:
        for who, user in people.items():
            allowed = [str(state) for state in states if _may(user, name, subject, state)]
            if allowed:
                found.setdefault(name, {})[who] = " ".join(allowed)
    return found


def _may(user: Any, name: str, subject: Any, state: str) -> bool:
    subject.state = state
    decision = decide(user, f"exchanges.{name}", subject)
    assert decision.allowed or decision.reason, (name, user)
    return decision.allowed


def whoever(people: People, name: str, subject: Any = None) -> str:
    """Their names in order, as the subject stands."""
    return " ".join(sorted(who for who, user in people.items() if decide(user, f"exchanges.{name}", subject)))


def of_both(states: str, **more: str) -> dict[str, str]:
    return {"hina": states, "sana": states, "editor": states} | more


def of_host(states: str) -> dict[str, str]:
    return {"sana": states, "editor": states}
