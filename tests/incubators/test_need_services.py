"""Writing a need and moving it through its life."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from common import jobs
from common.events import broken_links
from common.models import ChangeFeed, Shard
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import (
    Category,
    ClosingReason,
    Fact,
    Importance,
    NeedAction,
    NeedState,
    OrganisationAction,
)
from incubators.models import Need, Organisation
from incubators.services import (
    SkillAsk,
    Terms,
    draft_need,
    edit_need,
    lock_need,
    move_need,
    move_organisation,
    recount_seats,
    set_need_skills,
)
from programmes.enums import Mode
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Which facts were announced about a need, as a higher app's subscription would find them."""
    subscribers = {fact: [f"test.{fact.name.lower()}"] for fact in Fact}
    monkeypatch.setattr(jobs, "SUBSCRIBERS", subscribers)
    kinds = Shard.objects.order_by("pk").values_list("kind", flat=True)
    return lambda: [kind.removeprefix("test.") for kind in kinds.all()]


def terms_of(**changed: Any) -> Terms:
    terms: Terms = {
        "programme": factories.make_programme(),
        "category": Category.MENTORSHIP,
        "title": "Adviser for a solar park",
        "purpose": "Review the grid connection.",
        "deliverable": "A report with three agreed changes.",
        "counterpart": "Head of engineering",
        "mode": Mode.REMOTE,
        "starts_on": TODAY + timedelta(days=30),
        "ends_on": TODAY + timedelta(days=120),
        "hours_per_week": 4,
        "weeks": 8,
        "seats": 1,
        "working_languages": ["en"],
        "themes": [factories.make_theme()],
    }
    return terms | changed


def ask(slug: str = "power-systems", importance: Importance = Importance.MUST, level: int = 2) -> SkillAsk:
    return SkillAsk(factories.make_skill(slug), importance, level)


def draft(organisation: Organisation, by: Any, *, skills: Any = None, **changed: Any) -> Need:
    return draft_need(
        organisation_id=organisation.pk,
        terms=terms_of(**changed),
        skills=[ask()] if skills is None else skills,
        by=by,
        at=NOW,
    )


def test_a_draft_keeps_what_was_written(cast: SimpleNamespace) -> None:
    need = draft(cast.organisation, cast.sana, title="  Adviser \n for a solar park ")

    need.refresh_from_db()
    assert (need.state, need.title, need.opened_at) == (NeedState.DRAFT, "Adviser for a solar park", None)
    assert [wanted.skill.slug for wanted in need.skills.all()] == ["power-systems"]
    assert [theme.slug for theme in need.themes.all()] == ["renewable-energy"]


def test_a_draft_may_be_written_while_the_organisation_waits_for_verification(cast: SimpleNamespace) -> None:
    waiting = factories.make_organisation(cast.hina, name="Swat Food Lab", verified=False)

    need = draft(waiting, cast.hina)

    with pytest.raises(Refused) as refused:
        move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.hina, at=NOW)
    assert (refused.value.code, refused.value.field) == ("organisation_not_verified", None)


def test_publishing_opens_the_need_and_announces_it(cast: SimpleNamespace, heard: Any) -> None:
    need = draft(cast.organisation, cast.sana)

    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)

    need.refresh_from_db()
    assert (need.state, need.opened_at) == (NeedState.OPEN, NOW)
    assert heard() == ["need_opened"]
    assert ChangeFeed.objects.filter(kind="need", object_id=need.pk).count() == 1
    assert [event.action for event in need.events.all()] == ["create", "publish"]
    assert broken_links(list(need.events.all())) == []


