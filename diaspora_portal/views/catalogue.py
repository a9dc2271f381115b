"""The living catalogue of components at /ui/: every component in every state, in both languages."""

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.charts import bars, line, percent, tiles
from common.keyset import Leaf
from common.policies import ALLOW, deny

_MOMENT = datetime(2026, 12, 4, 9, 5, tzinfo=UTC)
_COLOURS = (
    ("paper", _("paper")),
    ("surface", _("surface")),
    ("sunken", _("sunken")),
    ("ink", _("ink")),
    ("green", _("green: ours, done")),
    ("amber", _("amber: waiting")),
    ("red", _("red: refusal")),
    ("blue", _("blue: information")),
)


class SampleForm(forms.Form):
    """One field of each kind that the portal uses."""

    name = forms.CharField(label=_("Full name"), help_text=_("As you want it to appear in letters."))
    email = forms.EmailField(label=_("E-mail address"))
    hours = forms.IntegerField(label=_("Hours a week"), min_value=1, max_value=40)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    theme = forms.ChoiceField(label=_("Theme"), choices=[("water", _("Water")), ("space", _("Space"))])
    mode = forms.ChoiceField(
        label=_("How you would work"),
        widget=forms.RadioSelect,
        choices=[("remote", _("Remotely")), ("visit", _("During a visit"))],
    )
    days = forms.MultipleChoiceField(
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("sat", _("Saturday")), ("sun", _("Sunday"))],
        required=False,
    )
    about = forms.CharField(label=_("About you"), widget=forms.Textarea, required=False)
    evidence = forms.FileField(label=_("Document"), required=False)
    agrees = forms.BooleanField(label=_("I have read the privacy notice."))


@login_not_required
@require_safe
def ui_catalogue(request: HttpRequest) -> HttpResponse:
    """Shown where the portal is tried or built, hidden where it serves."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "ui/catalogue.html", _samples(request))


def _samples(request: HttpRequest) -> dict[str, object]:
    countries = [(_("United Kingdom"), 71), (_("Saudi Arabia"), 64), (_("Canada"), 22), (_("Oman"), 0)]
    units = [
        ("PK-GB", _("Gilgit-Baltistan"), 2),
        ("PK-JK", _("Azad Jammu and Kashmir"), 0),
        ("PK-KP", _("Khyber Pakhtunkhwa"), 9),
        ("PK-IS", _("Islamabad"), 16),
        ("PK-PB", _("Punjab"), 31),
        ("PK-BA", _("Balochistan"), 5),
        ("PK-SD", _("Sindh"), 22),
    ]
    pages = Paginator(range(1, 118), 25)
    return {
        "colours": _COLOURS,
        "tag_kinds": ("quiet", "good", "waiting", "bad", "info"),
        "moment": _MOMENT,
        "allowed": ALLOW,
        "refused": deny(_("Only the host may submit this plan.")),
        "form": SampleForm(prefix="plain"),
        "form_with_errors": SampleForm({"wrong-name": "", "wrong-email": "x"}, prefix="wrong"),
        "bars": bars(countries),
        "tiles": tiles(units),
        "line": line([40, None, 65, 80], top=100),
        "percent": percent(9, 12),
        "page": pages.get_page(request.GET.get("page", 2)),
        "leaf": Leaf(rows=[], n=117, before="8MVFP6KD8N", after="NTXXHKGWD8"),
        "no_rows": (),
    }
