"""What the demonstration's hosts said they lack, enough of it for the ministry's table."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from common.policies import decide
from diaspora_portal.demo.people import Vocabulary
from incubators.enums import Category
from incubators.models import Organisation
from incubators.services import signal_demand

_LACKED = (Category.TEACHING, Category.JOINT_RESEARCH, Category.MENTORSHIP)


def add_signals(hosts: Sequence[Organisation], *, vocabulary: Vocabulary, at: datetime) -> None:
    """Two signals of each host, over three themes and its own province; none of a host turned down."""
    for i, host in enumerate(hosts):
        owner = host.memberships.order_by("pk")[0].user
        if not decide(owner, "incubators.signal_demand", host):
            continue
        for n in (0, 1):
            signal_demand(
                organisation_id=host.pk,
                theme=vocabulary.themes[(i + n) % len(_LACKED)],
                category=_LACKED[(i + n) % len(_LACKED)],
                territory=host.place.territory,
                by=owner,
                at=at - timedelta(days=i + 1),
            )
