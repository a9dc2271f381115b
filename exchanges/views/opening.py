"""The way into a case: whoever reviews or decides says first whether they have a conflict of interest."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from common.policies import decide
from exchanges.models import Placement


def to_declare(request: HttpRequest, placement: Placement) -> HttpResponse | None:
    """To the page where it is said, with the way back to this one; None when the case is open already."""
    if decide(request.user, "exchanges.open_case", placement):
        return None
    address = reverse("exchanges:declare_ties", args=[placement.public_id])
    return redirect(f"{address}?{urlencode({'next': request.path})}")


def way_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page that somebody came from, if it is one of this portal."""
    there = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, None)
    return redirect(there if is_ours else otherwise)
