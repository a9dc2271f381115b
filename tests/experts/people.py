"""More people for the staff's side: a liaison, and profiles at hand."""

from datetime import date
from typing import Any

from accounts.enums import Role
from accounts.models import Post, User
from experts.enums import HelpKind, RowKind
from experts.models import Expert
from experts.services import managed, profile
from experts.services.rows import save_row
from programmes.enums import Mode
from tests import factories
from tests.factories import NOW, TODAY


def make_liaison(email: str = "faiz@demo.example", *, countries: tuple[str, ...] = ("DE",)) -> User:
    """A liaison of the embassy in Berlin."""
    user = factories.make_user(email, full_name="Faiz Ahmad")
    unit = factories.make_unit("mission-berlin", name="Embassy in Berlin", duties=[])
    Post.objects.create(
        user=user, unit=unit, role=Role.LIAISON, countries=list(countries), starts_on=date(2026, 1, 1)
    )
    return user


def enter(by: User, **changes: Any) -> Expert:
    """A managed profile, just begun."""
    values = {
        "full_name": "Nasreen Akhtar",
        "country": "DE",
        "consent_way": "spoken",
        "consent_on": TODAY,
        "consent_words": "I told her about the portal after the talk in Bonn.",
    }
    return managed.enter_profile(by=by, at=NOW, **values | changes)


def fill_managed(expert: Expert, by: User) -> None:
    """Everything that staff can write."""
    ids = {"expert_id": expert.pk, "by": by, "at": NOW}
    profile.describe_work(
        headline="Glaciologist",
        bio="Lakes.",
        language="en",
        seniority="",
        years_experience=9,
        orcid="",
        **ids,
    )
    profile.set_home(country="DE", city="Bonn", time_zone="Europe/Berlin", **ids)
    profile.set_motivation(kinds=[HelpKind.TALK], themes=[], places=[], **ids)
    window = {
        "starts_on": TODAY,
        "ends_on": TODAY.replace(year=2027),
        "hours_per_week": 4,
        "modes": [Mode.REMOTE],
    }
    save_row(kind=RowKind.LANGUAGE, values={"code": "ur", "level": "C2"}, **ids)
    save_row(kind=RowKind.SKILL, values={"typed": "Glaciology", "level": 4}, **ids)
    save_row(kind=RowKind.AVAILABILITY, values=window, **ids)
