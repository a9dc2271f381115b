"""Today: what blocks others stands first, and nothing that has no room is out of reach."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Post
from diaspora_portal import selectors
from diaspora_portal.selectors import NextStep, today_page
from exchanges.enums import PlacementAction as A
from tests import factories
from tests.factories import NOW, TODAY, walk


def test_a_release_stands_above_an_older_verification(cast: SimpleNamespace) -> None:
    Post.objects.create(user=cast.dawood, unit=cast.most, role=Role.OFFICER, starts_on=TODAY)
    factories.make_organisation(None, name="Older Centre", verified=False)
    placement = factories.make_submitted(cast.need, cast.expert, at=NOW + timedelta(days=3))
    walk(placement, (A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), at=NOW + timedelta(days=3))

    whats = [item.what for item in today_page(cast.dawood).items]

    assert whats == ["Release the decision", "Verify an organisation"]


def test_what_has_no_room_is_one_link_away(
    cast: SimpleNamespace, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "LIMIT", 2)
    for number in range(4):
        factories.make_organisation(None, name=f"Centre {number}", verified=False)

    page = today_page(cast.omar)
    shown = client_of(cast.omar).get(reverse("today")).content.decode()

    queue = reverse("incubators:organisation_queue")
    assert (len(page.items), page.more) == (2, [NextStep(queue, "Verify an organisation")])
    assert f'href="{queue}">Verify an organisation</a>' in shown
