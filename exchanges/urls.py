from django.urls import path

from exchanges.views import invitations, letters, placements, review

app_name = "exchanges"

urlpatterns = [
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("matches/<slug:public_id>/invite/", invitations.invite, name="invite"),
    path("invitations/<slug:public_id>/", invitations.invitation, name="invitation"),
    path("invitations/<slug:public_id>/accept/", invitations.accept, name="accept_invitation"),
    path("invitations/<slug:public_id>/decline/", invitations.decline, name="decline_invitation"),
    path("invitations/<slug:public_id>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("placements/", placements.placement_list, name="placement_list"),
    path("placements/<slug:public_id>/", placements.placement, name="placement"),
    path("placements/<slug:public_id>/edit/", placements.edit_placement, name="edit_placement"),
    path("placements/<slug:public_id>/step/", placements.step, name="step"),
    path("review/", review.queue, name="review_queue"),
    path("letters/<slug:code>/", letters.letter, name="letter"),
    path("verify/", letters.verify, name="verify"),
]
