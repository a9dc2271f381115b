"""Who may pass which door. A door that is not named for somebody does not exist for them.

`ok` answers 2xx or 3xx, `deny` 403; everybody else gets 404, a stranger the sign-in page, and staff
without their second factor the page that asks for it, at every door. `public` doors are open to all others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from exchanges.enums import PlacementAction as A
from tests.security.world import ROLES

World = SimpleNamespace
SIGNED_IN = " ".join(role for role in ROLES[1:] if role != "rabia_first_factor")
STAFF = "omar rabia dawood asma ayesha"


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
    json: bool = False
    label: str = ""

    @property
    def id(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.label)))

    def expected(self, role: str) -> str:
        if role == "rabia_first_factor":
            return "ok" if self.before_second_factor else "mfa"
        if self.public or role in self.ok.split():
            return "ok"
        if role in self.deny.split():
            return "deny"
        return "login" if role == "anonymous" and not self.hidden_from_strangers else "hide"


def of(name: str, key: str = "public_id") -> Callable[[World], dict[str, str]]:
    """The public id (or code) of one thing of the world."""
    return lambda world: {key: getattr(getattr(world, name), "code" if key == "code" else "public_id")}


def step(action: A) -> Callable[[World], dict[str, Any]]:
    return lambda _world: {"action": action, "note": "Please.", "reasons": ["tor_unclear"]}


PUBLIC = [
    Row(route, public=True)
    for route in (
        "home",
        "how_it_works",
        "privacy",
        "terms",
        "accessibility",
        "help",
        "report_concern",
        "concern_reported",
        "healthz",
        "insights:numbers",
        "exchanges:verify",
    )
]
SHELL = [
    Row("today", ok=SIGNED_IN),
    Row("ui_catalogue", public=True),  # in demonstrations and tests; elsewhere it does not exist
    Row("readyz", public=True, label="503 until the sweep has run"),
    Row(
        "set_language",
        "POST",
        public=True,
        before_second_factor=True,
        body=lambda _w: {"language": "ur", "next": "/"},
    ),
    Row(
        "report_concern", "POST", public=True, body=lambda _w: {"topic": "other", "text": "A link is broken."}
    ),
]
EXCHANGES = [
    Row("exchanges:invitation_list", ok=SIGNED_IN),
    Row("exchanges:placement_list", ok=SIGNED_IN),
    Row("exchanges:invite", ok="sana", arguments=of("match")),
    Row("exchanges:invite", "POST", ok="sana", arguments=of("match"), body=lambda _w: {"message": "Please."}),
    Row("exchanges:invitation", ok="hina sana", arguments=of("invitation")),
    Row("exchanges:accept_invitation", "POST", ok="hina", deny="sana", arguments=of("invitation")),
    Row(
        "exchanges:decline_invitation",
        "POST",
        ok="hina",
        deny="sana",
        arguments=of("invitation"),
        body=lambda _w: {"reason": "no_time"},
    ),
    Row("exchanges:withdraw_invitation", "POST", ok="sana", deny="hina", arguments=of("invitation")),
    Row("exchanges:placement", ok="hina sana", arguments=of("draft"), label="draft"),
    Row(
        "exchanges:placement",
        ok="hina sana omar rabia dawood asma",
        arguments=of("submitted"),
        label="submitted",
    ),
    Row("exchanges:edit_placement", ok="hina sana", arguments=of("draft")),
    Row(
        "exchanges:edit_placement",
        "POST",
        ok="hina sana",
        arguments=of("draft"),
        body=lambda world: {
            "purpose": "P",
            "deliverable": "D",
            "counterpart": "C",
            "mode": "remote",
            "hours_per_week": "3",
            "days_in_country": "0",
            "version": str(world.draft.version),
        },
    ),
    Row(
        "exchanges:edit_placement",
        "POST",
        deny="hina sana omar rabia dawood asma",
        arguments=of("submitted"),
        body=lambda _w: {"purpose": "P"},
        label="submitted",
    ),
    Row(
        "exchanges:step",
        "POST",
        ok="rabia",
        deny="hina sana omar dawood asma",
        arguments=of("submitted"),
        body=step(A.TAKE),
        label="take",
    ),
    Row(
        "exchanges:step",
        "POST",
        ok="rabia",
        deny="hina sana omar dawood asma",
        arguments=of("in_review"),
        body=step(A.RETURN),
        label="return",
    ),
    Row(
        "exchanges:step",
        "POST",
        ok="rabia",
        deny="hina sana omar dawood asma",
        arguments=of("in_review"),
        body=step(A.RECOMMEND_APPROVAL),
        label="recommend",
    ),
    Row(
        "exchanges:step",
        "POST",
        deny="hina sana omar rabia dawood asma",
        arguments=of("in_review"),
        body=step(A.RELEASE),
        label="release before the recommendation",
    ),
    Row(
        "exchanges:step",
        "POST",
        ok="hina sana",
        deny="omar rabia dawood asma",
        arguments=of("in_review"),
        body=step(A.WITHDRAW),
        label="withdraw",
    ),
    Row("exchanges:review_queue", ok="omar rabia dawood asma"),
    Row("exchanges:letter", ok="hina sana omar rabia dawood asma", arguments=of("letter", "code")),
]
OUTSIDERS = "hina bilal kamran"
MATCHING = [
    Row(
        "matching:need_matches",
        ok="sana omar rabia dawood asma",
        deny="hina bilal kamran ayesha",
        arguments=of("need"),
    ),
    Row(
        "matching:start_run",
        "POST",
        ok="sana omar rabia dawood",
        deny="hina bilal kamran asma ayesha",
        arguments=of("need"),
    ),
    *(
        Row(f"matching:{name}", "POST", ok="sana", deny=NOT_SANA, arguments=of("need"))
        for name in ("shortlist", "dismiss", "choose_for_invitation")
    ),
    Row("matching:why_not", ok="hina bilal", arguments=of("need")),
    Row("matching:match", ok="sana", arguments=of("match")),
    Row("matching:restore", "POST", ok="sana", arguments=of("match")),
    Row("matching:expert_matches", ok=SIGNED_IN),  # without a profile: the way to one
    Row("matching:run_list", ok=STAFF, deny=OUTSIDERS),
    Row("matching:run", ok=STAFF, deny="sana", arguments=of("run")),
    Row("matching:retry", "POST", deny=f"sana {STAFF}", arguments=of("run")),  # it did not fail
]
MATRIX = [*PUBLIC, *SHELL, *ACCOUNTS, *EXPERTS, *INCUBATORS, *MATCHING, *EXCHANGES]
