"""What tests of matching share: a data folder of their own, and a worker that works until nothing waits."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common.ledger import drain
from incubators.models import Need
from matching.models import MatchList, MatchRun
from matching.services import submit_run
from tests.factories import NOW


@pytest.fixture(autouse=True)
def own_data_dir(settings: Any, tmp_path: Path) -> Path:
    """Snapshots of one test never meet those of another."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def work(db: None) -> Callable[[], None]:
    """Do everything that waits in the ledger, as a worker would."""

    def until_nothing_waits() -> None:
        while drain(worker="test", seconds=30):
            pass

    return until_nothing_waits


@pytest.fixture
def matched(work: Callable[[], None]) -> Callable[[Need], MatchList]:
    """Run the matching of a need to its end and give its current list."""

    def match(need: Need) -> MatchList:
        submit_run(need=need, by=None, at=NOW)
        work()
        assert MatchRun.objects.unfinished().count() == 0
        return MatchList.objects.current().select_related("run").get(need=need)

    return match
