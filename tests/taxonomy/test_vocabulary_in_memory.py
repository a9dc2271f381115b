"""A process keeps the vocabulary in memory, and reads it again as soon as a row of it is another one."""

import pytest

from taxonomy.models import Skill, Theme
from taxonomy.selectors import vocabulary
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_unchanged_vocabulary_is_read_once(django_assert_num_queries):
    factories.make_skill("hydrology")
    known = vocabulary()

    with django_assert_num_queries(1):
        assert vocabulary() is known


def test_every_change_is_seen_at_once():
    skill, broad = factories.make_skill("hydrology"), factories.make_skill("water-engineering")
    assert vocabulary().with_broader[skill.pk] == [skill.pk]

    Skill.objects.filter(pk=skill.pk).update(name="Hydrology of glaciers")
    assert vocabulary().skills[skill.pk].name == "Hydrology of glaciers"
    Skill.objects.filter(pk=skill.pk).update(broader=broad)
    assert vocabulary().with_broader[skill.pk] == [skill.pk, broad.pk]
    Theme.objects.filter(pk=skill.theme_id).update(name="Ice")
    assert vocabulary().themes[skill.theme_id].name == "Ice"
    skill.delete()
    assert skill.pk not in vocabulary().skills
