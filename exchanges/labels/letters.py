"""What letters say, sentence by sentence."""

from django.utils.translation import gettext_lazy as _

from common.workflow import Part
from exchanges.enums import LetterKind, LetterReason, LetterStatus, ReturnReason

LETTER_KINDS = {
    LetterKind.INVITATION: _("Invitation for the visa"),
    LetterKind.APPROVAL: _("Approval letter"),
    LetterKind.REJECTION: _("Letter of the decision"),
    LetterKind.CERTIFICATE: _("Certificate"),
    LetterKind.REFERENCE: _("Reference of the host"),
    LetterKind.DOSSIER: _("Case file"),
}
LETTER_REASONS = {
    LetterReason.MISTAKE: _("It held a mistake"),
    LetterReason.NAME_CHANGED: _("A name has changed"),
    LetterReason.PLAN_CHANGED: _("The plan has changed"),
    LetterReason.DECISION_CHANGED: _("The decision was taken anew"),
    LetterReason.PLACEMENT_ENDED: _("The placement is over"),
    LetterReason.NOT_AGREED: _("The expert does not agree to it"),
    LetterReason.BROUGHT_UP_TO_DATE: _("It was brought up to date"),
}
LETTER_STATUSES = {
    LetterStatus.IN_FORCE: _("This letter is in force"),
    LetterStatus.WITHDRAWN: _("This letter was withdrawn"),
    LetterStatus.REPLACED: _("This letter was replaced by a newer one"),
    LetterStatus.UNKNOWN: _("No such letter"),
}
LETTER_TAGS = {
    LetterStatus.IN_FORCE: _("in force"),
    LetterStatus.WITHDRAWN: _("withdrawn"),
    LetterStatus.REPLACED: _("replaced"),
}
LETTER_TONES = {LetterStatus.IN_FORCE: "good", LetterStatus.REPLACED: "waiting"}

# Whoever did something in a case, without a name.
PARTS = {
    Part.EXPERT: _("the expert"),
    Part.HOST: _("the host"),
    Part.STAFF: _("the ministry"),
    Part.REVIEWER: _("a reviewer"),
    Part.DECIDER: _("a decider"),
    Part.CLOCK: _("the portal"),
}

LETTER_TITLES = {
    LetterKind.INVITATION: _("Letter of invitation"),
    LetterKind.APPROVAL: _("Approval of a placement"),
    LetterKind.REJECTION: _("Decision about a placement"),
    LetterKind.CERTIFICATE: _("Certificate of a completed placement"),
    LetterKind.REFERENCE: _("Letter of reference"),
    LetterKind.DOSSIER: _("Case file of a placement"),
}
LETTER_OPENINGS = {
    LetterKind.INVITATION: _(
        "%(organisation)s invites %(expert)s to Pakistan for a placement under the programme “%(programme)s”."
        " %(unit)s has approved the placement."
    ),
    LetterKind.APPROVAL: _(
        "The placement of %(expert)s with %(organisation)s under the programme “%(programme)s” is approved."
    ),
    LetterKind.REJECTION: _(
        "The placement of %(expert)s with %(organisation)s under the programme “%(programme)s” is not"
        " approved."
    ),
    LetterKind.CERTIFICATE: _(
        "%(expert)s and %(organisation)s have completed a placement together under the programme"
        " “%(programme)s”."
    ),
    LetterKind.REFERENCE: _(
        "%(organisation)s writes about %(expert)s after a placement under the programme “%(programme)s”:"
    ),
    LetterKind.DOSSIER: _(
        "The case of %(expert)s and %(organisation)s under the programme “%(programme)s”, as it stood on the"
        " day above."
    ),
}
# The lines of the plan that a letter repeats; the case file repeats them all.
LETTER_ROWS = {
    LetterKind.INVITATION: (
        "deliverable counterpart place starts_on ends_on days_in_country allowance_amount"
        " allowance_currency allowance_payer"
    ),
    LetterKind.APPROVAL: "deliverable counterpart mode place starts_on ends_on hours_per_week",
    LetterKind.REJECTION: "deliverable starts_on ends_on",
    LetterKind.CERTIFICATE: "deliverable counterpart mode place starts_on ends_on hours_per_week",
    LetterKind.REFERENCE: "deliverable starts_on ends_on",
}
LETTER_CLOSINGS = {
    LetterKind.INVITATION: (
        _("The host looks after the visit and answers questions about it."),
        _(
            "This letter supports an application for a visa. It does not promise one, and it is not an offer"
            " of employment."
        ),
    ),
    LetterKind.APPROVAL: (_("It is not an offer of employment, and it does not promise a visa."),),
    LetterKind.REJECTION: (),
    LetterKind.CERTIFICATE: (
        _("The reports of both sides are in. The hours are those of the approved plan."),
    ),
    LetterKind.REFERENCE: (
        _("These are the host's own words. The expert has read them and agreed that others may read them."),
    ),
    LetterKind.DOSSIER: (_("For the ministry's own use. Whoever opens it is recorded."),),
}
MAY_APPEAL = _(
    "Either side may appeal once, until %(day)s, on the page of the placement. Other people then review it"
    " anew."
)
NO_MORE_APPEAL = _("This decision follows an appeal; there is no further one in the portal.")

# What a letter of a decision suggests; the reviewer and the decider may change every word before release.
APPROVAL_WORDING = _("The plan below is what was approved. Whoever changes it asks for a new review.")
REJECTION_WORDINGS = {
    ReturnReason.TOR_UNCLEAR: _(
        "The terms of reference do not say clearly enough who does what. A new plan should name the tasks."
    ),
    ReturnReason.OUTCOMES_NOT_MEASURABLE: _(
        "The plan does not say how its outcome will be measured. A new plan should name what will exist at"
        " the end, and how both sides see that it does."
    ),
    ReturnReason.COUNTERPART_MISSING: _(
        "Nobody at the host is named who works with the expert and goes on afterwards. A new plan should name"
        " a local counterpart."
    ),
    ReturnReason.DATES_OR_VISA: _(
        "The dates and the time that a visa takes do not fit together. A new plan should begin later, or be"
        " done from afar."
    ),
    ReturnReason.ALLOWANCE_UNCLEAR: _(
        "The plan does not say clearly which allowance is paid, in which currency, and by whom."
    ),
    ReturnReason.CONSENT_LETTER_MISSING: _(
        "The consent of the expert's home employer is missing. A new plan can be decided once it is there."
    ),
    ReturnReason.CONFLICT_UNDECLARED: _(
        "A conflict of interest was not declared. It need not stand in the way once it is declared, with how"
        " both sides deal with it."
    ),
    ReturnReason.DUPLICATE: _("It repeats another placement of the same host and the same expert."),
    ReturnReason.OTHER: _("The reason stands in the note on the page of the placement."),
}
