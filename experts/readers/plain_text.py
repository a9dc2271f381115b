"""Text in which some programs leave HTML, as plain text."""

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = frozenset({"script", "style", "head", "title", "template"})
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 40_000  # no field keeps a fifth of it, and the parser is slow on what is malformed
_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


def without_html(text: str) -> str:
    """Paragraphs and list items as lines of their own; tags, scripts and entities gone.

    >>> without_html("<p>Hydrology &amp; ice</p><ul><li>lakes<br/>rivers</li></ul>")
    'Hydrology & ice\\n• lakes\\nrivers'
    """
    if not _LOOKS_LIKE_HTML.search(text):
        return text
    reader = _Text()
    try:
        reader.feed(text[:_LONGEST])
        reader.close()
    # What the parser of the standard library says to a marked section that it does not know.
    except AssertionError:
        return _TAG.sub(" ", text)
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line not in ("", "•"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self.parts.append("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
