"""The units and programmes that the portal ships."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.enums import AccountAction, Duty
from accounts.models import AccountEvent, Unit
from programmes.enums import DEFAULT_WEIGHTS, Mode, Tier
from programmes.labels import COMPONENTS, MODES, PROGRAMME_KINDS, TIERS
from programmes.models import Programme, Weights
from programmes.selectors import current_weights, current_weights_of, summary_of
from programmes.services import Loaded, load_programmes
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_general_mentorship_always_exists_after_loading() -> None:
    load_programmes(by=None, at=NOW)

    programme = Programme.objects.get(slug="general-mentorship")
    assert (programme.owner_unit.slug, programme.is_open, set(programme.modes)) == ("most", True, set(Mode))


def test_loading_twice_changes_nothing() -> None:
    first = load_programmes(by=None, at=NOW)
    second = load_programmes(by=None, at=NOW)

    assert first == Loaded(units=6, programmes=8)
    assert second == Loaded(units=0, programmes=0)
    assert Weights.objects.count() == 8


def test_loading_keeps_what_an_administrator_changed() -> None:
    load_programmes(by=None, at=NOW)
    Unit.objects.filter(slug="opf").update(duties=[])
    Programme.objects.filter(slug="skill-exchange").update(is_open=False)

    load_programmes(by=None, at=NOW)

    assert Unit.objects.get(slug="opf").duties == []
    assert not Programme.objects.get(slug="skill-exchange").is_open


def test_every_unit_created_by_loading_is_on_the_record() -> None:
    load_programmes(by=None, at=NOW)

    events = AccountEvent.objects.filter(action=AccountAction.UNIT_CREATED)
    assert set(events.values_list("unit__slug", flat=True)) == set(
        Unit.objects.values_list("slug", flat=True)
    )


def test_each_queue_of_the_portal_has_a_unit_that_works_it() -> None:
    load_programmes(by=None, at=NOW)

    assert all(Unit.objects.with_duty(duty).exists() for duty in Duty)


def test_each_programme_reads_in_both_languages_and_its_weights_add_up_to_100() -> None:
    load_programmes(by=None, at=NOW)

    for programme in Programme.objects.all():
        assert all((programme.name, programme.name_ur, programme.summary, programme.summary_ur))
        values = current_weights(programme).values
        assert (set(values), sum(values.values())) == (set(DEFAULT_WEIGHTS), 100)


def test_the_newest_weights_are_the_current_ones() -> None:
    load_programmes(by=None, at=NOW)
    programme = Programme.objects.get(slug="general-mentorship")
    newer = Weights.objects.create(programme=programme, number=2, values=dict(DEFAULT_WEIGHTS), since=NOW)

    assert current_weights(programme) == newer
    assert current_weights_of([programme.pk])[programme.pk] == newer


def test_weights_of_many_programmes_cost_one_query(django_assert_num_queries) -> None:
    load_programmes(by=None, at=NOW)
    programme_ids = list(Programme.objects.values_list("pk", flat=True))

    with django_assert_num_queries(1):
        assert set(current_weights_of(programme_ids)) == set(programme_ids)


def test_a_summary_is_read_in_urdu_by_urdu_readers() -> None:
    programme = Programme(summary="Advice.", summary_ur="مشورہ۔")

    with translation.override("ur"):
        assert summary_of(programme) == "مشورہ۔"
    assert summary_of(programme) == "Advice."


def test_every_code_of_a_programme_has_words() -> None:
    assert set(MODES) == set(Mode)
    assert set(TIERS) == set(Tier)
    assert set(COMPONENTS) == set(DEFAULT_WEIGHTS)
    assert len(PROGRAMME_KINDS) == 8


def test_the_command_says_what_it_wrote() -> None:
    out = StringIO()

    call_command("load_programmes", stdout=out)

    assert out.getvalue() == "Loaded 6 new units, 8 new programmes.\n"
