"""The programme itself: what every need belongs to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Unit
from common.models import PublicIdField, choices_of
from common.privacy import classified
from programmes.enums import Mode, ProgrammeKind
from programmes.models.agreements import Agreement
from programmes.querysets import ProgrammeQuerySet
from taxonomy.models import Named, Theme


class Programme(Named):
    """A policy object. Every need belongs to one; "General mentorship" always exists.

    What it allows and how it reviews stands in its `PolicyVersion`s; here is what it is.
    """

    public_id = PublicIdField()
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=24, choices=choices_of(ProgrammeKind))
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes")
    summary = models.TextField(blank=True)
    summary_ur = models.TextField(blank=True)
    modes = ArrayField(models.CharField(max_length=10, choices=choices_of(Mode)))
    is_open = models.BooleanField(default=True)  # with phases, needs are taken in an open one only
    checks_needs = models.BooleanField(default=False)  # a need waits for the owner unit before it opens
    requires_verified_expert = models.BooleanField(default=True)
    barred_countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    partner_countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    least_overlap_days = models.PositiveSmallIntegerField(default=14)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # Read by the release before only, which knew no versions; dropped one release later.
    t0_most_hours = models.PositiveSmallIntegerField(default=10)
    t2_days_in_country = models.PositiveSmallIntegerField(default=14)
    sensitive_themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    review_target_days = models.PositiveSmallIntegerField(default=10)

    objects = ProgrammeQuerySet.as_manager()
    privacy = classified(
        open="name name_ur slug kind owner_unit summary summary_ur modes is_open checks_needs"
        " requires_verified_expert barred_countries partner_countries agreement least_overlap_days sdgs"
        " t0_most_hours t2_days_in_country sensitive_themes review_target_days"
    )

    class Meta:
        ordering = ("name",)
