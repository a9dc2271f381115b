"""Bringing a profile along: preview, take over, undo."""

import json

import pytest

from common.policies import Denied
from common.refusals import Refused
from experts.enums import BatchState, ImportStatus, RowKind, Source
from experts.labels import SKIP_REASONS, UNREADABLE_REASONS
from experts.models import Affiliation, Credential, Expert, ExpertSkill, Fact, ImportBatch, Work
from experts.readers import SKIP_SENTENCES, UNREADABLE_SENTENCES, limits
from experts.selectors.import_plan import TAKES, plan_import
from experts.selectors.imports import preview_page
from experts.services.import_undo import undo_import
from experts.services.imports import apply_import, discard_import, preview_import
from experts.services.profile import describe_work, start_profile
from experts.services.rows import save_row
from tests import factories
from tests.experts.readers.corpus import FILES, content_of
from tests.factories import NOW

RECORD = "orcid/good/record_with_every_trap.json"
RESUME = "json_resume/good/resume_with_every_trap.json"


@pytest.fixture
def draft(db):
    factories.make_skill("glaciology")
    return start_profile(by=factories.make_user("newcomer@demo.example", full_name="Zarmeena"), at=NOW)


def read(draft, name=RECORD, content=None):
    return preview_import(
        expert_id=draft.pk,
        content=content_of(name) if content is None else content,
        file_name=name.rpartition("/")[2],
        by=draft.user,
        at=NOW,
    )


def take_all(batch, by):
    """Every tick stays, and everything without a level gets its second one."""
    plan = plan_import(batch)
    levels = {item.key: item.levels[1][0] for item in plan if item.levels}
    ticked = [item.key for item in plan if item.status in TAKES]
    return apply_import(batch_id=batch.pk, keys=ticked, levels=levels, by=by, at=NOW)


def describe(draft, **changes):
    values = {
        "headline": "",
        "bio": "",
        "language": "en",
        "seniority": "",
        "years_experience": None,
        "orcid": "",
    }
    describe_work(expert_id=draft.pk, by=draft.user, at=NOW, **values | changes)


def _position(starts, ends=None, role="Visiting professor"):
    return {"name": "University of Quetta", "position": role, "startDate": starts} | (
        {"endDate": ends} if ends else {}
    )


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (("2010", "2012"), ("2015", "2017"), ImportStatus.NEW),
        (("2010", "2012"), ("2010", "2014"), ImportStatus.NEW),
        (("2010", "2012"), ("2010-09", "2012"), ImportStatus.SAME),
        (("2010",), ("2010", "2012"), ImportStatus.SAME),
    ],
)
def test_dates_tell_two_posts_at_one_organisation_apart(draft, first, second, status):
    content = json.dumps({"basics": {"name": "Z"}, "work": [_position(*first), _position(*second)]})

    batch = read(draft, RESUME, content.encode())

    posts = [item.status for item in plan_import(batch) if item.kind is RowKind.AFFILIATION]
    assert posts == [ImportStatus.NEW, status]


def test_a_preview_changes_nothing_on_the_profile(draft):
    batch = read(draft)

    draft.refresh_from_db()
    assert (batch.state, draft.bio, draft.version) == (BatchState.PREVIEWED, "", 1)
    assert not draft.works.exists()


def test_the_file_itself_is_not_kept_and_neither_are_contact_details(draft):
    kept = json.dumps(read(draft, RESUME).reading, ensure_ascii=False)

    for secret in (
        "bilal@example.org",
        "+47 555",
        "Example Street",
        "0001",
        "1980",
        "Somebody Else",
        "none of your",
    ):
        assert secret not in kept


def test_an_import_takes_over_what_was_ticked_with_its_provenance(draft):
    batch = read(draft)
    page = preview_page(batch)

    n_taken = take_all(batch, draft.user)

    draft = Expert.objects.get(pk=draft.pk)
    assert n_taken == page.n_new + page.n_levels == Fact.objects.filter(batch=batch).count()
    assert (draft.orcid, draft.country) == ("0000-0002-1694-233X", "NO")
    assert [(row.typed, row.skill and row.skill.slug) for row in draft.skills.order_by("pk")] == [
        ("glaciology", "glaciology"),
        ("remote sensing", None),
        ("flood forecasting", None),
    ]
    posts = draft.affiliations.values_list("organisation", "role", "starts", "ends", "is_current")
    assert list(posts) == [
        ("University of Example", "Associate Professor, Geosciences", "2016-02", "", True),
        ("Example Society", "Treasurer", "2018", "2019", False),
        ("University of the Punjab", "BSc Geology", "2003", "2007-02", False),
        ("Field Survey without an Address", "", "", "2010", False),
        ("Institute of Nowhere", "Fellow", "", "", False),
    ]
    fact = Fact.objects.get(row_kind=RowKind.WORK, row_id=Work.objects.get(doi="10.5555/abc.def").pk)
    assert (fact.source, fact.source_name, fact.place) == (
        Source.ORCID,
        "Crossref",
        "/activities-summary/works/group/0/work-summary/0",
    )


