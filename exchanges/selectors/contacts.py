"""Who approached which expert: one's own log, the expert's whole log, and the sign that others read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from exchanges.enums import Channel, Direction
from exchanges.labels import CHANNELS
from exchanges.models import ContactLog, Invitation
from experts.models import Expert
from incubators.enums import OrganisationState
from incubators.policies import WRITERS
from matching.selectors.signs import whoever_was_approached

DAYS_OF_THE_SIGN = 30


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One approach; in one's own log `who` is the expert, in the expert's log who approached."""

    who: str
    how: str
    on: date
    note: str
    code: str = ""


def own_lines(entries: Collection[ContactLog]) -> list[ContactLine]:
    """Rows of the log that one's organisations and unit wrote."""
    return [
        ContactLine(str(one.expert.user or one.expert), str(CHANNELS[Channel(one.channel)]), one.on, one.note)
        for one in entries
    ]


def lines_about(expert: Expert) -> list[ContactLine]:
    """Everything that is known of who approached this expert, the newest first: for the expert alone."""
    asked = expert.invitations.filter(direction=Direction.TO_EXPERT).select_related("need__organisation")
    lines = [
        ContactLine(
            one.need.organisation.name,
            _("an invitation in the portal"),
            timezone.localdate(one.sent_at),
            one.need.title,
            one.public_id,
        )
        for one in asked
    ]
    logged = ContactLog.objects.filter(expert=expert).select_related("organisation", "unit")
    lines += [
        ContactLine(str(one.organisation or one.unit), str(CHANNELS[Channel(one.channel)]), one.on, one.note)
        for one in logged
    ]
    return sorted(lines, key=lambda line: line.on, reverse=True)


@whoever_was_approached
def approached_by_another(expert_ids: Collection[int], user: User, at: datetime) -> set[int]:
    """Those whom somebody else approached within 30 days: no name, no number, no day. One query.

    Told to those who may invite: writers of a verified organisation. What they did themselves is no news.
    """
    mine = user.memberships.values("organisation_id")
    units = [post.unit_id for post in user.posts_today]
    may_invite = Exists(
        user.memberships.filter(role__in=WRITERS, organisation__state=OrganisationState.VERIFIED)
    )
    since = at - timedelta(days=DAYS_OF_THE_SIGN)
    asked = (
        Invitation.objects.invitations()
        .filter(may_invite, expert_id__in=expert_ids, sent_at__gte=since, sent_at__lte=at)
        .exclude(need__organisation_id__in=mine)
    )
    logged = (
        ContactLog.objects.filter(may_invite, expert_id__in=expert_ids, on__gte=timezone.localdate(since))
        .exclude(organisation_id__in=mine)
        .exclude(unit_id__in=units)
    )
    ids = asked.order_by().values_list("expert_id", flat=True)
    return set(ids.union(logged.order_by().values_list("expert_id", flat=True)))
