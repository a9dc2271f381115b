"""All routes of the portal, read from the URL resolver, so that none can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Whole libraries whose doors are tested by themselves and by tests/accounts; each with its reason.
EXEMPT = {
    "allauth.": "sign-in and second factors of allauth; our settings for them: tests/accounts",
    "django.views.static": "files of the collected static folder, only while developing",
}


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    arguments: tuple[str, ...]
    view: Any


def all_routes() -> list[Route]:
    return [route for route in _walk(get_resolver().url_patterns, "") if not _is_exempt(route)]


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield Route(
                f"{namespace}{pattern.name}", tuple(pattern.pattern.regex.groupindex), pattern.callback
            )


def _is_exempt(route: Route) -> bool:
    module = getattr(route.view, "__module__", "")
    return any(module.startswith(prefix) for prefix in EXEMPT)
