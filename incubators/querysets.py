"""Rows of the demand side."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When

from accounts.enums import Duty, Role
from common.text import fold
from incubators.enums import (
    Importance,
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationState,
    PairState,
    SignalState,
)

MOST_WORDS = 8
CHECKERS = (Role.OFFICER, Role.REVIEWER)
# Inside the ministry before they are public.
IN_CHECK = (NeedState.SUBMITTED, NeedState.CHANGES_REQUESTED)

_WRITERS = (MemberRole.OWNER, MemberRole.EDITOR)


def within(place: str, code: str) -> Q:
    """Rows whose place, named by its foreign key, is the one of the code or lies in it."""
    levels = (place, f"{place}__parent", f"{place}__parent__parent")
    return reduce(or_, (Q(**{f"{level}__code": code}) for level in levels))


def tenants_of(user: object, organisation: str = "") -> Q:
    """Rows whose organisation is a tenant of a verified one for which the user writes."""
    writes = user.memberships.filter(role__in=_WRITERS, organisation__state=OrganisationState.VERIFIED)
    return Q(**{f"{organisation}parent_id__in": writes.values("organisation_id")})


def _is_of_verifiers(user: object) -> bool:
    return user.is_authenticated and any(
        Duty.VERIFY_ORGANISATIONS in post.unit.duties for post in user.posts_today
    )


def checked_by(user: object, *roles: Role) -> Q:
    """Needs that the user's units check, by posts of the roles or by any post.

    The programme's own unit checks; where that very unit is the host, another unit does that verifies
    organisations.
    """
    posts = [post for post in user.posts_today if not roles or post.role in roles]
    units = [post.unit_id for post in posts]
    hosts_itself = Q(organisation__unit__isnull=False, organisation__unit=F("programme__owner_unit"))
    theirs = Q(programme__owner_unit__in=units) & ~hosts_itself
    if any(Duty.VERIFY_ORGANISATIONS in post.unit.duties for post in posts):
        theirs |= hosts_itself & ~Q(organisation__unit__in=units)
    return theirs


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "OrganisationQuerySet":
        """Verified ones are public; members see their own and its tenants; staff who verify see all."""
        seen = Q(state=OrganisationState.VERIFIED)
        if user.is_authenticated:
            mine = user.memberships.values("organisation_id")
            seen |= Q(pk__in=mine) | Q(parent_id__in=mine) | Q(asked_parent_id__in=mine)
            if _is_of_verifiers(user):
                seen |= Q(pk__isnull=False)
        return self.filter(seen)

    def of_member(self, user: object, *roles: MemberRole) -> "OrganisationQuerySet":
        """Organisations in which the user has one of the roles (any role when none is named)."""
        if not user.is_authenticated:
            return self.none()
        memberships = user.memberships.filter(role__in=roles) if roles else user.memberships.all()
        return self.filter(pk__in=memberships.values("organisation_id"))

    def written_for_by(self, user: object) -> "OrganisationQuerySet":
        """Organisations for which the user may write: their own, and tenants of their own."""
        if not user.is_authenticated:
            return self.none()
        own = user.memberships.filter(role__in=_WRITERS).values("organisation_id")
        return self.filter(Q(pk__in=own) | tenants_of(user)).exclude(state=OrganisationState.CLOSED)

    def verified(self) -> "OrganisationQuerySet":
        return self.filter(state=OrganisationState.VERIFIED)

    def awaiting_verification(self) -> "OrganisationQuerySet":
        return self.filter(state=OrganisationState.PENDING).order_by("state_since", "pk")

    def awaiting_verification_by(self, user: object) -> "OrganisationQuerySet":
        """The queue of somebody who verifies, without what they have a part in."""
        own = user.memberships.values("organisation_id")
        # A row without a parent is compared with nothing: NULL would leave it out of the queue.
        mine = Q(pk__in=own) | Q(parent_id__isnull=False, parent_id__in=own)
        mine |= Q(unit_id__in=[post.unit_id for post in user.posts_today])
        return self.awaiting_verification().exclude(mine)

    def with_returns_counted(self) -> "OrganisationQuerySet":
        """How often each asked for verification again."""
        again = Q(events__action=OrganisationAction.APPLY_AGAIN)
        return self.annotate(n_returns=Count("events", filter=again))

    def with_evidence(self) -> "OrganisationQuerySet":
        """What each has shown: mail at its domain, a letter."""
        letters = self.model._meta.get_field("letters").related_model.objects
        confirmed = Q(confirmed_domain=F("email_domain")) & ~Q(email_domain="")
        return self.annotate(
            has_letter=Exists(letters.filter(organisation=OuterRef("pk"))), has_domain=confirmed
        )

    def naming(self, words: str) -> "OrganisationQuerySet":
        """Organisations whose name, in either language, holds the words."""
        return self.filter(search_text__contains=fold(words))

    def with_place(self) -> "OrganisationQuerySet":
        return self.select_related("place__parent__parent")

    def with_parents(self) -> "OrganisationQuerySet":
        """The organisation above, and the one that was asked to be."""
        return self.select_related("parent__place__parent__parent", "asked_parent__place__parent__parent")

    def with_open_needs_counted(self) -> "OrganisationQuerySet":
        return self.annotate(n_open_needs=Count("needs", filter=Q(needs__state=NeedState.OPEN)))


class DemandSignalQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "DemandSignalQuerySet":
        """Members see those of their own organisations, ministry staff all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_ministry_staff:
            return self
        return self.of_member(user)

    def of_member(self, user: object) -> "DemandSignalQuerySet":
        return self.filter(organisation_id__in=user.memberships.values("organisation_id"))

    def open(self) -> "DemandSignalQuerySet":
        """Open ones of organisations that still count: neither turned down nor suspended."""
        out = (OrganisationState.REJECTED, OrganisationState.SUSPENDED)
        return self.filter(state=SignalState.OPEN).exclude(organisation__state__in=out)

    def awaiting_lapse(self, before: datetime) -> "DemandSignalQuerySet":
        return self.filter(state=SignalState.OPEN, state_since__lte=before).order_by("pk")

    def with_words(self) -> "DemandSignalQuerySet":
        return self.select_related("organisation", "theme", "skill", "territory", "need")


class NeedImportQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "NeedImportQuerySet":
        """Members see what files brought to their own organisations."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation_id__in=user.memberships.values("organisation_id"))


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "NeedQuerySet":
        """Open needs of verified organisations are public; members see their own; staff all published.

        A unit sees besides what waits for its check, and what it has returned.
        """
        seen = Q(state=NeedState.OPEN, organisation__state=OrganisationState.VERIFIED)
        if user.is_authenticated:
            seen |= Q(organisation_id__in=user.memberships.values("organisation_id"))
            seen |= tenants_of(user, "organisation__")
            if user.is_ministry_staff:
                seen |= Q(opened_at__isnull=False)
                seen |= Q(state__in=IN_CHECK) & checked_by(user)
        return self.filter(seen)

    def checked_by(self, user: object) -> "NeedQuerySet":
        """Those that somebody checks, whatever their state; needs of their own organisations are left to
        others."""
        own = user.memberships.values("organisation_id")
        return self.filter(checked_by(user, *CHECKERS)).exclude(organisation_id__in=own)

    def awaiting_check_by(self, user: object) -> "NeedQuerySet":
        """The queue of somebody who checks: what came back to them first, then the oldest."""
        theirs = self.checked_by(user).filter(state=NeedState.SUBMITTED)
        returns = self.model._meta.get_field("events").related_model.objects.filter(
            subject=OuterRef("pk"), action=NeedAction.REQUEST_CHANGES
        )
        return (
            theirs.annotate(returned_by=Subquery(returns.order_by("-seq").values("by")[:1]))
            .annotate(turn=Case(When(returned_by=user.pk, then=0), default=1, output_field=IntegerField()))
            .order_by("turn", "state_since", "pk")
        )

    def past(self, day: date) -> "NeedQuerySet":
        """Published needs whose last day has passed."""
        return self.filter(state__in=(NeedState.OPEN, NeedState.PAUSED), ends_on__lt=day).order_by("pk")

    def of_member(self, user: object) -> "NeedQuerySet":
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation_id__in=user.memberships.values("organisation_id"))

    def of_member_or_parent(self, user: object) -> "NeedQuerySet":
        """Needs of the user's organisations, and of the tenants for which they write."""
        if not user.is_authenticated:
            return self.none()
        own = user.memberships.values("organisation_id")
        return self.filter(Q(organisation_id__in=own) | tenants_of(user, "organisation__"))

    def open(self) -> "NeedQuerySet":
        """Open to experts: the organisation that asks is verified, not suspended."""
        return self.filter(state=NeedState.OPEN, organisation__state=OrganisationState.VERIFIED)

    def asking_for(self, skill_ids: Iterable[int]) -> "NeedQuerySet":
        """Needs one of whose must-skills is among these, and those that have none."""
        must = Q(skills__importance=Importance.MUST)
        asks = self.model.objects.filter(must)
        holds = self.model.objects.filter(must & Q(skills__skill_id__in=list(skill_ids)))
        return self.filter(~Q(pk__in=asks.values("pk")) | Q(pk__in=holds.values("pk")))

    def about(self, words: str) -> "NeedQuerySet":
        """Needs whose texts, organisation or skills hold each of the words, in any of the three scripts."""
        found = self
        for word in fold(words).split()[:MOST_WORDS]:
            by_skill = self.model.objects.filter(skills__skill__aliases__folded__contains=word)
            found = found.filter(
                Q(search_text__contains=word)
                | Q(organisation__search_text__contains=word)
                | Q(pk__in=by_skill.values("pk"))
            )
        return found

    def in_territory(self, code: str) -> "NeedQuerySet":
        """Needs at a place in the territory; remote ones count where their organisation is."""
        return self.filter(
            within("place", code) | Q(place__isnull=True) & within("organisation__place", code)
        )

    def with_terms(self) -> "NeedQuerySet":
        """Everything a need's page shows, in a fixed number of queries."""
        return self.select_related(
            "organisation__place__parent__parent", "programme", "place__parent__parent", "venture"
        ).prefetch_related("themes", "skills__skill")


