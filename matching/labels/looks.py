"""The pages of this app on which somebody is looked at, in words."""

from django.utils.translation import gettext_lazy as _

from experts.labels.looks import name_pages

name_pages(
    {
        "matching:directory": _("Directory of experts"),
        "matching:profile": _("Page in the directory"),
        "matching:need_matches": _("Matches of a need"),
        "matching:match": _("Why this expert"),
        "matching:ask": _("Why, or why not"),
        "matching:compare": _("Side by side"),
        "matching:export_shortlist": _("Shortlist as a file"),
        "matching:tie": _("Perhaps a tie to you"),
        "matching:conflict": _("A tie to an organisation"),
        "matching:round": _("Assignment round"),
        "matching:weights": _("Weights of the matching"),
    }
)
