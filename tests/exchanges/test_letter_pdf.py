"""Letters as PDF: every name set, Urdu joined and in Nastaliq, the same letter the same file."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from common import fonts
from common.paper import Block, Paper, Side, as_pdf, direction_of, isolated
from exchanges.enums import LetterKind as K
from exchanges.models import Letter, Placement
from exchanges.selectors.letters import letter_paper
from exchanges.services import letters as services
from tests.exchanges.letter_world import IN_LAHORE, make_approved, make_rejected
from tests.factories import NOW

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not fonts.has_fonts(), reason="this machine has no Noto fonts: run fetch_fonts"),
]
SignIn = Callable[..., Client]


def _pdf(browser: Client, letter: Letter) -> bytes:
    answer = browser.get(reverse("exchanges:letter_pdf", args=[letter.code]))
    assert answer.status_code == 200
    return answer.content


def _pages(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in _pages(pdf))


def _glyphs(pdf: bytes) -> Iterator[tuple[str, int]]:
    """Each glyph that is shown, with the name of its face; glyph 0 is the empty box."""
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        faces = {name: face.get_object()["/BaseFont"] for name, face in page["/Resources"]["/Font"].items()}
        face = ""
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                face = faces[operands[0]]
            for shown in operands[0] if operator == b"TJ" else operands if operator == b"Tj" else ():
                raw = getattr(shown, "original_bytes", b"")
                for at in range(0, len(raw) - 1, 2):
                    yield face, int.from_bytes(raw[at : at + 2], "big")


def _paper(*blocks: Block, title: str = "Letter", direction: str = "rtl") -> Paper:
    language = "ur" if direction == "rtl" else "en"
    side = Side(language, direction, title, ("Diaspora Portal",), blocks)
    return Paper(title, datetime(2026, 11, 23, tzinfo=UTC), (side,), "https://portal.example/?code=A", "A")


@pytest.fixture
def approved(cast: SimpleNamespace) -> Placement:
    cast.hina.name_ur = "حنا قریشی"
    cast.hina.save()
    return make_approved(cast, **IN_LAHORE)


def test_a_letter_is_downloaded_as_a_file_and_the_download_is_a_look(
    cast: SimpleNamespace, approved: Placement, client_of: SignIn
) -> None:
    letter = approved.letters.get(kind=K.INVITATION)

    answer = client_of(cast.asma).get(reverse("exchanges:letter_pdf", args=[letter.code]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="invitation-{letter.code}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.content.startswith(b"%PDF-")
    looks = cast.expert.access_events.filter(route="exchanges:letter_pdf")
    assert [look.viewer for look in looks] == [cast.asma]


def test_both_languages_stand_in_it_with_reference_and_the_address_to_check(
    cast: SimpleNamespace, approved: Placement, client_of: SignIn
) -> None:
    letter = approved.letters.get(kind=K.APPROVAL)

    pages = [page.extract_text() for page in _pages(_pdf(client_of(cast.hina), letter))]

    assert len(pages) == 2
    for page in pages:
        assert letter.code in page
        assert approved.public_id in page
        assert f"/verify/?code={letter.code}" in page
        assert "Ministry of Science and Technology" in page
    assert "Hina Qureshi" in pages[0]
    assert "23 November 2026" in pages[0]
    assert "A report with three agreed changes." in pages[1]


@pytest.mark.parametrize("kind", [K.APPROVAL, K.INVITATION, K.DOSSIER])
def test_no_letter_of_any_name_or_word_is_left_as_an_empty_box(
    cast: SimpleNamespace, approved: Placement, kind: K
) -> None:
    services.compile_file(placement_id=approved.pk, by=cast.omar, at=NOW)

    shown = list(_glyphs(as_pdf(letter_paper(approved.letters.get(kind=kind)))))

    assert len(shown) > 400
    assert [face for face, glyph in shown if glyph == 0] == []


def test_urdu_is_set_in_nastaliq_and_joined(cast: SimpleNamespace) -> None:
    words = "تعیناتی منظور کی جاتی ہے"
    shown = [glyph for face, glyph in _glyphs(as_pdf(_paper(Block(words)))) if "Nastaliq" in face]

    # Unjoined, every letter would have one shape: Nastaliq has more shapes than the sentence has letters.
    assert len(set(shown)) > len(set(words.replace(" ", "")))


@pytest.mark.skipif(
    "Nastaliq" not in str(fonts.font_file(fonts.URDU)), reason="this machine has Naskh alone, which stands in"
)
def test_latin_names_and_numbers_inside_urdu_keep_their_order() -> None:
    name = "Lahore Tech Incubation Centre (LTIC), 2nd Floor"

    text = _text(as_pdf(_paper(Block(f"حوالہ: {isolated('PL7K2M9QXA')} · {isolated(name)} 2026"))))

    assert "PL7K2M9QXA" in text
    assert name in text.replace("\u2068", "").replace("\u2069", "")
    assert "2026" in text


def test_the_same_letter_is_the_same_file(
    cast: SimpleNamespace, approved: Placement, client_of: SignIn
) -> None:
    letter = approved.letters.get(kind=K.APPROVAL)

    files = {
        _pdf(client_of(who), letter) for who in (cast.hina, cast.sana, cast.asma)
    }  # readers in three time zones

    assert len(files) == 1


@pytest.mark.parametrize("name", ["Bilal", "ب", "Muhammad " * 14, "محمد عبد الرحمٰن " * 8, "Ωμέγα", "1"])
def test_mononyms_and_very_long_names_fit_the_page(name: str) -> None:
    for direction in ("ltr", "rtl"):
        block = Block(f"{isolated(name)}: {isolated(name)}")
        pdf = as_pdf(_paper(block, Block(rows=((name, name),), kind="rows"), title=name, direction=direction))

        assert len(_pages(pdf)) == 1
        assert all(glyph for _face, glyph in _glyphs(pdf))


def test_signs_that_no_face_has_are_marked_and_not_left_out(caplog: Any) -> None:
    pdf = as_pdf(_paper(Block("Name: 日本 \U0001f600"), direction="ltr"))

    assert "Name: ?? ?" in _text(pdf)
    assert all(glyph for _face, glyph in _glyphs(pdf))
    assert "missing" not in caplog.text


def test_a_plan_of_many_pages_is_printed_whole() -> None:
    lines = "\n".join(f"Line {n} of a long plan that both sides agreed on." for n in range(200))
    rows = (("Steps", lines), ("Hours", "12"))

    for direction in ("ltr", "rtl"):
        text = _text(as_pdf(_paper(Block(rows=rows, kind="rows"), direction=direction)))

        assert all(f"Line {n} of" in text for n in range(200))
        assert "12" in text.split("Line 199")[1]


def test_a_rejection_prints_its_words_in_both_languages(cast: SimpleNamespace, client_of: SignIn) -> None:
    letter = make_rejected(cast).letters.get()

    text = " ".join(_text(_pdf(client_of(cast.sana), letter)).split())

    assert "how its outcome will be measured" in text
    assert "until 23 December 2026" in text


def test_a_machine_without_fonts_says_so_and_leaves_the_page(
    cast: SimpleNamespace,
    approved: Placement,
    client_of: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(fonts, "SYSTEM_DIRS", (tmp_path,))
    monkeypatch.setattr(fonts, "DEVELOPMENT_DIR", tmp_path)
    browser = client_of(cast.hina)
    letter = approved.letters.get(kind=K.APPROVAL)

    answer = browser.get(reverse("exchanges:letter_pdf", args=[letter.code]), follow=True)

    page = answer.content.decode()
    assert "print the page instead" in page
    assert "Download as PDF" not in page


@pytest.mark.parametrize(
    ("text", "found"),
    [("12 دسمبر", "rtl"), ("2026 plan", "ltr"), ("(12)", "rtl"), ("", "rtl"), ("T1: جائزہ", "rtl")],
)
def test_a_line_begins_at_the_side_of_most_of_its_letters(text: str, found: str) -> None:
    assert direction_of(text, "rtl") == found
