"""New needs that fit an expert: for those who asked to hear of them, in their digest."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from incubators.models import Need


def tell_of_new_needs(user: User, need_ids: Sequence[int]) -> None:
    send("matching.new_needs", to=user, need_ids=list(need_ids))


@mail_template("matching.new_needs", kind=Notice.NEW_NEEDS)
def new_needs(*, need_ids: Sequence[int], **_future: object) -> Mail | None:
    """Those that are still open, best first as they were found."""
    found = {
        need.pk: need for need in Need.objects.open().filter(pk__in=need_ids).select_related("organisation")
    }
    needs = [found[pk] for pk in need_ids if pk in found]
    if not needs:
        return None
    subject = ngettext("%(n)d new need fits you", "%(n)d new needs fit you", len(needs)) % {"n": len(needs)}
    lines = [
        f"- {need.title}, {need.organisation}\n  "
        + settings.SITE_URL
        + reverse("matching:why_not", args=[need.public_id])
        for need in needs
    ]
    return Mail(
        subject,
        "\n\n".join(
            [
                _("Compared with your profile as it is now:"),
                "\n".join(lines),
                settings.SITE_URL + reverse("matching:expert_matches"),
                _("Diaspora Portal"),
            ]
        ),
    )
