"""What all entries of an ORCID record have in common: visibility, source, order, dates."""

from experts.readers.codes import SkipCode
from experts.readers.cursor import Node
from experts.readers.limits import SOURCE_NAME
from experts.readers.partial_dates import DateReading, PartialDate, from_parts


def is_public(entry: Node) -> bool:
    """False, and noted, for what the person shows to some or to nobody at ORCID."""
    visibility = entry.text("visibility").casefold()
    if visibility in {"", "public"}:
        return True
    entry.skip(SkipCode.NOT_PUBLIC)
    return False


def source_of(entry: Node) -> str:
    """Who asserted this: the person, a publisher, an employer. "ORCID" where the record does not say."""
    source = entry.node("source")
    if source is None:
        return "ORCID"
    names = (
        ("source-name", "value"),
        ("source-orcid", "path"),
        ("source-client-id", "path"),
        ("assertion-origin-name", "value"),
    )
    return next((name for path in names if (name := source.text(*path, limit=SOURCE_NAME))), "ORCID")


def preferred_first(entries: list[Node]) -> list[Node]:
    """ORCID shows the highest display index first; equal ones keep their order."""
    return sorted(entries, key=lambda entry: -_display_index(entry))


def date_at(entry: Node, key: str) -> PartialDate | None:
    written = entry.node(key)
    if written is None:
        return None
    parts = [written.text(part, "value") for part in ("year", "month", "day")]
    reading: DateReading = from_parts(*parts)
    return entry.keep_date(reading, written.place, "-".join(filter(None, parts)))


def _display_index(entry: Node) -> int:
    index = entry.value.get("display-index")
    if isinstance(index, int):
        return index
    return int(index) if isinstance(index, str) and index.isascii() and index[:9].isdigit() else 0
