"""Why something of this app is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages

register_messages(
    {
        "contact_details_in_message": _(
            "Please leave out e-mail addresses, telephone numbers and links to messengers: contact details"
            " follow acceptance."
        ),
        "thread_is_full": _("50 messages are the most that one invitation holds."),
        "contact_day_range": _("Choose a day within the last year, today at the latest."),
        "receiver_unknown": _("No verified organisation has this name."),
        "receiver_not_clear": _("Several organisations have this in their name: %(names)s. Type more of it."),
        "receiver_is_the_host": _("This organisation wrote the need itself."),
        "receiver_is_the_sender": _("You cannot pass something on to yourselves."),
        "receiver_not_verified": _("This organisation is not verified."),
        "receiver_knows_expert": _("The expert is a member of this organisation."),
        "only_own_needs": _("Your organisation passes on needs of its own only."),
        "expert_not_known": _("You do not know this expert by name."),
        "expert_not_passed_on": _("This expert is not passed on at present."),
        "expert_said_no": _("The expert did not agree to this before."),
        "expert_is_asked_first": _("The expert must agree first."),
        "too_many_asked": _("Five experts whom you would pass on have not answered yet. Please wait."),
        "referred_too_often": _("You have passed on very much today. Please go on tomorrow."),
        "referred_already": _("You passed this on to the same organisation already."),
        "seats_are_taken": _("All seats of this need are taken."),
        "capacity_used": _("That would be more engagements at the same time than the expert offers."),
        "invitation_expired": _("The time to answer this invitation is over. The host may invite you again."),
        "no_other_unit_reviews": _(
            "Your organisation belongs to the unit that reviews this programme, and no other unit reviews"
            " placements yet. Please write to the portal's administrators."
        ),
        "hours_per_week_range": _("Between 1 and 60 hours a week."),
        "days_in_country_range": _("At most 366 days."),
        "asked_before": _("This expert was asked before. Please look at who comes next now."),
        "not_a_reason_of_yours": _("Please choose one of the reasons that are offered to you."),
        "asked_already": _("You and this host have asked each other about this need already."),
        "too_many_open_interests": _(
            "You have shown interest in five needs that wait for an answer. Take one back, or wait."
        ),
        "interest_waits": _("This expert has shown interest already: please answer that."),
        "later_on_range": _(
            "Choose a day after today, within half a year and before the last day of the need."
        ),
        "invitation_still_open": _("The expert may still answer this invitation."),
        "plan_incomplete": _(
            "The plan is not complete: purpose, deliverable, dates and one step; whoever comes to Pakistan"
            " also needs a counterpart with a role."
        ),
        "expert_has_not_agreed": _("The expert has not agreed to this plan yet."),
        "reviewers_are_found": _("Enough reviewers have this case already."),
        "another_reviewer_has_it": _("Another reviewer has this case as well."),
        "nobody_else_has_it": _("Nobody else has this case."),
        "two_reviews_needed": _("This placement needs the reviews of two people (tier T2)."),
        "one_review_suffices": _("This placement needs one review."),
        "reviews_agree": _("The two reviews do not differ; send the case back instead."),
        "review_is_in": _("That review is in already. Please speak with a decider of the unit."),
        "judged_already": _(
            "You reviewed or decided here already. Please speak with another decider of the unit."
        ),
        "plan_is_another": _("The plan is not the one that was reviewed. Please look at it again."),
        "letter_missing": _("Please write what the other side should read."),
        "score_range": _("Please choose one of the points that are offered."),
        "not_a_reviewer_for_it": _("This person cannot review the case."),
        "confirmed_already": _("Your side has confirmed already."),
        "confirmation_missing": _("One side has not confirmed yet."),
        "there_is_time_to_confirm": _("There is still time to confirm."),
        "there_is_time_to_begin": _("There is still time to begin."),
        "first_day_has_not_come": _("The first day of the placement has not come yet."),
        "last_day_has_passed": _("The last day of the placement has passed."),
        "appeal_is_over": _("An appeal is possible once, within the days that the letter names."),
        "appeal_needs_a_seat": _(
            "The seat has been given to somebody else, or the expert has promised these hours elsewhere."
        ),
        "reports_missing": _("Both sides' reports must be in first."),
        "last_day_has_not_come": _("The last day of the placement has not come yet."),
        "report_not_open_yet": _(
            "This follow-up is asked a year after the placement; please come back then."
        ),
        "report_incomplete": _("Please answer every question that is not marked as optional."),
        "answer_missing": _("Please answer this. What you wrote is saved as a draft."),
        "women_of_trained": _("That is more than the people trained."),
        "number_missing": _("Say how many."),
        "amount_missing": _("Say how much, and in which currency."),
        "confirmer_missing": _("Name who can confirm it, with an e-mail address."),
        "confirmer_is_of_your_side": _(
            "Nobody of your own side can confirm it, and no address of your own organisation either."
        ),
        "other_side_is_gone": _("Nobody of the other side can be reached. Please name a third person."),
        "too_many_outcomes": _("Twenty outcomes are the most that one side claims for one placement."),
        "claimed_too_often": _("You have claimed very much today. Please go on tomorrow."),
        "confirmation_over": _("This link has been used, or its time is over."),
        "no_mail_due": _("The next mail is not due yet."),
        "there_is_time_to_answer": _("There is still time to answer."),
        "counterfactual_missing": _("Please say what would have happened without it."),
        "follow_up_missing": _("The follow-up has not been answered yet."),
        "tier_needs_review": _("This placement needs a review."),
        "invitation_open_already": _("This expert has an open invitation to this need already."),
        "placed_already": _("This expert has a placement for this need already."),
        "too_many_open_invitations": _(
            "Five invitations per free seat may be open at once. Wait for answers."
        ),
        "need_is_not_open": _("This need is not open."),
        "match_is_dismissed": _("You dismissed this expert. Undo that first."),
        "window_missing": _("The need has no dates."),
        "expert_not_available": _("This expert takes no invitations at present."),
        "expert_is_of_the_host": _("A member of your organisation cannot be invited."),
        "year_not_over": _("Choose a fiscal year that is over: only then is the list complete."),
        "campaign_exists": _("There is a campaign of this programme for this year already."),
        "nothing_to_draw": _("Nothing can be drawn: nothing was approved at once, or the share is nought."),
        "evidence_day_range": _("Give both sides between 14 and 120 days."),
        "evidence_is_awaited": _("There is still time to give evidence."),
        "evidence_not_judged": _("Evidence is there about which no finding is recorded yet."),
        "hours_missing": _("Please say how many hours it was."),
        "delivered_missing": _("Please say what came of it."),
        "letter_not_now": _("There is no such letter in the present state of the placement."),
        "letter_is_over": _("This letter is in force no longer. Please reload the page."),
        "letter_reason_missing": _("Please say why."),
        "wording_missing": _("Please write the words in both languages."),
        "wording_too_long": _("At most 4,000 letters."),
        "reference_missing": _("Please write something about the expert's work."),
        "reference_written": _("There is a reference already. Withdraw it before you write another."),
        "dates_overlap": _("The expert has another placement in person on some of these days."),
        "currency_missing": _("Please name the currency of the allowance."),
        "payer_missing": _("Please say who pays the allowance."),
        "placement_dates_order": _("The last day comes before the first."),
        "days_outside_dates": _("The placement does not last that many days."),
        "step_outside_dates": _("A step lies outside the dates of the placement."),
    }
)
