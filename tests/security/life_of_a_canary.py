"""An expert whose every word is unlike any other walks through the whole life of the portal."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import ConcernTopic, Purpose, Scope
from accounts.models import User
from accounts.services import change_settings, create_token, give_consent, report_concern
from common.models import Outbox
from exchanges.enums import (
    Channel,
    CheckKind,
    CheckState,
    Confirmer,
    DeclineReason,
    DocumentAudience,
    DocumentKind,
    OutcomeAction,
    ParticipationRole,
    PlacementAction,
    ReportKind,
    Side,
)
from exchanges.models import Invitation, Placement
from exchanges.selectors.senders import senders_of
from exchanges.services.case_documents import add_case_document
from exchanges.services.case_threads import write_to_case
from exchanges.services.checklist import tick
from exchanges.services.confirmations import answer_outcome
from exchanges.services.contacts import log_contact
from exchanges.services.invitations import Answer, decline_invitation
from exchanges.services.participants import Participant, name_participants
from exchanges.services.placements import move_placement
from exchanges.services.plans import Step, edit_plan
from exchanges.services.referrals import refer_expert
from exchanges.services.threads import write_message
from experts.enums import RowKind, Visibility
from experts.models import Expert
from experts.selectors.imports import ImportBatch
from experts.services.employer_codes import ask_for_code
from experts.services.imports import apply_import, preview_import
from experts.services.profile import (
    choose_visibility,
    describe_work,
    set_home,
    set_motivation,
    set_terms,
    start_profile,
)
from experts.services.rows import save_row
from experts.services.verification import request_changes, submit_profile, verify_profile
from matching.enums import ConflictKind
from matching.services import declare_conflict
from tests import factories
from tests.cast import sign_in
from tests.exchanges.reporting import claim, hand_in, noon, report_of
from tests.factories import NOW, TODAY, walk

CANARY = "qanaria"


class Words:
    """Unique words that all carry the same mark."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self, what: str = "word") -> str:
        return f"{CANARY}{what}{next(self._numbers)}"


def live(cast: SimpleNamespace, matched: Callable[[Any], Any]) -> SimpleNamespace:
    """From the account to a decided placement; returns the person, the profile, a browser and the cases."""
    words = Words()
    user = _account(words)
    expert = _profile(user, words)
    _verification(cast, expert, words)
    expert.refresh_from_db()
    matched(cast.need)
    cases = _cases(cast, expert, words)
    _coordination(cast, cases["opened"], words)
    _reporting(cast, expert, words)
    matched(cast.need)
    browser = _browser(user, words)
    declare_conflict(
        expert_id=expert.pk,
        organisation_id=cast.other_organisation.pk,
        kind=ConflictKind.FAMILY,
        evidence=words("tie"),
        by=user,
        at=NOW,
    )
    report_concern(topic=ConcernTopic.PRIVACY, text=words("concern"), email=user.email, by=user, at=NOW)
    create_token(name=words("token"), scopes=[Scope.READ_NEEDS], days=7, by=user, at=NOW)
    return SimpleNamespace(user=user, expert=expert, browser=browser, words=words, **cases)


def _account(words: Words) -> User:
    user = factories.make_user(f"{words('mail')}@demo.example", full_name=words("name"))
    user.emailaddress_set.create(email=f"{words('second')}@demo.example", verified=True)
    change_settings(
        by=user,
        full_name=user.full_name,
        preferred_name=words("called"),
        name_ur=words("urdu"),
        language="en",
        time_zone="Europe/Berlin",
    )
    return User.objects.get(pk=user.pk)


