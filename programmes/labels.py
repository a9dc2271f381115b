"""What people read for the codes of programmes; matching and exchanges use these words too."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from programmes.enums import (
    AllowancePer,
    AllowancePurpose,
    Component,
    Mode,
    Payer,
    PhaseKind,
    ProgrammeKind,
    QuestionKind,
    QuestionTarget,
    Section,
    Tier,
)

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
SECTIONS = {
    Section.DURATION: _("Length and hours"),
    Section.ALLOWANCES: _("Allowances"),
    Section.REVIEW: _("Review"),
    Section.RUBRIC: _("Criteria of the review"),
    Section.REPORTS: _("Reports"),
    Section.QUOTAS: _("Shares that are reported"),
}
SECTION_LEADS = {
    Section.DURATION: _("A plan outside these limits cannot be submitted."),
    Section.ALLOWANCES: _(
        "An allowance is not a salary. Each line is a limit in one currency; nothing is converted. The limits"
        " of several purposes add up. Without a line, the programme is unpaid."
    ),
    Section.REVIEW: _("The highest tier that applies decides how a case is reviewed."),
    Section.RUBRIC: _(
        "Reviewers score each criterion. An independent criterion is shown beside the sum and does not count"
        " in it."
    ),
    Section.REPORTS: _("When the two sides write down what was done."),
    Section.QUOTAS: _("Shares that the unit wishes to see. They are reported; nobody is left out by them."),
}
POLICY_FIELDS = {
    "least_weeks": _("Least weeks"),
    "most_weeks": _("Most weeks"),
    "most_hours_per_week": _("Most hours per week"),
    "t0_most_hours": _("Tier T0: most hours in all, remote and unpaid"),
    "t2_days_in_country": _("Tier T2: above so many days in Pakistan"),
    "sensitive_themes": _("Tier T2: themes that always need it"),
    "target_days_t0": _("Tier T0: check within working days"),
    "target_days_t1": _("Tier T1: review within working days"),
    "target_days_t2": _("Tier T2: review within working days"),
    "sampling_percent": _("Tier T0: share that is checked afterwards, in percent"),
    "appeal_days": _("Days to appeal against a rejection"),
    "mid_report": _("A report at half-time"),
    "report_every_weeks": _("A report every so many weeks"),
    "final_report_after_days": _("Final report: days after the end"),
    "follow_up_months": _("Follow-up: months after the end"),
}
PURPOSES = {
    AllowancePurpose.LIVING: _("living costs"),
    AllowancePurpose.TRAVEL: _("travel"),
    AllowancePurpose.LODGING: _("a place to stay"),
    AllowancePurpose.INSURANCE: _("insurance"),
}
PERIODS = {
    AllowancePer.DAY: _("a day in Pakistan"),
    AllowancePer.WEEK: _("a week"),
    AllowancePer.MONTH: _("a month"),
    AllowancePer.ONCE: _("in all"),
}
PAYERS = {
    Payer.HOST: _("the host"),
    Payer.MINISTRY: _("the ministry"),
    Payer.PARTNER: _("a partner of the programme"),
    Payer.SPONSOR: _("a sponsor"),
}
PHASE_KINDS = {
    PhaseKind.OPEN: _("open for needs"),
    PhaseKind.REVIEW: _("under review"),
    PhaseKind.DECIDE: _("decisions"),
    PhaseKind.CLOSED: _("closed"),
}
PHASE_TONES = {
    PhaseKind.OPEN: "good",
    PhaseKind.REVIEW: "waiting",
    PhaseKind.DECIDE: "waiting",
    PhaseKind.CLOSED: "quiet",
}
TARGETS = {
    QuestionTarget.NEED: _("whoever writes a need"),
    QuestionTarget.PLACEMENT: _("whoever writes a plan"),
}
QUESTION_KINDS = {
    QuestionKind.TEXT: _("a text"),
    QuestionKind.CHOICE: _("one of several choices"),
    QuestionKind.YES_NO: _("yes or no"),
    QuestionKind.NUMBER: _("a whole number"),
}

register_messages(
    {
        "plan_too_short": _("The programme asks for at least %(weeks)d weeks."),
        "plan_too_long": _("The programme allows at most %(weeks)d weeks."),
        "plan_too_many_hours": _("The programme allows at most %(hours)d hours per week."),
        "plan_must_be_unpaid": _("This programme is unpaid: please leave the allowance empty."),
        "allowance_currency_not_offered": _("The programme pays allowances in %(currencies)s only."),
        "allowance_payer_not_offered": _("The programme does not allow this payer."),
        "allowance_too_high": _("For these dates the programme allows at most %(most)s %(currency)s in all."),
        "plan_outside_policy": _(
            "The plan does not keep within the limits of its programme. Please edit the plan."
        ),
        "policy_number_range": _("Please give a whole number from %(least)d to %(most)d."),
        "policy_unchanged": _("This is the policy in force already: nothing would change."),
        "policy_weeks_order": _("The most weeks must not be fewer than the least weeks."),
        "policy_theme_unknown": _("Please choose themes from the list."),
        "allowance_incomplete": _("Please give purpose, currency, limit, period and who pays."),
        "allowance_twice": _("There is a line for this purpose, currency and period already."),
        "criterion_incomplete": _(
            "Please give a name, a weight from 0 to 100 and a highest score from 1 to 100."
        ),
        "criterion_twice": _("There is a criterion of this name already."),
        "rubric_without_weight": _("At least one criterion that counts must weigh more than zero."),
        "quota_incomplete": _("Please give a name and a share from 1 to 100."),
        "phase_incomplete": _("Please give a name, a kind, the first and the last day."),
        "phase_dates_order": _("The last day must not be before the first."),
        "phases_overlap": _("This phase begins before an earlier one ends."),
        "programme_without_mode": _("Please choose at least one way of working."),
        "programme_unchanged": _("Nothing was changed."),
        "agreement_without_parties": _("Please name at least two parties."),
        "agreement_dates_order": _("The last day must not be before the first."),
        "agreement_renewed": _("This agreement was renewed already. Renew the latest version."),
        "agreement_begins_before": _("A renewal begins after the agreement that it renews began."),
        "question_without_choices": _("Please write at least two choices, one on each line."),
        "question_retired": _("This question was retired already."),
    }
)
register_messages(
    {
        "weights_out_of_range": _("Please give a whole number from 0 to 1,000."),
        "weights_all_zero": _(
            "At least one weight must be above zero: with all at zero, no expert could be told from another."
        ),
        "weights_unchanged": _("These are the weights in force already: nothing would change."),
    }
)
