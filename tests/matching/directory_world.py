"""People of the directory, each as they chose to be seen."""

from collections.abc import Iterator
from typing import Any

from accounts.enums import Duty, Purpose, Role
from accounts.models import Post, User
from accounts.services import give_consent
from common.jobs import note_change
from experts.enums import PublicPart, Visibility
from experts.models import Expert
from tests import factories
from tests.factories import NOW, TODAY

ADDRESS = "/directory/"
API = "/api/v1/directory/"
EVERYTHING = [part.value for part in PublicPart]


def make_listed(
    name: str = "Amna Baig",
    *,
    level: str = Visibility.PUBLIC,
    parts: Any = EVERYTHING,
    consents: bool = True,
    **fields: Any,
) -> Expert:
    """A profile at a level of visibility, with the consent that the level rests on."""
    user = factories.make_user(f"{name.lower().replace(' ', '.')}@demo.example", full_name=name)
    expert = factories.make_expert(user, visibility=level, public_parts=list(parts), **fields)
    if consents and level in (Visibility.PUBLIC, Visibility.VERIFIED_ORGANISATIONS):
        give_consent(user=user, purpose=Purpose.DIRECTORY, at=NOW)
    note_change("expert", [expert.pk])
    return expert


def make_liaison(*countries: str, email: str = "liaison@demo.example") -> User:
    unit = factories.make_unit("mission-berlin", name="Embassy in Berlin", duties=list[Duty]())
    user = factories.make_user(email, full_name="Zara Liaison")
    Post.objects.create(user=user, unit=unit, role=Role.LIAISON, countries=list(countries), starts_on=TODAY)
    return user


def make_people() -> None:
    """One at each level, and one who never handed in."""
    make_listed("Amna Baig", country="DE")
    make_listed("Bashir Dar", country="NO", level=Visibility.VERIFIED_ORGANISATIONS)
    make_listed("Chand Bibi", country="NO", level=Visibility.AFTER_MATCHING)
    make_listed("Danish Ali", country="NO", level=Visibility.HIDDEN)
    make_listed("Erum Shah", country="NO", verified=False)


def found(client: Any, **asked: Any) -> Any:
    answer = client.get(API, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(client: Any, **asked: Any) -> set[str]:
    answer = found(client, **asked)
    assert answer["count"] == len(answer["results"])
    return {row["name"] for row in answer["results"]}


def walk(client: Any, address: str | None = "", **asked: Any) -> Iterator[Any]:
    """Pages from the first one on."""
    answer = found(client, **asked)
    yield answer
    while answer["next"]:
        answer = found(client, cursor=answer["next"], **asked)
        yield answer
