"""Importing the same source again: what its person did not touch may follow it, what they typed stays."""

import json

import pytest

from experts.enums import ImportStatus, RowKind, Source
from experts.models import Expert, Fact
from experts.selectors.import_plan import plan_import
from experts.selectors.imports import preview_page
from experts.services.import_undo import undo_import
from experts.services.imports import apply_import
from experts.services.profile import describe_work, start_profile
from experts.services.rows import save_row
from tests import factories
from tests.experts.test_imports import read, take_all
from tests.factories import NOW

RESUME = "json_resume/resume.json"
BEFORE = {
    "basics": {"name": "Z", "label": "Glaciologist", "summary": "Ice."},
    "work": [{"name": "University of Quetta", "position": "Lecturer", "startDate": "2019"}],
    "languages": [{"language": "Urdu", "fluency": "B2"}],
    "skills": [{"name": "Glaciology", "level": "basic"}],
    "publications": [{"name": "Lakes", "releaseDate": "2020", "publisher": "Old Journal"}],
}
AFTER = {
    "basics": {"name": "Z", "label": "Professor of glaciology", "summary": "Ice."},
    "work": [
        {"name": "University of Quetta", "position": "Lecturer", "startDate": "2019", "endDate": "2024-06"}
    ],
    "languages": [{"language": "Urdu", "fluency": "C2"}],
    "skills": [{"name": "Glaciology", "level": "expert"}],
    "publications": [{"name": "Lakes", "releaseDate": "2020", "publisher": "New Journal"}],
}


@pytest.fixture
def draft(db):
    return start_profile(by=factories.make_user("newcomer@demo.example", full_name="Zarmeena"), at=NOW)


def read_resume(draft, document):
    return read(draft, RESUME, json.dumps(document).encode())


def statuses(batch):
    return {item.field or item.kind: item.status for item in plan_import(batch) if item.field != "full_name"}


def profile(draft):
    draft = Expert.objects.get(pk=draft.pk)
    return (
        draft.headline,
        [(row.starts, row.ends, row.is_current) for row in draft.affiliations.all()],
        [row.level for row in draft.languages.all()],
        [row.level for row in draft.skills.all()],
        [row.venue for row in draft.works.all()],
    )


OLD = ("Glaciologist", [("2019", "", True)], ["B2"], [1], ["Old Journal"])
NEW = ("Professor of glaciology", [("2019", "2024-06", False)], ["C2"], [4], ["New Journal"])


def test_what_changed_at_the_source_is_offered_and_taken_over(draft):
    take_all(read_resume(draft, BEFORE), draft.user)
    assert profile(draft) == OLD
    again = read_resume(draft, AFTER)

    assert statuses(again) == {
        "headline": ImportStatus.UPDATE,
        "bio": ImportStatus.SAME,
        RowKind.AFFILIATION: ImportStatus.UPDATE,
        RowKind.LANGUAGE: ImportStatus.UPDATE,
        RowKind.SKILL: ImportStatus.UPDATE,
        RowKind.WORK: ImportStatus.UPDATE,
    }
    assert take_all(again, draft.user) == 5
    assert profile(draft) == NEW
    assert draft.facts.filter(batch=again, source=Source.JSON_RESUME).count() == 5


def test_the_difference_is_told_field_by_field(draft):
    take_all(read_resume(draft, BEFORE), draft.user)

    changes = {
        item.kind: [(change.label, change.yours, change.theirs) for change in item.changes]
        for item in plan_import(read_resume(draft, AFTER))
        if item.changes
    }

    assert changes == {
        RowKind.EXPERT: [("", "Glaciologist", "Professor of glaciology")],
        RowKind.AFFILIATION: [("Until", "today", "2024-06")],
        RowKind.LANGUAGE: [("Level", "B2", "C2")],
        RowKind.SKILL: [("Level", "1: knows the basics", "4: sets the standard in the field")],
        RowKind.WORK: [("Where it appeared", "Old Journal", "New Journal")],
    }


def test_what_the_person_typed_since_never_follows(draft):
    take_all(read_resume(draft, BEFORE), draft.user)
    describe_work(
        expert_id=draft.pk, headline="Ice woman", bio="Ice.", language="en", seniority="",
        years_experience=None, orcid="", by=draft.user, at=NOW,
    )  # fmt: skip
    post = draft.affiliations.get()
    values = {"kind": "employment", "organisation": post.organisation, "role": post.role, "starts": "2019",
              "ends": "", "is_current": True}  # fmt: skip
    save_row(
        kind=RowKind.AFFILIATION, expert_id=draft.pk, row_id=post.pk, values=values, by=draft.user, at=NOW
    )
    again = read_resume(draft, AFTER)

    found = statuses(again)
    take_all(again, draft.user)

    assert (found["headline"], found[RowKind.AFFILIATION]) == (ImportStatus.KEPT, ImportStatus.KEPT)
    assert profile(draft)[:2] == ("Ice woman", [("2019", "", True)])
    assert profile(draft)[2:] == NEW[2:]