def test_what_was_not_ticked_stays_away(draft):
    batch = read(draft)
    wanted = [item for item in plan_import(batch) if item.kind is RowKind.WORK][:1]

    apply_import(batch_id=batch.pk, keys=[wanted[0].key], by=draft.user, at=NOW)

    assert Work.objects.count() == 1
    assert not ExpertSkill.objects.exists()
    assert not Affiliation.objects.exists()


def test_what_the_person_typed_is_never_overwritten(draft):
    describe(draft, bio="My own words.")
    save_row(
        kind=RowKind.SKILL,
        expert_id=draft.pk,
        values={"typed": "Glaciology", "level": 1},
        by=draft.user,
        at=NOW,
    )
    batch = read(draft)

    statuses = {
        (item.kind, item.value if item.field else item.label): item.status for item in plan_import(batch)
    }
    take_all(batch, draft.user)

    draft.refresh_from_db()
    assert statuses[RowKind.SKILL, "glaciology"] is ImportStatus.SAME
    assert [s for (kind, text), s in statuses.items() if text.startswith("I work on")] == [ImportStatus.KEPT]
    assert draft.bio == "My own words."
    assert draft.skills.get(typed="Glaciology").level == 1


def test_ticking_a_kept_line_by_hand_changes_nothing(draft):
    describe(draft, bio="My own words.")
    batch = read(draft)
    kept = next(item for item in plan_import(batch) if item.field == "bio")

    with pytest.raises(Refused, match="nothing_ticked"):
        apply_import(batch_id=batch.pk, keys=[kept.key], by=draft.user, at=NOW)

    draft.refresh_from_db()
    assert draft.bio == "My own words."


def test_importing_the_same_file_twice_adds_nothing(draft):
    take_all(read(draft), draft.user)

    still_offered = TAKES | {ImportStatus.NEEDS_LEVEL}
    assert [item for item in plan_import(read(draft)) if item.status in still_offered] == []


def test_undoing_removes_what_came_and_leaves_what_was_changed_since(draft):
    batch = read(draft)
    take_all(batch, draft.user)
    post = draft.affiliations.get(organisation="University of Example")
    values = {
        "kind": "employment",
        "organisation": "University of Oslo",
        "role": "",
        "starts": "",
        "ends": "",
    }
    save_row(
        kind=RowKind.AFFILIATION, expert_id=draft.pk, row_id=post.pk, values=values, by=draft.user, at=NOW
    )
    describe(draft, headline="Glaciologist", bio="My own words.", orcid="0000-0002-1694-233X")

    undo_import(batch_id=batch.pk, by=draft.user, at=NOW)

    draft.refresh_from_db()
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert [row.organisation for row in draft.affiliations.all()] == ["University of Oslo"]
    assert (draft.bio, draft.country) == ("My own words.", "")
    assert not draft.works.exists()
    assert not draft.skills.exists()


def test_an_import_is_undone_once(draft):
    batch = read(draft)
    take_all(batch, draft.user)
    undo_import(batch_id=batch.pk, by=draft.user, at=NOW)

    with pytest.raises(Denied, match="nothing to undo"):
        undo_import(batch_id=batch.pk, by=draft.user, at=NOW)


@pytest.mark.parametrize("end", ["apply", "discard"])
def test_a_discarded_preview_is_forgotten_and_over(draft, end):
    batch = read(draft)
    discard_import(batch_id=batch.pk, by=draft.user, at=NOW)

    batch.refresh_from_db()
    assert (batch.state, batch.reading) == (BatchState.DISCARDED, {})
    with pytest.raises(Refused, match="import_is_over"):
        if end == "apply":
            apply_import(batch_id=batch.pk, keys=["0"], by=draft.user, at=NOW)
        else:
            discard_import(batch_id=batch.pk, by=draft.user, at=NOW)


def test_only_one_preview_waits_at_a_time(draft):
    first, second = read(draft), read(draft, RESUME)

    assert {batch.pk: batch.state for batch in ImportBatch.objects.all()} == {
        first.pk: BatchState.DISCARDED,
        second.pk: BatchState.PREVIEWED,
    }


def test_nobody_imports_into_somebody_elses_profile(draft, cast):
    with pytest.raises(Denied):
        preview_import(
            expert_id=draft.pk, content=content_of(RECORD), file_name="x.json", by=cast.hina, at=NOW
        )
    with pytest.raises(Denied):
        apply_import(batch_id=read(draft).pk, keys=["0"], by=cast.hina, at=NOW)


def test_an_unreadable_file_is_refused_in_words(draft):
    with pytest.raises(Refused) as refusal:
        read(draft, "orcid/bad/truncated.json")

    assert refusal.value.field == "file"
    assert refusal.value.message == "The file is not valid JSON: reading stopped at line 1, column 1501."
    assert not ImportBatch.objects.exists()


