"""Who is looking, and which experts exist for them: the one rule behind every answer of the directory."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Purpose, Role
from accounts.models import Consent, User
from experts.enums import GONE, PublicPart, State, Visibility
from experts.models import Expert
from experts.policies import verifies_experts
from experts.querysets import ExpertQuerySet
from incubators.enums import OrganisationState

EVERY_PART = frozenset(PublicPart)
_LEVELS = {
    False: (Visibility.PUBLIC,),
    True: (Visibility.PUBLIC, Visibility.VERIFIED_ORGANISATIONS),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody as the directory sees them.

    `is_host`: in a verified organisation, which `acts_for` names. `sees_all`: verifies experts. `countries`
    of a liaison. Everybody else, also somebody with a profile of their own, sees what the whole world sees.
    """

    is_host: bool = False
    sees_all: bool = False
    countries: tuple[str, ...] = ()
    acts_for: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether the people on a page can read that they were looked at."""
        return self.is_host or self.is_staff

    @property
    def is_staff(self) -> bool:
        return self.sees_all or bool(self.countries)

    def reads_as_staff(self, expert: Expert) -> bool:
        return self.sees_all or expert.country in self.countries


WORLD = Viewer()
HOST = Viewer(is_host=True)


def viewer_of(user: object) -> Viewer:
    """What somebody may see, by their memberships and posts of today."""
    if not isinstance(user, User):
        return WORLD
    verified = user.memberships.filter(organisation__state=OrganisationState.VERIFIED)
    host = verified.order_by("organisation__name", "pk").values_list("organisation__name", flat=True).first()
    countries = {
        country for post in user.posts_today if post.role == Role.LIAISON for country in post.countries
    }
    sees_all = verifies_experts(user)
    return Viewer(
        is_host=host is not None,
        sees_all=sees_all,
        countries=() if sees_all else tuple(sorted(countries)),
        acts_for=host or "",
    )


def listed_for(viewer: Viewer) -> ExpertQuerySet:
    """Experts who exist for a viewer, as the database has them now."""
    agreed = Consent.objects.filter(
        user=OuterRef("user"), purpose=Purpose.DIRECTORY, withdrawn_at__isnull=True
    )
    seen = Q(visibility__in=_LEVELS[viewer.is_host], state=State.VERIFIED) & Q(Exists(agreed))
    if viewer.sees_all:
        seen |= ~Q(state=State.DRAFT)
    elif viewer.countries:
        seen |= Q(country__in=viewer.countries) & ~Q(state=State.DRAFT)
    return Expert.objects.filter(seen).exclude(state__in=GONE)


def parts_for(expert: Expert, viewer: Viewer) -> frozenset[PublicPart]:
    """The parts of a listed expert that a viewer reads; the name belongs to every level of the directory."""
    if viewer.is_host or viewer.reads_as_staff(expert):
        return EVERY_PART
    return frozenset(PublicPart(part) for part in expert.public_parts)
