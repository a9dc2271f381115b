from django.urls import path, register_converter

from exchanges.enums import CheckKind, Offer, OutcomeAction, ReferralAction, ReportAction, SessionAction
from exchanges.views import (
    amendments,
    answers,
    board,
    calendars,
    case_file,
    case_threads,
    contacts,
    decisions,
    invitations,
    letters,
    life,
    outcomes,
    placements,
    referrals,
    reports,
    review,
    sampled,
    sampling,
    sessions,
    threads,
)

app_name = "exchanges"


class OfferConverter:
    """Only what is done at a press has an address."""

    regex = "|".join(offer for offer in Offer if offer != Offer.TERMS)

    def to_python(self, value: str) -> Offer:
        return Offer(value)

    def to_url(self, value: str) -> str:
        return str(value)


class ReferralStepConverter:
    """Steps that people take; the others are the portal's."""

    regex = "|".join(set(ReferralAction) - {ReferralAction.PASS_ON, ReferralAction.COMPLETE})

    def to_python(self, value: str) -> ReferralAction:
        return ReferralAction(value)

    def to_url(self, value: str) -> str:
        return str(value)


class ReportStepConverter:
    """Steps of the ministry; writing and submitting are the page's own form."""

    regex = "accept|return|skip"

    def to_python(self, value: str) -> ReportAction:
        return ReportAction(value)

    def to_url(self, value: str) -> str:
        return str(value)


class OutcomeStepConverter:
    """Steps that people with an account take."""

    regex = "withdraw|uphold|dismiss"

    def to_python(self, value: str) -> OutcomeAction:
        return OutcomeAction(value)

    def to_url(self, value: str) -> str:
        return str(value)


class SessionStepConverter:
    """A correction is written on the page of the session itself."""

    regex = "|".join(set(SessionAction) - {SessionAction.CORRECT})

    def to_python(self, value: str) -> SessionAction:
        return SessionAction(value)

    def to_url(self, value: str) -> str:
        return str(value)


