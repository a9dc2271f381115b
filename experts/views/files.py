"""A stored file as an answer: always a download, never opened by the browser as what it might be."""

from django.http import FileResponse, Http404

from common.files import open_file
from common.models import StoredFile


def file_answer(file: StoredFile | None) -> FileResponse:
    """The bytes, for whoever has passed the rule; 404 when there are none."""
    if file is None:
        raise Http404
    try:
        content = open_file(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    answer = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
