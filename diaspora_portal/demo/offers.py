"""What the cast's hosts have, and that one of them is a tenant of the other."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from diaspora_portal.demo.people import Vocabulary
from incubators.enums import FacilityKind, Stage
from incubators.models import Organisation
from incubators.services import (
    FacilityFacts,
    VentureFacts,
    add_facility,
    add_venture,
    answer_tenant,
    ask_parent,
)

_FACILITIES = (
    (FacilityKind.LAB, "Power electronics bench", "Two inverters, a grid simulator and a data logger.", 4),
    (FacilityKind.WORKSPACE, "Desk beside the founders", "A quiet desk with power that does not fail.", 2),
    (FacilityKind.HOUSING, "Guest room", "On the campus, with a kitchen.", 1),
)
_VENTURES = (
    ("Dhoop Pumps (demo)", Stage.PILOT, "Solar pumps for orchards, paid for with the harvest.", True),
    ("Hawa Metering (demo)", Stage.PROTOTYPE, "Meters for small wind turbines.", None),
)


def add_offers(
    ravi: Organisation, quetta: Organisation, *, cast: dict[str, User], vocabulary: Vocabulary, at: datetime
) -> None:
    """Facilities and ventures of Sana's centre; Kamran's is its tenant."""
    sana, kamran = cast["sana"], cast["kamran"]
    for kind, name, description, capacity in _FACILITIES:
        facts = FacilityFacts(
            kind=kind,
            name=name,
            description=description,
            place=None,
            available_from=None,
            available_to=None,
            capacity=capacity,
        )
        add_facility(organisation_id=ravi.pk, facts=facts, by=sana, at=at)
    for name, stage, about, women_led in _VENTURES:
        add_venture(
            organisation_id=ravi.pk,
            facts=VentureFacts(
                name=name,
                stage=stage,
                themes=vocabulary.themes[1:2],
                about=about,
                founded_on=timezone.localdate(at) - timedelta(days=500),
                website="",
                women_led=women_led,
                minority_led=None,
            ),
            by=sana,
            at=at,
        )
    ask_parent(tenant_id=quetta.pk, parent_id=ravi.pk, by=kamran, at=at)
    answer_tenant(tenant_id=quetta.pk, agrees=True, by=sana, at=at)
