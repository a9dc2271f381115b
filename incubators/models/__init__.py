"""Organisations with their people, rooms and ventures, and the needs they write."""

from incubators.models.hosts import Membership, Need, NeedEvent, NeedSkill, Organisation, OrganisationEvent
from incubators.models.joining import DomainCode, MemberInvitation, OrganisationLetter
from incubators.models.offers import Facility, Venture

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
    "OrganisationLetter",
    "Venture",
]
