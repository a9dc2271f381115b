"""What a certificate counts, and what the case file tells of reports and outcomes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from exchanges.enums import LetterKind, ReportKind, SessionAction, Side
from exchanges.models import Letter
from exchanges.services.completion import follow_due_placements
from exchanges.services.letters import compile_file
from exchanges.services.sessions import Entry, log_session, move_session
from programmes.enums import Mode
from tests.exchanges.reporting import begun, claim, completed, hand_in, noon, report_of

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def _page(client: Client, letter: Letter) -> str:
    return client.get(reverse("exchanges:letter", args=[letter.code])).content.decode()


def test_a_certificate_counts_the_hours_that_were_logged_and_not_questioned(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = begun(cast)
    at = noon(placement.ends_on)
    for day, hours in enumerate(("1.5", "2", "8")):
        entry = Entry(placement.starts_on + timedelta(days=day), Decimal(hours), Mode.REMOTE, f"Day {day}")
        session = log_session(placement_id=placement.pk, entry=entry, by=cast.hina, at=at)
    move_session(
        session_id=session.pk, action=SessionAction.QUESTION, by=cast.sana, at=at, note="That day was off."
    )
    for side in (Side.EXPERT, Side.HOST):
        hand_in(report_of(placement, ReportKind.FINAL, side), cast, at=at)
    follow_due_placements(at=at)

    certificate = placement.letters.get(kind=LetterKind.CERTIFICATE)
    page = _page(client_of(cast.hina), certificate)

    assert certificate.content["hours_logged"] == "3.5"
    assert "Hours held, as logged" in page and "Hours planned" not in page


def test_without_a_log_a_certificate_says_that_its_hours_are_the_plans(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    certificate = completed(cast).letters.get(kind=LetterKind.CERTIFICATE)

    page = _page(client_of(cast.hina), certificate)

    assert certificate.content["hours_logged"] == ""
    assert "Hours planned" in page and "Hours held" not in page


def test_the_case_file_tells_of_reports_and_outcomes_in_codes_alone(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = completed(cast)
    claim(placement, cast.sana, at=noon(placement.ends_on))

    file = compile_file(placement_id=placement.pk, by=cast.omar, at=noon(placement.ends_on))

    page = _page(client_of(cast.omar), file)
    assert "Final report of the expert: submitted" in page
    assert "People trained: 6 people" in page and "waits for a confirmation" in page
    for words in ("Six technicians", "Attendance list", "Head of the training centre", "Two reviews"):
        assert words not in str(file.content) and words not in page
