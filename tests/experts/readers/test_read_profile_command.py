"""`manage.py read_profile FILE`, as a person at a terminal meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.experts.readers.corpus import FILES

ROOT = Path(__file__).parents[3]


def read_profile(*words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    # A database that nobody serves: the command must not need one.
    env = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "PYTHONIOENCODING": encoding}
    return subprocess.run(
        [sys.executable, "manage.py", "read_profile", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        encoding=encoding,
        check=False,
    )


def test_a_profile_is_printed_as_json_with_what_was_skipped_and_why():
    # A terminal without Urdu letters gets them escaped, never a traceback.
    done = read_profile(str(FILES / "orcid/good/record_with_every_trap.json"), encoding="ascii")

    printed = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert printed["format"] == "orcid_json"
    assert printed["counts"]["credential"] == 2
    assert {"other_name": "زرمینہ"} in [fact["fields"] for fact in printed["facts"]]
    assert printed["skipped"][0] == {
        "place": "/person/biography/content",
        "code": "contact_detail",
        "reason": "Contact details are never kept: organisations reach you through the portal.",
        "excerpt": "",
    }


def test_a_file_that_cannot_be_read_gives_one_sentence_and_status_two():
    done = read_profile(str(FILES / "orcid/bad/truncated.json"))

    sentence = "The file is not valid JSON: reading stopped at line 1, column 1501.\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", sentence)


@pytest.mark.parametrize(
    ("name", "reason"), [("none.json", "No such file or directory"), ("", "Is a directory")]
)
def test_a_missing_file_and_a_folder_give_one_sentence_too(tmp_path, capsys, name, reason):
    with pytest.raises(SystemExit) as end:
        call_command("read_profile", str(tmp_path / name))

    assert end.value.code == 2
    assert capsys.readouterr() == ("", f"{tmp_path / name}: {reason}.\n")
