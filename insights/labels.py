"""What people read for the codes of the figures, each with its definition."""

from django.utils.translation import gettext_lazy as _

from insights.enums import Age, Measure

MEASURES = {
    Measure.DAYS_TO_ANSWER: _("Days to answer an expert who offers help"),
    Measure.DAYS_TO_INVITE: _("Days from an open need to its first invitation"),
    Measure.SHARE_ANSWERED: _("Invitations that got an answer"),
    Measure.SHARE_FILLED: _("Seats filled"),
}
DEFINITIONS = {
    Measure.DAYS_TO_ANSWER: _(
        "The median of all offers of the last twelve months. One that expired counts with all its days."
    ),
    Measure.DAYS_TO_INVITE: _(
        "The median of all needs opened in the last twelve months that have invited somebody."
    ),
    Measure.SHARE_ANSWERED: _("Accepted or declined, of all that were answered or expired."),
    Measure.SHARE_FILLED: _(
        "Placements that have not ended, of all seats of needs opened in the last twelve months."
    ),
}
IN_PERCENT = (Measure.SHARE_ANSWERED, Measure.SHARE_FILLED)
AGES = {
    Age.NEW: _("under 5 days"),
    Age.REMINDED: _("5 to 10 days"),
    Age.LAST_DAYS: _("11 days or more"),
}
