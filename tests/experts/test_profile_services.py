"""Writing a profile through its services."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from accounts.enums import Purpose
from common.models import ChangeFeed
from common.policies import Denied
from common.refusals import Refused
from experts.enums import HelpKind, RowKind, Section, Source, State, Visibility
from experts.models import Expert, Fact
from experts.selectors.profile import profile_facts, section_states
from experts.services import profile
from experts.services.rows import remove_row, save_row
from experts.services.verification import pause_profile, resume_after_pause, resume_profile, submit_profile
from experts.tasks import resume_paused
from programmes.enums import Mode
from tests import factories
from tests.factories import NOW, TODAY

AFFILIATION = {
    "kind": "employment",
    "organisation": "Technical University",
    "role": "Engineer",
    "city": "",
    "country": "DE",
    "starts": "2019",
    "ends": "",
    "is_current": True,
}
WORK = {"kind": "publication", "title": "Grids", "text": "", "venue": "", "year": 2020, "doi": "", "url": ""}


@pytest.fixture
def newcomer(db):
    return factories.make_user("newcomer@demo.example", full_name="Nasreen", time_zone="Europe/Oslo")


@pytest.fixture
def draft(newcomer):
    return profile.start_profile(by=newcomer, at=NOW)


def window(**changes):
    values = {
        "starts_on": TODAY,
        "ends_on": TODAY.replace(year=2027),
        "hours_per_week": 4,
        "modes": [Mode.REMOTE],
    }
    return values | changes


def describe(draft, **changes):
    values = {
        "headline": "Glaciologist",
        "bio": "Glacial lakes.",
        "language": "en",
        "seniority": "senior",
        "years_experience": 12,
        "orcid": "",
    }
    return profile.describe_work(expert_id=draft.pk, by=draft.user, at=NOW, **values | changes)


def save(draft, kind, values, row_id=None):
    return save_row(kind=kind, expert_id=draft.pk, values=values, row_id=row_id, by=draft.user, at=NOW)


def fill(draft):
    """Everything that a profile needs before it can be sent, but the consent."""
    by, ids = draft.user, {"expert_id": draft.pk, "at": NOW}
    describe(draft)
    profile.set_home(country="NO", city="Oslo", time_zone="Europe/Oslo", by=by, **ids)
    save(draft, RowKind.LANGUAGE, {"code": "ur", "level": "C2"})
    save(draft, RowKind.SKILL, {"typed": "Glaciology", "level": 4, "years": 12, "last_used_year": 2026})
    save(draft, RowKind.AVAILABILITY, window())
    profile.set_motivation(kinds=[HelpKind.TALK], themes=[], places=[], by=by, **ids)
    profile.choose_visibility(visibility=Visibility.AFTER_MATCHING, by=by, **ids)


def consent(draft, agrees=True):
    return profile.consent_to_matching(expert_id=draft.pk, agrees=agrees, by=draft.user, at=NOW)


def test_a_new_profile_is_an_empty_draft_in_the_time_zone_of_its_account(draft):
    assert (draft.state, draft.time_zone, draft.visibility) == (State.DRAFT, "Europe/Oslo", "")
    assert [event.action for event in draft.events.all()] == ["create"]


def test_a_person_has_one_profile(draft):
    with pytest.raises(Refused) as refusal:
        profile.start_profile(by=draft.user, at=NOW)

    assert refusal.value.code == "profile_exists"


def test_nobody_writes_somebody_elses_profile(draft, cast):
    with pytest.raises(Denied, match="Only the person"):
        profile.set_terms(expert_id=draft.pk, capacity=2, travel_document="nicop", by=cast.hina, at=NOW)


def test_an_edit_is_an_event_a_change_and_a_typed_fact(draft):
    before = ChangeFeed.objects.count()

    describe(draft, headline="Snow scientist")

    draft.refresh_from_db()
    fact = Fact.objects.get(expert=draft, field="headline")
    assert (draft.headline, draft.version) == ("Snow scientist", 2)
    assert draft.events.last().action == "edit_identity"
    assert (fact.source, fact.row_kind, fact.row_id, fact.by) == (Source.TYPED, RowKind.EXPERT, 0, draft.user)
    assert ChangeFeed.objects.count() == before + 1


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"bio": "Write to me@example.org"}, "bio", "contact_in_text"),
        ({"headline": "me@example.org"}, "headline", "contact_in_text"),
        ({"orcid": "0000-0002-1825-0098"}, "orcid", "bad_orcid"),
        ({"language": "tlh"}, "language", "unknown_language"),
        ({"seniority": "king"}, "seniority", "invalid_value"),
        ({"headline": "x" * 141}, "headline", "invalid_value"),
        ({"years_experience": 71}, "years_experience", "invalid_value"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_beside_its_field(draft, changes, field, code):
    with pytest.raises(Refused) as refusal:
        describe(draft, **changes)

    assert (refusal.value.field, refusal.value.code) == (field, code)
    assert not Expert.objects.get(pk=draft.pk).headline


def test_an_orcid_id_may_be_given_as_its_address(draft):
    assert describe(draft, orcid="https://orcid.org/0000-0002-1694-233x").orcid == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    ("home", "field"),
    [
        ({"country": "ZZ", "city": "", "time_zone": "Europe/Oslo"}, "country"),
        ({"country": "NO", "city": "", "time_zone": "Europe/Nowhere"}, "time_zone"),
    ],
)
def test_a_home_lies_in_a_known_country_and_time_zone(draft, home, field):
    with pytest.raises(Refused) as refusal:
        profile.set_home(expert_id=draft.pk, by=draft.user, at=NOW, **home)

    assert refusal.value.field == field


def test_codes_that_are_on_no_list_are_refused(draft):
    here = {"expert_id": draft.pk, "by": draft.user, "at": NOW}

    with pytest.raises(Refused, match="kinds: unknown_choice"):
        profile.set_motivation(kinds=["juggling"], themes=[], places=[], **here)
    with pytest.raises(Refused, match="travel_document: unknown_choice"):
        profile.set_terms(capacity=1, travel_document="horse", **here)
    with pytest.raises(Refused, match="capacity: invalid_value"):
        profile.set_terms(capacity=99, travel_document="poc", **here)


def test_visibility_is_chosen_by_the_person_and_a_directory_is_a_consent(draft):
    def choose(level):
        return profile.choose_visibility(expert_id=draft.pk, visibility=level, by=draft.user, at=NOW)

    with pytest.raises(Refused, match="visibility_missing"):
        choose("")
    choose(Visibility.VERIFIED_ORGANISATIONS)
    listed = draft.user.consents.filter(purpose=Purpose.DIRECTORY, withdrawn_at__isnull=True)
    assert listed.exists()
    choose(Visibility.HIDDEN)
    assert not listed.exists()


def test_words_that_name_a_skill_in_any_script_are_tied_to_the_vocabulary(draft):
    factories.make_skill("glaciology")

    known = save(draft, RowKind.SKILL, {"typed": "GLACIOLOGY ", "level": 3})
    unknown = save(draft, RowKind.SKILL, {"typed": "yak herding", "level": 1})

    assert (known.skill.slug, known.typed) == ("glaciology", "GLACIOLOGY")
    assert (unknown.skill, unknown.typed) == (None, "yak herding")


@pytest.mark.parametrize(
    ("kind", "values", "field", "code"),
    [
        (RowKind.SKILL, {"typed": "Yak Herding", "level": 2}, "typed", "skill_once"),
        (RowKind.SKILL, {"typed": "other", "level": 5}, "level", "unknown_skill_level"),
        (RowKind.SKILL, {"typed": "", "level": 2}, "typed", "invalid_value"),
        (RowKind.LANGUAGE, {"code": "en", "level": "C1"}, "code", "language_once"),
        (RowKind.LANGUAGE, {"code": "Urdu", "level": "C1"}, "code", "unknown_language"),
        (RowKind.LANGUAGE, {"code": "ur", "level": "C9"}, "level", "invalid_value"),
        (RowKind.AFFILIATION, AFFILIATION | {"starts": "2020", "ends": "2019-05"}, "ends", "dates_order"),
        (RowKind.AFFILIATION, AFFILIATION | {"starts": "2050", "ends": ""}, "starts", "starts_too_late"),
        (RowKind.AFFILIATION, AFFILIATION | {"starts": "2019-02-30"}, "starts", "partial_date"),
        (RowKind.AFFILIATION, AFFILIATION | {"country": "ZZ"}, "country", "unknown_country"),
        (RowKind.AFFILIATION, AFFILIATION | {"organisation": ""}, "organisation", "invalid_value"),
        (RowKind.WORK, WORK | {"doi": "11.1/x"}, "doi", "bad_doi"),
        (RowKind.WORK, WORK | {"url": "javascript:alert(1)"}, "url", "link_scheme"),
        (RowKind.WORK, WORK | {"text": "me@example.org"}, "text", "contact_in_text"),
        (RowKind.WORK, WORK | {"year": 1492}, "year", "invalid_value"),
        (RowKind.AVAILABILITY, window(ends_on=TODAY.replace(year=2025)), "ends_on", "dates_order"),
        (RowKind.AVAILABILITY, window(ends_on=TODAY.replace(year=2031)), "ends_on", "window_too_long"),
        (RowKind.AVAILABILITY, window(modes=[]), "modes", "modes_missing"),
        (RowKind.AVAILABILITY, window(hours_per_week=0), "hours_per_week", "invalid_value"),
        (
            RowKind.AVAILABILITY,
            window(starts_on=TODAY.replace(year=2024), ends_on=TODAY.replace(year=2025)),
            "ends_on",
            "window_past",
        ),
    ],
)
def test_a_row_that_does_not_fit_its_list_is_refused_beside_its_field(draft, kind, values, field, code):
    save(draft, RowKind.SKILL, {"typed": "yak herding", "level": 1})
    save(draft, RowKind.LANGUAGE, {"code": "en", "level": "B2"})

    with pytest.raises(Refused) as refusal:
        save(draft, kind, values)

    assert (refusal.value.field, refusal.value.code) == (field, code)


def test_dates_of_a_post_are_kept_as_precisely_as_they_are_known(draft):
    post = save(draft, RowKind.AFFILIATION, AFFILIATION | {"starts": "2019/4", "ends": "2021"})

    assert (post.starts, post.ends, post.is_current) == ("2019-04", "2021", False)


def test_a_post_that_ends_later_this_year_is_current(draft):
    assert save(draft, RowKind.AFFILIATION, AFFILIATION | {"ends": "2026-12", "is_current": False}).is_current


def test_a_row_is_changed_in_place_and_removed_with_its_provenance(draft):
    row = save(draft, RowKind.LANGUAGE, {"code": "en", "level": "B2"})
    save(draft, RowKind.LANGUAGE, {"code": "en", "level": "C1"}, row_id=row.pk)
    assert [(r.code, r.level) for r in draft.languages.all()] == [("en", "C1")]

    remove_row(kind=RowKind.LANGUAGE, expert_id=draft.pk, row_id=row.pk, by=draft.user, at=NOW)

    assert not draft.languages.exists()
    assert not draft.facts.filter(row_kind=RowKind.LANGUAGE).exists()


def test_a_list_does_not_grow_without_end(draft):
    for code in ("en", "ur", "pa", "ps", "sd", "ar", "fa", "tr", "de", "fr", "es", "it", "nl", "sv", "nb"):
        save(draft, RowKind.LANGUAGE, {"code": code, "level": "A1"})

    with pytest.raises(Refused, match="too_many_rows"):
        save(draft, RowKind.LANGUAGE, {"code": "pl", "level": "A1"})


def test_the_task_list_says_what_is_missing_until_everything_is_there(draft):
    assert [state.section for state in section_states(draft) if state.is_done] == []
    fill(draft)
    consent(draft)

    draft.refresh_from_db()
    missing = [state.section for state in section_states(draft) if not state.is_done]
    assert missing == [Section.AFFILIATIONS, Section.WORKS, Section.TERMS]
    assert profile_facts(draft).is_complete


@pytest.mark.parametrize(("has_consent", "code"), [(False, "consent_missing"), (True, "profile_incomplete")])
def test_an_unfinished_profile_cannot_be_sent(draft, has_consent, code):
    consent(draft, has_consent)

    with pytest.raises(Refused, match=code):
        submit_profile(expert_id=draft.pk, by=draft.user, at=NOW)


def test_a_complete_profile_is_sent_to_the_ministry(draft):
    fill(draft)
    consent(draft)

    submit_profile(expert_id=draft.pk, by=draft.user, at=NOW)

    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED


def test_withdrawing_the_consent_pauses_a_verified_profile_until_it_is_given_again(cast):
    profile.consent_to_matching(expert_id=cast.expert.pk, agrees=False, by=cast.hina, at=NOW)
    assert Expert.objects.get(pk=cast.expert.pk).state == State.PAUSED

    with pytest.raises(Refused, match="consent_missing"):
        resume_profile(expert_id=cast.expert.pk, by=cast.hina, at=NOW)

    profile.consent_to_matching(expert_id=cast.expert.pk, agrees=True, by=cast.hina, at=NOW)
    assert resume_profile(expert_id=cast.expert.pk, by=cast.hina, at=NOW).state == State.VERIFIED


def test_a_pause_ends_by_itself_on_the_day_that_was_named(cast):
    profile.consent_to_matching(expert_id=cast.expert.pk, agrees=True, by=cast.hina, at=NOW)
    until = TODAY.replace(month=12)
    pause_profile(expert_id=cast.expert.pk, until=until, by=cast.hina, at=NOW)

    resume_after_pause(expert_id=cast.expert.pk, at=NOW)
    assert Expert.objects.get(pk=cast.expert.pk).state == State.PAUSED
    resume_after_pause(expert_id=cast.expert.pk, at=NOW.replace(month=12))

    expert = Expert.objects.get(pk=cast.expert.pk)
    assert (expert.state, expert.paused_until) == (State.VERIFIED, None)


def test_the_hourly_task_ends_the_pauses_whose_day_has_come(cast):
    now = timezone.now()  # the task reads the clock
    for expert, until, at in (
        (cast.expert, TODAY - timedelta(days=5), NOW - timedelta(days=9)),
        (cast.other_expert, now.date() + timedelta(days=90), now),
    ):
        profile.consent_to_matching(expert_id=expert.pk, agrees=True, by=expert.user, at=at)
        pause_profile(expert_id=expert.pk, until=until, by=expert.user, at=at)

    resume_paused()

    states = {expert.user: expert.state for expert in Expert.objects.all()}
    assert states == {cast.hina: State.VERIFIED, cast.bilal: State.PAUSED}


def test_a_pause_ends_in_the_future(cast):
    with pytest.raises(Refused, match="pause_in_past"):
        pause_profile(expert_id=cast.expert.pk, until=TODAY, by=cast.hina, at=NOW)


def test_a_pause_ends_within_two_years(cast):
    with pytest.raises(Refused, match="pause_too_long"):
        pause_profile(expert_id=cast.expert.pk, until=TODAY.replace(year=9999), by=cast.hina, at=NOW)


def test_nobody_offers_less_than_they_have_promised(cast: SimpleNamespace) -> None:
    for number in range(2):
        factories.make_placement(factories.make_need(cast.organisation, title=f"Need {number}"), cast.expert)

    with pytest.raises(Refused, match="capacity_promised"):
        profile.set_terms(expert_id=cast.expert.pk, capacity=1, travel_document="nicop", by=cast.hina, at=NOW)

    profile.set_terms(expert_id=cast.expert.pk, capacity=2, travel_document="nicop", by=cast.hina, at=NOW)
