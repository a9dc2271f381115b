"""A stored file as an answer: always a download, never opened by the browser as what it might be."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from common.files import open_file
from common.models import StoredFile

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file_answer(file: StoredFile | None) -> HttpResponse:
    """The bytes, for whoever has passed the rule; 404 when there are none."""
    if file is None:
        raise Http404
    try:
        with open_file(file) as content:
            media_type = _WORD if file.name.endswith(".docx") else file.media_type
            answer = HttpResponse(content.read(), content_type=media_type)
    except FileNotFoundError as lost:
        raise Http404 from lost
    return _as_download(answer, file.name)


def bytes_answer(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """What was made for this very answer and is kept nowhere."""
    return _as_download(HttpResponse(content, content_type=media_type), name)


def _as_download(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
