"""What people read for the codes of the review, and what a letter says for each reason."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import QueueFilter, ReturnReason, Verdict
from matching.enums import ConflictKind

VERDICTS = {
    Verdict.APPROVE: _("I recommend approval"),
    Verdict.REJECT: _("I recommend rejection"),
    Verdict.RETURN: _("It goes back with reasons"),
}
VERDICTS_SAID = {
    Verdict.APPROVE: _("recommends approval"),
    Verdict.REJECT: _("recommends rejection"),
    Verdict.RETURN: _("asks for changes"),
}
QUEUE_FILTERS = {
    QueueFilter.MINE: _("mine"),
    QueueFilter.UNCLAIMED: _("a reviewer is wanted"),
    QueueFilter.CAME_BACK: _("came back"),
    QueueFilter.OVERDUE: _("overdue"),
    QueueFilter.FLAGGED: _("flagged for the team"),
}
# Suggested wording of a letter, to be edited before it goes.
LETTER_WORDINGS = {
    ReturnReason.TOR_UNCLEAR: _("Please say more exactly what the expert will do, and for whom."),
    ReturnReason.OUTCOMES_NOT_MEASURABLE: _(
        "Please name a result that can be seen or counted when the placement is over."
    ),
    ReturnReason.COUNTERPART_MISSING: _(
        "Please name the person at the host who works with the expert and stays when they leave."
    ),
    ReturnReason.DATES_OR_VISA: _(
        "Please check the dates: they do not fit the steps, or the visa takes longer."
    ),
    ReturnReason.ALLOWANCE_UNCLEAR: _(
        "Please say how much the allowance is, in which currency and who pays it."
    ),
    ReturnReason.CONSENT_LETTER_MISSING: _("Please hand in the letter in which the home employer agrees."),
    ReturnReason.CONFLICT_UNDECLARED: _("Please declare the tie between the expert and the host."),
    ReturnReason.DUPLICATE: _("Please say how this differs from the placement that it seems to repeat."),
    ReturnReason.OTHER: _("Please look at the following:"),
}
# A tie of somebody who reviews or decides: to the host, or to the expert.
REVIEWER_TIES = {
    ConflictKind.EMPLOYER: _("One of them employs me, or did within three years"),
    ConflictKind.SAME_ORGANISATION: _("I have a post or a seat in the same organisation"),
    ConflictKind.FINANCIAL_OR_EQUITY: _("I have money or shares with one of them"),
    ConflictKind.FAMILY: _("One of them is of my family"),
    ConflictKind.FORMER_SUPERVISOR: _("I supervised one of them, or was supervised"),
    ConflictKind.CO_AUTHOR: _("I published with one of them within three years"),
    ConflictKind.VENDOR: _("I sell to one of them or buy from them"),
    ConflictKind.PRIOR_REFUSAL: _("We did not agree once before"),
    ConflictKind.OTHER: _("Something else"),
}
