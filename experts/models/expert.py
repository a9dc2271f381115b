"""An overseas professional: one profile, and every step of its life."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Event, PublicIdField, StatefulModel, choices_of, known_states
from common.privacy import classified
from experts.enums import PublicPart, Seniority, State, TravelDocument, Visibility
from experts.querysets import ExpertQuerySet
from experts.workflow import EXPERT
from taxonomy.models import Place, Theme


class Expert(StatefulModel):
    """One profile. `user` is empty for a managed profile that nobody has claimed yet."""

    workflow = EXPERT

    public_id = PublicIdField()
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="expert"
    )
    headline = models.CharField(_("headline"), max_length=140, blank=True)
    bio = models.TextField(_("about your work"), max_length=4000, blank=True)
    language = models.CharField(_("language of these texts"), max_length=10, default="en")
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True)
    country = models.CharField(_("country where you live"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    seniority = models.CharField(_("seniority"), max_length=10, choices=choices_of(Seniority), blank=True)
    years_experience = models.PositiveSmallIntegerField(
        _("years of experience"), null=True, blank=True, validators=[MaxValueValidator(70)]
    )
    travel_document = models.CharField(
        _("travel document"),
        max_length=18,
        choices=choices_of(TravelDocument),
        default=TravelDocument.UNDISCLOSED,
    )
    # Nothing is preselected: empty until the person has chosen.
    visibility = models.CharField(
        _("who may see you"), max_length=24, choices=choices_of(Visibility), blank=True
    )
    # What a public page shows besides the name; it says nothing while the level is another one.
    public_parts = ArrayField(
        models.CharField(max_length=12, choices=choices_of(PublicPart)),
        verbose_name=_("parts of the public page"),
        default=list,
        blank=True,
    )
    capacity = models.PositiveSmallIntegerField(
        _("engagements at the same time"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    motivation_kinds = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    motivation_places = models.ManyToManyField(Place, blank=True, related_name="+")
    paused_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ExpertQuerySet.as_manager()
    privacy = classified(
        personal="user headline bio language orcid country city time_zone seniority years_experience"
        " travel_document visibility public_parts themes motivation_kinds motivation_places paused_until",
        internal="capacity changed_at",
    )

    class Meta:
        constraints: ClassVar = [known_states(State, table="experts_expert")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_active(self) -> bool:
        return self.state == State.VERIFIED


class ExpertEvent(Event):
    subject = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="events")
