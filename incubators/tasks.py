"""What the demand side does by the clock."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from common.jobs import finisher, given_up, handler, on, periodic, submit
from incubators.enums import Fact
from incubators.models import Organisation
from incubators.services import import_applying, lapse_signals, pairs
from incubators.services.import_applying import forget_undecided_imports
from incubators.services.proofs import forget_old_codes

RECHECK = "incubators.recheck_block"
ORGANISATIONS_PER_SHARD = 100


@periodic("incubators.forget", every=timedelta(hours=1))
def forget(**_future: Any) -> None:
    """Codes that nobody gave in time, and files that nobody decided about."""
    forget_old_codes(at=timezone.now())
    forget_undecided_imports(at=timezone.now())


@handler(import_applying.APPLY)
def write_rows(*, row_ids: list[int], **_future: Any) -> None:
    import_applying.write_rows(row_ids=row_ids, at=timezone.now())


@handler(import_applying.UNDO)
def take_rows_back(*, row_ids: list[int], **_future: Any) -> None:
    import_applying.take_rows_back(row_ids=row_ids, at=timezone.now())


def _finish(*, run_id: int, **_future: Any) -> None:
    import_applying.finish_import(run_id=run_id, at=timezone.now())


for _kind in (import_applying.APPLY, import_applying.UNDO):
    finisher(_kind)(_finish)
    given_up(_kind)(_finish)


@on(Fact.ORGANISATION_CHANGED)
def find_pairs(*, organisation_id: int, **_future: Any) -> None:
    """A new or changed organisation may be one that is there already."""
    pairs.find_pairs(organisation_id=organisation_id, at=timezone.now())


@periodic("incubators.recheck_organisations", every=timedelta(days=7))
def recheck_organisations(**_future: Any) -> None:
    """Those that are older than the index, or that something else has changed."""
    ids = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    blocks = [ids[i : i + ORGANISATIONS_PER_SHARD] for i in range(0, len(ids), ORGANISATIONS_PER_SHARD)]
    if blocks:
        submit(RECHECK, shards=[(RECHECK, {"organisation_ids": block}) for block in blocks])


@handler(RECHECK)
def recheck(*, organisation_ids: list[int], **_future: Any) -> None:
    for organisation_id in organisation_ids:
        pairs.find_pairs(organisation_id=organisation_id, at=timezone.now())


@periodic("incubators.lapse_signals", every=timedelta(days=1))
def lapse_old_signals(**_future: Any) -> None:
    lapse_signals(at=timezone.now())
