"""Who may pass which door. A door that is not named for somebody does not exist for them.

`ok` answers 2xx or 3xx, `deny` 403; everybody else gets 404, a stranger the sign-in page, and staff
without their second factor the page that asks for it, at every door. `public` doors are open to all others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from tests.security.world import ROLES

World = SimpleNamespace
SIGNED_IN = " ".join(role for role in ROLES[1:] if role != "rabia_first_factor")
STAFF = "omar rabia dawood asma ayesha"
OUTSIDERS = "hina bilal sana kamran"
NOT_ADMINISTRATORS = f"{OUTSIDERS} omar rabia dawood asma"
VERIFIERS = "omar rabia dawood"
NOT_VERIFIERS = f"{OUTSIDERS} asma ayesha"
NOT_SANA = "hina bilal kamran omar rabia dawood asma ayesha"
NO_ROW = "9999999999"


@dataclass(frozen=True, slots=True)
class Row:
    route: str
    method: str = "GET"
    ok: str = ""
    deny: str = ""
    public: bool = False
    before_second_factor: bool = False
    hidden_from_strangers: bool = False  # 404 instead of the sign-in page: a public address
    arguments: Callable[[World], dict[str, str]] = lambda _w: {}
    body: Callable[[World], dict[str, Any]] | None = None
    api: bool = False
    label: str = ""

    @property
    def id(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.label)))

    def expected(self, role: str) -> str:
        if role == "rabia_first_factor":
            return "ok" if self.before_second_factor else ("deny" if self.api else "mfa")
        if self.public or role in self.ok.split():
            return "ok"
        if role in self.deny.split():
            return "deny"
        return "login" if role == "anonymous" and not self.hidden_from_strangers else "hide"


def of(name: str, key: str = "public_id") -> Callable[[World], dict[str, str]]:
    """The public id (or code) of one thing of the world."""
    return lambda world: {key: getattr(getattr(world, name), "code" if key == "code" else "public_id")}


def nowhere(_world: World) -> dict[str, str]:
    """An id that nothing has: the door opens, and there is nothing behind it."""
    return {"public_id": NO_ROW}


def with_(name: str, **more: str) -> Callable[[World], dict[str, str]]:
    """The public id of one thing of the world, and more arguments of the address."""
    return lambda world: {"public_id": getattr(world, name).public_id} | more
