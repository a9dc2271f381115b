"""Two organisations became one: the cases of the needs that moved go along, and back when it is undone."""

from django.db import IntegrityError, transaction

from exchanges.models import ContactLog, Participation, Placement, Referral
from incubators.models import OrganisationMerge
from incubators.services.merging import follow_rows, lock_merge


def follow_organisation_merge(*, merge_id: int) -> None:
    """A placement belongs to the organisation of its need; doing it twice changes nothing."""
    with transaction.atomic():
        merge = lock_merge(merge_id)
        is_merged = merge.undone_at is None
        here, there = (merge.closed_id, merge.kept_id) if is_merged else (merge.kept_id, merge.closed_id)
        Placement.objects.filter(need_id__in=merge.moved["needs"], need__organisation_id=there).exclude(
            organisation_id=there
        ).update(organisation_id=there)
        follow_rows(merge, "exchanges.participations", Participation.objects.all())
        follow_rows(merge, "exchanges.contacts", ContactLog.objects.all())
        for column in ("organisation", "from_organisation"):
            rows = Referral.objects.filter(**{column: here}).order_by("pk")
            for referral_id in list(rows.values_list("pk", flat=True)):
                _follow_referral(merge, referral_id, column)


def _follow_referral(merge: OrganisationMerge, referral_id: int, column: str) -> None:
    """A referral that the other one has under way already stays where it is."""
    try:
        with transaction.atomic():
            rows = Referral.objects.filter(pk=referral_id)
            follow_rows(merge, f"exchanges.referrals.{column}", rows, column)
    except IntegrityError:
        merge.refresh_from_db()
