"""What messages, referrals and the log of contacts hold about people, and how it is erased."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from common.models import EventNote
from common.personal_data import Erase, Held, Part, Person, exporter, holds
from exchanges.models import ContactLog, Message, Referral, ReferralEvent, Thread, ThreadLook
from exchanges.selectors.contacts import lines_about
from exchanges.services.leaving import accounts_of, names_of, struck
from exchanges.services.referrals import end_referrals
from experts.models import Expert
from experts.selectors.duplicates import profiles_of

_UNTIL_ERASED = gettext_lazy("until you erase your account")
_WITHOUT_WORDS = gettext_lazy("ten years; without your name and words once you erase your account")
_OFFICE = "an act for a host or of office: it stands with the case, by a number without a name"

holds(
    Part(
        "messages",
        gettext_lazy("Messages about invitations and placements"),
        _WITHOUT_WORDS,
        "exchanges:invitation_list",
    ),
    Part("referrals", gettext_lazy("Referrals of you"), _WITHOUT_WORDS, "exchanges:referral_list"),
    Part("contacts", gettext_lazy("Who approached you"), _UNTIL_ERASED, "exchanges:contacts_of_me"),
    Held("exchanges.Message.sender", Erase.EMPTY, part="messages", empties={"text": ""}),
    Held("exchanges.ThreadReading.reader", Erase.DELETE, why="up to when somebody has read: a mark"),
    Held("exchanges.ThreadLook.reader", Erase.KEEP, why=_OFFICE),
    Held("exchanges.Referral.expert", Erase.EMPTY, part="referrals", why="emptied by erase_coordination"),
    Held("exchanges.Referral.sent_by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.ReferralEvent.by", Erase.KEEP, why=_OFFICE),
    Held("exchanges.ContactLog.expert", Erase.DELETE, part="contacts"),
    Held("exchanges.ContactLog.written_by", Erase.KEEP, why=_OFFICE),
)


@exporter("messages")
def messages(person: Person) -> list[dict[str, Any]]:
    """What the person wrote; an expert also what hosts wrote to them, without who of the host it was."""
    rows = Message.objects.filter(sender=person.user)
    if person.expert is not None:
        rows |= Message.objects.filter(thread__invitation__expert=person.expert)
        rows |= Message.objects.filter(thread__placement__expert=person.expert)
    found = rows.select_related("thread__invitation", "thread__placement").order_by("at", "pk")
    return [
        {
            "id": row.public_id,
            "invitation": row.thread.invitation.public_id if row.thread.invitation else None,
            "placement": row.thread.placement.public_id if row.thread.placement else None,
            "by": "you" if row.sender_id == person.user.pk else row.side,
            "text": row.text,
            "at": row.at,
        }
        for row in found
    ]


@exporter("referrals")
def referrals(person: Person) -> list[dict[str, Any]]:
    rows = Referral.objects.filter(expert=person.expert) if person.expert else Referral.objects.none()
    return [
        {
            "id": row.public_id,
            "from": str(row.from_organisation or row.from_unit),
            "to": str(row.organisation),
            "state": row.state,
            "note": row.note,
            "sent_at": row.sent_at,
            "passed_on_at": row.passed_on_at,
        }
        for row in rows.with_ends().order_by("pk")
    ]


@exporter("contacts")
def contacts(person: Person) -> list[dict[str, Any]]:
    """The whole log about the person, as its page shows it."""
    lines = lines_about(person.expert) if person.expert else []
    return [{"who": one.who, "how": one.how, "on": one.on, "note": one.note} for one in lines]


def erase_coordination(*, expert: Expert, at: datetime) -> None:
    """End what is under way; take the person's words, and their names in words of others, out of the rest.

    That holds for profiles merged into this one as well. Called once needs and experts are locked, as in
    every service that locks a referral after them.
    """
    profiles, people = profiles_of(expert.pk), accounts_of(expert)
    names = names_of(people)
    referrals = Referral.objects.filter(expert__in=profiles)
    end_referrals(referrals, at=at)
    keys = ReferralEvent.objects.filter(subject__in=referrals).exclude(note_key=None).values("note_key")
    EventNote.objects.filter(pk__in=keys).delete()
    referrals.update(note="")
    ContactLog.objects.filter(expert__in=profiles).delete()
    Message.objects.filter(sender__in=people).update(text="")
    about = Thread.objects.filter(Q(invitation__expert__in=profiles) | Q(placement__expert__in=profiles))
    for message in Message.objects.filter(thread__in=about).exclude(text=""):
        Message.objects.filter(pk=message.pk).update(text=struck(message.text, names))
    for look in ThreadLook.objects.filter(thread__in=about):
        ThreadLook.objects.filter(pk=look.pk).update(reason=struck(look.reason, names))
    about.update(waits_for="", waits_since=None)
