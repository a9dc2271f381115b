"""Listings for the directory: read from profiles, or made from a snapshot's columns and kept on disk.

They hold what snapshots must not: keys of names, words of headlines and titles, and who chose to be seen by
whom. So they stand in a folder of their own, which matching never opens.
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from common.names import name_keys
from common.text import words_of
from experts.enums import PublicPart
from matching.adapter import files
from matching.adapter.building import fresh_snapshot
from matching.adapter.codes import CATEGORIES, MODES
from matching.adapter.copying import copy_rows, copy_texts, one_moment
from matching.adapter.extract import Who, read_population
from matching.adapter.snapshot import Snapshot, snapshots_root
from matching.engine.listing import Facet, Listing, Part, People, Said, lay_out, term_of
from programmes.enums import Mode
from taxonomy.enums import Seniority

_WISHES = {bit: category for category, bit in CATEGORIES.items()}
_MODES = {int(bit): mode for mode, bit in MODES.items()}
_SENIORITIES = {seniority.rank: seniority for seniority in Seniority}
_LETTERS = 27
LAYOUT = 1
"""Raised when the arrays of a listing change."""
READING_SECONDS = 10.0
PEOPLE_IN_A_BLOCK = 100_000
"""So many are read in about five seconds on a busy machine, and laid out in one or two."""
_OF_SAID = ("level", "parts", "row", "term")
MOST_IN_A_TURN = 200_000
"""People whose snapshot and listing are both made within half of the 55 seconds that a worker has."""

# Who chose to be seen by whom, while their consent is in force.
_LISTED = """SELECT e.id::int4,
    (CASE WHEN e.state = 'verified' AND EXISTS (SELECT FROM accounts_consent c WHERE c.user_id = e.user_id
            AND c.purpose = 'directory' AND c.withdrawn_at IS NULL)
        THEN CASE e.visibility WHEN 'public' THEN 0 WHEN 'verified_organisations' THEN 1 ELSE 2 END
        ELSE 2 END)::int4,
    COALESCE((SELECT sum(1 << array_position(%(parts)s, part::text) - 1)
        FROM unnest(e.public_parts) part), 0)::int4
FROM population e ORDER BY e.id"""
_LISTED_FIELDS = {"id": "i4", "level": "i4", "parts": "i4"}
# The words under which somebody is found; skills of the vocabulary are in the columns.
_SAID_WORDS = """SELECT e.id, e.headline, concat_ws(' ', u.full_name, u.preferred_name, u.name_ur),
    (SELECT string_agg(w.title, ' ') FROM experts_work w WHERE w.expert_id = e.id),
    (SELECT string_agg(s.typed, ' ') FROM experts_expertskill s
        WHERE s.expert_id = e.id AND s.skill_id IS NULL)
