"""XML from strangers: no document type, no entities, nothing fetched, nothing too deep or too large."""

from dataclasses import dataclass, field
from xml.parsers import expat

from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.limits import MAX_DEPTH, MAX_VALUES

Attributes = dict[str, str]


@dataclass(slots=True)
class Element:
    """One element by its local name; prefixes mean nothing once the namespace is known."""

    name: str
    namespace: str
    attributes: Attributes
    children: "list[Element]" = field(default_factory=list)
    text: str = ""


def parse_xml(content: bytes, *, depth: int = MAX_DEPTH, values: int = MAX_VALUES) -> Element:
    """The root of a document.

    Raises UnreadableProfile for broken XML, a document type, nesting or size beyond the limits.
    """
    builder = _Builder(depth, values)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.EntityDeclHandler = _refuse_document_type
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableProfile(UnreadableCode.NOT_XML, line=error.lineno, column=error.offset + 1) from None
    # An encoding that Python does not know either, or bytes that it refuses.
    except (LookupError, ValueError):
        raise UnreadableProfile(UnreadableCode.BAD_ENCODING) from None
    if builder.root is None:
        raise UnreadableProfile(UnreadableCode.DAMAGED)
    return builder.root


class _Builder:
    def __init__(self, depth: int, values: int) -> None:
        self._depth, self._values = depth, values
        self.root: Element | None = None
        self._open: list[Element] = []
        self._n_values = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self._n_values += 1 + len(attributes)
        if self._n_values > self._values:
            raise UnreadableProfile(UnreadableCode.TOO_MANY_VALUES, limit=self._values)
        if len(self._open) >= self._depth:
            raise UnreadableProfile(UnreadableCode.TOO_DEEP, limit=self._depth)
        namespace, local = _split(name)
        element = Element(local, namespace, {_split(key)[1]: value for key, value in attributes.items()})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].text += text


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def _refuse_document_type(*_declaration: object) -> None:
    raise UnreadableProfile(UnreadableCode.DOCUMENT_TYPE)
