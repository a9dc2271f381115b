"""What people read for the codes of outcomes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from exchanges.enums import Confirmer, Counterfactual, OutcomeAction, OutcomeState, OutcomeType

OUTCOME_TYPES = {
    OutcomeType.JOB_CREATED: _("Jobs created"),
    OutcomeType.TRAINEE_PLACED: _("Trainees placed"),
    OutcomeType.PEOPLE_TRAINED: _("People trained"),
    OutcomeType.CURRICULUM_REVISED: _("Curricula revised"),
    OutcomeType.INVESTMENT: _("Investment"),
    OutcomeType.INTRODUCTION: _("Introductions"),
    OutcomeType.PROTOTYPE: _("Prototypes"),
    OutcomeType.PUBLICATION: _("Publications"),
    OutcomeType.PATENT: _("Patents"),
    OutcomeType.DEGREE_SUPPORTED: _("Degrees supported"),
    OutcomeType.EVENT_HELD: _("Events held"),
    OutcomeType.RECOMMENDATION_ADOPTED: _("Recommendations adopted"),
}
# An outcome of these is money; all others are counted.
OF_MONEY = (OutcomeType.INVESTMENT,)
OUTCOME_UNITS = {
    OutcomeType.JOB_CREATED: ngettext_lazy("%(number)s job", "%(number)s jobs", "number"),
    OutcomeType.TRAINEE_PLACED: ngettext_lazy("%(number)s trainee", "%(number)s trainees", "number"),
    OutcomeType.PEOPLE_TRAINED: ngettext_lazy("%(number)s person", "%(number)s people", "number"),
    OutcomeType.CURRICULUM_REVISED: ngettext_lazy("%(number)s curriculum", "%(number)s curricula", "number"),
    OutcomeType.INTRODUCTION: ngettext_lazy("%(number)s introduction", "%(number)s introductions", "number"),
    OutcomeType.PROTOTYPE: ngettext_lazy("%(number)s prototype", "%(number)s prototypes", "number"),
    OutcomeType.PUBLICATION: ngettext_lazy("%(number)s publication", "%(number)s publications", "number"),
    OutcomeType.PATENT: ngettext_lazy("%(number)s patent", "%(number)s patents", "number"),
    OutcomeType.DEGREE_SUPPORTED: ngettext_lazy("%(number)s degree", "%(number)s degrees", "number"),
    OutcomeType.EVENT_HELD: ngettext_lazy("%(number)s event", "%(number)s events", "number"),
    OutcomeType.RECOMMENDATION_ADOPTED: ngettext_lazy(
        "%(number)s recommendation", "%(number)s recommendations", "number"
    ),
}
OUTCOME_STATES = {
    OutcomeState.CLAIMED: _("claimed"),
    OutcomeState.CONFIRMATION_SENT: _("waits for a confirmation"),
    OutcomeState.CONFIRMED: _("confirmed"),
    OutcomeState.DISPUTED: _("disputed"),
    OutcomeState.UNCONFIRMED: _("not confirmed"),
    OutcomeState.WITHDRAWN: _("withdrawn"),
}
OUTCOME_TONES = {
    OutcomeState.CLAIMED: "quiet",
    OutcomeState.CONFIRMATION_SENT: "waiting",
    OutcomeState.CONFIRMED: "good",
    OutcomeState.DISPUTED: "bad",
    OutcomeState.UNCONFIRMED: "quiet",
    OutcomeState.WITHDRAWN: "quiet",
}
OUTCOME_STEPS = {
    "create": _("Claimed"),
    OutcomeAction.SEND: _("A confirmation was asked for"),
    OutcomeAction.REMIND: _("Asked again"),
    OutcomeAction.CONFIRM: _("Confirmed"),
    OutcomeAction.DISPUTE: _("Disputed"),
    OutcomeAction.WRONG_PERSON: _("Whoever was asked cannot say it"),
    OutcomeAction.EXPIRE: _("No answer in four weeks"),
    OutcomeAction.WITHDRAW: _("Withdrawn"),
    OutcomeAction.UPHOLD: _("Confirmed by the evidence"),
    OutcomeAction.DISMISS: _("Withdrawn by the ministry"),
}
CONFIRMERS = {
    Confirmer.OTHER_SIDE: _("The other side of this placement"),
    Confirmer.THIRD_PERSON: _("A third person whom I name"),
}
COUNTERFACTUALS = {
    Counterfactual.NOTHING: _("It would not have happened"),
    Counterfactual.LATER: _("It would have happened later"),
    Counterfactual.SMALLER: _("It would have been smaller"),
    Counterfactual.SAME: _("It would have happened just the same"),
    Counterfactual.UNKNOWN: _("I do not know"),
}