FROM population e LEFT JOIN accounts_user u ON u.id = e.user_id ORDER BY e.id"""


@dataclass(frozen=True, eq=False)
class Stored:
    """A directory on disk: its base, and perhaps a delta, whose people are `changed` in the base.

    What happened at or above the `watermark` is not in it.
    """

    watermark: int
    listings: tuple[Listing, ...]
    changed: NDArray[np.int64]


def wish_number(wish: str) -> int:
    return next(bit for bit, category in _WISHES.items() if category == wish)


def mode_number(mode: str) -> int:
    return int(MODES[Mode(mode)])


def word_of(facet: Facet, value: int) -> str | int:
    """A facet's value outside: a code; for themes and territories the position."""
    match facet:
        case Facet.COUNTRY:
            return chr(65 + value // 26) + chr(65 + value % 26)
        case Facet.LANGUAGE:
            return language_letters(value)
        case Facet.MODE:
            return _MODES[value].value
        case Facet.SENIORITY:
            return _SENIORITIES[value].value
        case Facet.WISH:
            return _WISHES[value].value
    return value


def language_letters(number: int) -> str:
    """The inverse of `codes.language_number`.

    >>> language_letters(585)
    'ur'
    """
    letters = ""
    while number:
        number, letter = divmod(number, _LETTERS)
        letters = (chr(96 + letter) if letter else "-") + letters
    return letters


def read_listing(who: Who) -> Listing:
    """The listing of experts as their profiles are now."""
    with one_moment():
        population = read_population(who, with_texts=False)
        said = _said(who, population.ids)
    people = SimpleNamespace(**population.columns)
    return lay_out(population.ids, people, population.tables.languages, said)


def _said(who: Who, ids: NDArray[np.int64]) -> Said:
    """What columns do not hold, for ascending ids; whoever is not read any more is not listed."""
    parts = {"parts": [part.value for part in PublicPart]}
    listed = copy_rows(who.query(_LISTED), _LISTED_FIELDS, who.parameters(**parts))
    row, is_here = _rows(ids, listed["id"].astype(np.int64))
    level, shown = np.full(len(ids), -1, np.int8), np.zeros(len(ids), np.uint16)
    level[row] = listed["level"][is_here]
    shown[row] = listed["parts"][is_here] | 1 << Part.NAME
    owner, term = _terms(who)
    row, is_here = _rows(ids, owner)
    return Said(level, shown, row.astype(np.int32), term[is_here])


def _rows(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Rows of those wanted ids that are there, and which these are."""
    if not len(ids):
        return np.zeros(0, np.int64), np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    is_here = ids[at] == wanted
    return at[is_here], is_here


def _terms(who: Who) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Pairs (expert id, term): words of headlines, titles and typed skills, keys of names."""
    known: dict[tuple[Part, str], tuple[int, ...]] = {}
    terms, ids, counts = list[int](), list[int](), list[int]()
    for expert_id, *texts in copy_texts(who.query(_SAID_WORDS), who.parameters()):
        before = len(terms)
        for part, text in zip((Part.HEADLINE, Part.NAME, Part.WORKS, Part.SKILLS), texts, strict=True):
            for written in text.split():
                found = known.get((part, written))
                if found is None:
                    found = known[part, written] = _terms_of(part, written)
                terms += found
        ids.append(int(expert_id))
        counts.append(len(terms) - before)
    owner = np.repeat(np.array(ids, dtype=np.int64), np.array(counts, dtype=np.int64))
    return owner, np.array(terms, dtype=np.uint64)


def _terms_of(part: Part, written: str) -> tuple[int, ...]:
    words = name_keys(written) if part is Part.NAME else words_of(written)
    return tuple(term_of(part, word) for word in words)


def listings_root() -> Path:
    return Path(settings.DATA_DIR) / "directory"


def current() -> Stored | None:
    """The directory that was made last, if it is whole and of this definition."""
    folder = files.current_of(listings_root())
    if folder is None:
        return None
    try:
        return _open(folder, folder.stat().st_mtime_ns)
    except (OSError, files.BrokenFiles):
        return None


@lru_cache(maxsize=2)
def _open(folder: Path, _made_at: int) -> Stored:
    """A folder is verified once per process: it appears whole and is never changed, only removed."""
    arrays, manifest = files.read_folder(folder)
    if manifest["layout"] != LAYOUT:
        raise files.BrokenFiles(f"{folder.name} was laid out by another version")
    changed = arrays.pop("changed")
    own = files.unflatten(Listing, arrays)
    if not manifest["base"]:
        return Stored(manifest["watermark"], (own,), changed)
    before, _ = files.read_folder(listings_root() / manifest["base"])
    before.pop("changed")
    return Stored(manifest["watermark"], (files.unflatten(Listing, before), own), changed)


def is_replaced() -> bool:
    """Whether snapshots have a newer base: what this one holds of people who are gone must go as well."""
    folder, snapshot = files.current_of(listings_root()), files.current_of(snapshots_root())
    if folder is None or snapshot is None:
        return True
    try:
        return _base_of(folder) != _base_of(snapshot)
    except files.BrokenFiles:
        return True


def _base_of(folder: Path) -> str:
    return files.read_manifest(folder)["base"] or folder.name


def renew(pinned: set[str]) -> None:
    """Make the listings of the newest snapshot the current ones, and remove all others.

    A new base of very many and its listing are two turns' work: the next one lays out what this one built.
    Raises StillPacking as `fresh_snapshot`, BrokenFiles when the snapshot goes while it is read.
    """
    known = files.generations(snapshots_root())
    snapshot = fresh_snapshot(pinned)
    if snapshot.base not in known and len(snapshot.ids) > MOST_IN_A_TURN:
        return
    lay_out_snapshot(snapshot)


def lay_out_snapshot(snapshot: Snapshot) -> None:
    """Make the listings of a snapshot the current ones, in as many turns as it takes. Raises BrokenFiles."""
    root = listings_root()
    for name in dict.fromkeys((snapshot.base, snapshot.name)):
        if not (root / name).is_dir() and not _write(snapshot, name):
            return
    files.point_to(root / snapshot.name)
    files.keep_only(root, {snapshot.base, snapshot.name})


def _write(snapshot: Snapshot, name: str) -> bool:
    """Store one listing; whether there was time for it."""
    is_base = name == snapshot.base
    part = snapshot.parts[0 if is_base else -1]
    manifest = files.read_manifest(snapshots_root() / name)
    ids = snapshot.ids[part.offset : part.offset + len(part.experts)]
    languages = snapshot.tables.languages
    changed = np.zeros(0, np.int64) if is_base else snapshot.ids[snapshot.parts[0].dead]
    people: People = part.experts
    said = _said_in_turns(name, ids)
    if said is None:
        return False
    listing = lay_out(ids, people, languages, said)
    store(name, listing, manifest["watermark"], "" if is_base else snapshot.base, changed)
    _forget_blocks()
    return True


def _said_in_turns(name: str, ids: NDArray[np.int64]) -> Said | None:
    """What columns do not hold, read in blocks that wait on disk for the rest; None where a turn is over.

    Blocks of several moments go together: whoever changes after the snapshot is read anew for each answer.
    """
    _forget_blocks(but=name)
    ends, has_read, blocks = time.monotonic() + READING_SECONDS, False, []
    for first in range(0, max(len(ids), 1), PEOPLE_IN_A_BLOCK):
        file = listings_root() / f".said-{name}-{first}.npz"
        if not file.exists():
            if has_read and time.monotonic() > ends:
                return None
            _read_block(file, ids[first : first + PEOPLE_IN_A_BLOCK])
            has_read = True
        with np.load(file) as block:
            blocks.append({each: block[each] for each in _OF_SAID})
        blocks[-1]["row"] += np.int32(first)
    return Said(*(np.concatenate([block[each] for block in blocks]) for each in _OF_SAID))


def _read_block(file: Path, ids: NDArray[np.int64]) -> None:
    with one_moment():
        said = _said(Who(ids=ids.tolist()), ids)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".part.npz")
    np.savez(aside, **{each: getattr(said, each) for each in _OF_SAID})
    aside.replace(file)


def _forget_blocks(*, but: str = "") -> None:
    """Remove what was read for listings that nobody lays out any more."""
    for file in listings_root().glob(".said-*"):
        if not but or not file.name.startswith(f".said-{but}-"):
            file.unlink(missing_ok=True)


def store(
    name: str,
    listing: Listing,
    watermark: int,
    base: str = "",
    changed: NDArray[np.int64] | None = None,
) -> None:
    """Write a listing as a folder; `changed` are the people of its base who are dead there."""
    arrays = files.flatten("", listing) | {"changed": np.zeros(0, np.int64) if changed is None else changed}
    facts = {"layout": LAYOUT, "base": base, "watermark": watermark}
    files.write_folder(listings_root() / name, arrays, facts)
