"""Parents and tenants: both sides agree, the parent writes needs for the tenant, and no rings."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import Scope
from accounts.models import User
from accounts.services import create_token
from common.models import Outbox
from common.policies import Denied, decide
from common.refusals import Refused
from incubators import services
from incubators.enums import MemberRole, NeedAction, OrganisationAction, OrganisationKind
from incubators.models import Membership, Need, Organisation
from incubators.policies import forget_roles
from incubators.selectors import waiting_for
from incubators.services import Terms
from incubators.services.parents import REQUESTS_OF_A_PERSON
from tests import factories
from tests.cast import make_cast
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


def address(name: str, *args: str) -> str:
    return reverse(f"incubators:{name}", args=args)


def ask(tenant: Organisation, parent: Organisation, by: User) -> Organisation:
    return services.ask_parent(tenant_id=tenant.pk, parent_id=parent.pk, by=by, at=NOW)


def answer(tenant: Organisation, by: User, *, agrees: bool = True) -> Organisation:
    return services.answer_tenant(tenant_id=tenant.pk, agrees=agrees, by=by, at=NOW)


def tie(tenant: Organisation, parent: Organisation, tenants_owner: User, parents_owner: User) -> None:
    ask(tenant, parent, tenants_owner)
    answer(tenant, parents_owner)


@pytest.fixture
def park(cast: SimpleNamespace) -> Organisation:
    """Sana's centre is the park, Kamran's the tenant."""
    tie(cast.other_organisation, cast.organisation, cast.kamran, cast.sana)
    forget_roles(cast.sana)
    return Organisation.objects.get(pk=cast.organisation.pk)


@pytest.fixture
def tenant(cast: SimpleNamespace, park: Organisation) -> Organisation:
    return Organisation.objects.get(pk=cast.other_organisation.pk)


def terms(**changed: object) -> Terms:
    given = {"programme": factories.make_programme(), "category": "mentorship", "title": "For the tenant"}
    return Terms(**given | changed)


def test_a_parent_is_one_only_when_both_sides_agree(cast: SimpleNamespace) -> None:
    asked = ask(cast.other_organisation, cast.organisation, cast.kamran)
    assert (asked.parent, asked.asked_parent) == (None, cast.organisation)
    assert Outbox.objects.get(template="incubators.parent_asked").recipient == cast.sana

    agreed = answer(cast.other_organisation, cast.sana)

    assert (agreed.parent, agreed.asked_parent) == (cast.organisation, None)
    assert [event.action for event in agreed.events.order_by("seq")][2:] == ["ask_parent", "confirm_parent"]
    assert Outbox.objects.get(template="incubators.tenant_answered").recipient == cast.kamran


def test_a_declined_request_changes_nothing_and_may_be_made_again(cast: SimpleNamespace) -> None:
    ask(cast.other_organisation, cast.organisation, cast.kamran)

    declined = answer(cast.other_organisation, cast.sana, agrees=False)

    assert (declined.parent, declined.asked_parent) == (None, None)
    assert ask(cast.other_organisation, cast.organisation, cast.kamran).asked_parent == cast.organisation


def test_nobody_answers_for_the_other_side(cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        ask(cast.other_organisation, cast.organisation, cast.sana)
    ask(cast.other_organisation, cast.organisation, cast.kamran)
    for somebody in (cast.kamran, cast.bilal, cast.omar):
        with pytest.raises(Denied):
            answer(cast.other_organisation, somebody)
    Membership.objects.create(
        user=cast.bilal, organisation=cast.organisation, role=MemberRole.EDITOR, since=NOW
    )
    forget_roles(cast.bilal)
    with pytest.raises(Denied):
        answer(cast.other_organisation, cast.bilal)


def test_an_answer_to_nothing_is_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        answer(cast.other_organisation, cast.sana)


@pytest.mark.parametrize("kind", [OrganisationKind.COMPANY, OrganisationKind.MISSION])
def test_a_company_has_no_tenants(cast: SimpleNamespace, kind: OrganisationKind) -> None:
    Organisation.objects.filter(pk=cast.organisation.pk).update(kind=kind)

    with pytest.raises(Refused) as refused:
        ask(cast.other_organisation, cast.organisation, cast.kamran)

    assert refused.value.code == "parent_not_fit"


def test_a_tree_has_no_ring_and_three_levels_at_most(cast: SimpleNamespace) -> None:
    chain = [factories.make_organisation(cast.sana, name=f"Level {n}") for n in range(4)]
    tie(chain[1], chain[0], cast.sana, cast.sana)
    tie(chain[2], chain[1], cast.sana, cast.sana)
    codes = []
    for tenant, parent in ((chain[0], chain[2]), (chain[0], chain[0]), (chain[3], chain[2])):
        with pytest.raises(Refused) as refused:
            ask(tenant, parent, cast.sana)
        codes.append(refused.value.code)

    assert codes == ["parent_ring", "parent_ring", "parent_too_deep"]


def test_a_ring_is_refused_when_it_is_agreed_to_as_well(cast: SimpleNamespace) -> None:
    one, two = cast.organisation, cast.other_organisation
    ask(one, two, cast.sana)
    ask(two, one, cast.kamran)
    answer(two, cast.sana)

    with pytest.raises(Refused) as refused:
        answer(one, cast.kamran)

    assert refused.value.code == "parent_ring"


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_close_no_ring() -> None:
    cast = make_cast()
    ask(cast.organisation, cast.other_organisation, cast.sana)
    ask(cast.other_organisation, cast.organisation, cast.kamran)
    pairs = [(cast.organisation.pk, cast.kamran.pk), (cast.other_organisation.pk, cast.sana.pk)]

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(_answer_at_once, pairs))

    assert answers == ["agreed", "parent_ring"]


def _answer_at_once(pair: tuple[int, int]) -> str:
    tenant_id, by = pair
    try:
        services.answer_tenant(tenant_id=tenant_id, agrees=True, by=User.objects.get(pk=by), at=NOW)
    except Refused as refused:
        return refused.code
    finally:
        connections.close_all()
    return "agreed"


def test_the_parents_people_write_and_publish_needs_for_the_tenant(
    cast: SimpleNamespace, tenant: Organisation
) -> None:
    need = factories.make_need(tenant, opened=False, skills=("hydrology",))

    services.edit_need(need_id=need.pk, terms=Terms(title="A better title"), by=cast.sana, at=NOW)
    moved = services.move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)
    drafted = services.draft_need(organisation_id=tenant.pk, terms=terms(), by=cast.sana, at=NOW)

    assert (moved.state, moved.title) == ("open", "A better title")
    assert drafted.organisation == tenant
    assert drafted in Need.objects.visible_to(cast.sana)
    assert drafted in Need.objects.of_member_or_parent(cast.sana)


def test_the_parents_people_touch_nothing_else_of_the_tenant(
    cast: SimpleNamespace, tenant: Organisation
) -> None:
    for rule in ("edit_organisation", "invite_member", "manage_members", "edit_offers", "read_members"):
        assert not decide(cast.sana, f"incubators.{rule}", tenant), rule


def test_a_viewer_of_the_parent_writes_nothing_and_sees_no_draft(
    cast: SimpleNamespace, tenant: Organisation
) -> None:
    Membership.objects.create(
        user=cast.bilal, organisation=cast.organisation, role=MemberRole.VIEWER, since=NOW
    )
    draft = factories.make_need(tenant, opened=False)

    assert not decide(cast.bilal, "incubators.post_need", tenant)
    assert draft not in Need.objects.visible_to(cast.bilal)


def test_whoever_belongs_to_the_parent_does_not_verify_the_tenant(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    waiting = factories.make_organisation(cast.kamran, name="Waiting tenant", verified=False)
    tie(waiting, cast.organisation, cast.kamran, cast.sana)
    Membership.objects.create(
        user=cast.omar, organisation=cast.organisation, role=MemberRole.VIEWER, since=NOW
    )

    assert waiting not in Organisation.objects.awaiting_verification_by(cast.omar)
    assert waiting in Organisation.objects.awaiting_verification_by(cast.rabia)
    with pytest.raises(Denied):
        services.move_organisation(
            organisation_id=waiting.pk, action=OrganisationAction.VERIFY, by=cast.omar, at=NOW
        )


def test_whoever_writes_for_a_tenant_does_not_answer_its_needs_as_an_expert(
    cast: SimpleNamespace, tenant: Organisation
) -> None:
    factories.make_expert(cast.sana)
    need = factories.make_need(tenant)

    assert decide(cast.hina, "exchanges.show_interest", need)
    assert not decide(cast.sana, "exchanges.show_interest", need)


def test_a_suspended_parent_writes_for_nobody(cast: SimpleNamespace, tenant: Organisation) -> None:
    draft = factories.make_need(tenant, opened=False)
    services.move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="A complaint.",
    )

    with pytest.raises(Denied):
        services.edit_need(need_id=draft.pk, terms=Terms(title="No"), by=cast.sana, at=NOW)
    assert draft not in Need.objects.visible_to(cast.sana)


@pytest.mark.parametrize("who", ["sana", "kamran"])
def test_either_side_ends_it_and_the_parent_writes_no_more(
    cast: SimpleNamespace, tenant: Organisation, who: str
) -> None:
    services.end_parent(tenant_id=tenant.pk, by=getattr(cast, who), at=NOW)

    with pytest.raises(Denied):
        services.draft_need(organisation_id=tenant.pk, terms=terms(), by=cast.sana, at=NOW)
    assert tenant.events.order_by("-seq").first().action == "end_parent"


def test_the_pages_say_for_whom_one_writes(
    cast: SimpleNamespace, tenant: Organisation, client_of: SignIn
) -> None:
    draft = factories.make_need(tenant, opened=False)
    sana, kamran = client_of(cast.sana), client_of(cast.kamran)
    pages = [address(name, draft.public_id) for name in ("need", "need_tasks", "need_check", "need_skills")]
    pages.append(address("need_step", draft.public_id, "terms"))

    for page in pages:
        assert "Posting for your tenant" in sana.get(page).content.decode(), page
        assert "Posting for your tenant" not in kamran.get(page).content.decode(), page


def test_who_fits_a_tenants_need_is_the_tenants_to_see(
    cast: SimpleNamespace, tenant: Organisation, client_of: SignIn
) -> None:
    theirs = reverse("matching:need_matches", args=[cast.other_need.public_id])
    own = reverse("matching:need_matches", args=[cast.need.public_id])

    page = client_of(cast.sana).get(address("my_needs")).content.decode()

    assert cast.other_need.title in page
    assert own in page
    assert theirs not in page


def test_the_form_of_a_new_need_names_the_tenant_with_its_parent(
    cast: SimpleNamespace, tenant: Organisation, client_of: SignIn
) -> None:
    sana = client_of(cast.sana)
    page = sana.get(address("need_new")).content.decode()
    assert "Quetta Water Research Centre, a tenant of Ravi Incubation Centre" in page

    sana.post(
        address("need_new"),
        {
            "organisation": tenant.public_id,
            "title": "Pump tests",
            "category": "mentorship",
            "programme": factories.make_programme().slug,
            "language": "en",
        },
    )

    assert Need.objects.get(title="Pump tests").organisation == tenant


def test_the_api_takes_a_draft_for_a_tenant(cast: SimpleNamespace, tenant: Organisation) -> None:
    scopes = [Scope.READ_NEEDS, Scope.WRITE_NEEDS]
    token = create_token(name="test", scopes=scopes, days=1, by=cast.sana, at=timezone.now())
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token.secret}")
    body = {
        "organisation": tenant.public_id,
        "programme": factories.make_programme().slug,
        "category": "mentorship",
        "title": "Through the API",
    }

    assert client.post("/api/v1/needs/", body, format="json").status_code == 201
    assert Need.objects.get(title="Through the API").organisation == tenant


def test_a_request_waits_on_the_owners_first_page_and_is_answered_there(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    ask(cast.other_organisation, cast.organisation, cast.kamran)
    line = waiting_for(cast.sana, 5)[0]
    assert line.about == "Quetta Water Research Centre"
    sana = client_of(cast.sana)
    assert "They ask to be your tenant" in sana.get(line.url).content.decode()

    sana.post(address("tenant_answer", cast.other_organisation.public_id), {"answer": "agree"})

    public = Client().get(address("organisation", cast.organisation.public_id)).content.decode()
    below = Client().get(address("organisation", cast.other_organisation.public_id)).content.decode()
    assert "Quetta Water Research Centre" in public
    assert "Tenant of" in below
    assert not waiting_for(cast.sana, 5)


def test_a_parent_is_found_by_its_name_and_asked(cast: SimpleNamespace, client_of: SignIn) -> None:
    kamran = client_of(cast.kamran)
    page = address("parent", cast.other_organisation.public_id)
    found = kamran.get(page, {"words": "ravi"})
    assert [one.name for one in found.context["page"].found] == ["Ravi Incubation Centre"]

    asked = kamran.post(page, {"parent": cast.organisation.public_id}, follow=True).content.decode()

    assert "An owner of it has to agree" in asked
    assert "Take the request back" in asked
    kamran.post(address("parent_end", cast.other_organisation.public_id))
    assert Organisation.objects.get(pk=cast.other_organisation.pk).asked_parent is None


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 30_000, "-1", "🜨"])
def test_no_input_breaks_the_pages_of_parents(
    cast: SimpleNamespace, client_of: SignIn, nonsense: str
) -> None:
    kamran = client_of(cast.kamran)
    page = address("parent", cast.other_organisation.public_id)

    assert kamran.get(page, {"words": nonsense}).status_code in (200, 400)
    assert kamran.post(page, {"parent": nonsense}).status_code in (404, 400)


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_tenants_costs_the_same_for_one_and_for_three(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Callable
) -> None:
    for number in range(n):
        below = factories.make_organisation(cast.kamran, name=f"Tenant {number}")
        tie(below, cast.organisation, cast.kamran, cast.sana)
    sana = client_of(cast.sana)
    page = address("tenants", cast.organisation.public_id)
    sana.get(page)

    with django_assert_num_queries(6):
        assert sana.get(page).status_code == 200


def test_no_organisation_is_asked_again_and_again(cast: SimpleNamespace) -> None:
    for _turn in range(REQUESTS_OF_A_PERSON.limit):
        ask(cast.other_organisation, cast.organisation, cast.kamran)

    with pytest.raises(Refused, match="parents_asked_too_often"):
        ask(cast.other_organisation, cast.organisation, cast.kamran)
