"""The Urdu catalogue is complete and keeps every placeholder."""

import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings

PATH = Path(settings.BASE_DIR) / "locale" / "ur" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}|<[^>]+>")


def _entries() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    with PATH.open("rb") as file:
        catalogue = read_po(file, locale="ur")
    return [(_forms(message.id), _forms(message.string)) for message in catalogue if message.id]


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """One form, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def test_no_entry_is_untranslated() -> None:
    missing = [english[0] for english, urdu in _entries() if not all(text.strip() for text in urdu)]

    assert missing == []


def test_every_placeholder_survives_the_translation() -> None:
    changed = [
        english[0]
        for english, urdu in _entries()
        if set(PLACEHOLDER.findall(english[-1])) != set(PLACEHOLDER.findall(urdu[-1]))
    ]

    assert changed == []


def test_entries_that_no_native_speaker_has_read_are_marked() -> None:
    text = PATH.read_text("utf-8")

    assert text.count("# unreviewed\n") == len(_entries())
