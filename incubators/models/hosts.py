"""Organisations, their members, and the needs they write."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from common.models import (
    Event,
    HttpsURLField,
    PublicIdField,
    StatefulModel,
    StoredFile,
    choices_of,
    known_states,
)
from common.privacy import classified
from common.text import fold
from incubators.enums import (
    Category,
    Importance,
    MemberRole,
    NeedState,
    OrganisationKind,
    OrganisationState,
    Sector,
)
from incubators.querysets import NeedQuerySet, OrganisationQuerySet
from incubators.workflow import NEED, ORGANISATION
from programmes.enums import Mode
from programmes.models import Programme
from taxonomy.enums import Cefr, Seniority
from taxonomy.models import Place, Skill, Theme


class Organisation(StatefulModel):
    """A host. A ministry body that hosts has one too, tied to its unit."""

    workflow = ORGANISATION

    public_id = PublicIdField()
    name = models.CharField(_("name"), max_length=160)
    name_ur = models.CharField(_("name in Urdu"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=choices_of(OrganisationKind))
    sector = models.CharField(_("sector"), max_length=14, choices=choices_of(Sector))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="tenants"
    )
    unit = models.OneToOneField(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="organisation"
    )
    # Whom the organisation asked to be its parent; `parent` is set once the other side has agreed.
    asked_parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="asking_tenants"
    )
    asked_parent_at = models.DateTimeField(null=True, blank=True)
    place = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("place in Pakistan"),
    )
    country = models.CharField(_("country"), max_length=2, default="PK")
    website = HttpsURLField(_("website"), max_length=200, blank=True)
    email_domain = models.CharField(_("e-mail domain"), max_length=100, blank=True)
    # The domain at which somebody of the organisation has read mail; it counts while it is `email_domain`.
    confirmed_domain = models.CharField(max_length=100, blank=True, default="", db_default="")
    domain_confirmed_at = models.DateTimeField(null=True, blank=True)
    about = models.TextField(_("what you do"), max_length=2000, blank=True)
    language = models.CharField(max_length=10, default="en")
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()
    privacy = classified(
        open="name name_ur kind sector parent place country website about language search_text",
        internal="unit email_domain asked_parent asked_parent_at confirmed_domain domain_confirmed_at",
    )

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [known_states(OrganisationState, table="incubators_organisation")]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: object) -> None:
        self.search_text = fold(f"{self.name} {self.name_ur}")
        super().save(**options)

    @property
    def is_verified(self) -> bool:
        return self.state == OrganisationState.VERIFIED

    @property
    def has_confirmed_domain(self) -> bool:
        return bool(self.email_domain) and self.confirmed_domain == self.email_domain


class OrganisationEvent(Event):
    """`member` is whom a step was about, where it was about one of the organisation's people."""

    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Event.privacy | classified(personal="member")


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=choices_of(MemberRole))
    since = models.DateTimeField()

    privacy = classified(personal="user organisation role since")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="incubators_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Need(StatefulModel):
    """Terms of reference, written by the host: what is asked, of whom, when, how."""

    workflow = NEED

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="needs")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="needs")
    venture = models.ForeignKey(
        "incubators.Venture", null=True, blank=True, on_delete=models.PROTECT, related_name="needs"
    )
    category = models.CharField(_("what you need"), max_length=24, choices=choices_of(Category))
    title = models.CharField(_("title"), max_length=140)
    purpose = models.TextField(_("purpose"), max_length=4000, blank=True)
    deliverable = models.TextField(_("deliverable"), max_length=2000, blank=True)
    counterpart = models.CharField(_("who will work with the expert"), max_length=160, blank=True)
    counterpart_role = models.CharField(max_length=160, blank=True)
    language = models.CharField(_("language of these texts"), max_length=10, default="en")
    mode = models.CharField(_("mode"), max_length=10, choices=choices_of(Mode), default=Mode.REMOTE)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("place")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours per week"), default=4, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    weeks = models.PositiveSmallIntegerField(
        _("number of weeks"), default=4, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    working_languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    least_language_level = models.CharField(max_length=2, choices=choices_of(Cefr), default=Cefr.B2)
    least_seniority = models.CharField(
        _("seniority"), max_length=10, blank=True, choices=choices_of(Seniority)
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # The terms as they stood when they were returned: what changed since is shown to whoever checks again.
    returned_terms = models.JSONField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NeedQuerySet.as_manager()
    privacy = classified(
        open="organisation programme venture category title purpose deliverable language mode place"
        " starts_on ends_on hours_per_week weeks seats working_languages least_language_level"
        " least_seniority themes sdgs opened_at search_text",
        internal="changed_at",
        personal="counterpart counterpart_role returned_terms",
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="incubators_need_window_order",
            ),
            known_states(NeedState, table="incubators_need"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state_since"],
                name="incubators_need_waiting",
                condition=models.Q(state="submitted"),
            ),
            models.Index(
                fields=["ends_on"],
                name="incubators_need_ends",
                condition=models.Q(state__in=["open", "paused"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: object) -> None:
        self.search_text = fold(f"{self.title} {self.purpose} {self.deliverable}")
        super().save(**options)


class NeedEvent(Event):
    subject = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="events")


class NeedSkill(models.Model):
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    importance = models.CharField(max_length=6, choices=choices_of(Importance))
    least_level = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    rank = models.PositiveSmallIntegerField(default=1)

    privacy = classified(open="need skill importance least_level rank")

    class Meta:
        ordering = ("importance", "rank", "pk")  # "must" sorts before "should"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "skill"], name="incubators_needskill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.importance} {self.skill_id}"


class NeedDocument(models.Model):
    """A file beside the terms, for whoever may see the need and has signed in."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    privacy = classified(open="need file")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.need_id} {self.file_id}"
