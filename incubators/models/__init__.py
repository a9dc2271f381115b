"""Organisations with their people, rooms and ventures, and the needs they write."""

from incubators.models.hosts import Membership, Need, NeedEvent, NeedSkill, Organisation, OrganisationEvent
from incubators.models.imports import OrganisationImport, OrganisationImportRow
from incubators.models.joining import DomainCode, MemberInvitation, OrganisationLetter
from incubators.models.offers import Facility, Venture
from incubators.models.pairs import (
    OrganisationKey,
    OrganisationMerge,
    OrganisationPair,
    OrganisationPairEvent,
)

__all__ = [
    "DomainCode",
    "Facility",
    "MemberInvitation",
    "Membership",
    "Need",
    "NeedEvent",
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
