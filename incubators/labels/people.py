"""What people read about who belongs to an organisation and what it has."""

from django.utils.translation import gettext_lazy as _

from incubators.enums import FacilityKind, InvitationState, MemberRole, Stage

MEMBER_ROLES = {
    MemberRole.OWNER: _("owner"),
    MemberRole.EDITOR: _("editor"),
    MemberRole.VIEWER: _("viewer"),
}
MEMBER_ROLES_MEAN = {
    MemberRole.OWNER: _("writes needs, invites experts, and decides who belongs to the organisation"),
    MemberRole.EDITOR: _("writes needs and invites experts"),
    MemberRole.VIEWER: _("reads along"),
}
INVITATION_STATES = {
    InvitationState.OPEN: _("open"),
    InvitationState.ACCEPTED: _("accepted"),
    InvitationState.WITHDRAWN: _("withdrawn"),
    InvitationState.EXPIRED: _("expired"),
}
INVITATION_TONES = {
    InvitationState.OPEN: "waiting",
    InvitationState.ACCEPTED: "good",
    InvitationState.WITHDRAWN: "quiet",
    InvitationState.EXPIRED: "quiet",
}
FACILITY_KINDS = {
    FacilityKind.LAB: _("laboratory"),
    FacilityKind.WORKSPACE: _("workspace"),
    FacilityKind.EQUIPMENT: _("equipment"),
    FacilityKind.HOUSING: _("place to stay"),
    FacilityKind.OTHER: _("another facility"),
}
STAGES = {
    Stage.IDEA: _("idea"),
    Stage.PROTOTYPE: _("prototype"),
    Stage.PILOT: _("pilot"),
    Stage.REVENUE: _("first revenue"),
    Stage.GROWTH: _("growth"),
}
