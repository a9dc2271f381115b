"""A printed paper in several languages, left to right or right to left, as PDF.

The same paper gives the same bytes: no clock, no random id. Text is shaped by HarfBuzz; Arabic letters are
set in the Urdu face, everything else, names and Western digits inside Urdu among it, in the Latin one.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from common.fonts import LATIN, LATIN_BOLD, URDU, font_file

MARGIN, QR_SIZE = 20, 22  # millimetres
INK, MUTED, LINE = (20, 33, 28), (91, 105, 99), (200, 205, 200)
_ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
_HAS_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
# What has no glyph and needs none: joiners, marks of direction, isolates.
_UNSEEN = {"Cf", "Zl", "Zp"}
NO_GLYPH = "?"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a quotation or rows of label and value."""

    text: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    kind: str = "text"  # text | heading | quote | rows | note


@dataclass(frozen=True, slots=True)
class Side:
    """The paper in one language; `head` stands at the top of each of its pages."""

    language: str
    direction: str
    title: str
    head: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    made_at: datetime
    sides: tuple[Side, ...]
    check: str  # the address at which the paper is checked; printed, and as a QR code
    code: str


def isolated(name: object) -> str:
    """A name or reference set apart, so that it cannot turn the direction of the line around it."""
    return f"\u2068{name}\u2069"


def direction_of(text: str, otherwise: str) -> str:
    """The direction of most letters, so that "T1: …" before Urdu does not turn it; signs have none."""
    strengths = [unicodedata.bidirectional(character) for character in text]
    n_right, n_left = strengths.count("R") + strengths.count("AL"), strengths.count("L")
    if n_right == n_left:
        return otherwise
    return "rtl" if n_right > n_left else "ltr"


def as_pdf(paper: Paper) -> bytes:
    """Each language on pages of its own. Raises FileNotFoundError where the machine lacks the fonts."""
    sheet = _Sheet(paper)
    for side in paper.sides:
        sheet.begin(side)
        for block in side.blocks:
            sheet.add(block)
    return bytes(sheet.output())


