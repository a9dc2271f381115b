"""An invitation keeps the levels asked and held as they were when it was sent."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from experts.models import ExpertSkill
from incubators.models import NeedSkill
from matching.services import shortlist_match
from tests import factories
from tests.factories import NOW
from tests.matching.conftest import matched, own_data_dir, work  # noqa: F401
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


def test_levels_are_frozen_with_the_invitation(cast: SimpleNamespace, client_of) -> None:
    ExpertSkill.objects.filter(expert=cast.expert).update(level=3, last_used_year=2025)
    invitation = factories.make_invitation(cast.need, cast.expert)
    [row] = cast.need.skills.all()
    assert invitation.explanation["skills"] == [[row.skill_id, True, 1, 2, 3, 2025]]

    ExpertSkill.objects.filter(expert=cast.expert).update(level=1)
    NeedSkill.objects.filter(need=cast.need).update(least_level=4)

    for user in (cast.sana, cast.hina):
        page = text_of(client_of(user).get(reverse("exchanges:invitation", args=[invitation.public_id])))
        assert "3: others ask them for advice" in page
        assert "2: has used it at work" in page
        assert "below the level asked" not in page


def test_each_side_reads_why_in_its_own_words(cast: SimpleNamespace, matched, client_of) -> None:  # noqa: F811
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