@pytest.mark.parametrize(
    ("lacking", "code", "field"),
    [
        ({"purpose": ""}, "need_incomplete", "purpose"),
        ({"deliverable": ""}, "need_incomplete", "deliverable"),
        ({"counterpart": ""}, "need_incomplete", "counterpart"),
        ({"starts_on": None}, "need_incomplete", "starts_on"),
        ({"ends_on": None}, "need_incomplete", "ends_on"),
        ({"mode": Mode.HYBRID}, "need_incomplete", "place"),
        ({"working_languages": []}, "need_incomplete", "working_languages"),
        ({"themes": []}, "need_incomplete", "themes"),
        ({"skills": []}, "need_without_must_skill", "skills"),
        ({"weeks": 14}, "need_window_too_short", "weeks"),
        (
            {"starts_on": TODAY - timedelta(days=80), "ends_on": TODAY - timedelta(days=1)},
            "need_window_past",
            "ends_on",
        ),
    ],
)
def test_publishing_names_the_field_that_is_missing(
    cast: SimpleNamespace, lacking: dict[str, Any], code: str, field: str
) -> None:
    need = draft(cast.organisation, cast.sana, **lacking)

    with pytest.raises(Refused) as refused:
        move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == (code, field)
    need.refresh_from_db()
    assert need.state == NeedState.DRAFT


def test_a_closed_programme_takes_no_needs(cast: SimpleNamespace) -> None:
    closed = factories.make_programme("closed", name="Closed", is_open=False)
    need = draft(cast.organisation, cast.sana, programme=closed)

    with pytest.raises(Refused) as refused:
        move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == ("need_programme_closed", "programme")


def test_an_open_need_follows_what_its_programme_offers(cast: SimpleNamespace) -> None:
    visits = factories.make_programme("visits", name="Visits", modes=[Mode.IN_PERSON])
    paused = factories.make_need(cast.organisation)
    move_need(need_id=paused.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)
    Need.objects.filter(pk=paused.pk).update(programme=visits)

    with pytest.raises(Refused) as refused:
        move_need(need_id=paused.pk, action=NeedAction.RESUME, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == ("need_mode_not_offered", "mode")


def test_a_need_ends_today_in_pakistan_whatever_the_reader_s_zone(cast: SimpleNamespace) -> None:
    late_evening_in_karachi = NOW.replace(hour=18, minute=30)
    need = draft(cast.organisation, cast.sana, starts_on=TODAY - timedelta(days=80), ends_on=TODAY, weeks=8)

    move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=late_evening_in_karachi)

    need.refresh_from_db()
    assert need.state == NeedState.OPEN


@pytest.mark.parametrize(
    ("terms", "code", "field"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "need_dates_order", "ends_on"),
        ({"mode": Mode.REMOTE, "programme": "visits"}, "need_mode_not_offered", "mode"),
    ],
)
def test_a_draft_cannot_contradict_itself(
    cast: SimpleNamespace, terms: dict[str, Any], code: str, field: str
) -> None:
    if terms.get("programme") == "visits":
        terms = terms | {
            "programme": factories.make_programme("visits", name="Visits", modes=[Mode.IN_PERSON])
        }

    with pytest.raises(Refused) as refused:
        draft(cast.organisation, cast.sana, **terms)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_draft_takes_the_way_of_working_of_the_programme_chosen(cast: SimpleNamespace) -> None:
    visits = factories.make_programme("visits", name="Visits", modes=[Mode.IN_PERSON, Mode.HYBRID])

    need = draft_need(
        organisation_id=cast.organisation.pk,
        terms={"programme": visits, "category": Category.TEACHING, "title": "Visiting lecturer"},
        by=cast.sana,
        at=NOW,
    )

    assert need.mode == Mode.IN_PERSON


def test_remote_work_has_no_place(cast: SimpleNamespace) -> None:
    need = draft(cast.organisation, cast.sana, mode=Mode.REMOTE, place=factories.make_place())

    assert need.place is None


def test_editing_an_open_need_announces_the_change_once(cast: SimpleNamespace, heard: Any) -> None:
    edit_need(need_id=cast.need.pk, terms={"title": "Mentor for two start-ups"}, by=cast.sana, at=NOW)
    edit_need(need_id=cast.need.pk, terms={"title": "Mentor for two start-ups"}, by=cast.sana, at=NOW)

    cast.need.refresh_from_db()
    assert cast.need.title == "Mentor for two start-ups"
    assert heard() == ["need_changed"]
    assert [event.action for event in cast.need.events.all()] == ["create", "publish", "edit"]


