"""The lists of a profile: languages, skills, affiliations, works, windows of availability."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import HttpsURLField, PublicIdField, choices_of
from common.privacy import classified
from experts.enums import AffiliationKind, WorkKind
from experts.models.expert import Expert
from experts.querysets import OwnRowsQuerySet
from programmes.enums import Mode
from taxonomy.enums import Cefr
from taxonomy.models import Skill


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
    years = models.PositiveSmallIntegerField(
        _("years"), null=True, blank=True, validators=[MaxValueValidator(60)]
    )
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
        indexes: ClassVar = [
            # Words without a skill are counted by how they are written.
            models.Index(
                fields=["typed"], name="experts_skill_typed", condition=models.Q(skill__isnull=True)
            ),
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
