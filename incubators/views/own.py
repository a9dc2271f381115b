"""The organisation that a page is about: what is hidden does not exist."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from incubators.models import Organisation


def visible_organisation(request: HttpRequest, public_id: str) -> Organisation:
    """With its place and the organisations above it, or 404."""
    visible = Organisation.objects.visible_to(request.user).with_place().with_parents()
    return get_object_or_404(visible, public_id=public_id)
