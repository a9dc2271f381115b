"""Files with something wrong: what each is told, format by format."""

import pytest

from experts.readers import SkipCode, UnreadableProfile, read_profile
from experts.readers.as_json import as_json
from tests.experts.readers.bad_files import FORMATS, Bad


def meet(bad: Bad) -> None:
    """The file is refused, or a part of it left out, with its code and its words and with nothing else."""
    if isinstance(bad.code, SkipCode):
        reading = read_profile(bad.content)
        assert bad.code in [skipped.code for skipped in reading.skipped]
        assert f'"reason": "{bad.sentence}"' in as_json(reading)
        return
    with pytest.raises(UnreadableProfile) as refusal:
        read_profile(bad.content)
    assert (refusal.value.code, refusal.value.sentence) == (bad.code, bad.sentence)


@pytest.mark.parametrize("name", FORMATS["orcid_xml"])
def test_a_bad_orcid_record_in_xml_is_told_what_is_wrong(name):
    meet(FORMATS["orcid_xml"][name])


@pytest.mark.parametrize("name", FORMATS["europass"])
def test_a_bad_europass_cv_is_told_what_is_wrong(name):
    meet(FORMATS["europass"][name])


@pytest.mark.parametrize("name", FORMATS["linkedin"])
def test_a_bad_linkedin_archive_is_told_what_is_wrong(name):
    meet(FORMATS["linkedin"][name])


@pytest.mark.parametrize("name", FORMATS["cv"])
def test_a_bad_cv_is_told_what_is_wrong(name):
    meet(FORMATS["cv"][name])


@pytest.mark.parametrize("name", FORMATS["own"])
def test_a_bad_document_of_our_own_is_told_what_is_wrong(name):
    meet(FORMATS["own"][name])


@pytest.mark.parametrize("files", FORMATS.values(), ids=FORMATS)
def test_every_format_has_at_least_ten_bad_files(files):
    assert len(files) >= 10