def test_a_name_is_shown_but_not_taken_and_a_language_without_a_level_asks_for_one(draft):
    plan = {(item.label, item.status) for item in plan_import(read(draft, RESUME))}

    assert ("Norwegian Bokmål", ImportStatus.NEEDS_LEVEL) in plan
    assert ("Name", ImportStatus.IN_ACCOUNT) in plan
    assert ("Example Medal", ImportStatus.NEW) in plan


def test_an_import_stops_where_a_list_is_full(draft):
    skills = [{"name": f"skill {n}", "level": "expert"} for n in range(70)]
    batch = read(draft, content=json.dumps({"basics": {}, "skills": skills}).encode())

    assert preview_page(batch).n_new == take_all(batch, draft.user) == 60


def test_levels_for_more_skills_than_the_list_takes_fill_it_and_no_more(draft):
    skills = [{"name": f"skill {n}"} for n in range(70)]
    batch = read(draft, content=json.dumps({"basics": {}, "skills": skills}).encode())

    assert (preview_page(batch).n_levels, take_all(batch, draft.user)) == (70, 60)


def test_a_link_that_the_profile_refuses_does_not_cost_the_work(draft):
    works = [{"name": "A talk", "url": "http://not_a_host"}]
    batch = read(draft, content=json.dumps({"basics": {}, "publications": works}).encode())

    take_all(batch, draft.user)

    assert [(work.title, work.url) for work in draft.works.all()] == [("A talk", "")]


def test_what_a_rule_of_the_profile_refuses_is_left_out_of_an_import_whole(draft):
    batch = read(draft)
    source = {"place": "", "source": ""}
    batch.reading = {
        "facts": [
            {"kind": "identity", "fields": {"headline": "x" * 200}} | source,
            {"kind": "language", "fields": {"language": "ur", "cefr": "Z9"}} | source,
            {"kind": "language", "fields": {"language": "en", "cefr": "C1"}} | source,
        ]
    }
    batch.save()

    assert take_all(batch, draft.user) == 1

    draft.refresh_from_db()
    assert draft.headline == ""
    assert [row.code for row in draft.languages.all()] == ["en"]
    assert Fact.objects.filter(batch=batch).count() == 1


@pytest.mark.parametrize("name", sorted(p.relative_to(FILES).as_posix() for p in FILES.glob("*/good/*")))
def test_every_good_file_is_previewed_taken_over_and_undone(draft, name):
    batch = read(draft, name)
    page = preview_page(batch)

    if page.has_choice:
        assert take_all(batch, draft.user) == page.n_new + page.n_levels
        undo_import(batch_id=batch.pk, by=draft.user, at=NOW)

    draft.refresh_from_db()
    assert (draft.bio, draft.orcid, draft.skills.count(), draft.works.count()) == ("", "", 0, 0)
    assert not draft.credentials.standing().exists()
    assert not Fact.objects.filter(batch=batch).exists()


@pytest.mark.parametrize("n", [1, 3])
def test_a_preview_costs_the_same_for_one_entry_and_for_three(draft, n, django_assert_num_queries):
    document = {
        "basics": {},
        "work": [{"name": f"Employer {i}"} for i in range(n)],
        "skills": [{"name": f"skill {i}", "level": "basic"} for i in range(n)],
        "publications": [{"name": f"Work {i}"} for i in range(n)],
    }
    batch = ImportBatch.objects.select_related("expert").get(
        pk=read(draft, content=json.dumps(document).encode()).pk
    )

    with django_assert_num_queries(6):
        assert preview_page(batch).n_new == 3 * n


def test_pages_and_command_line_explain_in_the_same_words():
    assert {code: str(label) for code, label in SKIP_REASONS.items()} == SKIP_SENTENCES
    assert {code: str(label) for code, label in UNREADABLE_REASONS.items()} == UNREADABLE_SENTENCES


@pytest.mark.parametrize(
    ("model", "field", "limit"),
    [
        (Expert, "headline", limits.HEADLINE),
        (Expert, "bio", limits.BIO),
        (Expert, "city", limits.CITY),
        (ExpertSkill, "typed", limits.SKILL),
        (Affiliation, "organisation", limits.NAME),
        (Affiliation, "role", limits.NAME),
        (Work, "title", limits.TITLE),
        (Work, "text", limits.LONG_TEXT),
        (Work, "venue", limits.NAME),
        (Work, "url", limits.URL),
        (Credential, "title", limits.NAME),
        (Credential, "issuer", limits.NAME),
        (Credential, "reference", limits.REFERENCE),
        (Credential, "link", limits.URL),
        (Credential, "note", limits.NOTE),
        (Fact, "source_name", limits.SOURCE_NAME),
        (Fact, "place", limits.PLACE),
    ],
)
def test_readers_cut_texts_where_the_profile_would(model, field, limit):
    assert model._meta.get_field(field).max_length == limit
