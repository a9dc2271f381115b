"""Who writes a report, and who of the ministry accepts, returns or skips it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import ReportAction, ReportKind, Side
from exchanges.models import Report
from exchanges.policies.parts import parts_played
from exchanges.policies.reviews import may_open

_A = ReportAction


def reporting_part(user: User, report: Report) -> Part | None:
    """The part that somebody plays in a report: its own side's, or that of the unit that reviews the case."""
    own = Part.EXPERT if report.side == Side.EXPERT else Part.HOST
    played = parts_played(user, report.placement)
    return next((part for part in (own, Part.REVIEWER, Part.STAFF) if part in played), None)


def _from_here(report: Report, action: ReportAction) -> Decision:
    if report.workflow.candidates(state=report.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


def _of_its_side(action: ReportAction) -> Callable[[User, Report], Decision]:
    def may(user: User, report: Report) -> Decision:
        """The expert for their own report, owners and editors of the host for the host's."""
        if reporting_part(user, report) not in (Part.EXPERT, Part.HOST):
            return deny(_("Only the side whose report it is writes here."))
        return _from_here(report, action)

    return may


for _action in (_A.WRITE, _A.SUBMIT):
    policy(f"exchanges.{_action}_report")(_of_its_side(_action))


def _of_the_ministry(action: ReportAction) -> Callable[[User, Report], Decision]:
    def may(user: User, report: Report) -> Decision:
        """Reviewers of the unit that reviews the case, once they have said that they have no conflict, and
        its officers; never a party. A follow-up is not skipped: a decider closes the placement without it."""
        if reporting_part(user, report) not in (Part.REVIEWER, Part.STAFF):
            return deny(_("Only a reviewer or an officer of the unit may do this."))
        return first_refusal(
            _from_here(report, action), _is_no_follow_up(report, action), may_open(user, report.placement)
        )

    return may


def _is_no_follow_up(report: Report, action: ReportAction) -> Decision:
    if action == _A.SKIP and report.kind == ReportKind.FOLLOW_UP:
        return deny(_("A decider closes the placement without its follow-up, on the page of the placement."))
    return ALLOW


for _action in (_A.ACCEPT, _A.RETURN, _A.SKIP):
    policy(f"exchanges.{_action}_report")(_of_the_ministry(_action))
