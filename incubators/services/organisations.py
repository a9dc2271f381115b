"""Registering an organisation, and the one door through which it moves."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.events import begin, move, record
from common.jobs import announce, note_change
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from incubators import notices
from incubators.enums import (
    Fact,
    MemberRole,
    NeedState,
    OrganisationAction,
    OrganisationState,
    RejectionReason,
)
from incubators.models import Membership, Organisation
from incubators.policies import forget_roles
from incubators.services.shapes import Registration

MOST_PENDING = 3
# What the ministry looked at when it verified the organisation.
_IDENTITY = ("name", "name_ur", "kind", "email_domain")


def register_organisation(*, registration: Registration, by: User, at: datetime) -> Organisation:
    """Register an organisation that waits for verification; whoever registers it becomes its owner.

    Raises Refused `organisation_exists` or `too_many_pending`.
    """
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        require(by, "incubators.register_organisation")
        if Organisation.objects.of_member(by).awaiting_verification().count() >= MOST_PENDING:
            raise Refused("too_many_pending")
        organisation = Organisation()
        _write(organisation, registration)
        begin(organisation, by=by, at=at, part=Part.HOST)
        Membership.objects.create(user=by, organisation=organisation, role=MemberRole.OWNER, since=at)
        forget_roles(by)
        say_organisation_changed(organisation)
    return organisation


def edit_organisation(
    *, organisation_id: int, registration: Registration, by: User, at: datetime
) -> Organisation:
    """Change the registration; once verified, name, kind and domain stay as the ministry saw them.

    Raises Refused `identity_is_fixed` or `organisation_exists`.
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation_id)
        require(by, "incubators.edit_organisation", organisation)
        before = _as_given(organisation)
        _write(organisation, registration)
        after = _as_given(organisation)
        if organisation.is_verified:
            for name in _IDENTITY:
                if before[name] != after[name]:
                    raise Refused("identity_is_fixed", field=name)
        if before != after:
            record(organisation, action="edit", part=Part.HOST, by=by, at=at)
            say_organisation_changed(organisation)
    return organisation


def move_organisation(
    *,
    organisation_id: int,
    action: OrganisationAction,
    by: User,
    at: datetime,
    note: str = "",
    reasons: Sequence[RejectionReason] = (),
    version: int | None = None,
) -> Organisation:
    """Take one step of the organisation's life: lock, ask, write, record, announce.

    Raises Denied with a reason, or Refused (`reasons_required`, `note_required`, `stale_version` …).
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation_id)
        require(by, f"incubators.{action}_organisation", organisation)
        is_hosts = action == OrganisationAction.APPLY_AGAIN
        event = move(
            organisation,
            action=action,
            part=Part.HOST if is_hosts else Part.STAFF,
            by=by,
            at=at,
            note=note,
            reasons=reasons,
            version=version,
        )
        _announce_needs(organisation, action)
        if not is_hosts:
            notices.tell_members_decided(organisation, event)
    return organisation


def lock_organisation(organisation_id: int) -> Organisation:
    """The organisation under its row lock: whatever is counted or recorded of it waits for this."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)


def say_organisation_changed(organisation: Organisation) -> None:
    """It may have met another one: the workers look, in the caller's transaction it is only asked for."""
    announce(
        Fact.ORGANISATION_CHANGED, key=f"organisation:{organisation.pk}", organisation_id=organisation.pk
    )


def _as_given(organisation: Organisation) -> dict[str, object]:
    return {field.name: getattr(organisation, field.name) for field in fields(Registration)}


def _write(organisation: Organisation, registration: Registration) -> None:
    for field in fields(registration):
        setattr(organisation, field.name, getattr(registration, field.name))
    organisation.name = clean_line(organisation.name)
    organisation.name_ur = clean_line(organisation.name_ur)
    twins = Organisation.objects.filter(
        state=OrganisationState.VERIFIED, name__iexact=organisation.name, place=organisation.place
    )
    if twins.exclude(pk=organisation.pk).exists():
        raise Refused("organisation_exists", field="name")


def _announce_needs(organisation: Organisation, action: OrganisationAction) -> None:
    """A suspended organisation's open needs are closed to experts until it is reinstated."""
    fact = {
        OrganisationAction.SUSPEND: Fact.NEED_CLOSED,
        OrganisationAction.REINSTATE: Fact.NEED_OPENED,
    }.get(action)
    if fact is None:
        return
    need_ids = list(
        organisation.needs.filter(state=NeedState.OPEN).order_by("pk").values_list("pk", flat=True)
    )
    note_change("need", need_ids)
    for need_id in need_ids:
        announce(fact, key=f"need:{need_id}", need_id=need_id)
