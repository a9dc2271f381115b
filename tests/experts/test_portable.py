"""A profile as documents that its person takes along."""

import json
import re
from datetime import date

import pytest

from experts.enums import RowKind
from experts.models import Affiliation, Expert, Work
from experts.readers import Format, read_profile
from experts.selectors import portable
from experts.services.credentials import FIELDS as CREDENTIAL_FIELDS
from experts.services.credentials import add_credential
from experts.services.rows import SHAPES
from tests import factories
from tests.factories import NOW

# What the schema of JSON Resume 1.0.0 says about the sections that we write.
ISO_DATE = re.compile(r"[1-2][0-9]{3}(-[0-1][0-9](-[0-3][0-9])?)?")
TEXTS = {
    "basics": {"name", "label", "image", "email", "phone", "url", "summary"},
    "location": {"address", "postalCode", "city", "countryCode", "region"},
    "profiles": {"network", "username", "url"},
    "work": {"name", "location", "description", "position", "url", "startDate", "endDate", "summary"},
    "volunteer": {"organization", "position", "url", "startDate", "endDate", "summary"},
    "education": {"institution", "url", "area", "studyType", "startDate", "endDate", "score"},
    "publications": {"name", "publisher", "releaseDate", "url", "summary"},
    "projects": {"name", "description", "startDate", "endDate", "url", "entity", "type"},
    "awards": {"title", "date", "awarder", "summary"},
    "certificates": {"name", "date", "issuer", "url"},
    "skills": {"name", "level"},
    "languages": {"language", "fluency"},
}


CREDENTIALS = [
    ("degree", "PK", "BSc Geology", "University of the Punjab", {
        "basis": "hec_attested", "reference": "HEC-7",
    }),
    ("licence", "NO", "Chartered engineer", "Tekna", {
        "basis": "home_register", "link": "https://example.org/register/9", "valid_until": date(2100, 5, 1),
    }),
    ("award", "NO", "Medal for rivers", "Example Society", {"note": "Given in Oslo."}),
    ("employment", "NO", "Lecturer", "University of Example", {}),
]  # fmt: skip


def person(**fields):
    user = factories.make_user("nasreen@demo.example", full_name="Nasreen Akhtar")
    expert = factories.make_expert(user, orcid="0000-0002-1694-233X", **fields)
    expert.motivation_places.add(factories.make_place())
    posts = [
        ("employment", "University of Example", "Lecturer", "2016-02", "", True),
        ("education", "University of the Punjab", "BSc Geology", "2003", "2007-02", False),
        ("honorary", "Example Society", "", "", "2019", False),
    ]
    for kind, organisation, role, starts, ends, is_current in posts:
        Affiliation.objects.create(
            expert=expert, kind=kind, organisation=organisation, role=role, city="Lahore", country="PK",
            starts=starts, ends=ends, is_current=is_current,
        )  # fmt: skip
    for kind, title, year, doi in (
        ("publication", "گلیشیئر", 2020, "10.5555/abc"),
        ("project", "Lake maps", None, ""),
    ):
        Work.objects.create(expert=expert, kind=kind, title=title, year=year, doi=doi, text="What it says.")
    for kind, country, title, issuer, more in CREDENTIALS:
        values = {"title": title, "issuer": issuer, "issued": "2019-04", "basis": "none"} | more
        add_credential(
            expert_id=expert.pk, kind=kind, country=country, values=values, file=None, by=user, at=NOW
        )
    return expert


def refuse_what_the_schema_refuses(document):
    """The rules of the schema for the sections above: texts, links and dates."""
    basics = dict(document["basics"])
    rows = [
        ("location", basics.pop("location", {})),
        *(("profiles", row) for row in basics.pop("profiles", [])),
    ]
    rows += [("basics", basics)]
    rows += [(name, row) for name in TEXTS.keys() & document.keys() - {"basics"} for row in document[name]]
    for name, row in rows:
        for key, value in row.items():
            assert key in TEXTS[name]
            assert isinstance(value, str)
            assert ISO_DATE.fullmatch(value) or not key.lower().endswith("date")
            assert key != "url" or re.fullmatch(r"https?://\S+", value)


@pytest.mark.django_db
def test_a_resume_keeps_to_the_rules_of_its_schema_and_is_read_back_whole():
    expert = person()

    document = portable.resume_document(expert)

    refuse_what_the_schema_refuses(document)
    reading = read_profile(json.dumps(document).encode())
    assert (reading.format, [skipped.code for skipped in reading.skipped]) == (
        Format.JSON_RESUME,
        ["contact_detail"],
    )
    told = [fact.fields for fact in reading.facts if fact.kind == "credential"]
    assert [(fields["kind"], fields["name"], fields["issuer"]) for fields in told] == [
        ("award", "Medal for rivers", "Example Society"),
        ("certificate", "BSc Geology", "University of the Punjab"),
        ("certificate", "Chartered engineer", "Tekna"),
    ]
    assert document["basics"]["name"] == "Nasreen Akhtar"
    assert "endDate" not in document["work"][0]


@pytest.mark.django_db
def test_an_empty_profile_has_both_documents():
    expert = factories.make_expert(
        skills=(), verified=False, headline="", bio="", country="", city="", years_experience=None
    )

    refuse_what_the_schema_refuses(portable.resume_document(expert))
    document = portable.profile_document(expert)

    assert (document["format"], document["version"]) == ("diaspora-portal-profile", 1)
    assert (document["skills"], document["profile"]["years_experience"]) == ([], None)


@pytest.mark.django_db
def test_our_own_document_is_plain_json_and_names_no_row_by_its_number():
    document = portable.profile_document(person())

    assert json.loads(json.dumps(document)) == document
    assert document["skills"][0]["skill"] == "power-systems"
    assert document["motivation_places"] == ["PK-PB"]
    assert '"id"' not in json.dumps(document)


@pytest.mark.django_db
@pytest.mark.parametrize("document", [portable.profile_document, portable.resume_document])
def test_documents_cost_the_same_queries_for_one_entry_and_for_three(document, django_assert_num_queries):
    expert = person()
    for n in range(3):
        Work.objects.create(expert=expert, kind="talk", title=f"Talk {n}")
    loaded = Expert.objects.with_profile().prefetch_related("credentials").get(pk=expert.pk)

    with django_assert_num_queries(0):
        document(loaded)


def test_our_own_document_forgets_no_column_of_a_list():
    lists = {kind: fields for kind, fields in portable.ROW_FIELDS.items() if kind is not RowKind.CREDENTIAL}
    assert {kind: SHAPES[kind].fields for kind in SHAPES} == lists
    assert set(portable.ROW_FIELDS[RowKind.CREDENTIAL]) == {"kind", "country", *CREDENTIAL_FIELDS}


def test_our_own_document_forgets_no_field_of_a_profile():
    elsewhere = {"themes", "motivation_places"}
    of_the_account_or_the_case = {
        "id", "public_id", "user", "paused_until", "created_at", "changed_at", "state",
        "state_since", "version",
    }  # fmt: skip
    fields = {field.name for field in [*Expert._meta.fields, *Expert._meta.many_to_many]}
    assert fields - of_the_account_or_the_case - elsewhere == set(portable.PROFILE_FIELDS)
