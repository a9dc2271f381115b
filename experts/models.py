"""An overseas professional and what is known of them, each fact with its provenance."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Event, HttpsURLField, PublicIdField, StatefulModel, choices_of
from common.privacy import classified
from experts.enums import (
    AffiliationKind,
    BatchState,
    CommitmentKind,
    Seniority,
    Source,
    State,
    TravelDocument,
    Visibility,
    WorkKind,
)
from experts.querysets import ExpertQuerySet, OwnRowsQuerySet
from experts.workflow import EXPERT
from programmes.enums import Mode
from taxonomy.enums import Cefr
from taxonomy.models import Place, Skill, Theme


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
        _("travel document"), max_length=18, choices=choices_of(TravelDocument), default=TravelDocument.UNDISCLOSED
    )
    # Nothing is preselected: empty until the person has chosen.
    visibility = models.CharField(_("who may see you"), max_length=24, choices=choices_of(Visibility), blank=True)
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
        " travel_document visibility themes motivation_kinds motivation_places paused_until",
        internal="capacity changed_at",
    )

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_active(self) -> bool:
        return self.state == State.VERIFIED


class ExpertEvent(Event):
    subject = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="events")


class ProfileRow(models.Model):
    """A row of a profile; `Fact` rows tell where each came from."""

    public_id = PublicIdField()

    objects = OwnRowsQuerySet.as_manager()

    class Meta:
        abstract = True


class ExpertLanguage(ProfileRow):
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=10)  # BCP 47
    level = models.CharField(_("level"), max_length=2, choices=choices_of(Cefr))

    privacy = classified(personal="expert code level")

    class Meta:
        ordering = ("-level", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expert", "code"], name="experts_language_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.level}"


class ExpertSkill(ProfileRow):
    """A skill of the vocabulary, or, when it has none, the words that the person typed."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    typed = models.CharField(_("skill"), max_length=120)
    level = models.PositiveSmallIntegerField(
        _("level"), default=2, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True, validators=[MaxValueValidator(60)])
    last_used_year = models.PositiveSmallIntegerField(
        _("last used"), null=True, blank=True, validators=[MinValueValidator(1960), MaxValueValidator(2100)]
    )

    privacy = classified(personal="expert skill typed level years last_used_year")

    class Meta:
        ordering = ("-level", "typed", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expert", "skill"], name="experts_skill_once", condition=models.Q(skill__isnull=False)
            ),
            models.CheckConstraint(condition=models.Q(level__range=(1, 4)), name="experts_skill_level"),
        ]

    def __str__(self) -> str:
        return self.typed


class Affiliation(ProfileRow):
    """Employment, education or an honorary post. Dates may be a year, a month or a day."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="affiliations")
    kind = models.CharField(_("kind"), max_length=12, choices=choices_of(AffiliationKind))
    organisation = models.CharField(_("organisation"), max_length=200)
    role = models.CharField(_("role or degree"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    ror = models.CharField(_("ROR id"), max_length=40, blank=True)
    starts = models.CharField(_("from"), max_length=10, blank=True)  # 2019, 2019-04 or 2019-04-30
    ends = models.CharField(_("until"), max_length=10, blank=True)
    is_current = models.BooleanField(_("current"), default=False)

    privacy = classified(personal="expert kind organisation role city country ror starts ends is_current")

    class Meta:
        ordering = ("-is_current", "-starts", "pk")

    def __str__(self) -> str:
        return self.organisation


class Work(ProfileRow):
    """A publication, patent, project or talk: evidence for matching."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="works")
    kind = models.CharField(_("kind"), max_length=12, choices=choices_of(WorkKind))
    title = models.CharField(_("title"), max_length=400)
    text = models.TextField(_("abstract or description"), max_length=8000, blank=True)
    venue = models.CharField(_("where it appeared"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    doi = models.CharField(_("DOI"), max_length=200, blank=True)
    url = HttpsURLField(_("link"), max_length=400, blank=True)

    privacy = classified(personal="expert kind title text venue year doi url")

    class Meta:
        ordering = ("-year", "title", "pk")

    def __str__(self) -> str:
        return self.title


class Availability(ProfileRow):
    """A window in which the person could give some hours a week."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="availabilities")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours per week"), validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    modes = ArrayField(models.CharField(max_length=10, choices=choices_of(Mode)))

    privacy = classified(personal="expert starts_on ends_on hours_per_week modes")

    class Meta:
        ordering = ("starts_on", "pk")
        verbose_name_plural = "availabilities"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="experts_availability_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} - {self.ends_on}"


class Commitment(models.Model):
    """Hours already promised or held; handed down by exchanges, so that matching sees them."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=8, choices=choices_of(CommitmentKind))
    source_ref = models.CharField(max_length=60, unique=True)  # opaque: never a key upward
    hours_per_week = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()

    privacy = classified(personal="expert hours_per_week starts_on ends_on", internal="kind source_ref")

    def __str__(self) -> str:
        return self.source_ref


class ImportBatch(models.Model):
    """One file that a person brought: what was read, what was skipped, what was taken over."""

    public_id = PublicIdField()
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=10, choices=choices_of(BatchState), default=BatchState.PREVIEWED)
    format = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64)
    reading = models.JSONField()  # facts and what was skipped; never contact details or other people
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OwnRowsQuerySet.as_manager()
    privacy = classified(
        personal="expert file_name reading", internal="format file_digest at applied_at undone_at"
    )

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return self.public_id


class Fact(models.Model):
    """Where one field of one row came from. `row_id` is 0 for fields of the expert itself."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="facts")
    row_kind = models.CharField(max_length=20)  # expert, affiliation, skill, work, language, availability
    row_id = models.BigIntegerField(default=0)
    field = models.CharField(max_length=40, blank=True)  # empty: the whole row
    source = models.CharField(max_length=12, choices=choices_of(Source))
    source_name = models.CharField(max_length=120, blank=True)  # who asserted it there
    place = models.CharField(max_length=300, blank=True)  # where in the source
    digest = models.CharField(max_length=64, blank=True)  # of the value: tells whether it changed since
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.CASCADE, related_name="facts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = OwnRowsQuerySet.as_manager()
    privacy = classified(
        personal="expert source source_name place by", internal="row_kind row_id field digest batch at"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expert", "row_kind", "row_id", "field"], name="experts_fact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_kind}.{self.field}"


class AccessEvent(models.Model):
    """Somebody looked at this person: one row per opening; lists are one row per viewer and day."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="access_events")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    viewer_is = models.CharField(max_length=120)  # unit or organisation at the time, in words
    why = models.CharField(max_length=40)
    route = models.CharField(max_length=80)
    at = models.DateTimeField()
    on = models.DateField()
    is_list = models.BooleanField(default=False)

    objects = OwnRowsQuerySet.as_manager()
    privacy = classified(personal="expert viewer viewer_is why at on", internal="route is_list")

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expert", "viewer", "route", "on"],
                name="experts_access_list_once",
                condition=models.Q(is_list=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.at:%Y-%m-%d}"
