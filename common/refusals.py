"""A refusal carries a code for programs, a sentence for people and the field it belongs to."""

from collections.abc import Mapping

from django.forms import BaseForm
from django.utils.translation import gettext_lazy as _

_MESSAGES: dict[str, str] = {}


def register_messages(messages: Mapping[str, str]) -> None:
    """Add an app's sentences by code; called once from its labels.py."""
    for code, message in messages.items():
        if code in _MESSAGES and _MESSAGES[code] != message:
            raise ValueError(f"the refusal code {code!r} already has another sentence")
        _MESSAGES[code] = message


def message_of(code: str) -> str:
    """The sentence for a code; a missing one is a defect and raises KeyError."""
    return _MESSAGES[code]


class Refused(Exception):
    """A service says no, kindly: bad input or a step that is not possible now."""

    def __init__(self, code: str, *, field: str | None = None, message: str | None = None) -> None:
        self.code = code
        self.field = field
        self.message = message_of(code) if message is None else message
        super().__init__(f"{field or '-'}: {code}")


def add_refusal(form: BaseForm, refusal: Refused) -> None:
    """Show a service's refusal beside the field it names, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))


register_messages(
    {
        "not_from_here": _("This step is not possible in the present state. Please reload the page."),
        "note_required": _("Please write a note: the other side needs to know why."),
        "reasons_required": _("Please choose at least one reason."),
        "stale_version": _("Somebody changed this in the meantime. Please look at it again before you act."),
    }
)
