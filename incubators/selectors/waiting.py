"""What waits for somebody on the demand side: the lines of their "Today" page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Arrival
from accounts.models import User
from common.policies import decide
from common.today import Blocks, WaitingItem
from incubators.enums import MemberRole, NeedState, OrganisationState
from incubators.models import Need, Organisation
from incubators.policies import WRITERS
from incubators.selectors.words import name_of


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Organisations to verify and needs to check for staff; tenants to answer, registrations and drafts for
    members."""
    return [
        *_to_verify(user, limit),
        *_to_check(user, limit),
        *_tenants_to_answer(user, limit),
        *_own_organisations(user, limit),
        *_drafts(user, limit),
    ]


def _to_verify(user: User, limit: int) -> list[WaitingItem]:
    if not decide(user, "incubators.verify_organisations"):
        return []
    return [
        WaitingItem(
            what=_("Verify an organisation"),
            about=organisation.name,
            url=reverse("incubators:organisation_verification", args=[organisation.public_id]),
            since=organisation.state_since,
            blocks=Blocks.QUEUE,
            list_url=reverse("incubators:organisation_queue"),
        )
        for organisation in Organisation.objects.awaiting_verification_by(user)[:limit]
    ]


def _tenants_to_answer(user: User, limit: int) -> list[WaitingItem]:
    owned = user.memberships.filter(role=MemberRole.OWNER).values("organisation_id")
    asking = Organisation.objects.filter(asked_parent_id__in=owned).select_related("asked_parent")
    return [
        WaitingItem(
            what=_("Say whether it is your tenant"),
            about=name_of(tenant),
            url=reverse("incubators:tenants", args=[tenant.asked_parent.public_id]),
            since=tenant.asked_parent_at,
            blocks=Blocks.CASE,
        )
        for tenant in asking.order_by("asked_parent_at", "pk")[:limit]
    ]


def _to_check(user: User, limit: int) -> list[WaitingItem]:
    if not decide(user, "incubators.check_needs"):
        return []
    return [
        WaitingItem(
            what=_("Check a need that came back to you")
            if need.returned_by == user.pk
            else _("Check a need before it opens"),
            about=need.title,
            url=reverse("incubators:need_checking", args=[need.public_id]),
            since=need.state_since,
            is_urgent=need.returned_by == user.pk,
            blocks=Blocks.QUEUE,
            list_url=reverse("incubators:need_queue"),
        )
        for need in Need.objects.awaiting_check_by(user)[:limit]
    ]


def _own_organisations(user: User, limit: int) -> list[WaitingItem]:
    organisations = list(Organisation.objects.of_member(user, *WRITERS).order_by("state_since", "pk"))
    if not organisations and user.arrival == Arrival.ORGANISATION:
        return [
            WaitingItem(
                what=_("Register your organisation"),
                about=_("You can write needs as soon as you have."),
                url=reverse("incubators:organisation_new"),
                since=user.joined_at,
            )
        ]
    told = {
        OrganisationState.REJECTED: _("Not verified: read why, change the registration and ask again"),
        OrganisationState.PENDING: _("Waits for verification: write your needs meanwhile"),
        OrganisationState.SUSPENDED: _("Suspended: read why"),
    }
    return [
        WaitingItem(
            what=told[OrganisationState(organisation.state)],
            about=name_of(organisation),
            url=reverse("incubators:organisation", args=[organisation.public_id]),
            since=organisation.state_since,
            is_urgent=organisation.state != OrganisationState.PENDING,
        )
        for organisation in organisations
        if organisation.state in told
    ][:limit]


def _drafts(user: User, limit: int) -> list[WaitingItem]:
    memberships = user.memberships.filter(role__in=WRITERS)
    drafts = Need.objects.filter(
        state__in=(NeedState.DRAFT, NeedState.CHANGES_REQUESTED),
        organisation_id__in=memberships.values("organisation_id"),
    )
    return [
        WaitingItem(
            what=_("Read why the need came back, and change it")
            if need.state == NeedState.CHANGES_REQUESTED
            else _("Finish a draft and publish it"),
            about=need.title,
            url=reverse("incubators:need_tasks", args=[need.public_id]),
            since=need.state_since,
            is_urgent=need.state == NeedState.CHANGES_REQUESTED,
            list_url=reverse("incubators:my_needs"),
        )
        for need in drafts.order_by("state_since", "pk")[:limit]
    ]
