"""The words of a pending decision: suggested, edited, looked at, and sent with the decision."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from common.events import broken_links
from common.refusals import Refused
from exchanges.enums import LetterKind as K
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.services.placements import move_placement
from tests import factories
from tests.factories import NOW, walk

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
WORDS = {"en": "Please count the farms.", "ur": "براہِ کرم کھیت گنیں۔"}


@pytest.fixture
def pending(cast: SimpleNamespace) -> Placement:
    placement = walk(
        factories.make_submitted(cast.need, cast.expert),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_REJECTION, cast.rabia),
    )
    factories.declare_none(placement, cast.dawood)
    placement.refresh_from_db()
    return placement


def _address(placement: Placement) -> str:
    return reverse("exchanges:word_letter", args=[placement.public_id])


def test_the_suggested_words_stand_in_the_fields_and_in_the_letter(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    page = client_of(cast.rabia).get(_address(pending))

    wording = page.context["form"].initial
    content = page.content.decode()
    assert content.count(wording["ur"]) == 2 and wording["ur"] != wording["en"]
    assert "may appeal once, until" in content
    assert not pending.letters.exists()


def test_a_look_at_the_letter_keeps_nothing(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    page = client_of(cast.rabia).post(_address(pending), WORDS | {"preview": "1"})

    content = page.content.decode()
    assert page.status_code == 200
    assert content.count(WORDS["en"]) == content.count(WORDS["ur"]) == 2
    assert not pending.letter_drafts.exists()
    assert not pending.events.filter(action="word_letter").exists()


def test_edited_words_are_recorded_seen_by_the_decider_and_sent(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    client_of(cast.rabia).post(_address(pending), WORDS)

    page = client_of(cast.dawood).get(_address(pending)).content.decode()
    assert WORDS["en"] in page and f"Edited by {cast.rabia}" in page
    event = pending.events.get(action="word_letter")
    assert (event.by, event.part, event.reasons) == (cast.rabia, "reviewer", ["rejection"])
    pending.refresh_from_db()
    walk(pending, (A.RELEASE, cast.dawood))
    assert pending.letters.get(kind=K.REJECTION).wording == WORDS
    assert broken_links(list(pending.events.order_by("seq"))) == []


def test_a_release_of_what_was_shown_before_an_edit_is_refused(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    shown = pending.version
    client_of(cast.rabia).post(_address(pending), WORDS)

    with pytest.raises(Refused) as refused:
        move_placement(placement_id=pending.pk, action=A.RELEASE, by=cast.dawood, at=NOW, version=shown)

    assert refused.value.code == "stale_version"
    pending.refresh_from_db()
    assert pending.state == "pending_rejection"


def test_what_was_typed_stays_and_the_error_stands_beside_the_field(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    page = client_of(cast.rabia).post(_address(pending), {"en": WORDS["en"], "ur": " "})

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["ur"]
    assert WORDS["en"] in page.content.decode()
    assert not pending.letter_drafts.exists()


def test_outside_nobody_learns_that_a_decision_was_worded(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    client_of(cast.rabia).post(_address(pending), WORDS)
    case = reverse("exchanges:placement", args=[pending.public_id])

    inside, outside = (client_of(who).get(case).content.decode() for who in (cast.rabia, cast.sana))

    assert "The words of the decision were edited" in inside
    assert "The words of the decision were edited" not in outside
    assert _address(pending) in inside and _address(pending) not in outside


def test_once_released_the_words_are_edited_no_more(
    pending: Placement, cast: SimpleNamespace, client_of: SignIn
) -> None:
    walk(pending, (A.RELEASE, cast.dawood))

    assert client_of(cast.dawood).post(_address(pending), WORDS).status_code == 403
    assert not pending.letter_drafts.exists()
