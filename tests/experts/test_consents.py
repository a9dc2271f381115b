"""A consent that is taken back in the settings ends what it allowed in the profile."""

from types import SimpleNamespace

import pytest

from accounts.enums import Purpose
from accounts.services import give_consent, withdraw_consent
from common.jobs import HANDLERS
from common.models import Shard
from experts.enums import State, Visibility
from experts.services.profile import choose_visibility, consent_to_matching
from tests.factories import NOW


def _work_off() -> None:
    for shard in Shard.objects.filter(kind="experts.follow_withdrawn_consent"):
        HANDLERS[shard.kind].run(**shard.ids)


def test_matching_pauses(cast: SimpleNamespace) -> None:
    give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)

    withdraw_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    _work_off()
    _work_off()

    cast.expert.refresh_from_db()
    assert cast.expert.state == State.PAUSED
    assert cast.expert.events.filter(action="pause").count() == 1


@pytest.mark.parametrize("level", [Visibility.VERIFIED_ORGANISATIONS, Visibility.PUBLIC])
def test_the_directory_forgets_the_name(cast: SimpleNamespace, level: Visibility) -> None:
    choose_visibility(expert_id=cast.expert.pk, visibility=level, by=cast.hina, at=NOW)

    withdraw_consent(user=cast.hina, purpose=Purpose.DIRECTORY, at=NOW)
    _work_off()

    cast.expert.refresh_from_db()
    assert cast.expert.visibility == Visibility.AFTER_MATCHING
    assert cast.expert.state == State.VERIFIED


def test_a_person_who_agreed_anew_stays_where_they_are(cast: SimpleNamespace) -> None:
    give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    withdraw_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)

    _work_off()

    cast.expert.refresh_from_db()
    assert cast.expert.state == State.VERIFIED


def test_the_profile_s_own_page_has_done_it_already(cast: SimpleNamespace) -> None:
    give_consent(user=cast.hina, purpose=Purpose.MATCHING, at=NOW)
    consent_to_matching(expert_id=cast.expert.pk, agrees=False, by=cast.hina, at=NOW)

    _work_off()

    cast.expert.refresh_from_db()
    assert cast.expert.state == State.PAUSED
    assert cast.expert.events.filter(action="pause").count() == 1


def test_people_without_a_profile_are_left_alone(cast: SimpleNamespace) -> None:
    give_consent(user=cast.sana, purpose=Purpose.MATCHING, at=NOW)

    assert withdraw_consent(user=cast.sana, purpose=Purpose.MATCHING, at=NOW)
    assert not withdraw_consent(user=cast.sana, purpose=Purpose.MATCHING, at=NOW)
    _work_off()
