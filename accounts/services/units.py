"""Units of the ministry, and who holds which post in them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import AccountAction, Duty, Fact, Role
from accounts.models import Post, Unit, User
from accounts.notices import tell_post_ended, tell_post_given
from accounts.services.events import record_account_event
from common.ids import new_public_id
from common.jobs import announce
from common.policies import require
from common.refusals import Refused


def create_unit(*, name: str, name_ur: str, duties: Sequence[Duty], by: User, at: datetime) -> Unit:
    """Create a ministry body or mission.

    Raises Refused `unit_exists`.
    """
    with transaction.atomic():
        require(by, "accounts.administer")
        if Unit.objects.filter(name__iexact=name).exists():
            raise Refused("unit_exists", field="name")
        unit = Unit.objects.create(name=name, name_ur=name_ur, slug=_free_slug(name), duties=list(duties))
        record_account_event(AccountAction.UNIT_CREATED, by=by, at=at, unit=unit)
    return unit


def create_post(
    *, email: str, unit: Unit, role: Role, countries: Sequence[str], starts_on: date, by: User, at: datetime
) -> Post:
    """Give somebody who has an account a post in a unit.

    Raises Refused `no_such_account`, `countries_required` or `post_exists`.
    """
    with transaction.atomic():
        holder = User.objects.select_for_update(of=("self",)).active_with_address(email).first()
        require(by, "accounts.create_post", holder)
        if holder is None:
            raise Refused("no_such_account", field="email")
        post = give_post(holder=holder, unit=unit, role=role, countries=countries, starts_on=starts_on)
        record_account_event(AccountAction.POST_CREATED, by=by, at=at, user=holder, unit=unit, detail=role)
        tell_post_given(post)
    return post


def give_post(*, holder: User, unit: Unit, role: Role, countries: Sequence[str], starts_on: date) -> Post:
    """The rows of a new post, inside the caller's transaction, which has locked the holder.

    Raises Refused `countries_required` or `post_exists`.
    """
    if role == Role.LIAISON and not countries:
        raise Refused("countries_required", field="countries")
    if holder.posts.filter(unit=unit, role=role, ends_on__isnull=True).exists():
        raise Refused("post_exists", field="role")
    return Post.objects.create(
        user=holder, unit=unit, role=role, countries=sorted(set(countries)), starts_on=starts_on
    )


def end_post(*, post_id: int, by: User, at: datetime) -> Post:
    """End a leaver's post at once and announce it, so that their cases go to somebody else.

    Raises Refused `post_is_over`.
    """
    with transaction.atomic():
        post = Post.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=post_id)
        require(by, "accounts.end_post", post)
        # The last day counts as held, so a post that ends now was last held yesterday.
        yesterday = timezone.localdate(at) - timedelta(days=1)
        if post.ends_on is not None and post.ends_on <= yesterday:
            raise Refused("post_is_over")
        post.ends_on = max(yesterday, post.starts_on - timedelta(days=1))
        post.save(update_fields=["ends_on"])
        record_account_event(
            AccountAction.POST_ENDED, by=by, at=at, user=post.user, unit=post.unit, detail=post.role
        )
        announce(Fact.POST_ENDED, post_id=post.pk)
        tell_post_ended(post)
    return post


def _free_slug(name: str) -> str:
    """A slug of the name; Urdu names and doubles get a random code."""
    slug = slugify(name)[:50]
    if not slug or Unit.objects.filter(slug=slug).exists():
        slug = f"{slug}-{new_public_id().lower()}".strip("-")
    return slug
