"""LinkedIn archives: seven tables are read, everything else stays closed."""

import io
import zipfile

import pytest

from experts.readers import Format, SkipCode, read_profile
from tests.experts.readers.built import linkedin, linkedin_tables, zipped


def facts(reading, kind):
    return [fact.fields for fact in reading.facts if fact.kind == kind]


def test_an_archive_is_read_table_by_table():
    reading = read_profile(linkedin())

    assert reading.format is Format.LINKEDIN
    assert {"full_name": "Bilal Example"} in facts(reading, "identity")
    assert [(post["organisation"], post.get("role"), str(post.get("starts_on")), str(post.get("ends_on")))
            for post in facts(reading, "affiliation")] == [
        ("Example Waters", "Consultant", "2022-01", "None"),
        ("Backwards Ltd", "Analyst", "None", "2018-03"),
        ("University of Example", "Bachelor of Science, Civil Engineering", "2003", "2007"),
    ]  # fmt: skip
    assert [post["is_current"] for post in facts(reading, "affiliation")] == [True, False, False]
    assert facts(reading, "skill") == [{"name": "Hydrology"}, {"name": "Remote sensing"}]
    assert [(row["language"], row.get("cefr")) for row in facts(reading, "language")] == [
        ("ur", "C2"),
        ("zh", "A2"),
        ("nb", None),
    ]
    assert facts(reading, "link") == [{"label": "COMPANY", "url": "https://example.org/bilal"}]


def test_the_headers_of_either_generation_are_understood():
    older = "School Name,Degree Name,Field of Study,Started On,Finished On\nExample,MSc,Ice,2015,Jun 2017\n"

    study = facts(read_profile(linkedin(Education=older)), "affiliation")[-1]

    assert (study["role"], str(study["starts_on"]), str(study["ends_on"])) == ("MSc, Ice", "2015", "2017-06")


def test_nothing_of_other_people_and_no_way_to_reach_the_person_is_kept():
    reading = read_profile(linkedin())

    kept = str(reading)
    for secret in ("Somebody", "none of your business", "bilal@example.org", "+47", "Example Street"):
        assert secret not in kept
    assert {skipped.place: skipped.code for skipped in reading.skipped if skipped.place.count("/") == 1} == {
        "/Connections.csv": SkipCode.OTHER_PERSON,
        "/Email Addresses.csv": SkipCode.CONTACT_DETAIL,
        "/PhoneNumbers.csv": SkipCode.CONTACT_DETAIL,
        "/messages.csv": SkipCode.OTHER_PERSON,
    }


def test_tables_of_other_people_are_not_even_unpacked():
    archive = linkedin()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        entry = opened.getinfo("messages.csv")
    # The name ends where the packed bytes begin: spoil them, and whoever unpacks them stumbles.
    at = entry.header_offset + 30 + len("messages.csv")
    spoilt = archive[:at] + b"\xff" * entry.compress_size + archive[at + entry.compress_size :]

    assert read_profile(spoilt).facts == read_profile(archive).facts


@pytest.mark.parametrize(
    "encode", [lambda text: text.encode("utf-16"), lambda text: b"\xef\xbb\xbf" + text.encode()]
)
def test_tables_saved_again_by_a_spreadsheet_are_read(encode):
    archive = linkedin(Skills=encode("Name;Endorsements\r\nHydrology;3\r\n"))

    assert {"name": "Hydrology"} in facts(read_profile(archive), "skill")


def test_a_part_of_an_archive_is_enough_in_any_folder_and_any_case():
    reading = read_profile(zipped({"Basic_LinkedInDataExport/SKILLS.CSV": linkedin_tables()["Skills.csv"]}))

    assert [fact.place for fact in reading.facts] == [
        "/Basic_LinkedInDataExport/SKILLS.CSV/1",
        "/Basic_LinkedInDataExport/SKILLS.CSV/2",
    ]


def test_a_name_that_climbs_leads_nowhere():
    reading = read_profile(zipped({"../../etc/Skills.csv": b"Name\nHydrology\n", "C:\\x\\evil\x1b.bin": b""}))

    assert [fact.place for fact in reading.facts] == ["/etc/Skills.csv/1"]
    assert [skipped.place for skipped in reading.skipped] == ["/C:/x/evil.bin"]
