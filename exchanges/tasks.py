"""Background work of the exchanges."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.enums import Fact as AccountFact
from accounts.enums import Role
from accounts.models import Post
from common.jobs import handler, on, periodic
from exchanges.services.completion import follow_due_placements, follow_reports_of
from exchanges.services.confirmations import ask_again, expire_confirmations, forget_confirmers
from exchanges.services.evidence import remind_of_evidence
from exchanges.services.invitations import (
    end_invitations_of,
    end_invitations_of_expert,
    expire_due_invitations,
    remind_of_invitations,
)
from exchanges.services.life import lapse_due_placements, remind_to_confirm
from exchanges.services.organisations_merged import follow_organisation_merge
from exchanges.services.past_needs import expire_past_needs
from exchanges.services.placements import hand_back_cases_of
from exchanges.services.referrals import end_referrals_that_lead_nowhere
from exchanges.services.renewals import invite_again
from exchanges.services.schedule import remind_of_reports
from experts.enums import Fact as ExpertFact
from incubators.enums import Fact as NeedFact


@periodic("exchanges.expire_invitations", every=timedelta(minutes=10), compute=True)
def expire_invitations(**_future: Any) -> None:
    expire_due_invitations(at=timezone.now())


@periodic("exchanges.remind_of_invitations", every=timedelta(minutes=10), compute=True)
def remind(**_future: Any) -> None:
    remind_of_invitations(at=timezone.now())


@periodic("exchanges.expire_needs", every=timedelta(hours=1), compute=True)
def expire_needs(**_future: Any) -> None:
    expire_past_needs(at=timezone.now())


@periodic("exchanges.remind_of_reports", every=timedelta(hours=1), compute=True)
def remind_about_reports(**_future: Any) -> None:
    remind_of_reports(at=timezone.now())


@handler("exchanges.follow_reports")
def follow_reports(*, placement_id: int, **_future: Any) -> None:
    """A report came in: its placement may be complete, or closed."""
    follow_reports_of(placement_id=placement_id, at=timezone.now())


@periodic("exchanges.complete_placements", every=timedelta(hours=1), compute=True)
def complete_placements(**_future: Any) -> None:
    follow_due_placements(at=timezone.now())


@periodic("exchanges.ask_for_confirmations", every=timedelta(hours=1), compute=True)
def ask_for_confirmations(**_future: Any) -> None:
    """The mails that are due, the end of what nobody answered, and addresses that are past their age."""
    ask_again(at=timezone.now())
    expire_confirmations(at=timezone.now())
    forget_confirmers(at=timezone.now())


@periodic("exchanges.remind_to_confirm", every=timedelta(hours=1), compute=True)
def remind_of_confirmations(**_future: Any) -> None:
    remind_to_confirm(at=timezone.now())


@periodic("exchanges.remind_of_evidence", every=timedelta(hours=1), compute=True)
def remind_of_asked_evidence(**_future: Any) -> None:
    remind_of_evidence(at=timezone.now())


@periodic("exchanges.lapse_placements", every=timedelta(hours=1), compute=True)
def lapse_placements(**_future: Any) -> None:
    lapse_due_placements(at=timezone.now())


@on(NeedFact.NEED_OPENED)
def invite_whom_the_need_is_for(*, need_id: int, **_future: Any) -> None:
    """Only a need that a host wrote for an expert of a placement before."""
    invite_again(need_id=need_id, at=timezone.now())


@on(NeedFact.NEED_CLOSED)
def end_invitations_of_need(*, need_id: int, **_future: Any) -> None:
    """Only a need that was given up ends its invitations; paused and filled ones keep them."""
    end_invitations_of(need_id=need_id, at=timezone.now())
    end_referrals_that_lead_nowhere(need_id=need_id, at=timezone.now())


@on(NeedFact.ORGANISATIONS_MERGED)
def follow_merged_organisations(*, merge_id: int, **_future: Any) -> None:
    """Cases go where their needs went."""
    follow_organisation_merge(merge_id=merge_id)


@on(ExpertFact.PROFILE_CHANGED)
def end_invitations_of_whoever_is_out(*, expert_id: int, **_future: Any) -> None:
    """Only a suspension or a merge ends invitations; everybody else answers for themselves."""
    end_invitations_of_expert(expert_id=expert_id, at=timezone.now())
    end_referrals_that_lead_nowhere(expert_id=expert_id, at=timezone.now())


@on(AccountFact.POST_ENDED)
def free_cases_of_leaver(*, post_id: int, **_future: Any) -> None:
    """Whoever has another post as reviewer in that unit keeps the cases."""
    post = Post.objects.select_related("user", "unit").get(pk=post_id)
    if not post.user.holds(Role.REVIEWER, unit=post.unit):
        hand_back_cases_of(reviewer_id=post.user_id, unit_id=post.unit_id, at=timezone.now())