def test_editing_a_draft_tells_nobody(cast: SimpleNamespace, heard: Any) -> None:
    need = draft(cast.organisation, cast.sana)

    edit_need(need_id=need.pk, terms={"purpose": ""}, by=cast.sana, at=NOW)

    assert heard() == []
    assert not ChangeFeed.objects.exists()


def test_an_open_need_stays_complete(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        edit_need(need_id=cast.need.pk, terms={"deliverable": ""}, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == ("need_incomplete", "deliverable")
    cast.need.refresh_from_db()
    assert cast.need.deliverable


def test_an_open_need_keeps_a_must_skill(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        set_need_skills(need_id=cast.need.pk, skills=[ask("solar", Importance.SHOULD)], by=cast.sana, at=NOW)

    assert refused.value.code == "need_without_must_skill"
    assert [wanted.skill.slug for wanted in cast.need.skills.all()] == ["power-systems"]


def test_seats_of_a_published_need_only_grow(cast: SimpleNamespace) -> None:
    edit_need(need_id=cast.need.pk, terms={"seats": 3}, by=cast.sana, at=NOW)

    with pytest.raises(Refused) as refused:
        edit_need(need_id=cast.need.pk, terms={"seats": 2}, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == ("need_seats_fewer", "seats")


def test_skills_are_ranked_in_the_order_given(cast: SimpleNamespace, heard: Any) -> None:
    skills = [ask("solar", Importance.SHOULD), ask("inverters"), ask("power-systems", level=3)]

    set_need_skills(need_id=cast.need.pk, skills=skills, by=cast.sana, at=NOW)

    rows = [(w.importance, w.rank, w.skill.slug, w.least_level) for w in cast.need.skills.all()]
    assert rows == [
        ("must", 1, "inverters", 2),
        ("must", 2, "power-systems", 3),
        ("should", 1, "solar", 2),
    ]
    assert heard() == ["need_changed"]


def test_the_same_list_of_skills_changes_nothing(cast: SimpleNamespace) -> None:
    set_need_skills(need_id=cast.need.pk, skills=[ask()], by=cast.sana, at=NOW)

    assert cast.need.events.count() == 2


def test_a_skill_stands_in_the_list_once(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        set_need_skills(
            need_id=cast.need.pk, skills=[ask(), ask(importance=Importance.SHOULD)], by=cast.sana, at=NOW
        )

    assert refused.value.code == "need_skill_twice"


def test_a_list_of_skills_has_an_end(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        set_need_skills(
            need_id=cast.need.pk, skills=[ask(f"skill-{n}") for n in range(13)], by=cast.sana, at=NOW
        )

    assert (refused.value.code, refused.value.field) == ("need_too_many_skills", "skills")


def test_pausing_and_resuming_close_and_open_the_need(cast: SimpleNamespace, heard: Any) -> None:
    move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)
    later = NOW + timedelta(days=2)
    move_need(need_id=cast.need.pk, action=NeedAction.RESUME, by=cast.sana, at=later)

    cast.need.refresh_from_db()
    assert (cast.need.state, cast.need.opened_at, cast.need.state_since) == (NeedState.OPEN, NOW, later)
    assert heard() == ["need_closed", "need_opened"]


def withdraw(
    cast: SimpleNamespace, reason: ClosingReason = ClosingReason.FUNDING_FELL_AWAY, **more: Any
) -> None:
    move_need(
        need_id=cast.need.pk, action=NeedAction.WITHDRAW, by=cast.sana, at=NOW, reasons=[reason], **more
    )


def test_withdrawing_a_published_need_asks_why(cast: SimpleNamespace, heard: Any) -> None:
    with pytest.raises(Refused) as refused:
        move_need(need_id=cast.need.pk, action=NeedAction.WITHDRAW, by=cast.sana, at=NOW)
    withdraw(cast)

    assert (refused.value.code, refused.value.field) == ("reasons_required", "reasons")
    assert heard() == ["need_closed"]


def test_withdrawing_a_paused_need_closes_nothing_that_was_open(cast: SimpleNamespace, heard: Any) -> None:
    move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)
    withdraw(cast)

    assert heard() == ["need_closed"]


def test_a_stale_page_cannot_move_a_need(cast: SimpleNamespace) -> None:
    seen = cast.need.version
    edit_need(need_id=cast.need.pk, terms={"title": "Another title"}, by=cast.sana, at=NOW)

    with pytest.raises(Refused) as refused:
        move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW, version=seen)

    assert refused.value.code == "stale_version"


def test_a_need_fills_with_its_seats_and_reopens_when_one_is_free(cast: SimpleNamespace, heard: Any) -> None:
    recount_seats(need_id=cast.need.pk, n_taken=0, at=NOW)
    recount_seats(need_id=cast.need.pk, n_taken=1, at=NOW)
    recount_seats(need_id=cast.need.pk, n_taken=1, at=NOW)
    recount_seats(need_id=cast.need.pk, n_taken=0, at=NOW)

    steps = [(event.action, event.part, event.by) for event in cast.need.events.all()][2:]
    assert steps == [("fill", "clock", None), ("reopen", "clock", None)]
    assert heard() == ["need_closed", "need_opened"]


def test_a_paused_need_can_fill(cast: SimpleNamespace) -> None:
    move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)

    need = recount_seats(need_id=cast.need.pk, n_taken=1, at=NOW)

    assert need.state == NeedState.FILLED


def test_a_filled_need_is_not_edited(cast: SimpleNamespace) -> None:
    recount_seats(need_id=cast.need.pk, n_taken=1, at=NOW)

    with pytest.raises(Denied):
        edit_need(need_id=cast.need.pk, terms={"title": "Another title"}, by=cast.sana, at=NOW)


def test_a_need_is_locked_with_its_organisation_and_programme(
    cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    with transaction.atomic(), django_assert_num_queries(2):
        need = lock_need(cast.need.pk)
        names = (need.organisation.name, need.programme.name)

    assert names == ("Ravi Incubation Centre", "General mentorship")


def test_nobody_writes_the_needs_of_another_organisation(cast: SimpleNamespace) -> None:
    for person in (cast.kamran, cast.hina, cast.rabia, cast.ayesha):
        with pytest.raises(Denied):
            draft(cast.organisation, person)
        with pytest.raises(Denied):
            edit_need(need_id=cast.need.pk, terms={"title": "Mine"}, by=person, at=NOW)
        with pytest.raises(Denied):
            move_need(need_id=cast.need.pk, action=NeedAction.PAUSE, by=person, at=NOW)


def test_suspending_an_organisation_closes_its_open_needs_until_it_is_reinstated(
    cast: SimpleNamespace, heard: Any
) -> None:
    step = {"organisation_id": cast.organisation.pk, "by": cast.omar, "at": NOW, "note": "A complaint."}
    move_organisation(action=OrganisationAction.SUSPEND, **step)
    assert not Need.objects.visible_to(cast.hina).filter(pk=cast.need.pk).exists()

    move_organisation(action=OrganisationAction.REINSTATE, **step)

    assert heard() == ["need_closed", "need_opened"]
    assert Need.objects.visible_to(cast.hina).filter(pk=cast.need.pk).exists()


def test_a_need_is_found_by_its_texts_its_organisation_and_its_skills(cast: SimpleNamespace) -> None:
    draft_in_urdu = draft(cast.organisation, cast.sana, title="کراچی میں شمسی توانائی کا مشیر")

    def found(words: str) -> set[int]:
        return set(Need.objects.about(words).values_list("pk", flat=True))

    assert found("GROUNDWATER  adviser") == {cast.other_need.pk}
    assert found("quetta") == {cast.other_need.pk}
    assert found("Hydrology") == {cast.other_need.pk}
    assert found("power systems") == {cast.need.pk, draft_in_urdu.pk}
    assert found("كراچي") == {draft_in_urdu.pk}


def test_a_subscription_of_a_higher_app_gets_the_need_s_id(cast: SimpleNamespace, heard: Any) -> None:
    edit_need(need_id=cast.need.pk, terms={"title": "Another title"}, by=cast.sana, at=NOW)

    assert Shard.objects.get().ids == {"need_id": cast.need.pk}
