"""Skills, themes and places: curated words in English and Urdu."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from common.models import choices_of
from common.privacy import classified
from common.text import fold
from taxonomy.enums import PlaceKind
from taxonomy.querysets import HolidayQuerySet, SkillQuerySet


class Named(models.Model):
    """A curated row carries its name in both languages."""

    name = models.CharField(max_length=120)
    name_ur = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_ur if self.name_ur and get_language() == "ur" else self.name


class Theme(Named):
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)  # also the theme's bit in snapshots

    privacy = classified(open="name name_ur slug position")

    class Meta:
        ordering = ("position",)


class Skill(Named):
    slug = models.SlugField(max_length=80, unique=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="skills")
    broader = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="narrower"
    )

    objects = SkillQuerySet.as_manager()
    privacy = classified(open="name name_ur slug theme broader")

    class Meta:
        ordering = ("name",)


class SkillAlias(models.Model):
    """Another way to write a skill: English, Urdu or roman Urdu; the name itself is one too."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, unique=True, editable=False)
    language = models.CharField(max_length=10)  # BCP 47: en, ur, ur-Latn

    privacy = classified(open="skill text folded language")

    class Meta:
        ordering = ("folded",)

    def __str__(self) -> str:
        return self.text

    def save(self, **options: object) -> None:
        self.folded = fold(self.text)
        super().save(**options)


class Place(Named):
    """A province or territory, district or city of Pakistan. Host countries are ISO codes, not rows."""

    code = models.SlugField(max_length=60, unique=True)  # ISO 3166-2 for territories
    kind = models.CharField(max_length=10, choices=choices_of(PlaceKind))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)  # a territory's bit in snapshots

    privacy = classified(open="name name_ur code kind parent aliases position")

    class Meta:
        ordering = ("kind", "name")

    @property
    def territory(self) -> "Place":
        place = self
        while place.parent is not None:
            place = place.parent
        return place


class WorkingCalendar(Named):
    """Weekend and Friday break are data: they move by decree."""

    slug = models.SlugField(max_length=40, unique=True)
    weekend = ArrayField(models.PositiveSmallIntegerField(), default=list)  # ISO weekdays, Monday is 1
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    friday_break_from = models.TimeField(null=True, blank=True)
    friday_break_to = models.TimeField(null=True, blank=True)
    # Weeks that were decreed later, each from its day on, the oldest first (taxonomy.selectors.Week).
    changes = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), blank=True)

    privacy = classified(
        open="name name_ur slug weekend opens_at closes_at friday_break_from friday_break_to changes"
    )


class Holiday(Named):
    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    tentative = models.BooleanField(default=False)  # depends on the sighting of the moon
    # Kept, so that the reference of a later version does not bring it back.
    called_off = models.BooleanField(default=False, db_default=False)

    objects = HolidayQuerySet.as_manager()
    privacy = classified(open="name name_ur calendar on tentative called_off")

    class Meta:
        ordering = ("on",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "on"], name="taxonomy_holiday_once"),
        ]
