"""Words of what both sides write to each other."""

from enum import StrEnum


class Side(StrEnum):
    """In whose name somebody writes."""

    EXPERT = "expert"
    HOST = "host"
    MINISTRY = "ministry"


class ThreadVisibility(StrEnum):
    """Who reads a thread: the parties alone, or the ministry that reviews their placement too."""

    PARTIES = "parties"
    MINISTRY = "ministry"
