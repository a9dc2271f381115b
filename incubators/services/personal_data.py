"""What organisations hold about their people, and who may not leave yet."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors import addresses_of
from common.models import StoredFile
from common.personal_data import Erase, Held, Part, Person, blocker, consequence, eraser, files, holds
from common.pruning import also_prune
from incubators.enums import MemberRole
from incubators.models import MemberInvitation, Membership, NeedDocument, OrganisationImportRow
from incubators.services.members import leave_everything

_OFFICE = "an act for the organisation or the ministry: it stands with the record, without a name"

holds(
    Part(
        "memberships",
        gettext_lazy("Organisations that you belong to"),
        gettext_lazy("until you leave or erase your account"),
        "incubators:my_needs",
    ),
    Held("incubators.Membership.user", Erase.DELETE, part="memberships"),
    Held("incubators.MemberInvitation.accepted_by", Erase.EMPTY, part="memberships", empties={"email": ""}),
    Held("incubators.MemberInvitation.invited_by", Erase.KEEP, why=_OFFICE),
    Held("incubators.OrganisationLetter.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.DomainCode", Erase.KEEP, why="the digest of a code of ten minutes, of the organisation"),
    Held(
        "incubators.Venture",
        Erase.KEEP,
        why="who leads a venture is declared by its organisation, names nobody, and goes with the venture",
    ),
    Held("incubators.OrganisationEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.OrganisationEvent.member", Erase.KEEP, why=_OFFICE),
    Held("incubators.NeedEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.OrganisationImport.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.OrganisationImport.applied_by", Erase.KEEP, why=_OFFICE),
    Held("incubators.OrganisationImport.undone_by", Erase.KEEP, why=_OFFICE),
    Held(
        "incubators.OrganisationImportRow",
        Erase.EMPTY,
        why="an owner's address waits for the invitation, a week at most; erasure empties it by the address",
    ),
    Held("incubators.OrganisationPairEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.OrganisationMerge.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.DemandSignalEvent.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.DemandSignal", Erase.KEEP, why="a note of the organisation about what it lacks"),
    Held("incubators.NeedImport.by", Erase.KEEP, why=_OFFICE),
    Held("incubators.NeedAnswer", Erase.KEEP, why="what the organisation answered, in its own words"),
    Held("incubators.Need", Erase.KEEP, why="the counterpart is named by the organisation, in its own words"),
)


INVITATION_DAYS = 90


@also_prune
def old_member_invitations(at: datetime) -> QuerySet:
    """Addresses of people who were invited once; that it happened stays in the organisation's record."""
    return MemberInvitation.objects.filter(expires_at__lt=at - timedelta(days=INVITATION_DAYS))


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


@eraser
def leave_organisations(person: Person, *, at: datetime) -> None:
    """Leave, so that each organisation's record says so; links to the person's addresses stop working.

    Raises Refused `last_owner`.
    """
    leave_everything(person.user, at=at)
    mine = MemberInvitation.objects.filter(email__in=addresses_of(person.user))
    mine.open_at(at).update(withdrawn_at=at)
    mine.update(email="")
    OrganisationImportRow.objects.filter(owner_email__in=addresses_of(person.user)).update(owner_email="")
