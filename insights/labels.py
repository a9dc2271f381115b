"""What people read for the codes of the figures, each with its definition."""

from django.utils.translation import gettext_lazy as _

from insights.enums import Age, Figure, Grain, Measure, PeriodKind, Scale

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
FIGURES = {
    Figure.EXPERT_REPLY: _("Days until an expert replies"),
    Figure.HOST_REPLY: _("Days until a host replies"),
    Figure.EXPIRED: _("Invitations that expired"),
    Figure.FILLED: _("Seats that were filled"),
    Figure.REVIEW_AGE: _("Working days of review"),
    Figure.REVIEW_ON_TIME: _("Decided within the target"),
    Figure.APPROVED: _("Placements that were approved"),
    Figure.STARTED: _("Approved ones that began"),
    Figure.COMPLETED: _("Approved ones that were completed"),
    Figure.REPORTS_ON_TIME: _("Reports on time"),
    Figure.OUTCOMES: _("Outcomes that were confirmed"),
    Figure.CONFIRMED: _("Claims that were confirmed"),
    Figure.INVITED_GINI: _("Concentration of invitations"),
    Figure.SURFACED_GINI: _("Concentration of shortlists"),
}
FIGURE_DEFINITIONS = {
    Figure.EXPERT_REPLY: _(
        "The median from an invitation to the first reply: accepted, declined or maybe later. One that"
        " expired counts with all its days. By the day of the invitation."
    ),
    Figure.HOST_REPLY: _(
        "The median from an expert's offer to help to the host's first reply. One that expired counts with"
        " all its days. By the day of the offer."
    ),
    Figure.EXPIRED: _(
        "Invitations and offers that expired, of all that were accepted, declined or expired. By the day"
        " they were sent."
    ),
    Figure.FILLED: _(
        "Placements that were not rejected, withdrawn, cancelled or lapsed, of all seats of needs. By the"
        " day the need opened."
    ),
    Figure.REVIEW_AGE: _(
        "The median from the first submission to the first decision that was released, in working days of"
        " the federal calendar; a return to the host counts along. By the day of the decision; a unit's"
        " figure is of the cases that it reviews."
    ),
    Figure.REVIEW_ON_TIME: _(
        "Decisions within the working days that the programme promises, of all first decisions. By the day"
        " of the decision; a unit's figure is of the cases that it reviews."
    ),
    Figure.APPROVED: _("Placements whose approval was released. By the day of the approval."),
    Figure.STARTED: _(
        "Placements that have begun until now, of all that were approved. By the day of the approval:"
        " the latest had the least time."
    ),
    Figure.COMPLETED: _(
        "Placements that have been completed until now, of all that were approved. By the day of the"
        " approval: the latest had the least time."
    ),
    Figure.REPORTS_ON_TIME: _(
        "Reports that were handed in by their day for the first time, of all that fell due and were not"
        " skipped. By the day they were due."
    ),
    Figure.OUTCOMES: _("Outcomes that somebody else confirmed. By the day of the answer."),
    Figure.CONFIRMED: _(
        "Outcomes that somebody else confirmed, of all that were confirmed, disputed or left without an"
        " answer. By the day of the claim."
    ),
    Figure.INVITED_GINI: _(
        "The Gini index of invitations over all verified experts: 0 when all are invited equally often,"
        " near 1 when a few get all."
    ),
    Figure.SURFACED_GINI: _(
        "The Gini index over all verified experts of the pairs that a host shortlisted, set aside or invited,"
        " that a round proposed or that began with an offer."
    ),
}
GROUPS = (
    (_("Invitations and needs"), (Figure.EXPERT_REPLY, Figure.HOST_REPLY, Figure.EXPIRED, Figure.FILLED)),
    (_("Review by the ministry"), (Figure.REVIEW_AGE, Figure.REVIEW_ON_TIME)),
    (_("From approval to completion"), (Figure.APPROVED, Figure.STARTED, Figure.COMPLETED)),
    (_("Reports and outcomes"), (Figure.REPORTS_ON_TIME, Figure.OUTCOMES, Figure.CONFIRMED)),
    (_("How evenly experts are asked"), (Figure.INVITED_GINI, Figure.SURFACED_GINI)),
)
SCALE_NAMES = {
    Scale.DAYS: _("days"),
    Scale.WORKING_DAYS: _("working days"),
    Scale.PERCENT: _("percent"),
    Scale.COUNT: _("a number, rounded down"),
    Scale.INDEX: _("index from 0 to 1"),
}
PERIODS = {
    PeriodKind.LAST_YEAR: _("Last twelve months"),
    PeriodKind.FISCAL: _("Fiscal year %(year)s (July %(before)s to June %(year)s)"),
    PeriodKind.CALENDAR: _("Calendar year %(year)s"),
}
GRAINS = {Grain.MONTH: _("month"), Grain.QUARTER: _("quarter")}
