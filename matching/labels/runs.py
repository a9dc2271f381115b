"""How runs and their parts stand."""

from django.utils.translation import gettext_lazy as _

from matching.enums import RunMessage, RunScope, RunState

RUN_STATES = {
    RunState.QUEUED: _("waiting to begin"),
    RunState.RUNNING: _("matching"),
    RunState.COMPLETE: _("complete"),
    RunState.NO_ELIGIBLE: _("complete: nobody fits"),
    RunState.FAILED: _("failed"),
    RunState.CANCELLED: _("cancelled"),
}
RUN_TONES = {
    RunState.QUEUED: "waiting",
    RunState.RUNNING: "waiting",
    RunState.COMPLETE: "good",
    RunState.NO_ELIGIBLE: "info",
    RunState.FAILED: "bad",
    RunState.CANCELLED: "quiet",
}
RUN_SCOPES = {
    RunScope.NEED: _("one need"),
    RunScope.ROUND: _("several needs"),
    RunScope.DELTA: _("what has changed"),
}
RUN_MESSAGES = {
    RunMessage.PARTS_FAILED: _(
        "A part could not be computed. Start the matching again; if it fails again, tell the operators."
    ),
    RunMessage.NOT_FINISHED: _(
        "The lists were computed but could not be published. Try again; if it fails again, tell the"
        " operators."
    ),
    RunMessage.NOT_OPEN: _("The need is not open any more, so nothing was matched."),
    RunMessage.STARTED_OVER: _(
        "The stored snapshot of the experts was damaged or gone. It has been made anew, and the run has"
        " started over."
    ),
}
RUN_PARTS = {
    "matching.run": _("Preparing"),
    "matching.prepare": _("Reading the profiles"),
    "matching.block": _("Matching a block of needs"),
}
RUN_PART_OTHER = _("A part of the work")
# By how the ledger's note begins: the kind of an error, never its message.
PART_ERRORS = {
    "BrokenFiles": _("The profiles read for this run are gone, damaged or of another version."),
    "WrongResult": _("A result did not pass its check, so nothing of it was stored."),
    "ValueError": _("A need, or the weights of its programme, make no sense to the engine."),
    "MemoryError": _("The machine had too little memory."),
    "OperationalError": _("The database was away."),
    "the worker died": _("The worker was stopped while it did this, again and again."),
}
PART_ERROR_OTHER = _("Something unexpected happened; the operators find it under “%(kind)s”.")
