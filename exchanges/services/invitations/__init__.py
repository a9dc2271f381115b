"""Invitations and shown interest: asking, answering, ending; none of them ever goes silent."""

from exchanges.services.invitations.answering import (
    Answer,
    accept_invitation,
    decline_all,
    decline_invitation,
    note_colleague_told,
    postpone_invitation,
    view_invitation,
)
from exchanges.services.invitations.asking import (
    MOST_OPEN_INTERESTS,
    MOST_OPEN_PER_SEAT,
    invite,
    show_interest,
    withdraw_invitation,
)
from exchanges.services.invitations.ending import (
    end_invitations_of,
    end_invitations_of_expert,
    expire_due_invitations,
    remind_of_invitations,
)
from exchanges.services.invitations.holding import n_seats_taken
from exchanges.services.invitations.passing_on import offer_to_next, show_next

__all__ = [
    "MOST_OPEN_INTERESTS",
    "MOST_OPEN_PER_SEAT",
    "Answer",
    "accept_invitation",
    "decline_all",
    "decline_invitation",
    "end_invitations_of",
    "end_invitations_of_expert",
    "expire_due_invitations",
    "invite",
    "n_seats_taken",
    "note_colleague_told",
    "offer_to_next",
    "postpone_invitation",
    "remind_of_invitations",
    "show_interest",
    "show_next",
    "view_invitation",
    "withdraw_invitation",
]
