from django.urls import path, register_converter

from exchanges.enums import Offer
from exchanges.views import answers, board, calendars, invitations, letters, placements, review

app_name = "exchanges"


class OfferConverter:
    """Only what is done at a press has an address."""

    regex = "|".join(offer for offer in Offer if offer != Offer.TERMS)

    def to_python(self, value: str) -> Offer:
        return Offer(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(OfferConverter, "offer")

urlpatterns = [
    path("invitations/", board.invitation_list, name="invitation_list"),
    path("matches/<slug:public_id>/invite/", invitations.invite, name="invite"),
    path("matches/<slug:public_id>/asked/", invitations.invitation_of_match, name="invitation_of_match"),
    path("interest/<slug:public_id>/", invitations.show_interest, name="show_interest"),
    path("invitations/<slug:public_id>/", invitations.invitation, name="invitation"),
    path("invitations/<slug:public_id>/accept/", answers.accept, name="accept_invitation"),
    path("invitations/<slug:public_id>/decline/", answers.decline, name="decline_invitation"),
    path("invitations/<slug:public_id>/later/", answers.postpone, name="postpone_invitation"),
    path("invitations/<slug:public_id>/offers/<offer:offer>/", answers.after_answer, name="after_answer"),
    path("invitations/<slug:public_id>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("invitations/<slug:public_id>/next/", board.offer_to_next, name="offer_to_next"),
    path("suggested/<str:token>/", answers.suggestion, name="suggestion"),
    path("placements/", placements.placement_list, name="placement_list"),
    path("placements/<slug:public_id>/", placements.placement, name="placement"),
    path("placements/<slug:public_id>/calendar.ics", calendars.placement_calendar, name="placement_calendar"),
    path("placements/<slug:public_id>/edit/", placements.edit_placement, name="edit_placement"),
    path("placements/<slug:public_id>/step/", placements.step, name="step"),
    path("calendar/<str:secret>.ics", calendars.calendar_feed, name="calendar_feed"),
    path("review/", review.queue, name="review_queue"),
    path("letters/<slug:code>/", letters.letter, name="letter"),
    path("verify/", letters.verify, name="verify"),
]
