"""Letters: what brings them, what they keep, who reads them, and what a code tells anybody."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common.events import broken_links
from common.models import Outbox
from common.personal_data import Person
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import LetterKind as K
from exchanges.enums import LetterReason, ReturnReason
from exchanges.enums import PlacementAction as A
from exchanges.models import Letter, Placement
from exchanges.selectors.letter_texts import draft_letter
from exchanges.selectors.letters import letters_of
from exchanges.services import letters as services
from exchanges.services.leaving import leave_exchanges
from exchanges.services.personal_data.cases import placements as exported
from exchanges.services.placements import move_placement
from tests import factories
from tests.exchanges.letter_world import IN_LAHORE, make_approved, make_completed, make_rejected
from tests.factories import NOW, walk

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
LATER = NOW + timedelta(days=3)


def _kinds(placement: Placement) -> set[str]:
    return set(placement.letters.in_force().values_list("kind", flat=True))


def _page(client: Client, letter: Letter) -> str:
    return client.get(reverse("exchanges:letter", args=[letter.code])).content.decode()


def _check(client: Client, code: str) -> str:
    return client.get(reverse("exchanges:verify"), {"code": code}).content.decode()


def _letter(placement: Placement, kind: K) -> Letter:
    return placement.letters.in_force().get(kind=kind)


def test_an_approval_brings_an_invitation_for_the_visa_only_where_somebody_travels(
    cast: SimpleNamespace,
) -> None:
    from_afar = make_approved(cast)
    need = factories.make_need(cast.organisation, title="In Lahore")
    there = walk(
        factories.make_submitted(need, cast.other_expert, **IN_LAHORE),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
    )

    assert _kinds(from_afar) == {K.APPROVAL}
    assert _kinds(there) == {K.APPROVAL, K.INVITATION}


def test_every_letter_is_an_event_of_its_case_and_the_chain_holds(cast: SimpleNamespace) -> None:
    placement = make_approved(cast, **IN_LAHORE)
    services.withdraw_letter(
        letter_id=_letter(placement, K.INVITATION).pk, because=LetterReason.MISTAKE, by=cast.dawood, at=LATER
    )
    services.reissue_letter(
        letter_id=_letter(placement, K.APPROVAL).pk,
        because=LetterReason.NAME_CHANGED,
        by=cast.dawood,
        at=LATER,
    )

    events = list(placement.events.order_by("seq"))
    told = [(e.action, e.reasons, e.part, e.by) for e in events if "letter" in e.action]
    assert told == [
        ("issue_letter", ["approval"], "clock", None),
        ("issue_letter", ["invitation"], "clock", None),
        ("withdraw_letter", ["invitation", "mistake"], "decider", cast.dawood),
        ("reissue_letter", ["approval", "name_changed"], "decider", cast.dawood),
    ]
    assert broken_links(events) == []


def test_the_invitation_says_who_invites_and_promises_no_visa(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = make_approved(cast, **IN_LAHORE)

    page = _page(client_of(cast.hina), _letter(placement, K.INVITATION))

    assert "invites \u2068Hina Qureshi\u2069 to Pakistan" in page
    assert "It does not promise one" in page
    assert "دعوت نامہ" in page


def test_a_rejection_gives_reasons_in_both_languages_and_the_last_day_to_appeal(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    letter = _letter(make_rejected(cast), K.REJECTION)

    page = _page(client_of(cast.sana), letter)

    assert "how its outcome will be measured" in page
    assert letter.wording["ur"] in page
    assert letter.wording["ur"] != letter.wording["en"]
    assert "may appeal once, until 23 December 2026" in page


def test_an_appeal_takes_the_rejection_out_of_force(cast: SimpleNamespace) -> None:
    placement = make_rejected(cast)
    letter = _letter(placement, K.REJECTION)

    walk(placement, (A.APPEAL, cast.hina))

    letter.refresh_from_db()
    assert (letter.withdrawn_for, _kinds(placement)) == ("decision_changed", set())


def test_what_the_reviewer_words_before_the_release_is_what_the_letter_says(cast: SimpleNamespace) -> None:
    placement = walk(
        factories.make_submitted(cast.need, cast.expert),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_REJECTION, cast.rabia),
    )
    factories.declare_none(placement, cast.dawood)
    suggested = draft_letter(placement, K.REJECTION, [ReturnReason.OUTCOMES_NOT_MEASURABLE])
    words = {"en": "Please count the farms.", "ur": "براہِ کرم کھیت گنیں۔"}
    for by in (cast.rabia, cast.dawood):
        services.word_letter(
            placement_id=placement.pk, kind=K.REJECTION, wording=suggested | words, by=by, at=NOW
        )
    assert draft_letter(placement, K.REJECTION, []) == words

    walk(placement, (A.RELEASE, cast.dawood))

    assert _letter(placement, K.REJECTION).wording == words
    assert not placement.letter_drafts.exists()


@pytest.mark.parametrize(
    ("wording", "code", "field"),
    [
        ({"en": "Words.", "ur": "  "}, "wording_missing", "ur"),
        ({"en": "x" * 4_001, "ur": "الفاظ"}, "wording_too_long", "en"),
    ],
)
def test_a_decision_is_worded_in_both_languages(
    cast: SimpleNamespace, wording: dict[str, str], code: str, field: str
) -> None:
    placement = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))

    with pytest.raises(Refused) as refused:
        services.word_letter(
            placement_id=placement.pk, kind=K.APPROVAL, wording=wording, by=cast.rabia, at=NOW
        )

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("who", ["hina", "sana", "omar", "asma"])
def test_nobody_else_words_a_decision(cast: SimpleNamespace, who: str) -> None:
    placement = walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))

    with pytest.raises(Denied):
        services.word_letter(
            placement_id=placement.pk,
            kind=K.APPROVAL,
            wording={"en": "A", "ur": "ا"},
            by=getattr(cast, who),
            at=NOW,
        )


def test_a_letter_keeps_the_names_of_its_day_and_one_issued_anew_takes_todays(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = make_approved(cast)
    letter = _letter(placement, K.APPROVAL)
    cast.hina.full_name, cast.hina.name_ur = "Hina Qureshi Khan", "حنا قریشی خان"
    cast.hina.save()
    browser = client_of(cast.dawood)
    assert "Hina Qureshi Khan" not in _page(browser, letter)

    answer = browser.post(
        reverse("exchanges:reissue_letter", args=[letter.code]),
        {"because": "name_changed", "en": letter.wording["en"], "ur": letter.wording["ur"]},
        follow=True,
    )

    page = answer.content.decode()
    assert "Hina Qureshi Khan" in page
    assert "حنا قریشی خان" in page
    newer = _letter(placement, K.APPROVAL)
    assert (newer.replaces, newer.code != letter.code) == (letter, True)
    assert "This letter was replaced by a newer one" in _check(Client(), letter.code)
    assert "This letter is in force" in _check(Client(), newer.code)
    mails = Outbox.objects.filter(template="exchanges.letter_changed")
    assert set(mails.values_list("recipient__email", flat=True)) == {"hina@demo.example", "sana@demo.example"}


def test_a_withdrawn_letter_says_why_on_its_page_and_only_that_much_to_the_public(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    letter = _letter(make_approved(cast), K.APPROVAL)

    client_of(cast.dawood).post(
        reverse("exchanges:withdraw_letter", args=[letter.code]), {"because": "mistake"}
    )

    assert "It held a mistake" in _page(client_of(cast.hina), letter)
    public = _check(Client(), letter.code)
    assert "This letter was withdrawn" in public
    assert "mistake" not in public


def test_withdrawing_without_a_reason_shows_what_is_missing(cast: SimpleNamespace, client_of: SignIn) -> None:
    letter = _letter(make_approved(cast), K.APPROVAL)

    answer = client_of(cast.dawood).post(reverse("exchanges:withdraw_letter", args=[letter.code]), {})

    assert answer.status_code == 422
    letter.refresh_from_db()
    assert letter.withdrawn_at is None


def test_a_letter_is_withdrawn_once(cast: SimpleNamespace) -> None:
    letter = _letter(make_approved(cast), K.APPROVAL)
    why: dict[str, Any] = {"because": LetterReason.MISTAKE, "by": cast.dawood, "at": LATER}
    services.withdraw_letter(letter_id=letter.pk, **why)

    for again in (services.withdraw_letter, services.reissue_letter):
        with pytest.raises(Denied):
            again(letter_id=letter.pk, **why)


def test_what_was_withdrawn_does_not_come_back_with_the_next_step(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)
    services.withdraw_letter(
        letter_id=_letter(placement, K.APPROVAL).pk, because=LetterReason.MISTAKE, by=cast.dawood, at=LATER
    )

    walk(placement, (A.CONFIRM, cast.hina))

    assert _kinds(placement) == set()


def test_one_letter_of_a_kind_is_in_force(cast: SimpleNamespace) -> None:
    letter = _letter(make_approved(cast), K.APPROVAL)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            placement=letter.placement, kind=letter.kind, plan_digest=letter.plan_digest, issued_at=NOW
        )


def test_a_cancelled_placement_has_no_letter_in_force(cast: SimpleNamespace) -> None:
    placement = make_approved(cast, **IN_LAHORE)

    walk_with_reason(placement, A.CANCEL, cast.sana)

    ended = placement.letters.values_list("kind", "withdrawn_for")
    assert set(ended) == {("approval", "placement_ended"), ("invitation", "placement_ended")}


def walk_with_reason(placement: Placement, action: A, by: Any) -> None:
    move_placement(
        placement_id=placement.pk, action=action, by=by, at=LATER, note="No funds.", reasons=["funding"]
    )
    placement.refresh_from_db()


def test_a_code_that_nothing_has_looks_like_one_that_something_has(
    cast: SimpleNamespace, django_assert_num_queries: Callable[..., Any]
) -> None:
    letter = _letter(make_approved(cast), K.APPROVAL)
    anybody = Client()
    pages = {}

    for code in (letter.code, "ZZZZZZZZZZ", letter.code + "1"):
        with django_assert_num_queries(1):
            answer = anybody.get(reverse("exchanges:verify"), {"code": code})
        assert answer.status_code == 200
        pages[code] = answer.content.decode()

    assert "This letter is in force" in pages[letter.code]
    assert all("No such letter" in page for code, page in pages.items() if code != letter.code)
    assert all("Hina" not in page and "National" not in page for page in pages.values())


def test_a_completed_placement_brings_a_certificate_with_its_hours(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = make_completed(cast, **IN_LAHORE)

    letter = _letter(placement, K.CERTIFICATE)
    page = _page(client_of(cast.hina), letter)

    assert _kinds(placement) == {K.APPROVAL, K.CERTIFICATE}
    assert "have completed a placement together" in page
    assert letter.content["hours_in_all"] > 0
    assert f'<dd dir="auto">{letter.content["hours_in_all"]}</dd>' in page


def test_a_certificate_is_not_issued_before_the_end(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)

    with pytest.raises(Refused) as refused:
        services.issue_letter(placement=placement, kind=K.CERTIFICATE, by=cast.dawood, at=LATER)

    assert refused.value.code == "letter_not_now"


def _write_reference(cast: SimpleNamespace, client_of: SignIn) -> tuple[Placement, Letter]:
    placement = make_completed(cast)
    client_of(cast.sana).post(
        reverse("exchanges:write_reference", args=[placement.public_id]),
        {"text": "She taught four engineers.", "language": "en"},
    )
    return placement, placement.letters.get(kind=K.REFERENCE)


def test_nobody_reads_a_reference_before_the_expert_agrees(cast: SimpleNamespace, client_of: SignIn) -> None:
    _placement, letter = _write_reference(cast, client_of)
    address = reverse("exchanges:letter", args=[letter.code])

    assert client_of(cast.rabia).get(address).status_code == 404
    assert "No such letter" in _check(Client(), letter.code)
    assert "She taught four engineers." in _page(client_of(cast.hina), letter)
    assert Outbox.objects.get(template="exchanges.reference_written").recipient == cast.hina

    client_of(cast.hina).post(reverse("exchanges:answer_reference", args=[letter.code]), {"answer": "agree"})

    assert client_of(cast.rabia).get(address).status_code == 200
    assert "This letter is in force" in _check(Client(), letter.code)


def test_a_reference_that_the_expert_refuses_is_read_by_nobody_else(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement, letter = _write_reference(cast, client_of)

    client_of(cast.hina).post(reverse("exchanges:answer_reference", args=[letter.code]), {"answer": "refuse"})

    letter.refresh_from_db()
    assert (letter.withdrawn_for, letter.agreed_at) == ("not_agreed", None)
    assert client_of(cast.asma).get(reverse("exchanges:letter", args=[letter.code])).status_code == 404
    assert _check(Client(), letter.code).count("No such letter") == 1
    assert placement.letters.in_force().filter(kind=K.REFERENCE).count() == 0


def test_the_host_alone_writes_a_reference_and_one_at_a_time(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement, _letter_of_host = _write_reference(cast, client_of)
    words: dict[str, Any] = {"text": "More.", "language": "en", "at": LATER}

    with pytest.raises(Refused) as refused:
        services.write_reference(placement_id=placement.pk, by=cast.sana, **words)
    with pytest.raises(Denied):
        services.write_reference(placement_id=placement.pk, by=cast.hina, **words)

    assert refused.value.code == "reference_written"


def test_the_case_file_is_for_staff_and_holds_the_whole_course(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = make_rejected(cast)
    answer = client_of(cast.asma).post(
        reverse("exchanges:compile_file", args=[placement.public_id]), follow=True
    )
    file = _letter(placement, K.DOSSIER)

    page = answer.content.decode()
    assert "Rejection recommended (a reviewer)" in page
    assert "The outcome cannot be measured" in page
    assert "Rabia" not in page.split('class="letter"')[1]
    for party in (cast.hina, cast.sana):
        assert client_of(party).get(reverse("exchanges:letter", args=[file.code])).status_code == 404
        case = client_of(party).get(reverse("exchanges:placement", args=[placement.public_id]))
        assert "Case file" not in case.content.decode()
        assert "case file was compiled" not in case.content.decode()
    with pytest.raises(Denied):
        services.compile_file(placement_id=placement.pk, by=cast.sana, at=LATER)


def test_a_case_file_compiled_again_replaces_the_earlier_one(cast: SimpleNamespace) -> None:
    placement = make_approved(cast)
    first = services.compile_file(placement_id=placement.pk, by=cast.omar, at=LATER)

    second = services.compile_file(placement_id=placement.pk, by=cast.rabia, at=LATER)

    first.refresh_from_db()
    assert (second.replaces, first.withdrawn_for) == (first, "brought_up_to_date")
    assert len(second.content["events"]) > len(first.content["events"])


def test_the_page_of_a_case_lists_its_letters_at_the_same_cost(
    cast: SimpleNamespace, client_of: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    one = make_approved(cast)
    need = factories.make_need(cast.organisation, title="Another")
    three = walk(
        factories.make_submitted(need, cast.other_expert, **IN_LAHORE),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
    )
    services.reissue_letter(
        letter_id=_letter(three, K.INVITATION).pk, because=LetterReason.MISTAKE, by=cast.dawood, at=LATER
    )
    assert cast.sana.posts_today == []  # read once, whatever follows

    for placement, n in ((one, 1), (three, 3)):
        with django_assert_num_queries(1):
            assert len(letters_of(placement, cast.sana)) == n


def test_letters_stand_without_the_name_once_the_person_is_gone(cast: SimpleNamespace) -> None:
    placement = make_completed(cast)
    services.write_reference(
        placement_id=placement.pk, text="Hina Qureshi taught us.", language="en", by=cast.sana, at=LATER
    )

    with transaction.atomic():
        leave_exchanges(expert=cast.expert, by=cast.hina, at=LATER)

    kept = [str((letter.content, letter.wording)) for letter in placement.letters.all()]
    assert len(kept) == 3
    assert not any("Hina" in text or "taught" in text for text in kept)


def test_what_an_expert_takes_along_holds_the_letters_without_the_case_file(cast: SimpleNamespace) -> None:
    placement = make_approved(cast, **IN_LAHORE)
    services.compile_file(placement_id=placement.pk, by=cast.omar, at=LATER)

    [case] = exported(Person.of(cast.hina))

    assert {letter["kind"] for letter in case["letters"]} == {"approval", "invitation"}
