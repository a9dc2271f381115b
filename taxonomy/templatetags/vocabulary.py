"""Names of countries and languages in the reader's language."""

from django import template

from taxonomy import labels

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    return labels.country_name(code)


@register.filter
def language_name(code: str) -> str:
    return labels.language_name(code)
