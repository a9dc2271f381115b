"""Registering an organisation and what the ministry decides about it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.utils import translation

from accounts.enums import Duty, Role
from accounts.models import User
from common import outbox
from common.events import broken_links
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import (
    MemberRole,
    OrganisationAction,
    OrganisationKind,
    OrganisationState,
    RejectionReason,
    Sector,
)
from incubators.models import Membership, Organisation
from incubators.selectors.organisations import is_at_domain
from incubators.services import Registration, edit_organisation, move_organisation, register_organisation
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

_A = OrganisationAction


def registration(**changed: Any) -> Registration:
    given = {
        "name": "Swat Food Lab",
        "kind": OrganisationKind.RESEARCH_CENTRE,
        "sector": Sector.ACADEMIA,
        "place": factories.make_place(),
        "website": "https://swatfood.example",
        "email_domain": "swatfood.example",
        "about": "We dry apricots.",
    }
    return Registration(**given | changed)


@pytest.fixture
def waiting(cast: SimpleNamespace) -> Organisation:
    return register_organisation(registration=registration(), by=cast.hina, at=NOW)


@pytest.fixture
def decide(cast: SimpleNamespace) -> Callable[..., Organisation]:
    def move(organisation: Organisation, action: OrganisationAction, **given: Any) -> Organisation:
        given = {"by": cast.omar, "at": NOW} | given
        return move_organisation(organisation_id=organisation.pk, action=action, **given)

    return move


def test_whoever_registers_an_organisation_owns_it_and_it_waits(cast: SimpleNamespace) -> None:
    organisation = register_organisation(
        registration=registration(name="  Swat \t Food Lab "), by=cast.hina, at=NOW
    )

    assert (organisation.name, organisation.state) == ("Swat Food Lab", OrganisationState.PENDING)
    assert organisation.memberships.get().role == MemberRole.OWNER
    assert organisation.memberships.get().user == cast.hina
    assert [event.action for event in organisation.events.all()] == ["create"]


def test_the_owner_may_write_at_once(cast: SimpleNamespace) -> None:
    assert not Organisation.objects.of_member(cast.hina).exists()

    organisation = register_organisation(registration=registration(), by=cast.hina, at=NOW)
    edited = edit_organisation(
        organisation_id=organisation.pk, registration=registration(about="Apricots."), by=cast.hina, at=NOW
    )

    assert edited.about == "Apricots."


def test_an_organisation_is_not_registered_a_second_time(cast: SimpleNamespace) -> None:
    twin = registration(name=cast.organisation.name.upper())

    with pytest.raises(Refused) as refused:
        register_organisation(registration=twin, by=cast.hina, at=NOW)

    assert (refused.value.code, refused.value.field) == ("organisation_exists", "name")


def test_nobody_floods_the_queue(cast: SimpleNamespace) -> None:
    for n in range(3):
        register_organisation(registration=registration(name=f"Lab {n}"), by=cast.hina, at=NOW)

    with pytest.raises(Refused) as refused:
        register_organisation(registration=registration(name="Lab 4"), by=cast.hina, at=NOW)

    assert refused.value.code == "too_many_pending"


def test_verifying_is_on_the_record_and_the_members_are_told(
    cast: SimpleNamespace, waiting: Organisation, decide: Any
) -> None:
    Membership.objects.create(user=cast.bilal, organisation=waiting, role=MemberRole.EDITOR, since=NOW)
    Membership.objects.create(user=cast.kamran, organisation=waiting, role=MemberRole.VIEWER, since=NOW)

    decide(waiting, _A.VERIFY)

    waiting.refresh_from_db()
    assert waiting.is_verified
    assert [row.recipient for row in Outbox.objects.order_by("pk")] == [cast.hina, cast.bilal]
    assert broken_links(list(waiting.events.all())) == []


def test_a_refusal_needs_a_reason_and_a_note(waiting: Organisation, decide: Any) -> None:
    with pytest.raises(Refused) as no_reason:
        decide(waiting, _A.REJECT, note="Please send a letter.")
    with pytest.raises(Refused) as no_note:
        decide(waiting, _A.REJECT, reasons=[RejectionReason.LETTER_MISSING])

    assert (no_reason.value.code, no_reason.value.field) == ("reasons_required", "reasons")
    assert (no_note.value.code, no_note.value.field) == ("note_required", "note")


@pytest.mark.parametrize(
    ("language", "subject", "reason"),
    [
        ("en", "Not verified: Swat Food Lab", "- We need a letter of the organisation"),
        ("ur", "Swat Food Lab", "- "),
    ],
)
def test_the_refused_read_the_reasons_and_the_note_in_their_language(
    cast: SimpleNamespace, waiting: Organisation, decide: Any, language: str, subject: str, reason: str
) -> None:
    User.objects.filter(pk=cast.hina.pk).update(language=language)
    reasons = [RejectionReason.LETTER_MISSING, RejectionReason.DOMAIN_MISMATCH]

    decide(waiting, _A.REJECT, reasons=reasons, note="Please send a letter.")
    outbox.deliver()

    (letter,) = mail.outbox
    assert subject in letter.subject
    assert letter.to == ["hina@demo.example"]
    assert reason in letter.body
    assert letter.body.count("\n- ") == 2 or letter.body.count("- ") >= 2
    assert "Please send a letter." in letter.body
    assert letter.body.partition("\n-- \n")[0].count("http") == 1  # below it, where mails are chosen
    assert f"/organisations/{waiting.public_id}/" in letter.body
    assert "Hina" not in letter.body and "Omar" not in letter.body


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ([_A.VERIFY], "Verified: Swat Food Lab"),
        ([_A.VERIFY, _A.SUSPEND], "Suspended: Swat Food Lab"),
        ([_A.VERIFY, _A.SUSPEND, _A.REINSTATE], "Reinstated: Swat Food Lab"),
    ],
)
def test_every_decision_has_its_mail(
    waiting: Organisation, decide: Any, path: list[OrganisationAction], subject: str
) -> None:
    for action in path:
        decide(waiting, action, note="" if action == _A.VERIFY else "A complaint.")
    outbox.deliver()

    assert mail.outbox[-1].subject == subject


def test_a_refused_organisation_is_changed_and_asks_again(
    cast: SimpleNamespace, waiting: Organisation, decide: Any
) -> None:
    decide(waiting, _A.REJECT, reasons=[RejectionReason.NOT_FOUND], note="Which valley?")
    edit_organisation(
        organisation_id=waiting.pk, registration=registration(name="Swat Fruit Lab"), by=cast.hina, at=NOW
    )

    again = decide(waiting, _A.APPLY_AGAIN, by=cast.hina)

    assert (again.state, again.name) == (OrganisationState.PENDING, "Swat Fruit Lab")
    assert again in Organisation.objects.awaiting_verification_by(cast.omar)


@pytest.mark.parametrize("changed", [{"name": "Another Lab"}, {"kind": OrganisationKind.COMPANY},
    {"email_domain": "other.example"}])  # fmt: skip
def test_what_was_verified_stays_as_the_ministry_saw_it(
    cast: SimpleNamespace, waiting: Organisation, decide: Any, changed: dict[str, Any]
) -> None:
    decide(waiting, _A.VERIFY)

    with pytest.raises(Refused) as refused:
        edit_organisation(
            organisation_id=waiting.pk, registration=registration(**changed), by=cast.hina, at=NOW
        )

    assert (refused.value.code, refused.value.field) == ("identity_is_fixed", next(iter(changed)))


def test_saving_an_unchanged_registration_records_nothing(
    cast: SimpleNamespace, waiting: Organisation
) -> None:
    edit_organisation(organisation_id=waiting.pk, registration=registration(), by=cast.hina, at=NOW)

    assert waiting.events.count() == 1


def test_staff_decide_on_what_they_saw(cast: SimpleNamespace, waiting: Organisation, decide: Any) -> None:
    edit_organisation(
        organisation_id=waiting.pk, registration=registration(about="Changed."), by=cast.hina, at=NOW
    )

    with pytest.raises(Refused) as refused:
        decide(waiting, _A.VERIFY, version=waiting.version)

    assert refused.value.code == "stale_version"


def test_nobody_decides_about_an_organisation_in_which_they_have_a_part(
    cast: SimpleNamespace, waiting: Organisation, decide: Any
) -> None:
    Membership.objects.create(user=cast.omar, organisation=waiting, role=MemberRole.VIEWER, since=NOW)
    own = factories.make_organisation(cast.hina, name="Ministry’s own host", verified=False, unit=cast.most)

    for organisation in (waiting, own):
        with pytest.raises(Denied):
            decide(organisation, _A.VERIFY)
    assert not Organisation.objects.awaiting_verification_by(cast.omar).exists()
    assert waiting in Organisation.objects.awaiting_verification_by(cast.rabia)


def test_only_units_with_the_duty_decide(cast: SimpleNamespace, waiting: Organisation, decide: Any) -> None:
    experts_alone = factories.make_unit("opf", name="OPF", duties=[Duty.VERIFY_EXPERTS])
    elsewhere = factories.make_staff("tariq@demo.example", role=Role.OFFICER, unit=experts_alone)

    for person in (cast.hina, cast.sana, cast.asma, cast.ayesha, elsewhere):
        with pytest.raises(Denied):
            decide(waiting, _A.VERIFY, by=person)


def test_the_queue_stands_by_waiting_time(cast: SimpleNamespace, waiting: Organisation) -> None:
    earlier = register_organisation(
        registration=registration(name="Earlier Lab"), by=cast.kamran, at=NOW.replace(day=2)
    )

    assert list(Organisation.objects.awaiting_verification_by(cast.omar)) == [earlier, waiting]


@pytest.mark.parametrize(
    ("address", "domain", "expected"),
    [
        ("a@nust.edu.pk", "nust.edu.pk", True),
        ("a@mail.nust.edu.pk", "nust.edu.pk", True),
        ("a@NUST.EDU.PK", "nust.edu.pk", True),
        ("a@notnust.edu.pk", "nust.edu.pk", False),
        ("a@nust.edu.pk.example", "nust.edu.pk", False),
        ("a@nust.edu.pk", "", False),
    ],
)
def test_an_address_is_at_a_domain_or_below_it(address: str, domain: str, expected: bool) -> None:
    assert is_at_domain(address, domain) is expected


def test_names_read_in_the_reader_s_language_where_they_were_given(cast: SimpleNamespace) -> None:
    from incubators.selectors.words import name_of, place_words

    organisation = factories.make_organisation(name="Swat Food Lab", name_ur="سوات فوڈ لیب")
    with translation.override("ur"):
        assert name_of(organisation) == "سوات فوڈ لیب"
        assert name_of(cast.organisation) == cast.organisation.name
    assert name_of(organisation) == "Swat Food Lab"
    assert place_words(None) == ""
