"""What organisations hold about their people, and who may not leave yet."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import StoredFile
from common.personal_data import Erase, Held, Part, Person, blocker, consequence, files, holds
from incubators.enums import MemberRole
from incubators.models import Membership, NeedDocument

_OFFICE = "an act for the organisation or the ministry: it stands with the record, without a name"

holds(
    Part(
        "memberships",
        gettext_lazy("Organisations that you belong to"),
        gettext_lazy("until you leave or erase your account"),
        "incubators:my_needs",
    ),
    Held("incubators.Membership.user", Erase.DELETE, part="memberships"),
    Held("incubators.OrganisationEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.NeedEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.DemandSignalEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.DemandSignal", Erase.KEEP, why="a note of the organisation about what it lacks"),
    Held("incubators.NeedImport.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.Need", Erase.KEEP, why="the counterpart is named by the organisation, in its own words"),
)


@files
def documents_of_needs(person: Person) -> list[StoredFile]:
    """What this person put beside the terms of a need."""
    handed_in = NeedDocument.objects.filter(file__by=person.user).select_related("file")
    return [document.file for document in handed_in]


@blocker
def is_the_last_owner(person: Person) -> list[str]:
    """An organisation without an owner could neither answer nor be asked."""
    owned = person.user.memberships.filter(role=MemberRole.OWNER).values("organisation")
    others = Membership.objects.filter(organisation__in=owned, role=MemberRole.OWNER)
    has_others = others.exclude(user=person.user).values("organisation")
    alone = person.user.memberships.filter(role=MemberRole.OWNER).exclude(organisation__in=has_others)
    return ["last_owner"] if alone.exists() else []


@consequence
def what_happens_to_memberships(person: Person) -> list[str]:
    if not person.user.memberships.exists():
        return []
    return [_("You leave your organisations. Their needs, invitations and cases stay with them.")]
