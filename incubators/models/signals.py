"""What an organisation lacks, said in one click before anybody writes terms of reference."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from incubators.enums import Category, SignalState
from incubators.models.hosts import Need, Organisation
from incubators.querysets import DemandSignalQuerySet
from incubators.workflow import SIGNAL
from taxonomy.models import Place, Skill, Theme


class DemandSignal(StatefulModel):
    """Help of a kind in a theme is lacking in a province. It may become a need, which it then names."""

    workflow = SIGNAL

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signals")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("what you need"), max_length=24, choices=choices_of(Category))
    note = models.CharField(max_length=300, blank=True)
    need = models.OneToOneField(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="signal", editable=False
    )

    objects = DemandSignalQuerySet.as_manager()
    privacy = classified(internal="organisation theme skill territory category need", personal="note")

    class Meta:
        constraints: ClassVar = [
            known_states(SignalState, table="incubators_demandsignal"),
            models.CheckConstraint(
                condition=models.Q(state=SignalState.CONVERTED.value, need__isnull=False)
                | ~models.Q(state=SignalState.CONVERTED.value) & models.Q(need__isnull=True),
                name="incubators_demandsignal_names_its_need",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["theme", "territory"],
                name="incubators_signal_open",
                condition=models.Q(state=SignalState.OPEN.value),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class DemandSignalEvent(Event):
    subject = models.ForeignKey(DemandSignal, on_delete=models.PROTECT, related_name="events")
