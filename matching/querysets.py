"""Rows of matching. Lists are arrays; a Match row exists only once a pair has surfaced."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.enums import Duty
from experts.enums import GONE
from incubators.enums import NeedState
from incubators.models import Need
from matching.enums import ACTING, ASKED, LIST_READERS, OWN_EXCLUSIONS, ConflictKind, ConflictState, RunState


class MatchListQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "MatchListQuerySet":
        """The members of the need's organisation, and who reads lists in the programme's unit."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(need__organisation_id__in=user.memberships.values("organisation_id"))
        units = [post.unit_id for post in user.posts_today if post.role in LIST_READERS]
        seen |= Q(need__programme__owner_unit_id__in=units)
        return self.filter(seen)

    def current(self) -> "MatchListQuerySet":
        return self.filter(is_current=True)

    def touched_by(self, expert_id: int, skill_ids: list[int]) -> "MatchListQuerySet":
        """Lists that the expert stands in, or could: one of the must-skills is theirs, or there is none."""
        must = Q(need__skills__importance="must", need__skills__skill_id__in=skill_ids)
        stands = Q(expert_ids__contains=[expert_id]) | Q(near_expert_ids__contains=[expert_id])
        ids = self.filter(stands | must | Q(n_must=0)).values("pk")
        return self.filter(pk__in=ids)


class MatchRunQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "MatchRunQuerySet":
        """Ministry staff see all runs; members those of their own needs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_ministry_staff:
            return self
        return self.filter(need__organisation_id__in=user.memberships.values("organisation_id"))

    def unfinished(self) -> "MatchRunQuerySet":
        return self.filter(state__in=[RunState.QUEUED, RunState.RUNNING])


class MatchQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "MatchQuerySet":
        """The members of the host, and the expert about whom it is."""
        if not user.is_authenticated:
            return self.none()
        return self.of_host(user) | self.filter(expert__user=user)

    def of_host(self, user: object) -> "MatchQuerySet":
        """The members of the organisation that wrote the need."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(need__organisation_id__in=user.memberships.values("organisation_id"))

    def apart_from_conflicts(self) -> "MatchQuerySet":
        """Without the pairs that a confirmed tie to the need's organisation keeps apart, unless one side has
        asked the other: that is answered first."""
        barred = Q(
            expert__conflicts__organisation=F("need__organisation"),
            expert__conflicts__state=ConflictState.CONFIRMED,
        )
        ids = self.model.objects.filter(barred).exclude(state__in=ASKED).values("pk")
        return self.exclude(pk__in=ids)


class ExclusionQuerySet(models.QuerySet):
    def in_force(self, today: date) -> "ExclusionQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))

    def own(self) -> "ExclusionQuerySet":
        """What experts decided themselves, not what hosts noted about them."""
        return self.filter(reason__in=OWN_EXCLUSIONS)

    def about(self, need: Any) -> "ExclusionQuerySet":
        """Those that keep a pair of this need apart, whether they name it or its organisation."""
        return self.filter(Q(need_id=need.pk) | Q(organisation_id=need.organisation_id))


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "RoundQuerySet":
        """Who reads lists in the unit that owns the programme."""
        if not user.is_authenticated:
            return self.none()
        units = [post.unit_id for post in user.posts_today if post.role in LIST_READERS]
        return self.filter(programme__owner_unit_id__in=units)


class ConflictQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ConflictQuerySet":
        """The person whom it is about, and staff of a unit that reviews what the organisation needs.

        Where no unit does but the organisation's own, reviewers who also verify experts. Never the
        organisation.
        """
        if not user.is_authenticated:
            return self.none()
        seen = Q(expert__user=user)
        units = [post.unit for post in user.posts_today if post.role in ACTING]
        units = [unit for unit in units if Duty.REVIEW_PLACEMENTS in unit.duties]
        of_another = Q(organisation__unit=None) | ~Q(programme__owner_unit=F("organisation__unit"))
        cases = Need.objects.filter(of_another, organisation=OuterRef("organisation"))
        cases = cases.exclude(state=NeedState.DRAFT)
        if units:
            seen |= Q(Exists(cases.filter(programme__owner_unit__in=units)))
        if any(Duty.VERIFY_EXPERTS in unit.duties for unit in units):
            seen |= ~Q(Exists(cases))
        return self.filter(seen)

    def told_to_person(self) -> "ConflictQuerySet":
        """What the person reads of themselves: all, but for what a host alone has said and nobody decided."""
        return self.exclude(declared_by__isnull=True, kind=ConflictKind.OTHER, state=ConflictState.PROPOSED)

    def of_host(self, user: object) -> "ConflictQuerySet":
        """What was found about experts whom the user's organisations have met; nothing that was declared."""
        if not user.is_authenticated:
            return self.none()
        hosts = user.memberships.values("organisation_id")
        met = Q(expert__matches__need__organisation=F("organisation"))
        own = self.told_to_host().filter(met, organisation_id__in=hosts).exclude(expert__user=user)
        return self.filter(pk__in=own.values("pk"))

    def told_to_host(self) -> "ConflictQuerySet":
        """What nobody declared: the portal's own records speak for it, no answer meant for few eyes."""
        of_records = self.filter(declared_by__isnull=True).exclude(found=[])
        return of_records.exclude(kind=ConflictKind.PRIOR_REFUSAL)

    def awaiting_assessment_by(self, user: object) -> "ConflictQuerySet":
        """The queue of somebody who has no part in it, the longest waiting first."""
        mine = Q(expert__user=user) | Q(organisation_id__in=user.memberships.values("organisation_id"))
        # What a merged profile declared stands with the kept one as well.
        waiting = self.filter(state=ConflictState.PROPOSED).exclude(expert__state__in=GONE)
        return waiting.exclude(mine).order_by("at", "pk")