def _profile(user: User, words: Words) -> Expert:
    factories.make_skill()
    expert = start_profile(by=user, at=NOW)
    mine = {"expert_id": expert.pk, "by": user, "at": NOW}
    describe_work(
        headline=words("headline"), bio=words("bio"), language="en", seniority="senior",
        years_experience=12, orcid="0000-0002-1825-0097", **mine,
    )  # fmt: skip
    set_home(country="DE", city=words("city"), time_zone="Europe/Berlin", **mine)
    set_motivation(kinds=["mentorship"], themes=[factories.make_theme()], places=[], **mine)
    set_terms(capacity=5, travel_document="nicop", **mine)
    choose_visibility(visibility=Visibility.VERIFIED_ORGANISATIONS, **mine)
    give_consent(user=user, purpose=Purpose.MATCHING, at=NOW)
    rows: list[tuple[RowKind, dict[str, Any]]] = [
        (RowKind.LANGUAGE, {"code": "en", "level": "C1"}),
        (RowKind.SKILL, {"typed": "Power systems", "level": 3, "years": 8}),
        (RowKind.SKILL, {"typed": words("skill"), "level": 2}),
        (
            RowKind.AFFILIATION,
            {
                "kind": "employment", "organisation": words("employer"), "role": words("role"),
                "city": words("town"), "country": "DE", "starts": "2019",
            },
        ),
        (
            RowKind.WORK,
            {
                "kind": "publication", "title": words("title"), "text": words("text"),
                "venue": words("venue"), "year": 2020, "doi": f"10.1000/{words('doi')}",
                "url": f"https://example.org/{words('url')}",
            },
        ),
        (
            RowKind.AVAILABILITY,
            {
                "starts_on": TODAY, "ends_on": TODAY + timedelta(days=400), "hours_per_week": 6,
                "modes": ["remote"],
            },
        ),
    ]  # fmt: skip
    for kind, values in rows:
        save_row(kind=kind, values=values, **mine)
    for number in (1, 2):  # one file is taken over, one still waits
        batch = _bring(words, mine)
        if number == 1:
            apply_import(batch_id=batch.pk, keys=_keys(batch), by=user, at=NOW)
    _employer(words, mine)
    return expert


def _employer(words: Words, mine: dict[str, Any]) -> None:
    """A code is mailed to an address at the employer, whose server is away."""
    ask_for_code(address=f"{words('office')}@{words('firm')}.example", title=words("job"), **mine)
    Outbox.objects.filter(address__contains=CANARY).update(next_at="2099-01-01T00:00Z")


def _bring(words: Words, mine: dict[str, Any]) -> ImportBatch:
    resume = {
        "basics": {"name": words("resume"), "summary": words("summary")},
        "work": [{"name": words("firm"), "position": words("post"), "startDate": "2011"}],
        "publications": [
            {"name": words("paper"), "publisher": words("publisher"), "summary": words("about")}
        ],
        "skills": [{"name": words("craft"), "level": "Expert"}],
    }
    return preview_import(content=json.dumps(resume).encode(), file_name=f"{words('file')}.json", **mine)


def _keys(batch: ImportBatch) -> list[str]:
    from experts.selectors.import_plan import plan_import

    return [item.key for item in plan_import(batch)]


def _verification(cast: SimpleNamespace, expert: Expert, words: Words) -> None:
    """Sent in, returned with a note about the person, sent in again and verified."""
    submit_profile(expert_id=expert.pk, by=expert.user, at=NOW)
    expert.refresh_from_db()
    request_changes(
        expert_id=expert.pk, reasons=["identity_unclear"], note=words("note"), by=cast.omar, at=NOW,
        version=expert.version,
    )  # fmt: skip
    submit_profile(expert_id=expert.pk, by=expert.user, at=NOW)
    expert.refresh_from_db()
    verify_profile(expert_id=expert.pk, by=cast.omar, at=NOW, version=expert.version, note=words("verified"))


def _cases(cast: SimpleNamespace, expert: Expert, words: Words) -> dict[str, Any]:
    """Invitations open and declined; placements under way, approved with the person's plan and the host's."""
    needs = [factories.make_need(cast.organisation, title=f"Need {n}") for n in range(5)]
    owner = cast.sana
    name = expert.user.full_name
    opened = factories.make_invitation(needs[0], expert)
    opened.message = f"Dear {name}, please help."
    opened.save(update_fields=["message"])
    declined = factories.make_invitation(needs[1], expert)
    answer = Answer(DeclineReason.NO_TIME, note=words("declined"), shares_reason=True)
    decline_invitation(invitation_id=declined.pk, answer=answer, by=expert.user, at=NOW)
    under_way = factories.make_placement(needs[2], expert)
    plan = factories.make_plan(
        under_way, purpose=words("purpose"), deliverable=words("deliverable"), counterpart=words("local"),
        steps=(Step(words("step"), None),),
    )  # fmt: skip
    edit_plan(placement_id=under_way.pk, plan=plan, by=expert.user, at=NOW)
    _papers(under_way, words)
    under_way.refresh_from_db()
    walk(under_way, (PlacementAction.AGREE, expert.user), (PlacementAction.SUBMIT, owner))
    mine = {"placement_id": under_way.pk, "at": NOW}
    write_to_case(text=words("asked"), by=expert.user, **mine)
    factories.declare_none(under_way, cast.rabia)
    write_to_case(text=f"Dear {name}, we see.", by=cast.rabia, asks=Side.EXPERT, **mine)
    approved = factories.make_placement(needs[3], expert)
    edit_plan(
        placement_id=approved.pk,
        plan=factories.make_plan(approved, purpose=words("plan"), steps=(Step(words("start"), None),)),
        by=expert.user,
        at=NOW,
    )
    approved.refresh_from_db()
    decide = (
        (PlacementAction.AGREE, expert.user),
        (PlacementAction.SUBMIT, owner),
        (PlacementAction.TAKE, cast.rabia),
        (PlacementAction.RECOMMEND_APPROVAL, cast.rabia),
        (PlacementAction.RELEASE, cast.dawood),
    )
    walk(approved, *decide)
    of_host = factories.make_submitted(needs[4], expert, purpose=f"Work with {name} on the design.")
    walk(of_host, *decide[2:])
    return {
        "opened": opened,
        "declined": declined,
        "under_way": under_way,
        "approved": approved,
        "of_host": of_host,
    }


