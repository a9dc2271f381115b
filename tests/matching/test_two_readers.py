"""One explanation on an invitation, in the words of each side."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from matching.services import shortlist_match
from tests import factories
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


def test_each_side_reads_why_in_its_own_words(cast: SimpleNamespace, matched, client_of) -> None:
    matched(cast.need)
    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)
    invitation = factories.make_invitation(cast.need, cast.expert)
    address = reverse("exchanges:invitation", args=[invitation.public_id])

    host, expert = (text_of(client_of(user).get(address)) for user in (cast.sana, cast.hina))

    assert "Holds these of your must-have skills: Power systems." in host
    assert "You hold these of their must-have skills: Power systems." in expert
    for page in (host, expert):
        assert "Score, out of 10,000" in page
        assert 'role="img" aria-label="Score: ' in page
