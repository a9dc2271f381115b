"""How an auditor narrows the record of looks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from experts.selectors.looks import routes_by_page


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def _routes() -> list[tuple[str, object]]:
    pages = sorted(routes_by_page().items())
    return [("", _("all")), *((routes[0], page) for page, routes in pages)]


class LooksForm(forms.Form):
    viewer = LineField(label=_("Viewer: code or address"), max_length=254, required=False)
    expert = LineField(label=_("Code of the expert"), max_length=10, required=False)
    route = forms.ChoiceField(label=_("On which page"), choices=_routes, required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
