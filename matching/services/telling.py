"""Who asked to hear of new needs that fit them is told in the next digest, of each need once."""

from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.enums import Notice
from accounts.models import NoticePreference
from common.digests import this_morning
from common.enums import Pace
from experts.models import Expert
from incubators.models import Need
from matching import adapter
from matching.notices import tell_of_new_needs
from matching.selectors.skills import held_skills

# An hour before digests are made, in the person's own time zone.
HOUR = time(6)
EVERY = {Pace.DAILY: timedelta(days=1), Pace.WEEKLY: timedelta(days=7)}
# Summer time may make a day an hour shorter.
SLACK = timedelta(hours=2)
MOST_TOLD = 20


def tell_all_of_new_needs(*, at: datetime) -> int:
    """Look for everybody whose turn it is, one transaction each; returns how many get something to read."""
    wishes = NoticePreference.objects.filter(kind=Notice.NEW_NEEDS, pace__in=EVERY, user__is_active=True)
    n_told = 0
    for wish_id, zone in wishes.order_by("pk").values_list("pk", "user__time_zone"):
        if this_morning(zone, at, HOUR) <= at:
            with transaction.atomic():
                n_told += _tell(wish_id, at)
    return n_told


def _tell(wish_id: int, at: datetime) -> bool:
    """The moment until which somebody was told moves with the message, so that nothing is told twice."""
    wish = NoticePreference.objects.select_for_update(of=("self",)).select_related("user").get(pk=wish_id)
    since = wish.told_until
    morning = this_morning(wish.user.time_zone, at, HOUR)
    if since is None or wish.pace not in EVERY or since > morning - EVERY[Pace(wish.pace)] + SLACK:
        return False
    wish.told_until = morning
    wish.save(update_fields=["told_until"])
    expert = Expert.objects.filter(user=wish.user).first()
    if expert is None or not expert.is_active:
        return False
    need_ids = _new_fits(expert, since, morning, at)
    if need_ids:
        tell_of_new_needs(wish.user, need_ids)
    return bool(need_ids)


def _new_fits(expert: Expert, since: datetime, until: datetime, at: datetime) -> list[int]:
    """Needs that were opened in between and suggest the expert now, best first."""
    opened = Need.objects.open().filter(opened_at__gte=since, opened_at__lt=until)
    needs = list(opened.asking_for(held_skills([expert.pk])[expert.pk]).with_terms().order_by("pk"))
    if not needs:
        return []
    fits = [verdict for verdict in adapter.verdicts(needs, expert.pk, at) if not verdict.failed]
    return [one.need_id for one in sorted(fits, key=lambda one: (-one.points, one.need_id))[:MOST_TOLD]]
