"""A simple limit on how often one visitor may do something; the address itself is never stored."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Rate:
    name: str
    limit: int
    seconds: int


def visitor_key(request: HttpRequest) -> str:
    """A digest of the visitor's network address as the trusted proxies report it."""
    return salted_hmac("common.rates", get_adapter().get_client_ip(request)).hexdigest()[:32]


def reader_key(request: HttpRequest) -> str:
    """Whoever signed in by who they are, all others by where they come from."""
    return f"user-{request.user.pk}" if request.user.is_authenticated else visitor_key(request)


def is_too_often(rate: Rate, key: str) -> bool:
    """Count one more attempt; True once there were more than the limit in the window."""
    name = f"rate:{rate.name}:{key}"
    cache.add(name, 0, rate.seconds)
    try:
        return cache.incr(name) > rate.limit
    except ValueError:  # the window closed between the two calls
        return False
