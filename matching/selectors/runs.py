"""How lists were made: what the ministry reads about runs."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from incubators.models import Need
from matching.enums import Reader, RunScope, RunState
from matching.labels import matches as match_labels
from matching.labels import runs as run_labels
from matching.models import MatchRun
from matching.querysets import MatchRunQuerySet
from matching.selectors.progress import Progress, Trouble, progress_of, state_of, troubles_of
from matching.selectors.weighing import WeightLine, weight_lines
from matching.selectors.wording import excluded_sentences, one_after_the_other
from programmes.enums import Component

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the list of runs."""

    public_id: str
    scope: str
    about: str
    state: str
    tone: str
    n_needs: int
    n_experts: int | None
    requested_at: datetime
    seconds: float | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One need's list within a run."""

    need: Need
    organisation: str
    n_considered: int
    n_eligible: int
    n_listed: int
    because: str
    weights_number: int
    programme: str
    weights: list[WeightLine]


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run with everything that says how its lists came about."""

    run: MatchRun
    scope: str
    progress: Progress
    troubles: list[Trouble]
    can_retry: bool
    lists: Page
    never_used: str
    seconds: float | None


def run_rows(runs: MatchRunQuerySet, page_number: str) -> Page:
    """A page of runs, newest first, in a fixed number of queries."""
    paginator = Paginator(runs.select_related("run", "need").order_by("-requested_at", "-pk"), PER_PAGE)
    page = paginator.get_page(page_number)
    page.object_list = [_run_row(run) for run in page.object_list]
    return page


def _run_row(run: MatchRun) -> RunRow:
    state = state_of(run)
    return RunRow(
        public_id=run.public_id,
        scope=str(run_labels.RUN_SCOPES[RunScope(run.scope)]),
        about=run.need.title if run.need else "",
        state=str(run_labels.RUN_STATES[state]),
        tone=run_labels.RUN_TONES[state],
        n_needs=run.n_needs,
        n_experts=run.n_experts,
        requested_at=run.requested_at,
        seconds=_seconds(run),
    )


def _seconds(run: MatchRun) -> float | None:
    if run.finished_at is None:
        return None
    return round((run.finished_at - run.requested_at).total_seconds(), 1)


def run_page(run: MatchRun, page_number: str) -> RunPage:
    """One run (with its ledger run loaded) and a page of its lists."""
    lists = run.lists.select_related("need__organisation", "need__programme").order_by("need__title", "pk")
    page = Paginator(lists, PER_PAGE).get_page(page_number)
    page.object_list = [
        ListRow(
            need=row.need,
            organisation=str(row.need.organisation),
            n_considered=row.n_considered,
            n_eligible=row.n_eligible,
            n_listed=len(row.expert_ids),
            because=one_after_the_other(excluded_sentences(row.excluded, Reader.MINISTRY)),
            weights_number=row.weights_number,
            programme=str(row.need.programme),
            weights=weight_lines(dict(zip(Component, row.weights, strict=False))),
        )
        for row in page.object_list
    ]
    progress = progress_of(run)
    return RunPage(
        run=run,
        scope=str(run_labels.RUN_SCOPES[RunScope(run.scope)]),
        progress=progress,
        troubles=troubles_of(run),
        can_retry=run.state == RunState.FAILED,
        lists=page,
        never_used=one_after_the_other(map(str, match_labels.NEVER_USED.values())),
        seconds=_seconds(run),
    )
