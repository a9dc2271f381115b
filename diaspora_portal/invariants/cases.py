"""Promises of invitations, placements, reports and outcomes."""

from django.db.models import Count, Exists, F, OuterRef, Q

from diaspora_portal.invariants.rows import ids
from exchanges.enums import (
    AWAITED,
    ENDED,
    FINISHED,
    REVIEWING,
    SECRET,
    STANDING,
    WAS_APPROVED,
    AmendmentState,
    Confirmer,
    Direction,
    InvitationState,
    OutcomeAction,
    OutcomeState,
    PlacementState,
    ReportKind,
    ReportState,
)
from exchanges.models import (
    Amendment,
    ConflictDeclaration,
    Invitation,
    Outcome,
    Placement,
    PlanVersion,
    SampleCampaign,
)
from exchanges.services.invitations import MOST_OPEN_PER_SEAT
from exchanges.workflow import CONFIRMATION_MAILS, draw
from experts.models import Commitment
from incubators.models import Need


def acceptances_without_placement() -> list[str]:
    accepted = Invitation.objects.filter(state=InvitationState.ACCEPTED, placement__isnull=True)
    other = Placement.objects.exclude(invitation__state=InvitationState.ACCEPTED)
    return ids(accepted.values_list("public_id", flat=True)) + ids(other.values_list("public_id", flat=True))


def seats_overrun() -> list[str]:
    taken = Count("placements", filter=~Q(placements__state__in=ENDED))
    return ids(Need.objects.annotate(n=taken).filter(n__gt=F("seats")).values_list("public_id", flat=True))


def too_many_invitations() -> list[str]:
    open_now = Count(
        "invitations", filter=Q(invitations__state__in=AWAITED, invitations__direction=Direction.TO_EXPERT)
    )
    crowded = Need.objects.annotate(n=open_now).filter(n__gt=F("seats") * MOST_OPEN_PER_SEAT)
    return ids(crowded.values_list("public_id", flat=True))


def decided_by_one() -> list[str]:
    """Released decisions without two different people, or by a party; T0 is decided by the rule."""
    decided = Placement.objects.filter(state__in=[*WAS_APPROVED, PlacementState.REJECTED]).exclude(tier="T0")
    alone = Q(recommended_by__isnull=True) | Q(decided_by__isnull=True) | Q(decided_by=F("recommended_by"))
    alone |= Q(events__by=F("decided_by"), events__action__in=REVIEWING)
    own = Q(decided_by=F("expert__user")) | Q(recommended_by=F("expert__user"))
    return ids(decided.filter(alone | own).values_list("public_id", flat=True).distinct())


def pending_without_recommendation() -> list[str]:
    return ids(
        Placement.objects.filter(state__in=SECRET, recommended_by__isnull=True).values_list(
            "public_id", flat=True
        )
    )


def approved_without_letter() -> list[str]:
    return ids(
        Placement.objects.filter(state__in=[*STANDING, *FINISHED], letters__isnull=True).values_list(
            "public_id", flat=True
        )
    )


def completed_without_reports() -> list[str]:
    """One that was returned has been in; what was read afterwards undoes no completion."""
    unwritten = (ReportState.DUE, ReportState.DRAFT)
    been_in = Count(
        "reports", filter=Q(reports__kind=ReportKind.FINAL) & ~Q(reports__state__in=unwritten), distinct=True
    )
    ended = Placement.objects.filter(state__in=[PlacementState.COMPLETED, PlacementState.CLOSED])
    return ids(ended.annotate(n=been_in).exclude(n=2).values_list("public_id", flat=True))


def asked_too_often() -> list[str]:
    """By what is counted, and by what the history says."""
    most = len(CONFIRMATION_MAILS)
    mails = Count("events", filter=Q(events__action__in=[OutcomeAction.SEND, OutcomeAction.REMIND]))
    asked = Outcome.objects.annotate(n=mails).filter(Q(n__gt=most) | Q(n_mails__gt=most))
    return ids(asked.values_list("public_id", flat=True))


def confirmed_by_its_claimant() -> list[str]:
    """A confirmed outcome was answered by whoever held the link, or settled by somebody else; and nobody of
    the claimant's side was asked."""
    confirmed = Outcome.objects.filter(state=OutcomeState.CONFIRMED)
    proofs = Count(
        "events",
        filter=Q(events__action=OutcomeAction.CONFIRM, events__part="confirmer", events__by__isnull=True)
        | Q(events__action=OutcomeAction.UPHOLD) & ~Q(events__by=F("claimed_by")),
    )
    alone = confirmed.annotate(n=proofs).filter(n=0)
    own = Q(confirmer_email=F("claimed_by__email"))
    own |= Q(
        confirmer_is=Confirmer.THIRD_PERSON,
        claimed_side="host",
        confirmer_email=F("placement__organisation__memberships__user__email"),
    )
    asked = confirmed.exclude(confirmer_email="").filter(own)
    return ids({*alone.values_list("public_id", flat=True), *asked.values_list("public_id", flat=True)})


