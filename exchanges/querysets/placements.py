"""Rows of placements and of what belongs to a case; what is pending in the ministry never shows outside."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from exchanges.enums import (
    SECRET,
    DocumentAudience,
    LetterKind,
    PlacementState,
)
from exchanges.querysets.posts import declaring_units, reviewing_units
from programmes.enums import Mode, Tier


class PlacementQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "PlacementQuerySet":
        """The expert, the members of the host, and the staff of the unit that reviews the case.

        Staff who are themselves a party see the case as a party only; rules forbid them to act on it. For
        staff with a declared conflict the case does not exist.
        """
        if not user.is_authenticated:
            return self.none()
        staff = Q(review_unit_id__in=reviewing_units(user)) & ~Q(state=PlacementState.DRAFT)
        # A case that was withdrawn before anybody submitted it never reached the ministry.
        staff &= Q(submitted_at__isnull=False) & ~self._declared(user, has_conflict=True)
        return self.filter(self._of_party(user) | staff)

    def open_to(self, user: object) -> "PlacementQuerySet":
        """What this viewer may read: whoever reviews or decides has said that they have no conflict."""
        visible = self.visible_to(user)
        if not user.is_authenticated or not declaring_units(user):
            return visible
        asked = Q(review_unit_id__in=declaring_units(user)) & ~self._declared(user, has_conflict=False)
        return visible.filter(self._of_party(user) | ~asked)

    def _declared(self, user: object, *, has_conflict: bool) -> Exists:
        declarations = self.model._meta.get_field("declarations").related_model.objects
        return Exists(declarations.filter(placement=OuterRef("pk"), user=user, has_conflict=has_conflict))

    def _of_party(self, user: object) -> Q:
        return Q(expert__user=user) | Q(organisation_id__in=user.memberships.values("organisation_id"))

    def for_viewer(self, user: object) -> "PlacementQuerySet":
        """Annotate `public_state`: what this viewer may know of the state; filter and order by it alone."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(review_unit_id__in=reviewing_units(user)) & ~Q(expert__user=user)
        inside &= ~Q(organisation_id__in=user.memberships.values("organisation_id"))
        return self.open_to(user).annotate(
            public_state=Case(
                When(inside, then=F("state")),
                When(state__in=SECRET, then=Value(PlacementState.IN_REVIEW.value)),
                default=F("state"),
                output_field=models.CharField(),
            )
        )

    def in_queue_of(self, user: object) -> "PlacementQuerySet":
        """Cases of the user's units that wait for a reviewer or a decider, none of them the user's own."""
        waiting = self.filter(
            review_unit_id__in=reviewing_units(user),
            state__in=[PlacementState.SUBMITTED, PlacementState.IN_REVIEW, *SECRET],
        )
        return waiting.filter(~self._of_party(user), ~self._declared(user, has_conflict=True))

    def for_the_host_to_go_on(self) -> "PlacementQuerySet":
        """Without complete drafts that wait for the expert's agreement."""
        incomplete = Q(purpose="") | Q(deliverable="") | Q(work_items__isnull=True)
        incomplete |= (Q(counterpart="") | Q(counterpart_role="")) & ~Q(mode=Mode.REMOTE)
        incomplete |= Q(starts_on__isnull=True) | Q(ends_on__isnull=True)
        agreed_or_returned = Q(expert_agreed_at__isnull=False) | ~Q(state=PlacementState.DRAFT)
        return self.filter(agreed_or_returned | incomplete).distinct()

    def with_people(self) -> "PlacementQuerySet":
        return self.select_related(
            "need__programme", "organisation", "expert__user", "place", "review_unit", "reviewer"
        )


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "LetterQuerySet":
        """Whoever may see the case; the case file staff alone; a reference that waits for the expert's
        agreement only the expert and who wrote it."""
        placements = self.model._meta.get_field("placement").related_model.objects
        if not user.is_authenticated:
            return self.none()
        is_own = Q(placement__expert__user=user)
        is_party = is_own | Q(placement__organisation_id__in=user.memberships.values("organisation_id"))
        waiting = Q(kind=LetterKind.REFERENCE, agreed_at__isnull=True)
        return (
            self.filter(placement__in=placements.open_to(user))
            .exclude(Q(kind=LetterKind.DOSSIER) & is_party)
            .filter(~waiting | is_own | Q(issued_by=user))
        )

    def in_force(self) -> "LetterQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class OfCaseQuerySet(models.QuerySet):
    """Rows that belong to a placement are seen by whoever sees it."""

    def visible_to(self, user: object) -> "OfCaseQuerySet":
        cases = self.model._meta.get_field("placement").related_model
        return self.filter(placement__in=cases.objects.visible_to(user).values("pk"))


class ReviewAssignmentQuerySet(models.QuerySet):
    def current(self) -> "ReviewAssignmentQuerySet":
        return self.filter(ended_at__isnull=True)


class ReviewQuerySet(models.QuerySet):
    def readable_by(self, user: object) -> "ReviewQuerySet":
        """What is open to all who see the case inside, and what somebody wrote themselves.

        One of two reviewers reads nothing of the other's, of earlier rounds neither, before both are in.
        """
        assignments = self.model._meta.get_field("assignment").related_model.objects
        writing = assignments.current().filter(reviewer=user, review__opened_at__isnull=True)
        is_blind = Q(assignment__placement__in=writing.filter(placement__tier=Tier.T2).values("placement"))
        return self.filter((Q(opened_at__isnull=False) & ~is_blind) | Q(assignment__reviewer=user))


class CaseDocumentQuerySet(models.QuerySet):
    def readable_by(self, user: object) -> "CaseDocumentQuerySet":
        """Of a placement that the user sees: the host does not read what is for the ministry alone."""
        of_host = Q(placement__organisation_id__in=user.memberships.values("organisation_id"))
        own = Q(placement__expert__user=user)
        return self.exclude(Q(audience=DocumentAudience.EXPERT) & of_host & ~own)

    def standing(self) -> "CaseDocumentQuerySet":
        return self.filter(removed_at__isnull=True)
