"""An invitation keeps the levels asked and held as they were when it was sent."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from experts.models import ExpertSkill
from incubators.models import NeedSkill
from tests import factories
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
