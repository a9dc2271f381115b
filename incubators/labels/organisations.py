"""What people read about organisations and what happens to them."""

from django.utils.translation import gettext_lazy as _

from incubators.enums import (
    Change,
    Evidence,
    OrganisationAction,
    OrganisationKind,
    OrganisationState,
    RejectionReason,
    Sector,
)

ORGANISATION_STATES = {
    OrganisationState.PENDING: _("waits for verification"),
    OrganisationState.VERIFIED: _("verified"),
    OrganisationState.REJECTED: _("not verified"),
    OrganisationState.SUSPENDED: _("suspended"),
    OrganisationState.CLOSED: _("closed"),
}
# The tone of a state's tag; colour is never alone, the word stands in it.
ORGANISATION_TONES = {
    OrganisationState.PENDING: "waiting",
    OrganisationState.VERIFIED: "good",
    OrganisationState.REJECTED: "bad",
    OrganisationState.SUSPENDED: "bad",
    OrganisationState.CLOSED: "quiet",
}
ORGANISATION_ACTIONS = {
    OrganisationAction.VERIFY: _("Verify the organisation"),
    OrganisationAction.REJECT: _("Do not verify it, with reasons"),
    OrganisationAction.APPLY_AGAIN: _("Ask for verification again"),
    OrganisationAction.SUSPEND: _("Suspend the organisation"),
    OrganisationAction.REINSTATE: _("Reinstate the organisation"),
}
# What the timeline says once a step has been taken.
ORGANISATION_STEPS = {
    "create": _("Registered"),
    "edit": _("The registration was edited"),
    OrganisationAction.VERIFY: _("Verified"),
    OrganisationAction.REJECT: _("Not verified"),
    OrganisationAction.APPLY_AGAIN: _("Asked for verification again"),
    OrganisationAction.SUSPEND: _("Suspended"),
    OrganisationAction.REINSTATE: _("Reinstated"),
    OrganisationAction.CLOSE: _("Merged into another organisation"),
    OrganisationAction.REOPEN: _("Taken out of a merge"),
    OrganisationAction.TAKE_BACK: _("Taken back with its import"),
    Change.IMPORT: _("Registered from a file of the ministry"),
    Change.MERGE_IN: _("Another organisation was merged into this one"),
    Change.MERGE_OUT: _("A merge was undone"),
    Change.INVITE_MEMBER: _("A colleague was invited"),
    Change.WITHDRAW_INVITATION: _("An invitation was withdrawn"),
    Change.JOIN: _("Joined"),
    Change.MAKE_OWNER: _("Made an owner"),
    Change.MAKE_EDITOR: _("Made an editor"),
    Change.MAKE_VIEWER: _("Made a viewer"),
    Change.REMOVE_MEMBER: _("Removed"),
    Change.LEAVE: _("Left"),
    Change.ASK_PARENT: _("Asked to be a tenant"),
    Change.CONFIRM_PARENT: _("The parent agreed"),
    Change.DECLINE_PARENT: _("The parent declined"),
    Change.END_PARENT: _("The tie to the parent ended"),
    Change.CONFIRM_DOMAIN: _("Mail is read at the domain"),
    Change.ADD_LETTER: _("A letter was added"),
    Change.REMOVE_LETTER: _("A letter was removed"),
    Change.ADD_FACILITY: _("A facility was added"),
    Change.EDIT_FACILITY: _("A facility was edited"),
    Change.REMOVE_FACILITY: _("A facility was removed"),
    Change.ADD_VENTURE: _("A venture was added"),
    Change.EDIT_VENTURE: _("A venture was edited"),
    Change.REMOVE_VENTURE: _("A venture was removed"),
}
REJECTION_REASONS = {
    RejectionReason.NOT_FOUND: _("We could not find this organisation"),
    RejectionReason.NOT_AUTHORISED: _("It is not clear that you may act for the organisation"),
    RejectionReason.DOMAIN_MISMATCH: _("Your e-mail address does not belong to the organisation's domain"),
    RejectionReason.LETTER_MISSING: _("We need a letter of the organisation"),
    RejectionReason.DUPLICATE: _("The organisation is registered already"),
    RejectionReason.OUT_OF_SCOPE: _("The portal does not serve organisations of this kind"),
    RejectionReason.OTHER: _("Another reason"),
}
ORGANISATION_KINDS = {
    OrganisationKind.INCUBATOR: _("incubation centre"),
    OrganisationKind.SCIENCE_PARK: _("science and technology park"),
    OrganisationKind.UNIVERSITY: _("university"),
    OrganisationKind.RESEARCH_CENTRE: _("research centre"),
    OrganisationKind.ACADEMY: _("academy"),
    OrganisationKind.VOCATIONAL: _("vocational centre"),
    OrganisationKind.COMPANY: _("company"),
    OrganisationKind.GOVERNMENT: _("government body"),
    OrganisationKind.MISSION: _("mission abroad"),
}
SECTORS = {
    Sector.PUBLIC: _("public"),
    Sector.PRIVATE: _("private"),
    Sector.ACADEMIA: _("academia"),
    Sector.NON_PROFIT: _("non-profit"),
    Sector.INTERNATIONAL: _("international"),
}
EVIDENCE = {
    Evidence.DOMAIN: _("code from its domain"),
    Evidence.LETTER: _("letter"),
    Evidence.NONE: _("nothing yet"),
}
