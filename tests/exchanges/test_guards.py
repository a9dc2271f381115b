"""What each guard of the life cycles says, written down here once more, without the tables."""

from datetime import date, timedelta
from typing import Any

import pytest

from exchanges import workflow
from exchanges.workflow import (
    AmendmentFacts,
    CampaignFacts,
    InvitationFacts,
    OutcomeFacts,
    PlacementFacts,
    ReferralFacts,
    ReportFacts,
    SampleFacts,
    after_decision,
    amendments,
    invitations,
    outcomes,
    placements,
    referrals,
    reports,
    sampling,
)
from programmes.enums import Tier

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def _case(**facts: Any) -> PlacementFacts:
    usual = {
        "plan_is_complete": True,
        "expert_has_agreed": True,
        "another_unit_reviews": True,
        "tier": Tier.T1,
    }
    return PlacementFacts(**(usual | facts))


def _dated(today: date, **facts: Any) -> PlacementFacts:
    return _case(starts_on=FIRST, ends_on=LAST, today=today, **facts)


def _asked(**facts: bool) -> InvitationFacts:
    usual = {"a_seat_is_free": True, "expert_has_capacity": True, "is_due": False, "need_is_wanted": True}
    return InvitationFacts(**(usual | facts))


def _sample(answered: bool, some: bool, over: bool) -> SampleFacts:
    return SampleFacts(all_have_answered=answered, somebody_has_answered=some, due_is_over=over)


