import pytest

from experts.readers.identifiers import (
    cefr_level,
    country_code,
    doi,
    language_code,
    orcid_id,
    ror_id,
    skill_level,
    web_address,
    without_emails,
)


@pytest.mark.parametrize(
    "written",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "http://sandbox.orcid.org/0000-0002-1825-0097/",
        " orcid.org/0000-0002-1825-0097 ",
    ],
)
def test_an_orcid_id_is_recognised_in_every_usual_spelling(written):
    assert orcid_id(written) == "0000-0002-1825-0097"


def test_the_check_digit_of_an_orcid_id_may_be_an_x():
    assert orcid_id("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize(
    "written",
    ["0000-0002-1825-0098", "0000-0002-1694-2330", "0000-0002-1825-009", "٠٠٠٠-0002-1825-0097", "", "me"],
)
def test_an_orcid_id_with_a_wrong_check_digit_or_shape_is_none(written):
    assert orcid_id(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "10.5555/ABC",
        "doi:10.5555/abc",
        "DOI 10.5555/abc",
        "https://doi.org/10.5555/abc",
        "http://dx.doi.org/10.5555/abc",
    ],
)
def test_a_doi_is_brought_to_one_spelling(written):
    assert doi(written) == "10.5555/abc"


@pytest.mark.parametrize(
    "written", ["work:doi", "10.5/abc", "11.5555/abc", "10.5555/", "10.5555/a b", "", "https://e.org/"]
)
def test_what_is_no_doi_is_none(written):
    assert doi(written) is None


def test_an_organisation_register_address_is_brought_to_one_spelling():
    assert ror_id("ROR.org/01XTTHB56") == ror_id("01xtthb56") == "https://ror.org/01xtthb56"
    assert ror_id("grid.5510.1") is None


@pytest.mark.parametrize(
    "address", ["http://example.org", "https://example.org:8000/a?b=c#d", "HTTPS://EXAMPLE.ORG"]
)
def test_plain_web_addresses_are_kept(address):
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "mailto:a@b.org",
        "ftp://e.org",
        "https://user:secret@e.org",
        "https://",
        "//e.org",
        "e.org",
    ],
)
def test_other_addresses_are_not_kept(address):
    assert web_address(address) is None


def test_email_addresses_are_cut_out_of_texts():
    assert without_emails("Write to a.b@example.org or c@d.pk.") == ("Write to … or ….", 2)
    assert without_emails("a @ b") == ("a @ b", 0)


@pytest.mark.parametrize(("written", "code"), [("pk", "PK"), ("UK", "GB"), ("EL", "GR"), ("XK", "XK")])
def test_country_codes_are_brought_to_iso(written, code):
    assert country_code(written) == code


@pytest.mark.parametrize("written", ["ZZ", "EU", "Pakistan", "", "P", "XA"])
def test_what_is_no_country_is_none(written):
    assert country_code(written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Urdu", "ur"),
        ("اردو", "ur"),
        ("UR", "ur"),
        ("Deutsch", "de"),
        ("Punjabi", "pa"),
        ("Saraiki", "skr"),
        ("Norsk", "nb"),
    ],
)
def test_languages_are_known_by_code_english_name_and_own_name(written, code):
    assert language_code(written) == code


def test_an_unknown_language_is_none():
    assert language_code("Hopefully") is None


@pytest.mark.parametrize(
    ("wording", "level"),
    [
        ("Native speaker", "C2"),
        ("Full professional proficiency", "C1"),
        ("PROFESSIONAL_WORKING", "B2"),
        ("Limited working proficiency", "B1"),
        ("Elementary", "A2"),
        ("B1 (telc)", "B1"),
        ("c2", "C2"),
        ("non-native", None),
        ("C3", None),
        ("", None),
    ],
)
def test_a_free_wording_of_fluency_promises_a_level_or_none(wording, level):
    assert cefr_level(wording) == level


@pytest.mark.parametrize(
    ("wording", "level"), [("Master", 4), ("advanced", 3), ("Intermediate", 2), ("basic", 1), ("yes", None)]
)
def test_a_free_wording_of_skill_means_a_level_or_none(wording, level):
    assert skill_level(wording) == level
