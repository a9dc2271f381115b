"""Files that are built for a test: archives, documents, bombs."""

import io
import zipfile

from tests.experts.readers.corpus import FILES, content_of

DOCX_TEXT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body>'
    "</w:document>"
)


def zipped(entries: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def linkedin_tables() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((FILES / "linkedin/tables").iterdir())}


def linkedin(**changes: bytes | str) -> bytes:
    """The archive of the good tables; `Skills=b"..."` replaces one."""
    tables = linkedin_tables()
    for name, content in changes.items():
        tables[f"{name}.csv"] = content.encode() if isinstance(content, str) else content
    return zipped(tables)


def locked(archive: bytes) -> bytes:
    """Every entry marked as encrypted, in its own header and in the list."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = archive.find(signature)
        while at >= 0:
            archive = archive[: at + offset] + b"\x01" + archive[at + offset + 1 :]
            at = archive.find(signature, at + 4)
    return archive


def docx(*paragraphs: str, document: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": (document or DOCX_TEXT.format(body)).encode(),
        }
    )


def pdf(*pages: str, stream: bytes | None = None, trailer: bytes = b"") -> bytes:
    """The smallest PDF with these pages; `stream` stands in for the content of each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, text in enumerate(pages):
        shown = stream or b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text.encode("latin-1")
        filters = b"/Filter/FlateDecode" if stream else b""
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * n)
        )
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(shown), filters, shown))
    content, offsets = b"%PDF-1.4\n", []
    for number, entry in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    at = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return content + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, at)


def good(name: str) -> str:
    return content_of(name).decode()
