"""A consent that is taken back in the settings ends what it allowed in the profile."""

from types import SimpleNamespace

import pytest
from django.db import transaction

from accounts.enums import Purpose
from accounts.services import give_consent, withdraw_consent
from common.events import move
from common.jobs import HANDLERS
from common.models import Shard
from common.workflow import Part
from experts.enums import Action, State, Visibility
from experts.services.profile import choose_visibility, consent_to_matching
from experts.services.verification import reinstate_profile, suspend_profile, verify_profile
from experts.workflow import Facts as ExpertFacts
from tests import factories
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


@pytest.mark.parametrize("agrees", [True, False])
def test_verifying_matches_nobody_who_took_the_consent_back_while_waiting(
    cast: SimpleNamespace, agrees: bool
) -> None:
    expert = factories.make_expert(factories.make_user("late@demo.example"), verified=False)
    give_consent(user=expert.user, purpose=Purpose.MATCHING, at=NOW)
    facts = ExpertFacts(is_complete=True, has_consented=True)
    with transaction.atomic():
        move(expert, action=Action.SUBMIT, part=Part.EXPERT, by=expert.user, at=NOW, facts=facts)
    consent_to_matching(expert_id=expert.pk, agrees=agrees, by=expert.user, at=NOW)
    expert.refresh_from_db()

    verify_profile(expert_id=expert.pk, by=cast.omar, at=NOW, version=expert.version)

    expert.refresh_from_db()
    assert expert.state == (State.VERIFIED if agrees else State.PAUSED)


def test_a_reinstated_profile_without_consent_is_paused(cast: SimpleNamespace) -> None:
    for step in (suspend_profile, reinstate_profile):
        cast.expert.refresh_from_db()
        step(expert_id=cast.expert.pk, note="Looked into.", by=cast.omar, at=NOW, version=cast.expert.version)

    cast.expert.refresh_from_db()
    assert cast.expert.state == State.PAUSED