P, L, I, O, R, S = placements, after_decision, invitations, outcomes, reports, sampling  # noqa: E741
SAID = (
    (P.both_have_agreed, _case(), None),
    (P.both_have_agreed, _case(plan_is_complete=False), "plan_incomplete"),
    (P.both_have_agreed, _case(plan_breaks_policy=True), "plan_outside_policy"),
    (P.both_have_agreed, _case(expert_has_agreed=False), "expert_has_not_agreed"),
    (P.can_be_submitted, _case(), None),
    (P.can_be_submitted, _case(another_unit_reviews=False), "no_other_unit_reviews"),
    (P.can_be_submitted, _case(another_unit_reviews=False, plan_is_complete=False), "plan_incomplete"),
    (P.can_be_submitted, _case(expert_has_agreed=False), "expert_has_not_agreed"),
    (P.a_place_is_free, _case(), None),
    (P.a_place_is_free, _case(n_reviewers=1), "reviewers_are_found"),
    (P.a_place_is_free, _case(n_places=2, n_reviewers=1), None),
    (P.a_place_is_free, _case(n_places=2, n_reviewers=2), "reviewers_are_found"),
    (P.one_reviewer_has_it, _case(n_reviewers=1), None),
    (P.one_reviewer_has_it, _case(n_reviewers=2), "another_reviewer_has_it"),
    (P.two_reviewers_have_it, _case(n_reviewers=1), "nobody_else_has_it"),
    (P.two_reviewers_have_it, _case(n_reviewers=2), None),
    (P.one_review_suffices, _case(), None),
    (P.one_review_suffices, _case(n_places=2), "two_reviews_needed"),
    (P.two_reviews_are_wanted, _case(), "one_review_suffices"),
    (P.two_reviews_are_wanted, _case(n_places=2), None),
    (P.both_reviews_are_in, _case(n_reviews=1), "two_reviews_needed"),
    (P.both_reviews_are_in, _case(n_places=2, n_reviews=1), "two_reviews_needed"),
    (P.both_reviews_are_in, _case(n_places=2, n_reviews=2), None),
    (P.both_reviews_are_in, _case(), "two_reviews_needed"),
    (P.reviews_differ, _case(), "reviews_agree"),
    (P.reviews_differ, _case(reviews_differ=True), None),
    (P.plan_is_complete, _case(), None),
    (P.plan_is_complete, _case(plan_is_complete=False), "plan_incomplete"),
    (P.plan_is_complete, _case(checklist_is_complete=False), "checklist_incomplete"),
    (P.needs_no_review, _case(tier=Tier.T0), None),
    (P.needs_no_review, _case(tier=Tier.T1), "tier_needs_review"),
    (P.needs_no_review, _case(tier=Tier.T2), "tier_needs_review"),
    (L.expert_may_confirm, _case(), None),
    (L.expert_may_confirm, _case(expert_has_confirmed=True), "confirmed_already"),
    (L.host_may_confirm, _case(), None),
    (L.host_may_confirm, _case(host_has_confirmed=True), "confirmed_already"),
    (L.both_have_confirmed, _case(expert_has_confirmed=True), "confirmation_missing"),
    (L.both_have_confirmed, _case(host_has_confirmed=True), "confirmation_missing"),
    (L.both_have_confirmed, _case(host_has_confirmed=True, expert_has_confirmed=True), None),
    (L.confirmation_is_over, _case(), "there_is_time_to_confirm"),
    (L.confirmation_is_over, _dated(LAST), "there_is_time_to_confirm"),
    (L.confirmation_is_over, _dated(LAST + DAY), None),
    (L.confirmation_is_over, _dated(FIRST, confirmation_is_over=True), None),
    (L.it_never_began, _dated(LAST), "there_is_time_to_begin"),
    (L.it_never_began, _dated(LAST + DAY), None),
    (L.the_first_day_has_come, _dated(FIRST - DAY), "first_day_has_not_come"),
    (L.the_first_day_has_come, _dated(FIRST), None),
    (L.the_first_day_has_come, _dated(LAST), None),
    (L.the_first_day_has_come, _dated(LAST + DAY), "last_day_has_passed"),
    (L.may_be_appealed, _case(), "appeal_is_over"),
    (L.may_be_appealed, _case(may_be_appealed=True), None),
    (L.may_be_appealed, _case(may_be_appealed=True, seat_and_hours_are_free=False), "appeal_needs_a_seat"),
    (L.both_reports_are_in, _dated(LAST - DAY, both_reports_are_in=True), "last_day_has_not_come"),
    (L.both_reports_are_in, _dated(LAST), "reports_missing"),
    (L.both_reports_are_in, _dated(LAST, both_reports_are_in=True), None),
    (L.follow_up_is_answered, _case(), "follow_up_missing"),
    (L.follow_up_is_answered, _case(follow_up_is_answered=True), None),
    (I.there_is_room, _asked(), None),
    (I.there_is_room, _asked(is_due=True, need_is_wanted=False), "invitation_expired"),
    (I.there_is_room, _asked(need_is_wanted=False, a_seat_is_free=False), "need_is_not_open"),
    (I.there_is_room, _asked(a_seat_is_free=False, expert_has_capacity=False), "seats_are_taken"),
    (I.there_is_room, _asked(expert_has_capacity=False), "capacity_used"),
    (I.there_is_time, _asked(), None),
    (I.there_is_time, _asked(is_due=True), "invitation_expired"),
    (I.the_time_is_over, _asked(), "invitation_still_open"),
    (I.the_time_is_over, _asked(is_due=True), None),
    (O.link_is_open, OutcomeFacts(link_is_open=True, mail_is_due=False), None),
    (O.link_is_open, OutcomeFacts(link_is_open=False, mail_is_due=True), "confirmation_over"),
    (O.mail_is_due, OutcomeFacts(link_is_open=True, mail_is_due=True), None),
    (O.mail_is_due, OutcomeFacts(link_is_open=True, mail_is_due=False), "no_mail_due"),
    (O.mail_is_due, OutcomeFacts(link_is_open=False, mail_is_due=True), "confirmation_over"),
    (O.link_has_ended, OutcomeFacts(link_is_open=True, mail_is_due=False), "there_is_time_to_answer"),
    (O.link_has_ended, OutcomeFacts(link_is_open=False, mail_is_due=False), None),
    (R.has_opened, ReportFacts(has_opened=True, is_complete=False), None),
    (R.has_opened, ReportFacts(has_opened=False, is_complete=True), "report_not_open_yet"),
    (R.is_complete, ReportFacts(has_opened=True, is_complete=True), None),
    (R.is_complete, ReportFacts(has_opened=True, is_complete=False), "report_incomplete"),
    (R.is_complete, ReportFacts(has_opened=False, is_complete=True), "report_not_open_yet"),
    (referrals.nobody_is_asked, ReferralFacts(names_an_expert=True), "expert_is_asked_first"),
    (referrals.nobody_is_asked, ReferralFacts(names_an_expert=False), None),
    (amendments.stays_small, AmendmentFacts(Tier.T0, Tier.T0), None),
    (amendments.stays_small, AmendmentFacts(Tier.T0, Tier.T1), "amendment_needs_review"),
    (amendments.stays_small, AmendmentFacts(Tier.T1, Tier.T0), "amendment_needs_review"),
    (amendments.stays_small, AmendmentFacts(Tier.T2, Tier.T2), "amendment_needs_review"),
    (amendments.another_is_wanted, AmendmentFacts(Tier.T1, Tier.T2), None),
    (amendments.another_is_wanted, AmendmentFacts(Tier.T2, Tier.T2, 1), "one_review_suffices"),
    (amendments.another_is_wanted, AmendmentFacts(Tier.T2, Tier.T1), "one_review_suffices"),
    (amendments.recommendations_suffice, AmendmentFacts(Tier.T2, Tier.T2), "two_reviews_needed"),
    (amendments.recommendations_suffice, AmendmentFacts(Tier.T2, Tier.T2, 1), None),
    (amendments.recommendations_suffice, AmendmentFacts(Tier.T1, Tier.T1), None),
    (S.there_is_something_to_draw, CampaignFacts(1, True, 0), None),
    (S.there_is_something_to_draw, CampaignFacts(0, True, 0), "nothing_to_draw"),
    (S.may_be_closed, CampaignFacts(1, True, 0), None),
    (S.may_be_closed, CampaignFacts(1, False, 0), "evidence_is_awaited"),
    (S.may_be_closed, CampaignFacts(1, True, 1), "evidence_not_judged"),
    (S.all_have_answered, _sample(True, True, False), None),
    (S.all_have_answered, _sample(False, True, True), "evidence_is_awaited"),
    (S.time_is_over, _sample(False, False, True), None),
    (S.time_is_over, _sample(True, True, False), "evidence_is_awaited"),
    (S.nobody_has_answered, _sample(False, True, True), "evidence_not_judged"),
    (S.nobody_has_answered, _sample(False, False, True), None),
    (S.nobody_has_answered, _sample(False, False, False), "evidence_is_awaited"),
)


