"""What people read for the codes of reports, and which questions each of them asks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exchanges.enums import (
    Again,
    Extent,
    ReportAction,
    ReportKind,
    ReportReason,
    ReportState,
    Side,
    SkipReason,
)

REPORT_KINDS = {
    ReportKind.MID: _("Report at half-time"),
    ReportKind.INTERIM: _("Report every so many weeks"),
    ReportKind.FINAL: _("Final report"),
    ReportKind.FOLLOW_UP: _("Follow-up after a year"),
}
REPORT_SIDES = {Side.EXPERT: _("of the expert"), Side.HOST: _("of the host")}
REPORT_STATES = {
    ReportState.DUE: _("to be written"),
    ReportState.DRAFT: _("begun"),
    ReportState.SUBMITTED: _("submitted"),
    ReportState.ACCEPTED: _("accepted"),
    ReportState.RETURNED: _("returned with questions"),
    ReportState.SKIPPED: _("not needed"),
}
REPORT_TONES = {
    ReportState.DUE: "quiet",
    ReportState.DRAFT: "quiet",
    ReportState.SUBMITTED: "info",
    ReportState.ACCEPTED: "good",
    ReportState.RETURNED: "waiting",
    ReportState.SKIPPED: "quiet",
}
REPORT_STEPS = {
    "create": _("The report was asked for"),
    ReportAction.WRITE: _("Words were saved"),
    ReportAction.SUBMIT: _("Submitted"),
    ReportAction.ACCEPT: _("Accepted"),
    ReportAction.RETURN: _("Returned with questions"),
    ReportAction.SKIP: _("Not needed any more"),
}
REPORT_REASONS = {
    ReportReason.NOT_CONCRETE: _("It does not say what was done or what exists now"),
    ReportReason.FIGURES_UNCLEAR: _("The figures are not clear"),
    ReportReason.DELIVERABLE_MISSING: _("What was agreed on in the plan is not mentioned"),
    ReportReason.OTHER_PLACEMENT: _("It seems to be about another placement"),
    ReportReason.NAMES_IN_TEXT: _("It names people who need not be named"),
    ReportReason.OTHER: _("Another reason"),
}
SKIP_REASONS = {
    SkipReason.SIDE_HAS_LEFT: _("This side has left the portal"),
    SkipReason.NO_ANSWER: _("No answer after all reminders"),
    SkipReason.TOLD_OTHERWISE: _("It was told in another way"),
    SkipReason.OTHER: _("Another reason"),
}
EXTENTS = {Extent.YES: _("Yes"), Extent.PARTLY: _("Partly"), Extent.NO: _("No")}
AGAINS = {Again.YES: _("Yes"), Again.PERHAPS: _("Perhaps"), Again.NO: _("No")}
ANSWERS = {
    "done": _("What was done"),
    "hours": _("Hours given in all"),
    "exists_now": _("What exists now that did not exist before"),
    "deliverable_met": _("Does what the plan promised exist now?"),
    "n_trained": _("People trained"),
    "n_trained_women": _("Of them women"),
    "problems": _("What went badly, or could go better"),
    "again": _("Would you do it again?"),
    "still_in_use": _("Is what came of it still in use?"),
    "came_of_it": _("What came of it in the year since"),
}
# Each side is asked what it knows best; the order is that of the page.
QUESTIONS: dict[tuple[ReportKind, Side], tuple[str, ...]] = {
    (ReportKind.MID, Side.EXPERT): ("done", "hours", "problems"),
    (ReportKind.MID, Side.HOST): ("exists_now", "problems"),
    (ReportKind.INTERIM, Side.EXPERT): ("done", "hours", "problems"),
    (ReportKind.INTERIM, Side.HOST): ("exists_now", "problems"),
    (ReportKind.FINAL, Side.EXPERT): (
        "done", "hours", "deliverable_met", "exists_now", "n_trained", "n_trained_women", "problems", "again",
    ),
    (ReportKind.FINAL, Side.HOST): (
        "deliverable_met", "exists_now", "hours", "n_trained", "n_trained_women", "problems", "again",
    ),
    (ReportKind.FOLLOW_UP, Side.EXPERT): ("still_in_use", "came_of_it", "again"),
    (ReportKind.FOLLOW_UP, Side.HOST): ("still_in_use", "came_of_it", "again"),
}  # fmt: skip
NOT_NEEDED = ("problems", "n_trained_women")


def name_of_report(kind: str, after_weeks: int) -> str:
    """One of several is told from the others by its week."""
    if kind == ReportKind.INTERIM:
        words = ngettext("Report after %(n)d week", "Report after %(n)d weeks", after_weeks)
        return words % {"n": after_weeks}
    return str(REPORT_KINDS[ReportKind(kind)])