def _reporting(cast: SimpleNamespace, expert: Expert, words: Words) -> None:
    """A placement that has begun, reported on by both sides, with an outcome that each of them claims."""
    window = {"starts_on": TODAY + timedelta(days=130), "ends_on": TODAY + timedelta(days=220)}
    need = factories.make_need(cast.organisation, title="Under way", **window)
    begun = walk(
        factories.make_submitted(need, expert),
        (PlacementAction.TAKE, cast.rabia),
        (PlacementAction.RECOMMEND_APPROVAL, cast.rabia),
        (PlacementAction.RELEASE, cast.dawood),
        (PlacementAction.CONFIRM, expert.user),
        (PlacementAction.CONFIRM, cast.sana),
    )
    at = noon(begun.starts_on)
    move_placement(placement_id=begun.pk, action=PlacementAction.START, by=cast.sana, at=at)
    name = expert.user.full_name
    people = SimpleNamespace(hina=expert.user, sana=cast.sana)
    of_expert = {"done": words("done"), "problems": words("problem"), "exists_now": words("exists")}
    hand_in(report_of(begun, ReportKind.FINAL, Side.EXPERT), people, at=at, **of_expert)
    hand_in(report_of(begun, ReportKind.FINAL, Side.HOST), people, at=at, exists_now=f"{name} built it.")
    own = {"description": words("outcome"), "evidence": words("evidence"), "confirmer_name": words("witness")}
    claim(begun, expert.user, at=at, **own)
    asked = {"confirmer_is": Confirmer.OTHER_SIDE, "confirmer_name": "", "confirmer_email": ""}
    disputed = claim(begun, cast.sana, at=at, description=f"{name} trained six.", **asked)
    answer_outcome(
        outcome_id=disputed.pk, action=OutcomeAction.DISPUTE, note=words("dispute"), words=words("without"),
        by=None, at=at,
    )  # fmt: skip


def _papers(placement: Placement, words: Words) -> None:
    """What the person adds to a case: a line that is not needed, somebody who helps, and a document."""
    mine = {"placement_id": placement.pk, "by": placement.expert.user, "at": NOW}
    tick(
        kind=CheckKind.HOME_EMPLOYER_CONSENT,
        state=CheckState.NOT_NEEDED,
        reason=words("boss"),
        **mine,
    )
    name_participants(
        participants=(Participant(ParticipationRole.FUNDER, name=words("fund")),),
        **mine,
    )
    add_case_document(
        upload=SimpleUploadedFile(f"{words('paper')}.pdf", f"%PDF-1.7 {words('page')}".encode()),
        kind=DocumentKind.OTHER,
        audience=DocumentAudience.ALL,
        **mine,
    )


def _coordination(cast: SimpleNamespace, opened: Invitation, words: Words) -> None:
    """Both sides write to each other, staff pass the person on, and note that they met."""
    expert = opened.expert
    name = expert.user.full_name
    write_message(invitation_id=opened.pk, text=words("question"), by=expert.user, at=NOW)
    write_message(invitation_id=opened.pk, text=f"Dear {name}, it is.", by=cast.sana, at=NOW)
    [sender] = senders_of(cast.omar, expert)
    mine = {"expert": expert, "sender": sender, "by": cast.omar, "at": NOW}
    refer_expert(organisation=cast.other_organisation, note=words("known"), **mine)
    log_contact(channel=Channel.CALL, on=TODAY, note=words("met"), **mine)


def _browser(user: User, words: Words) -> Client:
    """A browser that signed in by the form, so that a session and its trace exist."""
    browser = Client(headers={"user-agent": words("agent")})
    answer = browser.post("/account/login/", {"login": user.email, "password": factories.PASSWORD})
    assert answer.status_code == 302, answer.content
    browser.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    other = sign_in(user)
    other.get("/experts/profile/trust/")
    return browser
