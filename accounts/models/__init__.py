"""Who acts: accounts, ministry units and posts, consents, keys, and how people wish to be told."""

from accounts.models.manners import CalendarFeed, NoticePreference
from accounts.models.people import (
    AccountEvent,
    ApiToken,
    Concern,
    Consent,
    FactorReset,
    Post,
    StaffInvitation,
    Unit,
    User,
)

__all__ = [
    "AccountEvent",
    "ApiToken",
    "CalendarFeed",
    "Concern",
    "Consent",
    "FactorReset",
    "NoticePreference",
    "Post",
    "StaffInvitation",
    "Unit",
    "User",
]
