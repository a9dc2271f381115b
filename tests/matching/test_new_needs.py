"""New needs that fit: for those who asked, each need once, in the morning's digest."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.enums import Notice
from accounts.services import choose_paces
from common import digests
from common.enums import Pace
from common.models import Outbox
from common.outbox import TEMPLATES
from incubators.models import Need
from matching.services.telling import tell_all_of_new_needs
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
# Six in the morning in Berlin, where Hina lives, on the day after NOW.
SIX = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@pytest.fixture
def asked(cast):
    """Hina asked to hear of new needs every day; one that fits opens after that."""
    choose_paces(paces={Notice.NEW_NEEDS: Pace.DAILY}, by=cast.hina, at=NOW)
    cast.new = factories.make_need(cast.organisation, title="A new need")
    Need.objects.filter(pk=cast.new.pk).update(opened_at=NOW + timedelta(hours=2))
    Need.objects.filter(pk=cast.need.pk).update(opened_at=NOW - timedelta(hours=2))
    return cast


def told():
    return [row.ids["need_ids"] for row in Outbox.objects.filter(template="matching.new_needs")]


def test_nobody_is_told_who_has_not_asked(cast):
    assert tell_all_of_new_needs(at=SIX) == 0


def test_what_opened_since_is_told_once_in_the_next_digest(asked):
    assert tell_all_of_new_needs(at=SIX - timedelta(seconds=1)) == 0
    assert [tell_all_of_new_needs(at=SIX) for _ in range(3)] == [1, 0, 0]
    assert told() == [[asked.new.pk]]

    Outbox.objects.update(created_at=SIX)
    assert digests.bundle(at=SIX + timedelta(hours=1)) == 1
    row = Outbox.objects.get(template="common.digest")
    mail = TEMPLATES["common.digest"](**row.ids)
    assert mail.subject == "1 new need fits you"
    assert f"A new need, {asked.organisation}" in mail.body


def test_what_does_not_fit_is_not_told(asked):
    other = factories.make_need(asked.organisation, skills=("hydrology",), title="Wells")
    Need.objects.filter(pk=other.pk).update(opened_at=NOW + timedelta(hours=2))

    tell_all_of_new_needs(at=SIX)

    assert told() == [[asked.new.pk]]


def test_once_a_week_is_seven_days_apart(asked):
    choose_paces(paces={Notice.NEW_NEEDS: Pace.WEEKLY}, by=asked.hina, at=NOW)

    days = [day for day in range(1, 16) if tell_all_of_new_needs(at=SIX + timedelta(days=day)) or told()]

    assert days[0] == 6
    assert len(told()) == 1


def test_each_day_tells_what_opened_in_it(asked):
    tell_all_of_new_needs(at=SIX)
    later = factories.make_need(asked.organisation, title="The day after")
    Need.objects.filter(pk=later.pk).update(opened_at=SIX + timedelta(hours=1))

    tell_all_of_new_needs(at=SIX + timedelta(days=1))

    assert told() == [[asked.new.pk], [later.pk]]


def test_a_need_closed_meanwhile_is_left_out_of_the_mail(asked):
    tell_all_of_new_needs(at=SIX)
    factories.make_placement(asked.new, asked.expert)

    assert TEMPLATES["matching.new_needs"](need_ids=[asked.new.pk]) is None


def test_an_expert_who_paused_hears_nothing(asked):
    asked.expert.state = "paused"
    asked.expert.save()

    assert tell_all_of_new_needs(at=SIX) == 0
