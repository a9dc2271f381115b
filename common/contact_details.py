"""E-mail addresses and telephone numbers in messages: before acceptance, contact goes through the portal."""

import re
import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ADDRESS = re.compile(r"[\w.+-]+\s?@\s?[\w-]+\s?\.\s?\w{2}")
# "name (at) example.org", "name at example dot org"
_SPELT_ADDRESS = re.compile(
    r"[\w.+-]+\s*(?:[(\[{]\s*at\s*[)\]}]\s*[\w-]+|\bat\s+[\w-]+\s+dot\b)\s*(?:\.|[(\[{]?\s*dot\b)"
    r"|\bat\s+[\w-]+\s+dot\s+\w{2}",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?<![\d.+/-])(?:(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2(?:19|20)\d\d)(?![\d/]|[.-]\d)"
)
_ORCID = re.compile(r"(?<!\d)0000-000\d-\d{4}-\d{3}[\dX](?!\d)")
_GAP = r"[ .()/\-\u2010-\u2015]{0,3}"
# International, national with its leading nought, American, or ten digits and more in one piece.
_NUMBER = re.compile(
    rf"\+{_GAP}\d(?:{_GAP}\d){{6,14}}"
    rf"|(?<![\d.,+])\(?0(?:{_GAP}\d){{8,14}}(?!\d)"
    r"|(?<!\d)\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?!\d)"
    r"|(?<![\d.,/])\d{10,15}(?![\d,]|\.\d)"
)


def has_contact_details(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in a text, in any script's digits.

    Days, amounts, ORCID iDs and DOIs are none.

    >>> has_contact_details("Ring me: 0300-1234567"), has_contact_details("hina at example dot org")
    (True, True)
    >>> has_contact_details("From 2027-01-10 to 2027-03-01, 1,500,000,000 PKR, doi 10.1000/1234567890")
    False
    """
    plain = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    plain = _ORCID.sub("§", _DAY.sub("§", plain))
    return any(pattern.search(plain) for pattern in (_ADDRESS, _SPELT_ADDRESS, _NUMBER))
