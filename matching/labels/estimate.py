"""What somebody reads who asks, while writing a need, how many could fit it."""

from django.utils.translation import gettext_lazy as _

from matching.enums import Constraint

# %(count)s is "about 40" or "fewer than 5".
COULD_FIT = _("By these answers %(count)s experts could fit.")
HARDEST = {
    Constraint.LANGUAGE: _("The hardest requirement is the working language: without it, %(count)s more."),
    Constraint.MODE: _("The hardest requirement is the way of working: without it, %(count)s more."),
    Constraint.DATES: _("The hardest requirement is the dates: without them, %(count)s more."),
    Constraint.HOURS: _("The hardest requirement is the hours a week: without it, %(count)s more."),
}
FEW_HOLDERS = _(
    "The hardest requirement is the must-have skills: %(count)s list one of them. Name another that would do"
    " as well."
)
NO_HARDEST = _("No other answer keeps many away.")
NO_MUST_SKILL = _("Name a must-have skill first: then the portal can count.")
NO_SNAPSHOT = _("There is nothing to count with yet. The estimate comes with the first matching run.")
