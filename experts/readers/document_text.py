"""The text of a PDF or DOCX, page by page, or the Europass document that a PDF carries along.

Run as a program: content on stdin, JSON on stdout.

A document may be made to exhaust whoever reads it, so this runs in a process of its own
(`experts.readers.cv`), which the system ends when it takes too much. It holds no secret of the portal.
"""

import base64
import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from experts.readers.archive import WORD_TEXT, Archive
from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.limits import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_CPU_SECONDS,
    MAX_MEMORY_BYTES,
    MAX_PAGES,
    MAX_WORD_BYTES,
    MAX_WORD_DEPTH,
    MAX_WORD_VALUES,
)
from experts.readers.xml import Element, parse_xml

# How the documents begin that the Europass editors attach: a mark, a declaration, one of these roots.
_EUROPASS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*)?<(?:[\w.-]+:)?(?:SkillsPassport|Candidate)\b")
_HEAD_BYTES = 4096
_BREAKS = frozenset({"p", "br", "cr", "tr"})


def text_of(content: bytes) -> list[str]:
    """Texts of the pages as far as MAX_CHARACTERS reach; a DOCX is one page.

    Raises UnreadableProfile, or whatever the PDF library meets in a damaged file.
    """
    pages = [_text_of_docx(content)] if content.startswith(b"PK") else _pages_of_pdf(content)
    found: list[str] = []
    left = MAX_CHARACTERS
    for page in pages:
        found.append(page[:left])
        left -= len(found[-1])
        if left <= 0:
            break
    if not any(page.strip() for page in found):
        raise UnreadableProfile(UnreadableCode.NO_TEXT)
    return found


def attached_document(content: bytes) -> bytes | None:
    """The Europass document attached to a PDF by the editor that made it, if there is one."""
    if content.startswith(b"PK"):
        return None
    try:
        attached = [entry.content for entry in _opened_pdf(content).attachment_list]
    except UnreadableProfile:
        raise
    # Whatever the library meets in a damaged attachment is no reason to lose the pages.
    except Exception:
        return None
    fitting = (found for found in attached if len(found) <= MAX_BYTES)
    return next((found for found in fitting if _EUROPASS.match(found, 0, _HEAD_BYTES)), None)


def _opened_pdf(content: bytes) -> Any:
    # Loaded here alone: reading any other format must not cost it.
    from pypdf import PdfReader  # noqa: PLC0415

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise UnreadableProfile(UnreadableCode.LOCKED)
    return reader


def _pages_of_pdf(content: bytes) -> Iterator[str]:
    reader = _opened_pdf(content)
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableProfile(UnreadableCode.TOO_MANY_PAGES, limit=MAX_PAGES)
    return (page.extract_text() or "" for page in reader.pages)


def _text_of_docx(content: bytes) -> str:
    archive = Archive(io.BytesIO(content))
    if WORD_TEXT not in archive.names:
        raise UnreadableProfile(UnreadableCode.DAMAGED)
    content = archive.read(WORD_TEXT, MAX_WORD_BYTES)
    return "".join(_words(parse_xml(content, depth=MAX_WORD_DEPTH, values=MAX_WORD_VALUES)))


def _words(element: Element) -> Iterator[str]:
    if element.name == "t":
        yield element.text
    elif element.name == "tab":
        yield " "
    for child in element.children:
        yield from _words(child)
    if element.name in _BREAKS:
        yield "\n"


def _limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _limit_this_process()
    content = sys.stdin.buffer.read()
    try:
        attached = attached_document(content)
        answer: dict[str, object] = (
            {"attached": base64.b64encode(attached).decode()} if attached else {"pages": text_of(content)}
        )
    except UnreadableProfile as refusal:
        answer = {"code": refusal.code, "params": refusal.params}
    except (MemoryError, RecursionError):
        answer = {"code": UnreadableCode.TOO_HARD, "params": {}}
    # A damaged PDF makes the library raise almost anything; here it ends one process and one sentence.
    except Exception:
        answer = {"code": UnreadableCode.DAMAGED, "params": {}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