def test_another_source_changes_nothing_that_is_there(draft):
    take_all(read_resume(draft, BEFORE), draft.user)
    passport = {
        "LearnerInfo": {
            "Headline": {"Description": {"Label": "Something else"}},
            "Skills": {"Linguistic": {"MotherTongue": [{"Description": {"Code": "ur"}}]}},
        }
    }

    again = read(draft, "europass.json", json.dumps({"SkillsPassport": passport}).encode())

    assert statuses(again) == {"headline": ImportStatus.KEPT, RowKind.LANGUAGE: ImportStatus.KEPT}
    assert not preview_page(again).has_choice


def test_undoing_an_update_brings_back_what_stood_there_and_undoing_the_first_import_the_rest(draft):
    first = read_resume(draft, BEFORE)
    take_all(first, draft.user)
    second = read_resume(draft, AFTER)
    take_all(second, draft.user)

    undo_import(batch_id=second.pk, by=draft.user, at=NOW)

    assert profile(draft) == OLD
    assert set(draft.facts.values_list("batch", flat=True)) == {first.pk}
    undo_import(batch_id=first.pk, by=draft.user, at=NOW)
    assert profile(draft) == ("", [], [], [], [])
    assert not Fact.objects.filter(expert=draft).exists()


def test_what_an_undone_import_had_brought_does_not_return_through_a_later_one(draft):
    first = read_resume(draft, BEFORE)
    take_all(first, draft.user)
    second = read_resume(draft, AFTER)
    take_all(second, draft.user)
    undo_import(batch_id=first.pk, by=draft.user, at=NOW)
    assert profile(draft) == NEW

    undo_import(batch_id=second.pk, by=draft.user, at=NOW)

    assert profile(draft) == ("", [], [], [], [])


def test_what_was_put_aside_is_forgotten_once_the_person_types(draft):
    take_all(read_resume(draft, BEFORE), draft.user)
    take_all(read_resume(draft, AFTER), draft.user)
    assert draft.facts.get(field="headline").replaced["values"] == {"headline": "Glaciologist"}

    describe_work(
        expert_id=draft.pk, headline="Ice woman", bio="Ice.", language="en", seniority="",
        years_experience=None, orcid="", by=draft.user, at=NOW,
    )  # fmt: skip

    assert draft.facts.get(field="headline").replaced is None


def test_the_last_three_updates_can_be_undone_one_after_the_other(draft):
    batches = []
    for number in range(5):
        batches.append(read_resume(draft, {"basics": {"label": f"Title {number}"}}))
        take_all(batches[-1], draft.user)

    found = []
    for batch in reversed(batches[1:]):
        undo_import(batch_id=batch.pk, by=draft.user, at=NOW)
        found.append(Expert.objects.get(pk=draft.pk).headline)

    assert found == ["Title 3", "Title 2", "Title 1", ""]


def test_a_post_that_goes_on_after_all_loses_its_end(draft):
    take_all(read_resume(draft, AFTER), draft.user)

    take_all(read_resume(draft, AFTER | {"work": BEFORE["work"]}), draft.user)

    assert profile(draft)[1] == [("2019", "", True)]


def test_a_less_exact_date_is_no_news(draft):
    exact = {"work": [{"name": "University of Quetta", "startDate": "2019-04-01"}], "basics": {}}
    take_all(read_resume(draft, exact), draft.user)
    exact["work"][0]["startDate"] = "2019"

    assert statuses(read_resume(draft, exact)) == {RowKind.AFFILIATION: ImportStatus.SAME}


def test_unticked_updates_stay_away_and_are_offered_again(draft):
    take_all(read_resume(draft, BEFORE), draft.user)
    more = AFTER | {"skills": [*AFTER["skills"], {"name": "Hydrology", "level": "expert"}]}
    batch = read_resume(draft, more)
    new = [item.key for item in plan_import(batch) if item.status is ImportStatus.NEW]

    apply_import(batch_id=batch.pk, keys=new, by=draft.user, at=NOW)

    assert profile(draft)[0] == "Glaciologist"
    assert statuses(read_resume(draft, more))["headline"] is ImportStatus.UPDATE


def test_the_longest_profile_comes_home_whole_in_two_imports(draft):
    """More entries than a page can show: each import goes on where the last one ended."""
    posts = [{"kind": "employment", "organisation": f"Institute {n}", "role": "Adviser"} for n in range(60)]
    works = [{"kind": "publication", "title": f"Lake number {n}", "year": 2020} for n in range(400)]
    skills = [{"typed": f"Craft of lake {n}", "level": 3} for n in range(60)]
    document = {
        "format": "diaspora-portal-profile",
        "version": 1,
        "affiliations": posts,
        "works": works,
        "skills": skills,
    }
    content = json.dumps(document).encode()

    pages = []
    for _import in range(3):
        batch = read(draft, "profile.json", content)
        page = preview_page(batch)
        pages.append((page.n_new, page.n_later))
        shown = [line.item.key for group in page.groups for line in group.lines if line.takes]
        if shown:
            apply_import(batch_id=batch.pk, keys=shown, by=draft.user, at=NOW)

    assert pages == [(350, 170), (170, 0), (0, 0)]
    assert (draft.affiliations.count(), draft.works.count(), draft.skills.count()) == (60, 400, 60)
