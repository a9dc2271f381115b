"""What people read for the codes of programmes; matching and exchanges use these words too."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from programmes.enums import Component, Mode, ProgrammeKind, Tier

PROGRAMME_KINDS = {
    ProgrammeKind.MENTORSHIP: _("mentorship"),
    ProgrammeKind.SKILL_EXCHANGE: _("skill exchange"),
    ProgrammeKind.JOINT_RESEARCH: _("joint research"),
    ProgrammeKind.CURRICULUM: _("curriculum review"),
    ProgrammeKind.TRAINING: _("training"),
    ProgrammeKind.TASK_FORCE: _("task force"),
    ProgrammeKind.SCIENCE_COMMUNICATION: _("science communication"),
    ProgrammeKind.BILATERAL: _("bilateral cooperation"),
}
MODES = {
    Mode.REMOTE: _("remote"),
    Mode.HYBRID: _("partly remote, partly in Pakistan"),
    Mode.IN_PERSON: _("in Pakistan"),
}
TIERS = {
    Tier.T0: _("T0: remote, short and unpaid; approved at once, a share is checked afterwards"),
    Tier.T1: _("T1: one reviewer recommends, another person releases the decision"),
    Tier.T2: _("T2: two reviewers and a decider"),
}
COMPONENTS = {
    Component.MUST_SKILLS: _("skills that are a must"),
    Component.SHOULD_SKILLS: _("skills that help"),
    Component.TEXT: _("topics of the texts"),
    Component.THEME: _("themes"),
    Component.SENIORITY: _("seniority"),
    Component.OVERLAP: _("shared working hours"),
    Component.PLACE_MODE: _("place and way of working"),
    Component.MOTIVATION: _("what the expert wishes for"),
    Component.TRACK_RECORD: _("placements completed"),
}

register_messages(
    {
        "weights_out_of_range": _("Please give a whole number from 0 to 1,000."),
        "weights_all_zero": _(
            "At least one weight must be above zero: with all at zero, no expert could be told from another."
        ),
        "weights_unchanged": _("These are the weights in force already: nothing would change."),
    }
)
