"""Keeping what the engine reads ready: profiles packed, snapshots no older than a day."""

from collections.abc import Callable
from datetime import datetime

from common.jobs import enqueue
from matching import adapter
from matching.adapter import listings
from matching.adapter.directory import is_outdated
from matching.models import MatchRun

PACK = "matching.pack"
FORGET = "matching.forget"
PACKING_SECONDS = 30.0
"""A shard may take 55: the last block of profiles and a new vocabulary have to fit behind these."""


def pinned_snapshots() -> set[str]:
    """Names of the snapshots that runs under way still need."""
    return set(MatchRun.objects.unfinished().exclude(snapshot="").values_list("snapshot", flat=True))


def pack_profile(*, expert_id: int) -> None:
    """Make a saved profile ready for the next snapshot."""
    adapter.pack_changed([expert_id])


def pack_profiles() -> Callable[[], None] | None:
    """Pack profiles for as long as one shard has time; what is returned asks for another one."""
    return None if pack_everybody(seconds=PACKING_SECONDS) else ask_for_packing


def pack_everybody(*, seconds: float) -> bool:
    """Pack whoever is not packed for a new base; whether that was done within the time."""
    return adapter.pack_everybody(seconds=seconds)


def ask_for_packing() -> None:
    """More profiles are to be packed than whoever needed them had time for."""
    enqueue(PACK, key="once")


def forget_snapshots() -> Callable[[], None] | None:
    """Somebody is erased: no stored generation holds them any more, but for those that runs still need.

    What is pinned goes with the hourly renewal, within a day.
    """
    try:
        adapter.forget(pinned_snapshots())
    except adapter.StillPacking:
        return ask_to_forget
    return None


def ask_to_forget() -> None:
    enqueue(FORGET, key="once")


def renew_snapshots(*, at: datetime) -> Callable[[], None] | None:
    """Within a day nothing is left of people who have changed or gone (docs/adr/0016)."""
    try:
        adapter.renew(pinned_snapshots(), at)
    except adapter.StillPacking:
        return ask_for_packing
    return None


def renew_directory() -> Callable[[], None] | None:
    """Lay the directory out anew if many have changed since; what is returned asks for packing first."""
    if not is_outdated():
        return None
    try:
        listings.renew(pinned_snapshots())
    except adapter.StillPacking:
        return ask_for_packing
    except adapter.BrokenFiles:
        # The snapshot was replaced while it was read: the next minute finds another.
        return None
    return None
