"""Changing how a programme weighs matches: versions, never edits."""

import pytest

from accounts.enums import AccountAction
from accounts.models import AccountEvent
from common.models import Shard
from common.policies import Denied
from common.refusals import Refused
from programmes.enums import DEFAULT_WEIGHTS, Component
from programmes.models import Programme, Weights
from programmes.services import publish_weights
from tests.factories import NOW

pytestmark = pytest.mark.django_db

OTHER = {str(component): weight for component, weight in DEFAULT_WEIGHTS.items()} | {"text": 40}


@pytest.fixture
def programme(cast) -> Programme:
    return cast.need.programme


def publish(programme: Programme, by, values=OTHER, seen_number: int = 1) -> Weights:
    return publish_weights(programme_id=programme.pk, values=values, seen_number=seen_number, by=by, at=NOW)


def test_new_weights_are_a_new_version_with_an_author_and_a_line_in_the_record(cast, programme):
    published = publish(programme, cast.omar)

    assert (published.number, published.by, published.since, published.values) == (2, cast.omar, NOW, OTHER)
    assert programme.weights.get(number=1).values == DEFAULT_WEIGHTS
    event = AccountEvent.objects.get(action=AccountAction.WEIGHTS_PUBLISHED)
    assert (event.by, event.unit, event.detail) == (cast.omar, cast.most, "general-mentorship 2")


def test_matching_hears_of_new_weights(cast, programme):
    publish(programme, cast.omar)

    assert Shard.objects.get(kind="matching.weights_published").ids == {"programme_id": programme.pk}


@pytest.mark.parametrize("who", ["rabia", "dawood", "asma", "ayesha", "sana", "hina"])
def test_only_officers_of_the_programmes_unit_change_weights(cast, programme, who):
    with pytest.raises(Denied):
        publish(programme, getattr(cast, who))

    assert programme.weights.count() == 1


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        (dict.fromkeys(Component, 0), "weights_all_zero", None),
        (OTHER | {"text": 1_001}, "weights_out_of_range", "text"),
        (OTHER | {"theme": -1}, "weights_out_of_range", "theme"),
        (DEFAULT_WEIGHTS, "weights_unchanged", None),
        ({name: 2 * weight for name, weight in DEFAULT_WEIGHTS.items()}, "weights_unchanged", None),
    ],
)
def test_weights_that_make_no_sense_or_no_difference_are_refused(cast, programme, values, code, field):
    with pytest.raises(Refused) as refused:
        publish(programme, cast.omar, values)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert programme.weights.count() == 1


def test_who_looked_at_an_older_version_is_told_so(cast, programme):
    publish(programme, cast.omar)

    with pytest.raises(Refused) as refused:
        publish(programme, cast.omar, OTHER | {"text": 41}, seen_number=1)

    assert refused.value.code == "stale_version"
