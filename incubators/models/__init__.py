"""Organisations with their people, the needs they write, and what comes before and beside a need."""

from incubators.models.hosts import (
    Membership,
    Need,
    NeedDocument,
    NeedEvent,
    NeedSkill,
    Organisation,
    OrganisationEvent,
)
from incubators.models.imports import NeedImport
from incubators.models.signals import DemandSignal, DemandSignalEvent

__all__ = [
    "DemandSignal",
    "DemandSignalEvent",
    "Membership",
    "Need",
    "NeedDocument",
    "NeedEvent",
    "NeedImport",
    "NeedSkill",
    "Organisation",
    "OrganisationEvent",
]
