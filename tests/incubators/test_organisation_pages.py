"""Organisations on pages: registration, the public page, verification by staff."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from incubators.enums import OrganisationAction, OrganisationState, RejectionReason
from incubators.models import Membership, Organisation
from incubators.selectors import waiting_for
from incubators.services import move_organisation
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
TYPED = {
    "name": "Swat Food Lab",
    "name_ur": "سوات فوڈ لیب",
    "kind": "research_centre",
    "sector": "academia",
    "country": "PK",
    "place": "PK-PB",
    "website": "swatfood.example",
    "email_domain": "@www.SwatFood.example",
    "about": "We dry apricots.",
}


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


@pytest.fixture
def waiting(cast: SimpleNamespace) -> Organisation:
    return factories.make_organisation(
        cast.hina, name="Waiting Lab", verified=False, email_domain="demo.example"
    )


def test_an_organisation_is_registered_from_the_page(cast: SimpleNamespace, client_of: SignIn) -> None:
    answer = client_of(cast.hina).post(address("organisation_new"), TYPED)

    organisation = Organisation.objects.get(name="Swat Food Lab")
    assert answer.url == address("organisation", organisation.public_id)
    assert organisation.website == "https://swatfood.example"
    assert (organisation.email_domain, organisation.place.code) == ("swatfood.example", "PK-PB")


def test_a_company_abroad_names_its_country_instead_of_a_place(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    typed = TYPED | {"name": "Rhine Grid Works", "kind": "company", "sector": "private", "country": "DE"}

    answer = client_of(cast.hina).post(address("organisation_new"), typed, follow=True)

    organisation = Organisation.objects.get(name="Rhine Grid Works")
    assert (organisation.country, organisation.place) == ("DE", None), "a place in Pakistan is dropped"
    assert "Germany" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "This field is required."),
        ("name", "\x07", "Please write the name."),
        ("kind", "casino", "Select a valid choice."),
        ("country", "XX", "Select a valid choice."),
        ("place", "", "Please choose the place in Pakistan."),
        ("website", "not an address", "Enter a valid URL."),
        ("website", "javascript:alert(1)", "Enter a valid URL."),
        ("email_domain", "nust", "Write a domain such as nust.edu.pk"),
        ("email_domain", "someone@gmail.com", "This is a free mail service."),
        ("name", "Ravi Incubation Centre", "is registered already"),
    ],
)
def test_wrong_input_is_kept_and_explained(
    cast: SimpleNamespace, client_of: SignIn, field: str, typed: str, sentence: str
) -> None:
    page = client_of(cast.hina).post(address("organisation_new"), TYPED | {field: typed}).content.decode()

    assert sentence in page
    assert f'id="id_{field}_error"' in page
    assert "We dry apricots." in page


def test_a_verified_organisation_is_public_and_a_waiting_one_is_not(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    for reader in (None, cast.kamran):
        assert client_of(reader).get(address("organisation", cast.organisation.public_id)).status_code == 200
        assert client_of(reader).get(address("organisation", waiting.public_id)).status_code == 404
    for reader in (cast.hina, cast.omar):
        assert client_of(reader).get(address("organisation", waiting.public_id)).status_code == 200


def test_the_public_page_shows_no_member_and_no_domain(cast: SimpleNamespace) -> None:
    organisation = factories.make_organisation(cast.sana, name="Swat Food Lab", email_domain="swat.example")

    page = Client().get(address("organisation", organisation.public_id)).content.decode()

    assert "Sana" not in page and "swat.example" not in page


def test_staff_verify_from_the_queue(cast: SimpleNamespace, waiting: Organisation, client_of: SignIn) -> None:
    omar = client_of(cast.omar)
    assert waiting.name in omar.get(address("organisation_queue")).content.decode()
    page = omar.get(address("organisation_verification", waiting.public_id)).content.decode()
    assert "address at this domain" in page and "Hina Qureshi" in page

    answer = omar.post(
        address("organisation_verification", waiting.public_id),
        {"action": "verify", "version": waiting.version},
    )

    assert answer.url == address("organisation_queue")
    waiting.refresh_from_db()
    assert waiting.state == OrganisationState.VERIFIED


def test_a_refusal_keeps_what_was_typed_until_it_is_complete(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    omar, page = client_of(cast.omar), address("organisation_verification", waiting.public_id)

    no_reason = omar.post(page, {"action": "reject", "note": "Please send a letter."}).content.decode()
    assert "Please choose at least one reason." in no_reason and "Please send a letter." in no_reason
    no_note = omar.post(page, {"action": "reject", "reasons": ["duplicate", "not_found"]}).content.decode()
    assert "Please write a note" in no_note
    assert no_note.count("checked") == 3
    omar.post(page, {"action": "reject", "reasons": ["duplicate"], "note": "See the other one."})

    waiting.refresh_from_db()
    assert waiting.state == OrganisationState.REJECTED
    members_page = client_of(cast.hina).get(address("organisation", waiting.public_id)).content.decode()
    assert "The organisation is registered already" in members_page
    assert "See the other one." in members_page
    assert "Omar" not in members_page


def test_a_stale_page_is_not_decided_on(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    page = address("organisation_verification", waiting.public_id)

    answer = client_of(cast.omar).post(page, {"action": "verify", "version": waiting.version + 1})

    assert "Somebody changed this in the meantime." in answer.content.decode()


def test_a_refused_organisation_asks_again_from_its_page(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    reject(cast, waiting)
    hina = client_of(cast.hina)

    hina.post(address("organisation_edit", waiting.public_id), TYPED)
    hina.post(address("organisation_apply_again", waiting.public_id))

    waiting.refresh_from_db()
    assert (waiting.name, waiting.state) == ("Swat Food Lab", OrganisationState.PENDING)
    assert "came back" in client_of(cast.omar).get(address("organisation_queue")).content.decode()


def reject(cast: SimpleNamespace, organisation: Organisation) -> None:
    move_organisation(
        organisation_id=organisation.pk,
        action=OrganisationAction.REJECT,
        reasons=[RejectionReason.NOT_FOUND],
        note="Which valley?",
        by=cast.omar,
        at=NOW,
    )


def test_a_registration_is_not_changed_into_that_of_another(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    typed = TYPED | {"name": cast.organisation.name}

    page = client_of(cast.hina).post(address("organisation_edit", waiting.public_id), typed).content.decode()

    assert 'id="id_name_error"' in page and "is registered already" in page


def test_asking_again_out_of_turn_is_refused_with_a_reason(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    answer = client_of(cast.hina).post(address("organisation_apply_again", waiting.public_id))

    assert answer.status_code == 403


def test_the_identity_of_a_verified_organisation_is_shown_but_not_changed(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    sana = client_of(cast.sana)
    typed = TYPED | {"name": "Another name", "about": "New words."}

    answer = sana.post(address("organisation_edit", cast.organisation.public_id), typed)

    assert answer.status_code == 302
    cast.organisation.refresh_from_db()
    assert (cast.organisation.name, cast.organisation.about) == ("Ravi Incubation Centre", "New words.")


def test_pages_of_staff_are_refused_to_others(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    for person in (cast.hina, cast.sana, cast.ayesha):
        assert client_of(person).get(address("organisation_queue")).status_code == 403
    verification = address("organisation_verification", waiting.public_id)
    kamran = client_of(cast.kamran)
    assert client_of(cast.hina).get(verification).status_code == 403
    assert kamran.get(verification).status_code == 404
    assert kamran.get(address("organisation_edit", waiting.public_id)).status_code == 404
    assert kamran.get(address("organisation_edit", cast.organisation.public_id)).status_code == 403


def test_staff_who_have_a_part_see_that_somebody_else_must_decide(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn
) -> None:
    Membership.objects.create(user=cast.omar, organisation=waiting, role="viewer", since=NOW)

    page = client_of(cast.omar).get(address("organisation_verification", waiting.public_id)).content.decode()

    assert "Nothing to decide" in page


def test_a_suspended_organisation_reads_why(cast: SimpleNamespace, client_of: SignIn) -> None:
    omar, sana = client_of(cast.omar), client_of(cast.sana)
    page = address("organisation_verification", cast.organisation.public_id)

    omar.post(page, {"action": "suspend", "note": "A complaint is looked into."})

    assert (
        "A complaint is looked into."
        in sana.get(address("organisation", cast.organisation.public_id)).content.decode()
    )
    assert sana.get(address("organisation_edit", cast.organisation.public_id)).status_code == 403
    assert Client().get(address("organisation", cast.organisation.public_id)).status_code == 404
    assert Client().get(address("need", cast.need.public_id)).status_code == 404
    omar.post(page, {"action": "reinstate", "note": "It was unfounded."})
    assert Client().get(address("need", cast.need.public_id)).status_code == 200


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_of_organisations_reads_in_both_languages(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn, language: str
) -> None:
    refused = factories.make_organisation(cast.hina, name="Refused Lab", verified=False)
    reject(cast, refused)
    pages = {
        cast.hina: [
            address("organisation_list"),
            address("organisation_new"),
            address("organisation", waiting.public_id),
            address("organisation", refused.public_id),
            address("organisation", cast.organisation.public_id),
            address("organisation_edit", waiting.public_id),
        ],
        cast.sana: [address("organisation_edit", cast.organisation.public_id)],
        cast.omar: [
            address("organisation_queue"),
            *(
                address("organisation_verification", organisation.public_id)
                for organisation in (waiting, refused, cast.organisation)
            ),
        ],
    }

    for person, addresses in pages.items():
        client = client_of(person)
        client.cookies["language"] = language
        for page in addresses:
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert f'<html lang="{language}"' in answer.content.decode(), page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=QUETTA", {"Quetta Water Research Centre"}),
        ("kind=incubator", {"Ravi Incubation Centre", "Quetta Water Research Centre"}),
        ("kind=mission", set()),
        ("territory=PK-PB", {"Ravi Incubation Centre", "Quetta Water Research Centre"}),
        ("territory=PK-XX", {"Ravi Incubation Centre", "Quetta Water Research Centre"}),
    ],
)
def test_the_list_of_organisations_is_narrowed(cast: SimpleNamespace, query: str, expected: set[str]) -> None:
    answer = Client().get(address("organisation_list") + "?" + query)

    assert {row.name for row in answer.context["rows"]} == expected


_ROWS = pytest.mark.parametrize("n", [1, 3])


@_ROWS
def test_the_list_of_organisations_costs_the_same_for_one_and_for_three(
    cast: SimpleNamespace, n: int, django_assert_num_queries: Any
) -> None:
    for m in range(n - 1):
        factories.make_organisation(name=f"Lab {m}")

    with django_assert_num_queries(3):
        assert Client().get(address("organisation_list")).status_code == 200


@_ROWS
def test_the_queue_costs_the_same_for_one_organisation_and_for_three(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for m in range(n - 1):
        factories.make_organisation(cast.bilal, name=f"Lab {m}", verified=False)
    omar = client_of(cast.omar)
    omar.get(address("organisation_queue"))

    with django_assert_num_queries(5):
        assert omar.get(address("organisation_queue")).status_code == 200


@_ROWS
def test_an_organisation_costs_the_same_with_one_need_and_with_three(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for _ in range(n - 1):
        factories.make_need(cast.organisation, skills=("power-systems", "hydrology"))
    sana = client_of(cast.sana)
    sana.get(address("organisation", cast.organisation.public_id))

    with django_assert_num_queries(14):
        assert sana.get(address("organisation", cast.organisation.public_id)).status_code == 200


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 30_000, "99999999999999999999", "-1", "🜨", "{{ x }}"])
def test_no_input_breaks_a_page(
    cast: SimpleNamespace, waiting: Organisation, client_of: SignIn, nonsense: str
) -> None:
    hina, omar = client_of(cast.hina), client_of(cast.omar)
    typed = dict.fromkeys(TYPED, nonsense)
    decision = dict.fromkeys(("action", "reasons", "note", "version"), nonsense)

    assert hina.post(address("organisation_new"), typed).status_code == 200
    assert hina.post(address("organisation_edit", waiting.public_id), typed).status_code == 200
    verification = address("organisation_verification", waiting.public_id)
    assert omar.post(verification, decision).status_code == 200
    assert omar.post(verification, decision | {"action": "verify"}).status_code in (200, 302)
    query = dict.fromkeys(("q", "kind", "territory", "page"), nonsense)
    expected = 400 if "\x00" in nonsense else 200  # a NUL is refused at the gate, for every page alike
    assert hina.get(address("organisation_list"), query).status_code == expected


def test_today_names_what_somebody_has_to_do(cast: SimpleNamespace, waiting: Organisation) -> None:
    factories.make_need(cast.organisation, opened=False, title="Half-written need")

    def lines(user: Any) -> list[tuple[str, str]]:
        return [(item.what, item.about) for item in waiting_for(user, 20)]

    assert lines(cast.omar) == [("Verify an organisation", "Waiting Lab")]
    assert lines(cast.hina) == [("Waits for verification: write your needs meanwhile", "Waiting Lab")]
    assert lines(cast.sana) == [("Finish a draft and publish it", "Half-written need")]
    assert lines(cast.bilal) == lines(cast.ayesha) == []


def test_today_leads_a_newcomer_to_register_their_organisation(cast: SimpleNamespace) -> None:
    newcomer = factories.make_user("amna@demo.example", arrival="organisation")

    (item,) = waiting_for(newcomer, 20)

    assert item.url == address("organisation_new")


@_ROWS
def test_today_costs_the_same_for_one_line_and_for_three(
    cast: SimpleNamespace, n: int, django_assert_num_queries: Any
) -> None:
    for m in range(n):
        factories.make_need(cast.organisation, opened=False, title=f"Draft {m}")
        factories.make_organisation(cast.sana, name=f"Lab {m}", verified=False)
    cast.sana.posts_today  # noqa: B018

    with django_assert_num_queries(3):
        assert len(waiting_for(cast.sana, 20)) == 2 * n
