"""Counts that may be shown without pointing at anybody: small ones are not told, others only roughly."""

from django.utils.translation import gettext as _

from common.templatetags.formats import number

LEAST_TOLD = 5
"""Fewer than this could point at one person or at one organisation."""
_STEPS = ((50, 5), (200, 10), (1_000, 50))


def coarse(n: int) -> int:
    """A count rounded down so that one more or less seldom shows; 0 for whatever is not told.

    >>> [coarse(n) for n in (0, 4, 5, 9, 49, 57, 199, 204, 1_234, 123_456)]
    [0, 0, 5, 5, 45, 50, 190, 200, 1200, 120000]
    """
    if n < LEAST_TOLD:
        return 0
    step = next((step for below, step in _STEPS if n < below), 10 ** (len(str(n)) - 2))
    return n // step * step


def coarse_words(n: int) -> str:
    """A coarse count within a sentence: "about 40", "fewer than 5"."""
    told = coarse(n)
    if not told:
        return _("fewer than %(n)s") % {"n": number(LEAST_TOLD)}
    return _("about %(n)s") % {"n": number(told)}
