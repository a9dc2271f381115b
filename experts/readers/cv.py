"""A curriculum vitae as PDF or DOCX: which skills of the vocabulary it names, and nothing else is guessed.

The text is taken out by a process of its own, under limits, and forgotten when the skills are known.
"""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from common.text import fold
from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.cursor import Notes
from experts.readers.identifiers import words_of
from experts.readers.limits import MAX_SECONDS
from experts.readers.shapes import FactKind

SOURCE = "CV"
_ROOT = Path(__file__).parents[2]
_LONGEST_NAME = 6  # words
# Names this short are also ordinary words in other letters: "AI" is a skill, "ai" is not.
_SHORT = 3


def read_cv(pages: Sequence[str], skills: Mapping[str, str], notes: Notes) -> None:
    """Note each skill that the text names; `skills` are spelling -> name as the vocabulary writes it."""
    by_words: dict[tuple[str, ...], str] = {}
    as_written: dict[str, str] = {}
    for spelling, name in skills.items():
        if len(spelling) <= _SHORT:
            as_written[spelling] = name
        else:
            by_words.setdefault(tuple(words_of(fold(spelling))), name)
    found: dict[str, int] = {}
    for number, page in enumerate(pages, start=1):
        for name in _named_in(page, by_words, as_written):
            found.setdefault(name, number)
    for name, number in found.items():
        notes.add(FactKind.SKILL, {"name": name}, f"/page/{number}", SOURCE)


def _named_in(
    page: str, by_words: Mapping[tuple[str, ...], str], as_written: Mapping[str, str]
) -> Iterator[str]:
    written = words_of(page)
    words = [fold(word) for word in written]
    at = 0
    while at < len(words):
        longest = range(min(_LONGEST_NAME, len(words) - at), 0, -1)
        n = next((n for n in longest if tuple(words[at : at + n]) in by_words), 0)
        if n:
            yield by_words[tuple(words[at : at + n])]
        elif written[at] in as_written:
            yield as_written[written[at]]
        at += n or 1


def open_document(content: bytes) -> list[str] | bytes:
    """The texts of the pages, or the Europass document that the PDF carries along.

    They come from a process that knows no secret and cannot outlive its limits.
    Raises UnreadableProfile when nothing can be had within them.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "experts.readers.document_text"],
            input=content,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
            timeout=MAX_SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    # Too slow, or ended by the system before it could answer.
    except (subprocess.TimeoutExpired, ValueError):
        raise UnreadableProfile(UnreadableCode.TOO_HARD) from None
    if "code" in answer:
        raise UnreadableProfile(UnreadableCode(answer["code"]), **answer["params"])
    return base64.b64decode(answer["attached"]) if "attached" in answer else answer["pages"]
