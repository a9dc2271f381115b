"""The promises that the database must keep, each as one question whose answer should be "none"."""

from collections.abc import Callable
from dataclasses import dataclass

from common.events import broken_links
from diaspora_portal.invariants import cases, kernel

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Invariant:
    code: str
    promise: str
    broken: Callable[[], list[str]]


INVARIANTS = (
    Invariant(
        "I01", "every state equals the fold of its events", lambda: kernel.lives(kernel.state_is_not_the_fold)
    ),
    Invariant(
        "I02",
        "every chain of events is intact",
        lambda: kernel.lives(lambda _s, events: bool(broken_links(events))),
    ),
    Invariant("I03", "nobody has more engagements at a time than they offer", kernel.overbooked),
    Invariant("I04", "no need has more placements than seats", cases.seats_overrun),
    Invariant("I05", "at most five invitations are open per seat", cases.too_many_invitations),
    Invariant(
        "I06",
        "every accepted invitation has its placement, and the other way round",
        cases.acceptances_without_placement,
    ),
    Invariant("I07", "every decision was made by two people, neither of them a party", cases.decided_by_one),
    Invariant("I08", "whatever is pending has a recommendation", cases.pending_without_recommendation),
    Invariant("I09", "every approved placement has its letter", cases.approved_without_letter),
    Invariant("I10", "no ended run has open shards", kernel.open_shards_of_ended_runs),
    Invariant("I11", "no run that counts as done has a dead shard", kernel.runs_done_with_dead_shards),
    Invariant("I12", "every list of matches is whole and in order", lambda: list(kernel.crooked_lists())),
    Invariant("I13", "no message waits for over 15 minutes", kernel.late_mail),
    Invariant("I14", "no dead work is left unseen", kernel.dead_work_unseen),
    Invariant(
        "I15", "every completed placement has had both final reports in", cases.completed_without_reports
    ),
    Invariant("I16", "nobody is asked to confirm an outcome more than four times", cases.asked_too_often),
    Invariant(
        "I17", "no outcome was confirmed by the side that claimed it alone", cases.confirmed_by_its_claimant
    ),
    Invariant("I20", "nothing is under way that one side has not confirmed", cases.under_way_unconfirmed),
    Invariant("I21", "the hours of every standing placement are promised", cases.standing_without_hours),
    Invariant("I22", "every reviewed change of a plan was decided by two people", cases.amended_by_one),
    Invariant(
        "I23",
        "two reviews of the decided plan stand behind each T2 decision",
        cases.decided_without_two_reviews,
    ),
    Invariant("I24", "what was decided was submitted in these words", cases.decided_on_other_words),
    Invariant("I25", "nobody with a declared conflict recommended or decided", cases.decided_with_a_conflict),
    Invariant("I26", "no case has more reviewers than it needs", cases.reviewers_beyond_places),
    Invariant(
        "I27",
        "every sample can be drawn again from its seed and list, and comes out equal",
        cases.samples_not_as_drawn,
    ),
)
