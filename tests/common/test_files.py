"""Files that people hand in: what is taken, where it stands, and that nothing is left behind."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from common.files import MOST_BYTES, drop_file, keep_file, open_file, sweep_files
from common.models import StoredFile
from common.refusals import Refused
from tests.factories import NOW, make_user

PDF = b"%PDF-1.7 a letter"
PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORED_FILES_DIR = tmp_path / "files"
    return settings.STORED_FILES_DIR


def keep(name="letter.pdf", content=PDF):
    with transaction.atomic():
        return keep_file(upload=SimpleUploadedFile(name, content), by=None, at=NOW)


def test_a_file_stands_under_a_random_name_that_only_the_portal_reads(db, folder):
    file = keep("My letter.PDF")

    (path,) = Path(folder).iterdir()
    assert (file.name, file.media_type, file.n_bytes) == ("My letter.pdf", "application/pdf", len(PDF))
    assert path.name == file.stored_as
    assert "letter" not in path.name
    assert oct(path.stat().st_mode)[-3:] == "600"
    with open_file(file) as content:
        assert content.read() == PDF


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "file_empty"),
        ("big.pdf", PDF + b"x" * MOST_BYTES, "file_too_large"),
        ("page.html", b"<script>", "file_kind"),
        ("letter.svg", b"<svg/>", "file_kind"),
        ("none", PDF, "file_kind"),
        ("page.pdf", b"<html>", "file_not_what_it_says"),
        ("picture.jpg", PNG, "file_not_what_it_says"),
    ],
)
def test_what_is_no_pdf_png_or_jpeg_is_refused_and_leaves_nothing(db, folder, name, content, code):
    with pytest.raises(Refused) as refusal:
        keep(name, content)

    assert (refusal.value.code, refusal.value.field) == (code, "file")
    assert not Path(folder).exists()
    assert not StoredFile.objects.exists()


def test_a_name_with_a_path_or_signs_that_nobody_sees_is_only_a_name(db, folder):
    name = keep("../../etc/\u202efdp.\x00pass wd.png", PNG).name

    assert "/" not in name
    assert "\u202e" not in name
    assert name.endswith(".png")


def test_a_deleted_file_is_gone_once_the_deletion_is_certain(db, folder, django_capture_on_commit_callbacks):
    file = keep()

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        drop_file(file)
        assert len(list(Path(folder).iterdir())) == 1

    assert list(Path(folder).iterdir()) == []
    assert not StoredFile.objects.exists()


def test_the_sweep_removes_what_a_crash_left_behind_and_nothing_else(db, folder):
    kept = keep()
    young, old, part = (folder / (letter * 32) for letter in "abc")
    part = part.with_name(part.name + ".part")
    foreign = folder / "notes.txt"
    for path in (young, old, part, foreign):
        path.write_bytes(b"x")
    before = (NOW - timedelta(days=2)).timestamp()
    for path in (old, part, foreign, folder / kept.stored_as):
        os.utime(path, (before, before))
    os.utime(young, (NOW.timestamp(), NOW.timestamp()))

    assert sweep_files(at=NOW) == 2

    assert {path.name for path in folder.iterdir()} == {kept.stored_as, young.name, "notes.txt"}


def test_a_sweep_before_the_first_file_finds_nothing(db, folder):
    assert sweep_files(at=NOW) == 0


def test_a_file_is_kept_only_with_the_row_that_points_to_it(transactional_db, folder):
    with pytest.raises(RuntimeError):
        keep_file(upload=SimpleUploadedFile("a.pdf", PDF), by=make_user(), at=NOW)
