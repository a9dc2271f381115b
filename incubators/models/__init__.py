"""Organisations with their people, rooms and ventures, the needs they write, and what comes before a need."""

from incubators.models.answers import NeedAnswer
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
from incubators.models.joining import DomainCode, MemberInvitation, OrganisationLetter
from incubators.models.offers import Facility, Venture
from incubators.models.organisation_imports import OrganisationImport, OrganisationImportRow
from incubators.models.pairs import (
    OrganisationKey,
    OrganisationMerge,
    OrganisationPair,
    OrganisationPairEvent,
)
from incubators.models.signals import DemandSignal, DemandSignalEvent

__all__ = [
    "DemandSignal",
    "DemandSignalEvent",
    "DomainCode",
    "Facility",
    "MemberInvitation",
    "Membership",
    "Need",
    "NeedAnswer",
    "NeedDocument",
    "NeedEvent",
    "NeedImport",
    "NeedSkill",
    "Organisation",
    "OrganisationEvent",
    "OrganisationImport",
    "OrganisationImportRow",
    "OrganisationKey",
    "OrganisationLetter",
    "OrganisationMerge",
    "OrganisationPair",
    "OrganisationPairEvent",
    "Venture",
]
