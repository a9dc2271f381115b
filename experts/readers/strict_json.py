"""JSON from strangers, within the limits of a profile and refused in a reader's words."""

from common import strict_json
from common.strict_json import Json, JsonLimits, UnreadableJson
from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES

_LIMITS = JsonLimits(depth=MAX_DEPTH, values=MAX_VALUES, digits=MAX_DIGITS)


def decode(content: bytes) -> str:
    try:
        return strict_json.decode(content)
    except UnreadableJson as error:
        raise _refusal(error) from None


def parse(text: str) -> Json:
    """Parse and check a whole document. Raises UnreadableProfile, as `common.strict_json` finds a fault."""
    try:
        return strict_json.parse(text, _LIMITS)
    except UnreadableJson as error:
        raise _refusal(error) from None


def _refusal(error: UnreadableJson) -> UnreadableProfile:
    return UnreadableProfile(UnreadableCode(error.fault.value), **error.details)