@pytest.mark.parametrize(
    ("guard", "facts", "said"), SAID, ids=[f"{at}-{row[0].__name__}" for at, row in enumerate(SAID)]
)
def test_a_guard_names_what_is_missing(guard: Any, facts: Any, said: str | None) -> None:
    assert guard(facts) == said


def test_every_guard_of_every_table_is_asked_above() -> None:
    tables = (
        workflow.AMENDMENT,
        workflow.CAMPAIGN,
        workflow.INVITATION,
        workflow.OUTCOME,
        workflow.PLACEMENT,
        workflow.REFERRAL,
        workflow.REPORT,
        workflow.SAMPLED_CASE,
        workflow.SESSION,
    )
    guards = {row.guard for table in tables for row in table.rows if row.guard}

    assert guards <= {row[0] for row in SAID}


def test_what_nobody_said_of_a_case_is_the_usual() -> None:
    facts = PlacementFacts(
        plan_is_complete=True, expert_has_agreed=True, another_unit_reviews=True, tier=Tier.T1
    )

    assert (facts.plan_breaks_policy, facts.checklist_is_complete, facts.reviews_differ) == (
        False,
        True,
        False,
    )
    assert (facts.n_places, facts.n_reviewers, facts.n_reviews) == (1, 0, 0)
    assert not (facts.expert_has_confirmed or facts.host_has_confirmed or facts.confirmation_is_over)
    assert (facts.may_be_appealed, facts.seat_and_hours_are_free) == (False, True)
    assert not (facts.both_reports_are_in or facts.follow_up_is_answered)