class CheckConverter:
    regex = "|".join(CheckKind)

    def to_python(self, value: str) -> CheckKind:
        return CheckKind(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(CheckConverter, "check")
register_converter(OfferConverter, "offer")
register_converter(ReferralStepConverter, "referral_step")
register_converter(ReportStepConverter, "report_step")
register_converter(OutcomeStepConverter, "outcome_step")
register_converter(SessionStepConverter, "session_step")

urlpatterns = [
    path("invitations/", board.invitation_list, name="invitation_list"),
    path("invitations/decline-all/", answers.decline_all, name="decline_all_invitations"),
    path("matches/<slug:public_id>/invite/", invitations.invite, name="invite"),
    path("matches/<slug:public_id>/asked/", invitations.invitation_of_match, name="invitation_of_match"),
    path("interest/<slug:public_id>/", invitations.show_interest, name="show_interest"),
    path("invitations/<slug:public_id>/", invitations.invitation, name="invitation"),
    path("invitations/<slug:public_id>/accept/", answers.accept, name="accept_invitation"),
    path("invitations/<slug:public_id>/decline/", answers.decline, name="decline_invitation"),
    path("invitations/<slug:public_id>/later/", answers.postpone, name="postpone_invitation"),
    path("invitations/<slug:public_id>/offers/<offer:offer>/", answers.after_answer, name="after_answer"),
    path("invitations/<slug:public_id>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("invitations/<slug:public_id>/messages/", threads.write, name="write_message"),
    path("invitations/<slug:public_id>/messages/settled/", threads.settle, name="settle_messages"),
    path("placements/<slug:public_id>/messages/", threads.of_placement, name="placement_messages"),
    path("referrals/", referrals.referral_list, name="referral_list"),
    path("referrals/<slug:public_id>/", referrals.referral, name="referral"),
    path("referrals/<slug:public_id>/invite/", referrals.referral_invite, name="referral_invite"),
    path("referrals/<slug:public_id>/<referral_step:action>/", referrals.referral_step, name="referral_step"),
    path("refer/need/<slug:public_id>/", referrals.refer_need, name="refer_need"),
    path("refer/expert/<slug:public_id>/", referrals.refer_expert, name="refer_expert"),
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/about-me/", contacts.contacts_of_me, name="contacts_of_me"),
    path("contacts/<slug:public_id>/new/", contacts.contact_new, name="contact_new"),
    path("invitations/<slug:public_id>/next/", board.offer_to_next, name="offer_to_next"),
    path("suggested/<str:token>/", answers.suggestion, name="suggestion"),
    path("placements/", placements.placement_list, name="placement_list"),
    path("placements/<slug:public_id>/", placements.placement, name="placement"),
    path("placements/<slug:public_id>/calendar.ics", calendars.placement_calendar, name="placement_calendar"),
    path("placements/<slug:public_id>/edit/", placements.edit_placement, name="edit_placement"),
    path("placements/<slug:public_id>/step/", placements.step, name="step"),
    path("placements/<slug:public_id>/reports/", reports.placement_reports, name="placement_reports"),
    path("placements/<slug:public_id>/outcomes/new/", outcomes.claim_outcome, name="claim_outcome"),
    path("reports/<slug:public_id>/", reports.report, name="report"),
    path("reports/<slug:public_id>/<report_step:step>/", reports.report_step, name="report_step"),
    path("outcomes/<slug:public_id>/", outcomes.outcome, name="outcome"),
    path("outcomes/<slug:public_id>/<outcome_step:action>/", outcomes.outcome_step, name="outcome_step"),
    path("confirm/<str:token>/", outcomes.confirm_outcome, name="confirm_outcome"),
    path("placements/<slug:public_id>/sessions/", sessions.session_list, name="session_list"),
    path("placements/<slug:public_id>/amend/", amendments.amend, name="amend"),
    path("placements/<slug:public_id>/again/", life.renew, name="renew"),
    path("sessions/<slug:public_id>/", sessions.session, name="session"),
    path("sessions/<slug:public_id>/<session_step:action>/", sessions.session_step, name="session_step"),
    path("amendments/<slug:public_id>/", amendments.amendment, name="amendment"),
    path("amendments/<slug:public_id>/revise/", amendments.revise, name="revise_amendment"),
    path("amendments/<slug:public_id>/step/", amendments.amendment_step, name="amendment_step"),
    path("days-in-pakistan/", life.days_in_pakistan, name="days_in_pakistan"),
    path("placements/<slug:public_id>/participants/", case_file.participants, name="participants"),
    path("placements/<slug:public_id>/check/<check:line>/", case_file.check, name="check"),
    path("placements/<slug:public_id>/documents/", case_file.case_documents, name="case_documents"),
    path(
        "placements/<slug:public_id>/documents/<slug:document_id>/",
        case_file.case_document,
        name="case_document",
    ),
    path(
        "placements/<slug:public_id>/documents/<slug:document_id>/remove/",
        case_file.remove_document,
        name="remove_case_document",
    ),
    path("placements/<slug:public_id>/write/ministry/", case_threads.with_ministry, name="write_to_case"),
    path(
        "placements/<slug:public_id>/write/ministry/settled/",
        case_threads.settle_with_ministry,
        name="settle_case",
    ),
    path("placements/<slug:public_id>/write/", case_threads.between_parties, name="write_between_parties"),
    path(
        "placements/<slug:public_id>/write/settled/",
        case_threads.settle_between_parties,
        name="settle_between_parties",
    ),
    path("calendar/<str:secret>.ics", calendars.calendar_feed, name="calendar_feed"),
    path("review/", review.queue, name="review_queue"),
    path("placements/<slug:public_id>/reference/", letters.write_reference, name="write_reference"),
    path("placements/<slug:public_id>/words/", letters.word_letter, name="word_letter"),
    path("placements/<slug:public_id>/file/", letters.compile_file, name="compile_file"),
    path("review/reports/", reports.report_queue_page, name="report_queue"),
    path("review/claim/", review.claim, name="claim_next"),
    path("review/decisions/", decisions.decision_list, name="decision_list"),
    path("review/workload/", review.workload_table, name="review_workload"),
    path("review/samples/", sampling.sample_list, name="sample_list"),
    path("review/samples/new/", sampling.sample_new, name="sample_new"),
    path("review/samples/<slug:public_id>/", sampling.sample, name="sample"),
    path("review/samples/<slug:public_id>/draw/", sampling.sample_draw, name="sample_draw"),
    path("review/samples/<slug:public_id>/messages/", sampling.sample_messages, name="sample_messages"),
    path("review/samples/<slug:public_id>/close/", sampling.sample_close, name="sample_close"),
    path("review/samples/<slug:public_id>/sample.<str:kind>", sampling.sample_sheet, name="sample_sheet"),
    path("review/sampled/<slug:public_id>/", sampled.sampled_case, name="sampled_case"),
    path("placements/<slug:public_id>/evidence/", sampled.evidence, name="give_evidence"),
    path("placements/<slug:public_id>/ties/", review.declare, name="declare_ties"),
    path("placements/<slug:public_id>/review/", review.give_review, name="give_review"),
    path("placements/<slug:public_id>/reassign/", review.reassign, name="reassign"),
    path("letters/<slug:code>/", letters.letter, name="letter"),
    path("letters/<slug:code>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("letters/<slug:code>/withdraw/", letters.withdraw_letter, name="withdraw_letter"),
    path("letters/<slug:code>/reissue/", letters.reissue_letter, name="reissue_letter"),
    path("letters/<slug:code>/answer/", letters.answer_reference, name="answer_reference"),
    path("verify/", letters.verify, name="verify"),
]