class MemberInvitationQuerySet(models.QuerySet):
    def open_at(self, at: datetime) -> "MemberInvitationQuerySet":
        """Invitations whose link still works."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "LetterQuerySet":
        """Whoever may write for the organisation, and staff who verify."""
        if not user.is_authenticated:
            return self.none()
        own = user.memberships.filter(role__in=_WRITERS).values("organisation_id")
        seen = Q(organisation_id__in=own)
        if _is_of_verifiers(user):
            seen |= Q(pk__isnull=False)
        return self.filter(seen)


class OfferQuerySet(models.QuerySet):
    """Facilities and ventures: whoever sees the organisation sees what it has."""

    def visible_to(self, user: object) -> "OfferQuerySet":
        organisations = self.model._meta.get_field("organisation").related_model
        return self.filter(organisation__in=organisations.objects.visible_to(user))


class StaffQuerySet(models.QuerySet):
    """What only units that verify organisations see."""

    def visible_to(self, user: object) -> "StaffQuerySet":
        return self.all() if _is_of_verifiers(user) else self.none()


class PairQuerySet(StaffQuerySet):
    """Pairs of organisations."""

    def proposed(self) -> "PairQuerySet":
        return self.filter(state=PairState.PROPOSED).order_by("state_since", "pk")

    def with_organisations(self) -> "PairQuerySet":
        return self.select_related("older__place__parent__parent", "newer__place__parent__parent")
