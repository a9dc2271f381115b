"""Erasing really erases: no word of the person is left in any table, file, message or log line."""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection

from accounts.models import AccountEvent, User
from common import outbox
from common.ledger import drain
from common.models import Outbox
from common.personal_data import HELD, PARTS, Erase, Person, counts_of
from diaspora_portal.invariants import INVARIANTS
from exchanges.models import Invitation, Placement
from experts.enums import State
from experts.models import AccessEvent, Expert
from matching.adapter.snapshot import open_snapshot, snapshots_root
from matching.models import MatchList, MatchRun
from matching.services import submit_run
from tests.cast import make_cast
from tests.factories import NOW
from tests.security.life_of_a_canary import CANARY, live

pytestmark = pytest.mark.django_db

# Where the person's words stand before: a field that is not reached by the walk proves nothing.
REACHED = {
    "account_emailaddress",
    "accounts_apitoken",
    "accounts_concern",
    "accounts_user",
    "common_eventnote",
    "common_outbox",
    "exchanges_contactlog",
    "exchanges_invitation",
    "exchanges_letter",
    "exchanges_message",
    "exchanges_outcome",
    "exchanges_placement",
    "exchanges_planversion",
    "exchanges_referral",
    "exchanges_report",
    "exchanges_workitem",
    "experts_affiliation",
    "experts_credential",
    "experts_expert",
    "experts_expertskill",
    "experts_importbatch",
    "experts_work",
    "matching_conflict",
    "usersessions_usersession",
}


@pytest.fixture(autouse=True)
def own_data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def life(db: None, caplog: pytest.LogCaptureFixture) -> Iterator[SimpleNamespace]:
    """The person's whole life, with every log line of it captured."""
    caplog.set_level(logging.INFO)
    cast = make_cast()

    def matched(need: Any) -> MatchList:
        submit_run(need=need, by=None, at=NOW)
        work()
        return MatchList.objects.current().get(need=need)

    found = live(cast, matched)
    work()
    yield SimpleNamespace(cast=cast, **vars(found))


def work() -> None:
    """Do everything that waits in the ledger, as a worker would."""
    while drain(worker="test", seconds=30):
        pass


