"""A link that is a right by itself stands with its secret in no log of the machine in front."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.security.routes import all_routes

SECRET = "ABCDEFGHJK.signed"
# Arguments that are secrets, by the names that the routes give them.
_SECRETS = {"token", "secret"}
LINKS = [route for route in all_routes() if _SECRETS & set(route.arguments)]


def _masked() -> tuple[re.Pattern[str], str]:
    conf = (Path(settings.BASE_DIR) / "deploy/nginx/portal.conf").read_text()
    [pattern] = re.findall(r'"~(\^\(\?<door>.+)" "\$\{door\}-";', conf)
    [log_format] = re.findall(r"log_format portal '(.+)';", conf)
    return re.compile(pattern.replace("?<door>", "?P<door>")), log_format


@pytest.mark.parametrize("route", LINKS, ids=lambda route: route.name)
def test_every_link_with_a_secret_is_masked(route: object) -> None:
    pattern, _log_format = _masked()
    address = reverse(route.name, kwargs=dict.fromkeys(route.arguments, SECRET))

    found = pattern.match(address)

    assert found is not None
    assert SECRET not in found["door"]


def test_the_link_to_a_new_password_is_masked_too() -> None:
    pattern, _log_format = _masked()

    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": SECRET})

    found = pattern.match(address)

    assert found is not None and SECRET not in found["door"]


def test_the_log_takes_the_masked_address_and_other_pages_are_told_whole() -> None:
    pattern, log_format = _masked()

    assert "$portal_uri" in log_format
    assert not re.search(r"\$(uri|request_uri|request|args|http_referer)\b", log_format)
    assert pattern.match("/placements/ABCDEFGHJK/") is None
