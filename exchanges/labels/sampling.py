"""What people read for the codes of the control after the fact."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import (
    CampaignAction,
    CampaignState,
    Extent,
    SampleAction,
    SampleFinding,
    SampleState,
)

CAMPAIGN_STATES = {
    CampaignState.DRAFT: _("not drawn yet"),
    CampaignState.OPEN: _("under way"),
    CampaignState.CLOSED: _("control closed"),
}
CAMPAIGN_TONES = {CampaignState.DRAFT: "quiet", CampaignState.OPEN: "info", CampaignState.CLOSED: "good"}
CAMPAIGN_STEPS = {
    "create": _("Campaign begun"),
    CampaignAction.DRAW: _("The sample was drawn"),
    CampaignAction.CLOSE: _("The campaign was closed"),
}
SAMPLE_STATES = {
    SampleState.WAITING: _("waits for evidence"),
    SampleState.ANSWERED: _("evidence is in"),
    SampleState.FOUND: _("finding recorded"),
}
SAMPLE_TONES = {SampleState.WAITING: "waiting", SampleState.ANSWERED: "info", SampleState.FOUND: "good"}
SAMPLE_STEPS = {
    "create": _("Drawn into the sample; evidence was asked for"),
    SampleAction.GIVE: _("Evidence was given"),
    SampleAction.ALL_IN: _("All evidence is in"),
    SampleAction.FIND: _("A finding was recorded"),
    SampleAction.LEAVE: _("Nobody gave evidence until the control was closed"),
}
FINDINGS = {
    SampleFinding.AS_PLANNED: _("It happened as planned"),
    SampleFinding.SMALLER: _("Smaller deviations from the plan"),
    SampleFinding.SERIOUS: _("Serious deviation from the plan"),
    SampleFinding.NO_EVIDENCE: _("No evidence was given"),
    SampleFinding.NOT_JUDGED: _("It cannot be judged"),
}
# What both sides read of it, in plain words.
FINDINGS_TOLD = {
    SampleFinding.AS_PLANNED: _(
        "The ministry looked at this placement afterwards: it happened as it was planned. Thank you."
    ),
    SampleFinding.SMALLER: _(
        "The ministry looked at this placement afterwards: some things went otherwise than planned, none of"
        " them serious. You need not do anything."
    ),
    SampleFinding.SERIOUS: _(
        "The ministry looked at this placement afterwards: something important went otherwise than it was"
        " approved. You may write to the ministry in this case."
    ),
    SampleFinding.NO_EVIDENCE: _(
        "The ministry asked what took place and got no evidence. You may write to the ministry in this case."
    ),
    SampleFinding.NOT_JUDGED: _(
        "The ministry looked at this placement afterwards: from what is there it cannot be judged whether it"
        " happened as planned."
    ),
}
FINDING_TONES = {
    SampleFinding.AS_PLANNED: "good",
    SampleFinding.SMALLER: "info",
    SampleFinding.SERIOUS: "bad",
    SampleFinding.NO_EVIDENCE: "waiting",
    SampleFinding.NOT_JUDGED: "quiet",
}
TOOK_PLACE = {
    Extent.YES: _("Yes, as planned"),
    Extent.PARTLY: _("In part, or otherwise"),
    Extent.NO: _("No, it did not take place"),
}
