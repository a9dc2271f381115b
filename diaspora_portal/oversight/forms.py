"""How an auditor narrows the steps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from diaspora_portal.oversight.kinds import ACCOUNTS, STEPS, kinds, name_of


def _kind_choices() -> list[tuple[str, str]]:
    return [("", _("all")), *((slug, name_of(slug)) for slug in (*kinds(), ACCOUNTS))]


def _step_choices() -> list[tuple[str, object]]:
    """Every step of a life, and those that are recorded beside it, by the words for them."""
    slugs = (*kinds(), ACCOUNTS)
    return [("", _("all")), *((name_of(slug), list(STEPS.get(slug, {}).items())) for slug in slugs)]


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class AuditForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=_kind_choices, required=False)
    code = LineField(label=_("Reference"), max_length=80, required=False)
    by = LineField(label=_("Person who acted: code or address"), max_length=254, required=False)
    step = forms.ChoiceField(label=_("Step"), choices=_step_choices, required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
