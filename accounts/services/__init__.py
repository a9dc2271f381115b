"""Writes about accounts, by noun."""

from accounts.services.calendars import create_calendar_feed, note_calendar_used, revoke_calendar_feed
from accounts.services.concerns import handle_concern, report_concern
from accounts.services.erasure import erase_account
from accounts.services.export import take_data_along
from accounts.services.factor_resets import decide_factor_reset, request_factor_reset
from accounts.services.invitations import accept_staff_invitation, invite_staff, withdraw_staff_invitation
from accounts.services.notices import choose_paces, kinds_in_digest, stop_notices
from accounts.services.people import change_settings, give_consent, record_sign_up, withdraw_consent
from accounts.services.tokens import IssuedToken, create_token, note_token_used, revoke_token
from accounts.services.units import create_post, create_unit, end_post

__all__ = [
    "IssuedToken",
    "accept_staff_invitation",
    "change_settings",
    "choose_paces",
    "create_calendar_feed",
    "create_post",
    "create_token",
    "create_unit",
    "decide_factor_reset",
    "end_post",
    "erase_account",
    "give_consent",
    "handle_concern",
    "invite_staff",
    "kinds_in_digest",
    "note_calendar_used",
    "note_token_used",
    "record_sign_up",
    "report_concern",
    "request_factor_reset",
    "revoke_calendar_feed",
    "revoke_token",
    "stop_notices",
    "take_data_along",
    "withdraw_consent",
    "withdraw_staff_invitation",
]
