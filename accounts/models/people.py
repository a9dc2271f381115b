"""Who acts: accounts, ministry units and posts, consents, invitations to staff, tokens."""

from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Arrival, ConcernTopic, Duty, Purpose, ResetState, Role, Scope
from accounts.querysets import (
    ApiTokenQuerySet,
    ConcernQuerySet,
    FactorResetQuerySet,
    PostQuerySet,
    StaffInvitationQuerySet,
    UnitQuerySet,
    UserManager,
)
from common.models import PublicIdField, choices_of, known_states
from common.privacy import classified
from taxonomy.models import Named


class User(AbstractBaseUser):
    """An account. Names follow people, not forms: one full name, no surname rule, mononyms welcome."""

    public_id = PublicIdField()
    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    preferred_name = models.CharField(_("what we should call you"), max_length=60, blank=True)
    name_ur = models.CharField(_("your name in Urdu"), max_length=120, blank=True)
    language = models.CharField(_("language of pages and mails"), max_length=5, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Karachi")
    arrival = models.CharField(max_length=12, choices=choices_of(Arrival), default=Arrival.EXPERT)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["full_name"]

    privacy = classified(
        personal="full_name preferred_name name_ur last_login joined_at",
        contact="email",
        secret="password",
        internal="language time_zone arrival is_active is_demo erased_at",
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="accounts_user_email")]

    def __str__(self) -> str:
        return str(self.get_short_name())

    def get_full_name(self) -> str:
        """The name, or what stands for it once the person is gone."""
        return self.full_name if self.erased_at is None else _("somebody whose account was erased")

    def get_short_name(self) -> str:
        return self.preferred_name or self.get_full_name()

    @cached_property
    def posts_today(self) -> list["Post"]:
        """The ministry posts this person holds today; read once per request."""
        return list(self.posts.held_on(timezone.localdate()).select_related("unit").order_by("pk"))

    @property
    def is_ministry_staff(self) -> bool:
        return bool(self.posts_today)

    def holds(self, *roles: Role, unit: "Unit | None" = None, duty: Duty | None = None) -> bool:
        """Whether one of today's posts has one of the roles, in this unit and with this duty if given."""
        return any(
            post.role in roles
            and (unit is None or post.unit_id == unit.pk)
            and (duty is None or duty in post.unit.duties)
            for post in self.posts_today
        )

    @staticmethod
    def appoint_first_administrator(user: "User") -> "User":
        """Give an administrator's post in the portal's own unit: how an empty portal begins."""
        unit, _created = Unit.objects.get_or_create(
            slug="portal-administration",
            defaults={"name": "Portal administration", "duties": [Duty.ADMINISTER]},
        )
        Post.objects.create(user=user, unit=unit, role=Role.ADMINISTRATOR, starts_on=timezone.localdate())
        return user


class Unit(Named):
    """A ministry body or mission. Names change with governments; cases outlive them."""

    public_id = PublicIdField()
    slug = models.SlugField(max_length=60, unique=True)
    duties = ArrayField(models.CharField(max_length=24, choices=choices_of(Duty)), default=list, blank=True)

    objects = UnitQuerySet.as_manager()
    privacy = classified(open="name name_ur slug", internal="duties")

    class Meta:
        ordering = ("name",)


class Post(models.Model):
    """What a person does in a unit, from a day to a day. A liaison's post is scoped to countries."""

    public_id = PublicIdField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=choices_of(Role))
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    starts_on = models.DateField(default=date.today)
    ends_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()
    privacy = classified(internal="unit role countries", personal="user starts_on ends_on")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on") - 1),
                name="accounts_post_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                name="accounts_post_once",
                condition=models.Q(ends_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_id}"


class StaffInvitation(models.Model):
    """A signed, single-use way into a post; the link's secret is stored as a digest."""

    public_id = PublicIdField()
    email = models.EmailField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=choices_of(Role))
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StaffInvitationQuerySet.as_manager()
    privacy = classified(
        contact="email",
        internal="unit role countries invited_at expires_at accepted_at withdrawn_at",
        secret="token_digest",
        personal="invited_by accepted_by",
    )

    def __str__(self) -> str:
        return self.public_id

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class FactorReset(models.Model):
    """A lost second factor is removed only by two administrators together."""

    public_id = PublicIdField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=choices_of(ResetState), default=ResetState.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()
    privacy = classified(internal="requested_at decided_at", personal="user reason requested_by decided_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("requested_by")),
                name="accounts_reset_four_eyes",
            ),
            known_states(ResetState, table="accounts_reset"),
            models.UniqueConstraint(
                fields=["user"], name="accounts_reset_one_open", condition=models.Q(state="requested")
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Consent(models.Model):
    """A person's yes to one purpose under one version of the notice; withdrawing keeps the row."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=choices_of(Purpose))
    notice_version = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy = classified(personal="user purpose notice_version given_at withdrawn_at")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                name="accounts_consent_one_in_force",
                condition=models.Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.notice_version}"


class AccountEvent(models.Model):
    """Append-only record of what administrators do to accounts, units and posts."""

    action = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="account_events"
    )
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    detail = models.CharField(max_length=80, blank=True)  # codes and public ids, never names

    privacy = classified(internal="action at unit detail", personal="by user")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.action


class ApiToken(models.Model):
    """A scoped key to the API: shown once, stored as a digest, at most 90 days."""

    public_id = PublicIdField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what this token is for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=24, choices=choices_of(Scope)))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()
    privacy = classified(
        internal="name scopes created_at expires_at revoked_at", personal="user last_used_on", secret="digest"
    )

    def __str__(self) -> str:
        return self.public_id

    def is_in_force(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class Concern(models.Model):
    """What somebody reported through "report a concern"."""

    public_id = PublicIdField()
    topic = models.CharField(max_length=16, choices=choices_of(ConcernTopic))
    text = models.TextField(max_length=4000)
    email = models.EmailField(blank=True)
    reported_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()
    handled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = ConcernQuerySet.as_manager()
    privacy = classified(
        internal="topic reported_at handled_at", personal="text reported_by handled_by", contact="email"
    )

    def __str__(self) -> str:
        return self.public_id
