"""What people read for the codes of the case file."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from exchanges.enums import (
    AllowancePer,
    CheckKind,
    CheckState,
    DocumentAudience,
    DocumentKind,
    ParticipationRole,
)

ALLOWANCE_PER = {
    AllowancePer.DAY: _("a day"),
    AllowancePer.MONTH: _("a month"),
    AllowancePer.ONCE: _("once, for the whole placement"),
}
PARTICIPATION_ROLES = {
    ParticipationRole.LEAD: _("lead"),
    ParticipationRole.HOST: _("host"),
    ParticipationRole.COUNTERPART: _("counterpart"),
    ParticipationRole.PARTNER: _("partner"),
    ParticipationRole.FUNDER: _("funder"),
    ParticipationRole.JURY: _("jury"),
}
CHECKS = {
    CheckKind.HOME_EMPLOYER_CONSENT: _("Consent of the home employer"),
    CheckKind.TRAVEL_DOCUMENT: _("I have checked what I need to enter and to work"),
    CheckKind.RESTRICTED_POST: _("Advisory role: the post is closed to dual nationals"),
    CheckKind.IP_TERMS: _("Terms for results and data"),
    CheckKind.EXPORT_CONTROL: _("Export control and sanctions"),
    CheckKind.VISA_OR_STATUS: _("Visa or status for the journey"),
    CheckKind.INSURANCE: _("Insurance for the journey"),
}
CHECK_HINTS = {
    CheckKind.HOME_EMPLOYER_CONSENT: _(
        "Many employers ask for their agreement to work outside. Put the letter among the documents, or say"
        " why none is needed."
    ),
    CheckKind.TRAVEL_DOCUMENT: _(
        "NICOP and POC are entry rights of their own; a passport without them needs a visa of the right kind."
        " Please look yourself: the portal takes no numbers of papers and never promises a visa."
    ),
    CheckKind.RESTRICTED_POST: _(
        "Some posts in government are closed to people with a second nationality. Word the placement as"
        " advice: no employment, no power to decide or to sign."
    ),
    CheckKind.IP_TERMS: _("Who owns the results, who may publish, and which data are shared."),
    CheckKind.EXPORT_CONTROL: _(
        "Some knowledge may not leave the country where you work without a licence. Ask your employer's"
        " office for it."
    ),
    CheckKind.VISA_OR_STATUS: _(
        "Apply early: the host supports you with an invitation letter. The portal never promises a visa."
    ),
    CheckKind.INSURANCE: _("Health, accident and liability for the days in Pakistan."),
}
CHECK_STATES = {
    CheckState.OPEN: _("open"),
    CheckState.DONE: _("done"),
    CheckState.NOT_NEEDED: _("not needed"),
}
CHECK_TONES = {CheckState.OPEN: "info", CheckState.DONE: "good", CheckState.NOT_NEEDED: "quiet"}
DOCUMENT_KINDS = {
    DocumentKind.CONSENT_LETTER: _("consent letter"),
    DocumentKind.AGREEMENT: _("agreement"),
    DocumentKind.OUTLINE: _("outline"),
    DocumentKind.VISA_LETTER: _("letter for a visa"),
    DocumentKind.OTHER: _("another document"),
}
DOCUMENT_AUDIENCES = {
    DocumentAudience.ALL: _("expert, host and ministry"),
    DocumentAudience.EXPERT: _("expert and ministry"),
}
register_messages(
    {
        "checklist_incomplete": _("The checklist has lines that must be ticked before the plan goes on."),
        "check_not_asked": _("This line is not asked of this placement."),
        "check_reason_missing": _("Please say why it is not needed."),
        "check_document_unknown": _("Please choose a document of this case that both sides read."),
        "per_missing": _("Say how often the allowance is paid."),
        "purpose_missing": _("Say what the allowance is for."),
        "too_many_participants": _("A plan names six at most."),
        "role_unknown": _("Please choose partner, funder or jury."),
        "participant_unnamed": _("Say who it is."),
        "participant_takes_part_already": _("This one takes part already."),
        "too_many_case_documents": _("Twenty documents are the most that one case holds."),
        "audience_without_you": _("Your organisation would not read this document itself."),
        "case_thread_is_full": _("50 messages are the most that one case holds."),
    }
)
