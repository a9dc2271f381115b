"""Whose profile is written on these pages: one's own, or one that staff keep for somebody who agreed."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.policies import require
from experts.enums import LookReason, Section
from experts.models import Expert
from experts.selectors.profile import Step, step_of
from experts.selectors.verification import name_of
from experts.services.access import record_look


@dataclass(frozen=True, slots=True)
class Desk:
    """The profile that is written, and the addresses of its pages."""

    expert: Expert
    is_managed: bool

    def address(self, name: str, *more: str) -> str:
        if self.is_managed:
            return reverse(f"experts:managed_{name}", args=[self.expert.public_id, *more])
        return reverse(f"experts:{name}", args=more)

    def step(self, section: Section) -> Step | None:
        """The way on while one's own profile is written; staff return to their task list."""
        return None if self.is_managed else step_of(self.expert, section)

    @property
    def home(self) -> str:
        return self.address("profile")

    @property
    def title(self) -> str:
        return name_of(self.expert) if self.is_managed else _("Your profile")


def own_profile(request: HttpRequest) -> Expert:
    """404 for people without a profile."""
    mine = Expert.objects.visible_to(request.user).select_related("user")
    return get_object_or_404(mine, user=request.user)


def own_editable(request: HttpRequest) -> Expert:
    expert = own_profile(request)
    require(request.user, "experts.edit_profile", expert)
    return expert


def desk_of(request: HttpRequest, managed_id: str) -> Desk:
    """One's own profile, or the managed one of the address; staff who open it leave a look."""
    if not managed_id:
        return Desk(own_editable(request), is_managed=False)
    expert = managed_profile(request, managed_id)
    require(request.user, "experts.edit_profile", expert)
    return Desk(expert, is_managed=True)


def managed_profile(request: HttpRequest, managed_id: str) -> Expert:
    """A profile that this person keeps for somebody; others do not learn whether it exists."""
    kept = Expert.objects.of_staff(request.user).managed().select_related("user", "managed").with_profile()
    expert = get_object_or_404(kept, public_id=managed_id)
    if request.method == "GET":
        record_look(
            expert=expert,
            viewer=request.user,
            why=LookReason.MANAGED,
            route=f"experts:{request.resolver_match.url_name}",
            at=timezone.now(),
        )
    return expert
