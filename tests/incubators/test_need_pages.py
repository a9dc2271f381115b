"""Needs on pages: writing, publishing, reading, in both languages."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incubators.enums import Importance, NeedAction, NeedState, OrganisationAction, Step
from incubators.models import Membership, Need
from incubators.selectors.answers import steps_of
from incubators.services import move_need, move_organisation, recount_seats
from taxonomy.models import SkillAlias
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


@pytest.fixture
def sana(cast: SimpleNamespace, client_of: SignIn) -> Client:
    return client_of(cast.sana)


@pytest.fixture
def draft(cast: SimpleNamespace) -> Need:
    return factories.make_need(
        cast.organisation,
        skills=(),
        opened=False,
        title="Adviser for a solar park",
        purpose="",
        deliverable="",
        counterpart="",
        starts_on=None,
        ends_on=None,
        working_languages=[],
    )


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


def fields_of(step: Step) -> dict[str, Any]:
    """What a person types on each page."""
    return {
        Step.BASICS: {
            "title": "Adviser for a wind park",
            "category": "mentorship",
            "programme": "general-mentorship",
            "language": "en",
        },
        Step.TERMS: {
            "purpose": "Our grid connection was refused.",
            "deliverable": "A connection study.",
            "counterpart": "Head of engineering",
        },
        Step.SCHEDULE: {
            "mode": "hybrid",
            "place": "PK-PB",
            "starts_on": (TODAY + timedelta(days=400)).isoformat(),
            "ends_on": (TODAY + timedelta(days=500)).isoformat(),
            "hours_per_week": "6",
            "weeks": "10",
            "seats": "2",
        },
        Step.PEOPLE: {
            "working_languages": ["en", "ur"],
            "least_language_level": "B2",
            "least_seniority": "senior",
            "themes": ["renewable-energy"],
        },
    }[step]


def test_a_need_is_written_page_by_page_and_published(cast: SimpleNamespace, sana: Client) -> None:
    factories.make_skill("power-systems")
    begun = sana.post(
        address("need_new"),
        fields_of(Step.BASICS) | {"organisation": cast.organisation.public_id},
    )
    need = Need.objects.get(title="Adviser for a wind park")
    assert begun.url == address("need_step", need.public_id, "terms")

    assert sana.post(begun.url, fields_of(Step.TERMS)).url == address("need_step", need.public_id, "skills")
    added = sana.post(address("need_step", need.public_id, "skills"), {"do": "must:power-systems"})
    assert added.url == address("need_step", need.public_id, "skills")
    onward = sana.post(
        address("need_step", need.public_id, "skills"),
        {
            "skill": "power-systems",
            "then": "continue",
            "importance-power-systems": "must",
            "level-power-systems": "3",
        },
    )
    assert onward.url == address("need_step", need.public_id, "schedule")
    assert sana.post(onward.url, fields_of(Step.SCHEDULE)).url == address(
        "need_step", need.public_id, "people"
    )
    last = sana.post(address("need_step", need.public_id, "people"), fields_of(Step.PEOPLE))
    assert last.url == address("need_check", need.public_id)

    published = sana.post(last.url)

    assert published.url == address("need", need.public_id)
    need.refresh_from_db()
    assert (need.state, need.mode, need.place.code, need.seats) == (NeedState.OPEN, "hybrid", "PK-PB", 2)
    assert [(s.skill.slug, s.least_level) for s in need.skills.all()] == [("power-systems", 3)]
    assert Client().get(address("need", need.public_id)).status_code == 200


def test_every_page_can_be_left_half_done(draft: Need, sana: Client) -> None:
    later = sana.post(
        address("need_step", draft.public_id, "terms"),
        {"purpose": "Half a thought", "deliverable": "", "counterpart": "", "then": "later"},
    )

    assert later.url == address("need_tasks", draft.public_id)
    page = sana.get(later.url).content.decode()
    assert "in progress" in page
    assert "Still to write: Deliverable · Local counterpart" in page
    draft.refresh_from_db()
    assert draft.purpose == "Half a thought"


def test_what_is_missing_is_named_beside_its_answer(draft: Need, sana: Client) -> None:
    refused = sana.post(address("need_check", draft.public_id))

    page = refused.content.decode()
    assert refused.status_code == 200
    assert "It cannot be published yet" in page
    assert page.count("Please fill this in before you publish.") >= 2
    assert address("need_step", draft.public_id, "terms") + "?from=check" in page
    draft.refresh_from_db()
    assert draft.state == NeedState.DRAFT


def test_a_page_reached_from_the_answers_leads_back_to_them(draft: Need, sana: Client) -> None:
    saved = sana.post(address("need_step", draft.public_id, "terms") + "?from=check", fields_of(Step.TERMS))

    assert saved.url == address("need_check", draft.public_id)


def test_wrong_input_is_kept_with_a_sentence_beside_its_field(draft: Need, sana: Client) -> None:
    wrong = fields_of(Step.SCHEDULE) | {"ends_on": TODAY.isoformat(), "weeks": "1000"}

    page = sana.post(address("need_step", draft.public_id, "schedule"), wrong).content.decode()

    assert 'value="1000"' in page
    assert "Ensure this value is less than or equal to 104." in page


def test_a_refusal_of_the_service_stands_beside_its_field(draft: Need, sana: Client) -> None:
    wrong = fields_of(Step.SCHEDULE) | {"ends_on": TODAY.isoformat()}

    page = sana.post(address("need_step", draft.public_id, "schedule"), wrong).content.decode()

    assert 'id="id_ends_on_error"' in page
    assert "The last day comes before the first one." in page


def test_an_open_need_stays_as_it_is_when_an_edit_would_break_it(cast: SimpleNamespace, sana: Client) -> None:
    page = sana.post(
        address("need_step", cast.need.public_id, "terms"), fields_of(Step.TERMS) | {"deliverable": ""}
    ).content.decode()

    assert 'id="id_deliverable_error"' in page


def test_skills_are_found_in_three_scripts(draft: Need, sana: Client) -> None:
    skill = factories.make_skill("solar-energy")
    for text, language in (("شمسی توانائی", "ur"), ("shamsi tawanai", "ur-Latn")):
        SkillAlias.objects.create(skill=skill, text=text, language=language)

    for words in ("solar", "شمسى", "SHAMSI"):
        page = sana.get(address("need_step", draft.public_id, "skills"), {"words": words}).content.decode()
        assert 'value="must:solar-energy"' in page


def test_skills_are_ordered_and_removed_by_buttons_without_a_script(draft: Need, sana: Client) -> None:
    for slug in ("inverters", "grids", "storage"):
        factories.make_skill(slug)
    page = address("need_step", draft.public_id, "skills")
    rows = {"skill": ["inverters", "grids"], "importance-inverters": "must", "importance-grids": "must"}

    sana.post(page, rows | {"do": "up:grids"})
    assert chosen(draft) == [("must", "grids"), ("must", "inverters")]
    sana.post(page, rows | {"do": "down:grids"})
    assert chosen(draft) == [("must", "inverters"), ("must", "grids")]
    sana.post(page, rows | {"do": "should:storage"})
    assert chosen(draft) == [("must", "inverters"), ("must", "grids"), ("should", "storage")]
    sana.post(page, rows | {"skill": ["inverters", "grids", "storage"], "do": "up:unknown"})
    assert chosen(draft) == [("must", "inverters"), ("must", "grids"), ("should", "storage")]
    sana.post(page, rows | {"do": "remove:inverters"})
    assert chosen(draft) == [("must", "grids")]


def chosen(need: Need) -> list[tuple[str, str]]:
    return [(row.importance, row.skill.slug) for row in need.skills.select_related("skill")]


def test_adding_a_skill_keeps_levels_and_words(draft: Need, sana: Client) -> None:
    for slug in ("inverters", "grids"):
        factories.make_skill(slug)
    rows = {"skill": ["inverters"], "importance-inverters": "must", "level-inverters": "4"}

    answer = sana.post(
        address("need_step", draft.public_id, "skills"), rows | {"words": "grid", "do": "must:grids"}
    )

    assert answer.url.endswith("?words=grid")
    assert list(draft.skills.values_list("skill__slug", "least_level")) == [("inverters", 4), ("grids", 2)]


def test_a_fragment_is_answered_at_the_page_s_own_address(draft: Need, sana: Client) -> None:
    page = sana.get(
        address("need_step", draft.public_id, "skills"), headers={"HX-Request": "true"}
    ).content.decode()

    assert page.strip().startswith('<form id="skills"')


def test_too_many_skills_are_refused_above_the_list(draft: Need, sana: Client) -> None:
    slugs = [factories.make_skill(f"skill-{n}").slug for n in range(13)]
    rows = {"skill": slugs} | {f"importance-{slug}": "must" for slug in slugs}

    page = sana.post(address("need_step", draft.public_id, "skills"), rows).content.decode()

    assert "at most 12 skills of each kind" in page
    assert not draft.skills.exists()


def test_pausing_resuming_and_withdrawing_from_the_page(cast: SimpleNamespace, sana: Client) -> None:
    public_id = cast.need.public_id
    for action in ("pause", "resume"):
        assert sana.get(address("need_move", public_id, action)).status_code == 200
        assert sana.post(address("need_move", public_id, action)).status_code == 302
    page = sana.get(address("need_move", public_id, "withdraw")).content.decode()
    assert "every expert who was invited is told" in page
    without = sana.post(address("need_move", public_id, "withdraw"), {"note": "Kept words"}).content.decode()
    assert 'id="id_reasons_error"' in without and "Kept words" in without
    only_other = sana.post(address("need_move", public_id, "withdraw"), {"reasons": "other"})
    assert 'id="id_note_error"' in only_other.content.decode()

    sana.post(
        address("need_move", public_id, "withdraw"),
        {"reasons": "funding_fell_away", "note": "The grant ended."},
    )

    cast.need.refresh_from_db()
    assert cast.need.state == NeedState.WITHDRAWN
    history = sana.get(address("need", public_id)).content.decode()
    assert "The funding fell away" in history and "The grant ended." in history


def test_only_the_three_steps_have_a_page_of_their_own(cast: SimpleNamespace, sana: Client) -> None:
    for action in ("publish", "fill", "expire", "open", "nonsense"):
        assert sana.post(address("need_move", cast.need.public_id, action)).status_code == 404


def test_the_counterpart_is_read_by_members_and_staff_alone(cast: SimpleNamespace, client_of: SignIn) -> None:
    page = address("need", cast.need.public_id)

    for reader in (cast.sana, cast.rabia):
        assert "Head of engineering" in client_of(reader).get(page).content.decode()
    for reader in (None, cast.hina, cast.kamran):
        assert "Head of engineering" not in client_of(reader).get(page).content.decode()


def test_a_draft_is_hidden_from_everybody_else(cast: SimpleNamespace, draft: Need, client_of: SignIn) -> None:
    for reader in (None, cast.hina, cast.kamran, cast.rabia, cast.ayesha):
        assert client_of(reader).get(address("need", draft.public_id)).status_code == 404


def test_an_open_need_of_another_organisation_is_seen_but_not_written(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    kamran = client_of(cast.kamran)
    for name, *rest in (
        ("need_tasks",),
        ("need_check",),
        ("need_step", "terms"),
        ("need_step", "skills"),
        ("need_move", "pause"),
    ):
        assert kamran.get(address(name, cast.need.public_id, *rest)).status_code == 403


def test_a_viewer_reads_the_drafts_but_does_not_write_them(
    cast: SimpleNamespace, draft: Need, client_of: SignIn
) -> None:
    Membership.objects.create(user=cast.bilal, organisation=cast.organisation, role="viewer", since=NOW)
    bilal = client_of(cast.bilal)

    assert bilal.get(address("need", draft.public_id)).status_code == 200
    assert bilal.get(address("need_tasks", draft.public_id)).status_code == 403
    assert "Write a need" not in bilal.get(address("my_needs")).content.decode()


def test_whoever_has_no_organisation_is_led_to_register_one(cast: SimpleNamespace, client_of: SignIn) -> None:
    page = client_of(cast.hina).get(address("need_new")).content.decode()

    assert address("organisation_new") in page


def test_whoever_was_not_verified_is_told_so_before_writing(cast: SimpleNamespace, client_of: SignIn) -> None:
    suspended = factories.make_organisation(cast.hina, name="Swat Food Lab")
    suspend = {"action": OrganisationAction.SUSPEND, "note": "A complaint.", "by": cast.omar, "at": NOW}
    move_organisation(organisation_id=suspended.pk, **suspend)

    answer = client_of(cast.hina).get(address("need_new"))

    assert answer.status_code == 403
    assert "The organisation is suspended" in answer.content.decode()


def test_a_window_that_passed_needs_change(draft: Need, sana: Client) -> None:
    Need.objects.filter(pk=draft.pk).update(
        starts_on=TODAY - timedelta(days=4000), ends_on=TODAY - timedelta(days=3900)
    )

    page = sana.get(address("need_tasks", draft.public_id)).content.decode()

    assert "needs change" in page


def test_a_member_of_two_organisations_says_for_which(cast: SimpleNamespace, sana: Client) -> None:
    second = factories.make_organisation(cast.sana, name="Swat Food Lab")
    page = sana.get(address("need_new")).content.decode()
    assert second.public_id in page and cast.organisation.public_id in page

    refused = sana.post(
        address("need_new"), fields_of(Step.BASICS) | {"organisation": cast.other_organisation.public_id}
    )

    assert refused.status_code == 200
    assert not Need.objects.filter(title="Adviser for a wind park").exists()


def test_the_public_list_shows_open_needs_of_verified_organisations_alone(
    cast: SimpleNamespace, draft: Need
) -> None:
    pending = factories.make_organisation(name="Pending Lab", verified=False)
    factories.make_need(pending, title="Need of a pending organisation")

    page = Client().get(address("need_list")).content.decode()

    assert cast.need.title in page
    assert draft.title not in page
    assert "Need of a pending organisation" not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=groundwater", {"Groundwater adviser"}),
        ("q=ravi", {"Mentor for a solar start-up"}),
        ("theme=renewable-energy", {"Mentor for a solar start-up", "Groundwater adviser"}),
        ("category=teaching", set()),
        ("mode=remote&territory=PK-PB", {"Mentor for a solar start-up", "Groundwater adviser"}),
        ("territory=PK-SD", set()),
        ("mode=nonsense", {"Mentor for a solar start-up", "Groundwater adviser"}),
    ],
)
def test_the_public_list_is_narrowed_by_what_the_address_says(
    cast: SimpleNamespace, query: str, expected: set[str]
) -> None:
    factories.make_place("PK-SD", name="Sindh", position=2)

    answer = Client().get(address("need_list") + "?" + query)

    assert {row.title for row in answer.context["rows"]} == expected


def test_our_needs_stand_by_state_with_their_counts(cast: SimpleNamespace, draft: Need, sana: Client) -> None:
    paused = factories.make_need(cast.organisation, title="A paused one")
    move_need(need_id=paused.pk, action=NeedAction.PAUSE, by=cast.sana, at=NOW)

    everything = sana.get(address("my_needs"))
    drafts = sana.get(address("my_needs"), {"state": "draft"})

    assert [(tab.state, tab.count) for tab in everything.context["tabs"]] == [
        ("", 3),
        ("draft", 1),
        ("open", 1),
        ("paused", 1),
    ]
    assert [row.title for row in drafts.context["rows"]] == [draft.title]
    assert cast.other_need.title not in everything.content.decode()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_of_needs_reads_in_both_languages(
    cast: SimpleNamespace, draft: Need, sana: Client, language: str
) -> None:
    filled = factories.make_need(cast.organisation, title="A filled one")
    recount_seats(need_id=filled.pk, n_taken=1, at=NOW)
    sana.cookies["language"] = language
    pages = [
        address("need_list"),
        address("my_needs"),
        address("need_new"),
        address("need", cast.need.public_id),
        address("need", draft.public_id),
        address("need", filled.public_id),
        address("need_tasks", draft.public_id),
        address("need_check", draft.public_id),
        address("need_check", cast.need.public_id),
        address("need_move", cast.need.public_id, "pause"),
        *(address("need_step", draft.public_id, step) for step in steps_of(draft)),
        *(address("need_step", cast.need.public_id, step) for step in steps_of(cast.need)),
    ]

    for page in pages:
        answer = sana.get(page)
        assert answer.status_code == 200, page
        assert f'<html lang="{language}"' in answer.content.decode(), page


def test_open_terms_are_reached_from_the_answers_not_from_a_task_list(
    cast: SimpleNamespace, sana: Client
) -> None:
    answer = sana.get(address("need_tasks", cast.need.public_id))

    assert answer.url == address("need_check", cast.need.public_id)


def test_a_title_is_shown_as_it_was_written(cast: SimpleNamespace, sana: Client) -> None:
    Need.objects.filter(pk=cast.need.pk).update(title="""<b>"Wind" & 'sun'</b> {{ x }} {% y %}""")

    for page in (address("need", cast.need.public_id), address("need_list"), address("my_needs")):
        content = sana.get(page).content.decode()
        assert "&lt;b&gt;&quot;Wind&quot; &amp; &#x27;sun&#x27;&lt;/b&gt; {{ x }} {% y %}" in content
        assert "<b>" not in content and "&amp;amp;" not in content and "&amp;lt;" not in content


_ROWS = pytest.mark.parametrize("n", [1, 3])


@_ROWS
def test_the_public_list_costs_the_same_for_one_need_and_for_three(
    cast: SimpleNamespace, n: int, django_assert_num_queries: Any
) -> None:
    for _ in range(n - 1):
        factories.make_need(cast.organisation, skills=("power-systems", "hydrology"))

    with django_assert_num_queries(8):
        assert Client().get(address("need_list"), {"q": "solar"}).status_code == 200


@_ROWS
def test_our_needs_cost_the_same_for_one_and_for_three(
    cast: SimpleNamespace, sana: Client, n: int, django_assert_num_queries: Any
) -> None:
    for _ in range(n - 1):
        factories.make_need(cast.organisation, skills=("power-systems", "hydrology"))
    sana.get(address("my_needs"))

    with django_assert_num_queries(10):
        assert sana.get(address("my_needs")).status_code == 200


@_ROWS
def test_a_need_costs_the_same_with_one_skill_and_with_three(
    cast: SimpleNamespace, sana: Client, n: int, django_assert_num_queries: Any
) -> None:
    need = factories.make_need(cast.organisation, skills=("power-systems", "hydrology", "solar")[:n])
    pages = [address("need", need.public_id), address("need_check", need.public_id)]
    pages.append(address("need_step", need.public_id, "skills") + "?words=power")
    sana.get(pages[0])

    for page, cost in zip(pages, (11, 12, 10), strict=True):
        with django_assert_num_queries(cost):
            assert sana.get(page).status_code == 200


_NUL, _HUGE = "a\x00b", "x" * 30_000


@pytest.mark.parametrize("nonsense", [_NUL, _HUGE, "99999999999999999999", "-1", "🜨", "%00", "{{ x }}"])
def test_no_input_breaks_a_page(cast: SimpleNamespace, draft: Need, sana: Client, nonsense: str) -> None:
    query = dict.fromkeys(
        ("q", "theme", "category", "mode", "territory", "programme", "language", "after", "before", "page"),
        nonsense,
    )
    if nonsense != _HUGE:
        expected = 400 if nonsense == _NUL else 200  # a NUL is refused at the gate, for every page alike
        assert sana.get(address("need_list"), query).status_code == expected
        assert sana.get(address("my_needs"), {"state": nonsense, "page": nonsense}).status_code == expected
        words = {"words": nonsense, "from": nonsense}
        assert sana.get(address("need_step", draft.public_id, "skills"), words).status_code == expected
    for step in (Step.BASICS, Step.TERMS, Step.SCHEDULE, Step.PEOPLE):
        typed = dict.fromkeys(fields_of(step), nonsense)
        answer = sana.post(address("need_step", draft.public_id, step), typed)
        assert answer.status_code in (200, 302), step
    rows = {"skill": [nonsense], "words": nonsense, "do": f"must:{nonsense}", "then": nonsense}
    assert sana.post(address("need_step", draft.public_id, "skills"), rows).status_code in (200, 302)
    begun = sana.post(address("need_new"), dict.fromkeys([*fields_of(Step.BASICS), "organisation"], nonsense))
    assert begun.status_code == 200
    note = sana.post(address("need_move", cast.need.public_id, "pause"), {"note": nonsense})
    assert note.status_code in (200, 302)


@pytest.mark.parametrize("public_id", ["zzzzzzzzzz", "0", "a" * 500, "%00", "..", "-"])
def test_a_wrong_address_is_not_found(cast: SimpleNamespace, sana: Client, public_id: str) -> None:
    expected = 400 if public_id == "%00" else 404  # a NUL is refused at the gate, for every page alike
    for tail in ("", "write/", "write/check/", "write/skills/", "write/terms/", "pause/"):
        assert sana.get(f"/needs/{public_id}/{tail}").status_code == expected
    assert sana.get(f"/needs/{cast.need.public_id}/write/nonsense/").status_code == 404


def test_a_posted_list_of_skills_takes_only_what_the_vocabulary_knows(draft: Need, sana: Client) -> None:
    factories.make_skill("grids")
    rows = {
        "skill": ["grids", "grids", "unknown", "GRIDS'; --"],
        "importance-grids": "never",
        "level-grids": "99",
        "do": "must:unknown",
    }

    sana.post(address("need_step", draft.public_id, "skills"), rows)

    assert list(draft.skills.values_list("skill__slug", "importance", "least_level")) == [
        ("grids", Importance.SHOULD, 2)
    ]
