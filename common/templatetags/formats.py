"""Dates, moments and numbers in the reader's language, by Babel (Django has no formats for Urdu).

Digits stay Western in Urdu, as is usual in Pakistan; months are written out in both languages.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_DAY = "d MMMM y"
_MOMENT = {"en": "d MMMM y, HH:mm", "ur": "d MMMM y، HH:mm"}


@lru_cache
def _locale(code: str) -> Locale:
    return Locale.parse("ur_PK" if code.startswith("ur") else "en_GB")


def reading_locale() -> Locale:
    """The Babel locale of the language that this page is read in."""
    return _locale(get_language() or "en")


@register.filter
def written_day(value: date | datetime) -> str:
    """A day written out: "4 December 2026"."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_date(value, _DAY, locale=reading_locale())


@register.filter
def written(value: date | datetime) -> str:
    """A moment in the reader's time zone, or a day when that is all there is."""
    if not isinstance(value, datetime):
        return written_day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    locale = reading_locale()
    return format_datetime(local, _MOMENT[locale.language], locale=locale)


@register.filter
def ago(value: datetime) -> str:
    """How long ago, or in how long: "3 days ago", "in 2 hours"."""
    return format_timedelta(value - timezone.now(), add_direction=True, locale=reading_locale())


@register.filter
def number(value: float) -> str:
    """A number with the reader's grouping."""
    return _number(value, reading_locale())


@lru_cache(maxsize=4_096)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


@register.filter
def amount(value: Decimal, currency: str) -> str:
    """Money with its ISO 4217 code, never converted; rupees, and all amounts in Urdu, in lakh and crore.

    >>> amount(Decimal("150000.00"), "PKR"), amount(Decimal("150000.50"), "USD")
    ('PKR 1,50,000', 'USD 150,000.50')
    """
    locale = reading_locale()
    places = ".00" if value % 1 else ""
    grouping = "#,##,##0" if currency == "PKR" or locale.language == "ur" else "#,##0"
    return f"{currency} {format_decimal(value, format=grouping + places, locale=locale)}"


@register.filter
def listed(values: Iterable[object]) -> str:
    """Several things in one sentence: "Austria, Germany and Oman"."""
    return format_list([str(value) for value in values], locale=reading_locale())


@register.filter
def bdi(value: object) -> SafeString:
    """A name or reference set apart, so that it cannot turn the line's direction."""
    return format_html("<bdi>{}</bdi>", value)