def under_way_unconfirmed() -> list[str]:
    begun = Placement.objects.filter(state__in=[*STANDING, *FINISHED]).exclude(state=PlacementState.APPROVED)
    one_sided = Q(expert_confirmed_at=None) | Q(host_confirmed_at=None)
    return ids(begun.filter(one_sided).values_list("public_id", flat=True))


def standing_without_hours() -> list[str]:
    """An approved placement that is not over keeps the expert's hours on the very days of its plan."""
    found = []
    standing = Placement.objects.filter(state__in=STANDING).select_related("invitation")
    promised = {
        row[0]: row[1:]
        for row in Commitment.objects.values_list("source_ref", "starts_on", "ends_on", "hours_per_week")
    }
    for one in standing.iterator(chunk_size=500):
        if promised.get(one.invitation.source_ref) != (one.starts_on, one.ends_on, one.hours_per_week):
            found.append(str(one.public_id))
    return found


def amended_by_one() -> list[str]:
    """Changes that were approved without two different people of the ministry (of tier T2, three), or by a
    party."""
    approved = Amendment.objects.filter(state=AmendmentState.APPROVED).exclude(tier="T0")
    alone = Q(recommended_by=None) | Q(decided_by=None) | Q(decided_by=F("recommended_by"))
    alone |= Q(tier="T2", second_recommended_by=None)
    own = Q(decided_by=F("placement__expert__user")) | Q(recommended_by=F("placement__expert__user"))
    own |= Q(second_recommended_by=F("placement__expert__user"))
    return ids(approved.filter(alone | own).values_list("public_id", flat=True))


def decided_without_two_reviews() -> list[str]:
    """T2 decisions without two open reviews, by two people, of the very plan that was decided on."""
    decided = Placement.objects.filter(state__in=[*WAS_APPROVED, PlacementState.REJECTED], tier="T2")
    reviews = Count(
        "assignments__review__assignment__reviewer",
        filter=Q(
            assignments__review__opened_at__isnull=False,
            assignments__review__plan_digest=F("decided_digest"),
        ),
        distinct=True,
    )
    return ids(decided.annotate(n=reviews).filter(n__lt=2).values_list("public_id", flat=True))


def decided_on_other_words() -> list[str]:
    """Decisions whose hash is that of no submitted plan."""
    decided = Placement.objects.filter(state__in=[*WAS_APPROVED, PlacementState.REJECTED])
    submitted = PlanVersion.objects.filter(placement=OuterRef("pk"), digest=OuterRef("decided_digest"))
    return ids(decided.exclude(Exists(submitted)).values_list("public_id", flat=True))


def decided_with_a_conflict() -> list[str]:
    """Whoever recommended or decided had said before that they have no conflict, and still says so."""
    conflicts = ConflictDeclaration.objects.filter(placement=OuterRef("pk"), has_conflict=True)
    parts = Q(user=OuterRef("recommended_by")) | Q(user=OuterRef("second_recommended_by"))
    parts |= Q(user=OuterRef("decided_by"))
    tied = [*Placement.objects.filter(Exists(conflicts.filter(parts)))]
    of_change = ConflictDeclaration.objects.filter(placement=OuterRef("placement"), has_conflict=True)
    tied += Amendment.objects.filter(Exists(of_change.filter(parts)))
    return [one.public_id for one in tied]


def reviewers_beyond_places() -> list[str]:
    now = Count("assignments", filter=Q(assignments__ended_at__isnull=True))
    crowded = Placement.objects.annotate(n=now).filter(Q(n__gt=2) | Q(n__gt=1) & ~Q(tier="T2"))
    return ids(crowded.values_list("public_id", flat=True))


def samples_not_as_drawn() -> list[str]:
    """Samples that another draw from the kept seed, list and share would not give, in this very order."""
    found = []
    for campaign in SampleCampaign.objects.exclude(seed="").prefetch_related("cases__placement"):
        cases = sorted(campaign.cases.all(), key=lambda case: case.position)
        codes = [case.placement.public_id for case in cases]
        if codes != draw(campaign.eligible, seed=campaign.seed, percent=campaign.percent or 0):
            found.append(campaign.public_id)
    return ids(found)