def tables_with(word: str) -> set[str]:
    """Every table of the database with a row that holds a word in any column, whatever its type."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        found = set()
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT 1 FROM "{table}" AS t WHERE t::text ILIKE %s LIMIT 1', [f"%{word}%"])
            if cursor.fetchone():
                found.add(table)
        return found


def files_with(folder: Path, word: str) -> list[Path]:
    sought = word.encode().lower()
    return [path for path in folder.rglob("*") if path.is_file() and sought in path.read_bytes().lower()]


def sessions_with(word: str) -> int:
    return sum(word in json.dumps(session.get_decoded()).lower() for session in Session.objects.all())


def cached_with(word: str) -> list[bytes]:
    """Keys of the cache that hold a word, in their name or their value."""
    server = cache._cache.get_client()
    keys = list(server.scan_iter())
    values = {key: server.get(key) or b"" for key in keys if server.type(key) == b"string"}
    return [key for key in keys if word.encode() in key.lower() + values.get(key, b"").lower()]


def erase_by_page(life: SimpleNamespace) -> None:
    """The password was given again a moment ago; the address is typed by hand."""
    answer = life.browser.post("/settings/data/erase/", {"typed": life.user.email.upper()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    work()
    outbox.deliver()
    work()


def test_no_word_of_an_erased_person_is_left_anywhere(
    life: SimpleNamespace, own_data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert tables_with(CANARY) >= REACHED
    before = {path.name for path in snapshots_root().iterdir() if path.is_dir()}
    assert any(life.expert.pk in open_snapshot(name).ids for name in before)

    erase_by_page(life)

    assert tables_with(CANARY) == set()
    assert sessions_with(CANARY) == 0
    assert cached_with(CANARY) == []
    assert files_with(own_data_dir, CANARY) == []
    assert CANARY not in caplog.text.lower()
    assert CANARY not in " ".join(str(vars(record)) for record in caplog.records).lower()
    after = {path.name for path in snapshots_root().iterdir() if path.is_dir()}
    assert after
    assert not after & before
    assert all(life.expert.pk not in open_snapshot(name).ids for name in after)


def test_the_last_mail_goes_to_the_person_and_is_then_forgotten(life: SimpleNamespace) -> None:
    outbox.deliver()
    mail.outbox.clear()

    erase_by_page(life)

    [last] = [message for message in mail.outbox if life.user.email in message.to]
    assert last.subject == "Your account is erased"
    assert not Outbox.objects.filter(address=life.user.email).exists()


def test_the_counts_stay_and_every_chain_still_holds(life: SimpleNamespace) -> None:
    n_events = life.expert.events.count()
    counts = (Invitation.objects.count(), Placement.objects.count())

    erase_by_page(life)

    expert = Expert.objects.get(pk=life.expert.pk)
    assert (expert.state, expert.events.count()) == (State.ERASED, n_events + 1)
    assert (Invitation.objects.count(), Placement.objects.count()) == counts
    assert {one.code: one.broken() for one in INVARIANTS if one.broken()} == {}


def test_what_was_open_ends_and_what_was_decided_stays(life: SimpleNamespace) -> None:
    outbox.deliver()
    mail.outbox.clear()

    erase_by_page(life)

    states = {
        name: getattr(life, name)._meta.model.objects.get(pk=getattr(life, name).pk).state
        for name in ("opened", "declined", "under_way", "approved", "of_host")
    }
    assert states == {
        "opened": "superseded",
        "declined": "declined",
        "under_way": "withdrawn",
        "approved": "cancelled",
        "of_host": "cancelled",
    }
    approved, of_host = (Placement.objects.get(pk=one.pk) for one in (life.approved, life.of_host))
    assert approved.purpose == approved.need.purpose
    assert of_host.purpose == "Work with […] on the design."
    told = [message.subject for message in mail.outbox if message.to == [life.cast.sana.email]]
    assert sorted(told) == [
        "Invite somebody else: your invitation for “Need 0” has ended",
        "The expert has left: “Need 3”",
        "The expert has left: “Need 4”",
        "The expert has left: “Under way”",
        f"Withdrawn: placement {life.under_way.public_id}, “Need 2”",
    ]


def test_every_list_forgets_the_person_and_stays_whole(life: SimpleNamespace) -> None:
    held = MatchList.objects.filter(expert_ids__contains=[life.expert.pk])
    assert held.exists()

    erase_by_page(life)

    assert not held.exists()
    assert MatchRun.objects.unfinished().count() == 0


def test_whoever_saw_the_case_reads_that_the_person_is_gone(
    life: SimpleNamespace, client_of: Callable[..., Any]
) -> None:
    erase_by_page(life)

    for person in (life.cast.sana, life.cast.rabia):
        page = client_of(person).get(f"/placements/{life.approved.public_id}/").content.decode()
        assert "somebody whose account was erased" in page
    asked = client_of(life.cast.sana).get(f"/invitations/{life.opened.public_id}/").content.decode()
    assert "What is asked" in asked
    assert "Why this expert" not in asked
    letter = life.approved.letters.get()
    assert (
        "somebody whose account was erased"
        in client_of(life.cast.sana).get(f"/letters/{letter.code}/").content.decode()
    )


def test_nobody_signs_in_as_the_erased_and_the_address_is_free_again(life: SimpleNamespace) -> None:
    address = life.user.email

    erase_by_page(life)

    assert life.browser.get("/today/").status_code == 302
    user = User.objects.get(pk=life.user.pk)
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert not User.objects.filter(email__iexact=address).exists()
    assert AccountEvent.objects.filter(user=user, action="account_erased").exists()


def test_every_registered_row_that_should_go_has_gone(life: SimpleNamespace) -> None:
    person = Person.of(User.objects.get(pk=life.user.pk))
    erase_by_page(life)

    left = [h.relation for h in HELD if h.erase == Erase.DELETE and h.path and h.rows(person).exists()]
    assert left == []


def export_of(life: SimpleNamespace) -> dict[str, Any]:
    answer = life.browser.post("/settings/data/export/")
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_the_copy_holds_every_word_of_the_person_and_nobody_elses_contact(life: SimpleNamespace) -> None:
    life.cast.sana.full_name = "Sana Elsewhere"
    files = export_of(life)
    everything = "\n".join(files.values())

    missing = [f"{CANARY}{what}" for what in WORDS.split() if f"{CANARY}{what}" not in everything]
    assert missing == []
    others = User.objects.exclude(pk=life.user.pk).values_list("email", flat=True)
    assert [email for email in others if email in everything] == []
    assert "argon2" not in everything
    assert "pending_" not in everything


# Kinds of words of the walk.
WORDS = """mail second name called urdu headline bio city skill employer role town title text venue doi url
    file firm post paper publisher about craft note verified declined purpose deliverable local step plan
    start agent concern token tie question met known"""


def test_every_part_with_rows_is_a_file_and_is_explained(life: SimpleNamespace) -> None:
    files = export_of(life)

    counted = {name for name, n in counts_of(Person.of(life.user)).items() if n}
    assert {f"{name}.json" for name in counted} - set(files) == set()
    assert all(
        f"{name.removesuffix('.json')}.json:" in files["README.txt"] for name in files if "json" in name
    )
    assert all(json.loads(text) for name, text in files.items() if name.endswith(".json"))
    assert set(PARTS) >= {name.removesuffix(".json") for name in files if name.endswith(".json")}


def test_taking_a_copy_is_recorded_and_shown(life: SimpleNamespace) -> None:
    export_of(life)

    assert AccountEvent.objects.filter(user=life.user, action="data_exported").count() == 1
    page = life.browser.get("/experts/profile/trust/").content.decode()
    assert "Taken before:" in page


def test_looks_at_the_erased_are_gone_and_looks_by_others_stay(life: SimpleNamespace) -> None:
    erase_by_page(life)

    assert not AccessEvent.objects.filter(expert=life.expert).exists()
