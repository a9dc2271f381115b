"""What accounts hold about people, with what libraries and the kernel hold about accounts."""

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import ResetState
from accounts.models import Concern, StaffInvitation, User
from accounts.selectors import addresses_of
from common.models import Outbox
from common.personal_data import (
    Erase,
    Held,
    Part,
    Person,
    blocker,
    consequence,
    eraser,
    exported_rows,
    exporter,
    holds,
)
from common.refusals import Refused

_UNTIL_ERASED = gettext_lazy("until you erase your account")
_OFFICE = "an act of office: it stands with the case or the record, by a number without a name"

_ADDRESSES = Held(
    "account.EmailAddress.user", Erase.DELETE, part="account", only=("email", "verified", "primary")
)
_FACTORS = Held(
    "mfa.Authenticator.user", Erase.DELETE, part="account", only=("type", "created_at", "last_used_at")
)
_SESSIONS = Held(
    "usersessions.UserSession.user",
    Erase.DELETE,
    part="account",
    only=("ip", "user_agent", "created_at", "last_seen_at"),
)
_TOKENS = Held("accounts.ApiToken.user", Erase.DELETE, part="account")

holds(
    Part("account", gettext_lazy("Your account, sessions and keys"), _UNTIL_ERASED, "accounts:settings"),
    Part("consents", gettext_lazy("Your consents"), _UNTIL_ERASED, "accounts:consents"),
    Part("posts", gettext_lazy("Posts in the ministry"), gettext_lazy("ten years, without your name")),
    Part("concerns", gettext_lazy("Concerns that you reported"), _UNTIL_ERASED),
    Part("mails", gettext_lazy("Mails that we sent to you"), gettext_lazy("90 days, without their texts")),
    Part(
        "manners",
        gettext_lazy("How you wish to be told: mails and calendar"),
        _UNTIL_ERASED,
        "accounts:notices",
    ),
    Part(
        "account_events",
        gettext_lazy("What was done to your account"),
        gettext_lazy("ten years, without your name"),
    ),
    Held("accounts.User", Erase.EMPTY, part="account", why="anonymised in place by erase_user"),
    _ADDRESSES,
    _FACTORS,
    _SESSIONS,
    _TOKENS,
    Held("accounts.NoticePreference.user", Erase.DELETE, part="manners"),
    Held("accounts.CalendarFeed.user", Erase.DELETE, part="manners"),
    Held("accounts.Consent.user", Erase.DELETE, part="consents"),
    Held("accounts.Post.user", Erase.KEEP, part="posts", why="who held a post when a case was decided"),
    Held("accounts.StaffInvitation.accepted_by", Erase.EMPTY, part="posts", empties={"email": ""}),
    Held(
        "accounts.FactorReset.user",
        Erase.EMPTY,
        part="posts",
        empties={"reason": ""},
        leaves_out=("reason",),  # the words of an administrator about how they know
    ),
    Held(
        "accounts.Concern.reported_by",
        Erase.EMPTY,
        part="concerns",
        empties={"text": "", "email": "", "reported_by": None},
    ),
    Held(
        "common.Outbox.recipient",
        Erase.DELETE,
        part="mails",
        only=("template", "state", "created_at", "sent_at"),
    ),
    Held(
        "accounts.AccountEvent.user", Erase.KEEP, part="account_events", why="an append-only record of codes"
    ),
    Held("accounts.AccountEvent.by", Erase.KEEP, why=_OFFICE),
    Held("accounts.StaffInvitation.invited_by", Erase.KEEP, why=_OFFICE),
    Held("accounts.FactorReset.requested_by", Erase.KEEP, why=_OFFICE),
    Held("accounts.FactorReset.decided_by", Erase.KEEP, why=_OFFICE),
    Held("accounts.Concern.handled_by", Erase.KEEP, why=_OFFICE),
    Held("common.EventNote", Erase.DELETE, why="goes with the events it stands beside, by each app"),
)


@exporter("account")
def account_document(person: Person) -> dict[str, Any]:
    """Who the person is here and how they sign in; of keys and factors no secret, only that they exist."""
    user = person.user
    return {
        "id": user.public_id,
        "email": user.email,
        "full_name": user.full_name,
        "preferred_name": user.preferred_name,
        "name_ur": user.name_ur,
        "language": user.language,
        "time_zone": user.time_zone,
        "came_as": user.arrival,
        "joined_at": user.joined_at,
        "last_login": user.last_login,
        "addresses": exported_rows(_ADDRESSES, person),
        "second_factors": exported_rows(_FACTORS, person),
        "sessions": exported_rows(_SESSIONS, person),
        "tokens": exported_rows(_TOKENS, person),
    }


@blocker
def holds_a_post(person: Person) -> list[str]:
    return ["post_in_force"] if person.user.is_ministry_staff else []


@consequence
def what_ends_with_the_account(person: Person) -> list[str]:
    return [
        _("You are signed out everywhere. Your name, addresses, password, second factors and keys go."),
        _("What you did in cases of others stays, by a number that leads to no name."),
    ]


@eraser
def erase_user(person: Person, *, at: datetime) -> None:
    """Anonymise the account in place: numbers in histories stay, and lead to nobody.

    Raises Refused `account_is_gone`.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=person.user.pk)
    if user.erased_at is not None:
        raise Refused("account_is_gone")
    addresses = addresses_of(user)
    Outbox.objects.filter(address__in=addresses).delete()
    StaffInvitation.objects.filter(email__in=addresses).update(email="")
    StaffInvitation.objects.open_at(at).filter(email="").update(withdrawn_at=at)
    Concern.objects.filter(email__in=addresses).update(email="")
    user.factor_resets.filter(state=ResetState.REQUESTED).update(state=ResetState.REFUSED, decided_at=at)
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.email = f"{user.public_id.lower()}@erased.invalid"
    user.full_name = user.preferred_name = user.name_ur = ""
    user.set_unusable_password()
    user.is_active = False
    user.last_login = None
    user.erased_at = at
    user.save()