class _Sheet(FPDF):
    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4")
        self.paper = paper
        self.side: Side = paper.sides[0]
        self.set_creation_date(paper.made_at)
        self.set_title(paper.title)
        self.set_lang("en-GB")
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + QR_SIZE)
        self.add_font("latin", "", _found(LATIN))
        self.add_font("latin", "B", _found(LATIN_BOLD))
        for style in ("", "B"):
            self.add_font("urdu", style, _found(URDU), unicode_range=list(_ARABIC))
        self.set_fallback_fonts(["latin", "urdu"], exact_match=False)
        self.known = set(self.fonts["latin"].cmap) | set(self.fonts["urdu"].cmap)

    def begin(self, side: Side) -> None:
        self.side = side
        self.add_page()
        self._write(side.title, size=17, style="" if side.direction == "rtl" else "B")
        self.ln(3)

    def add(self, block: Block) -> None:
        if block.kind == "rows":
            for label, value in block.rows:
                self._row(label, value)
            self.ln(3)
            return
        if block.kind == "heading":
            self.ln(2)
            self._write(block.text, size=12.5, style="" if self.side.direction == "rtl" else "B")
        elif block.kind == "quote":
            for paragraph in block.text.splitlines():
                self._write(paragraph, direction=direction_of(paragraph, self.side.direction))
        else:
            for paragraph in block.text.splitlines():
                self._write(paragraph, size=9 if block.kind == "note" else 10.5)
        self.ln(2.5)

    def header(self) -> None:
        """Both languages at the top of every page, each on its own side."""
        top = self.get_y()
        bottom = top
        half = self.epw / 2 - 3
        for side in self.paper.sides:
            left = self.l_margin if side.direction == "ltr" else self.w - self.r_margin - half
            self.set_y(top)
            for line in side.head:
                self._write(
                    line, direction=side.direction, size=9, colour=MUTED, left=left, width=half, gap=False
                )
            bottom = max(bottom, self.get_y())
        self.set_draw_color(*LINE)
        self.line(self.l_margin, bottom + 1.5, self.w - self.r_margin, bottom + 1.5)
        self.set_xy(self.l_margin, bottom + 7)

    def footer(self) -> None:
        top = self.h - MARGIN - QR_SIZE + 5
        self._qr(self.w - self.r_margin - QR_SIZE, top)
        self.set_y(top + 4)
        for line in (self.paper.code, self.paper.check, str(self.page_no())):
            self._write(
                line, direction="ltr", size=8.5, colour=MUTED, width=self.epw - QR_SIZE - 4, gap=False
            )

    def _qr(self, left: float, top: float) -> None:
        rows = list(segno.make(self.paper.check, error="m", micro=False).matrix)
        module = QR_SIZE / len(rows)
        self.set_fill_color(*INK)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    self.rect(left + x * module, top + y * module, module, module, style="F")

    def _row(self, label: str, value: str) -> None:
        """Label at the line's start, value beside it; a row goes to the next page whole where it fits one."""
        label_width = self.epw * 0.3
        value_width = self.epw - label_width - 4
        is_rtl = self.side.direction == "rtl"
        beside = {"left": self.l_margin if is_rtl else self.l_margin + label_width + 4, "width": value_width}
        at_start = {"left": self.w - self.r_margin - label_width if is_rtl else self.l_margin}
        height = sum(self._height(line, value_width) for line in value.splitlines())
        if height < self.eph / 2 and self.get_y() + height > self.page_break_trigger:
            self.add_page()
        page, top = self.page, self.get_y()
        self._write(label, colour=MUTED, width=label_width, **at_start)
        bottom = self.get_y() if self.page == page else 0
        self.set_y(top)
        for line in value.splitlines():
            self._write(line, direction=direction_of(line, self.side.direction), side=is_rtl, **beside)
        self.set_y(max(bottom, self.get_y()) if self.page == page else self.get_y())
        self.ln(1)

    def _height(self, text: str, width: float) -> float:
        self._choose(text, "ltr", 10.5, "")
        return float(
            self.multi_cell(width, _leading(text, 10.5), self._seen(text), dry_run=True, output="HEIGHT")
        )

    def _write(
        self,
        text: str,
        *,
        size: float = 10.5,
        style: str = "",
        direction: str = "",
        colour: tuple[int, int, int] = INK,
        left: float | None = None,
        width: float = 0,
        gap: bool = True,
        side: bool | None = None,
    ) -> None:
        """One paragraph from the margin or from `left`; it lies at the side where its language begins."""
        direction = direction or self.side.direction
        lies_right = direction == "rtl" if side is None else side
        self._choose(text, direction, size, style)
        self.set_text_color(*colour)
        self.set_x(self.l_margin if left is None else left)
        self.multi_cell(
            width or self.epw,
            _leading(text, size) * (1 if gap else 0.85),
            self._seen(text),
            align="R" if lies_right else "L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )

    def _choose(self, text: str, direction: str, size: float, style: str) -> None:
        """Nastaliq is small for its size: Urdu is set larger."""
        is_urdu = direction == "rtl"
        self.set_font("urdu" if is_urdu else "latin", style=style, size=size * (1.2 if is_urdu else 1))
        self.set_text_shaping(
            True,
            direction=direction,
            script="arab" if is_urdu else None,
            language="urd" if is_urdu else None,
        )

    def _seen(self, text: str) -> str:
        """The text in characters that one of the faces has; nothing is left as an empty box."""
        text = unicodedata.normalize("NFC", text.replace("\t", " "))
        return "".join(
            character
            if ord(character) in self.known
            else ("" if unicodedata.category(character) in (*_UNSEEN, "Cc") else NO_GLYPH)
            for character in text
        )


def _leading(text: str, size: float) -> float:
    """Millimetres from line to line: Nastaliq hangs from high to low and needs twice the room."""
    return size * 0.3528 * (2.55 if _HAS_ARABIC.search(text) else 1.5)


def _found(names: tuple[str, ...]) -> Path:
    path = font_file(names)
    if path is None:
        raise FileNotFoundError(f"no font {' or '.join(names)}: run `manage.py fetch_fonts`")
    return path
