"""The profile of the person who is signed in, or none."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from common.policies import require
from experts.models import Expert


def own_profile(request: HttpRequest) -> Expert:
    """404 for people without a profile."""
    mine = Expert.objects.visible_to(request.user).select_related("user")
    return get_object_or_404(mine, user=request.user)


def own_editable(request: HttpRequest) -> Expert:
    expert = own_profile(request)
    require(request.user, "experts.edit_profile", expert)
    return expert
