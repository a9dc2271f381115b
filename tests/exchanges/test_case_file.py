"""The case file: checklist, participants, terms and documents are part of one plan that both agree on."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.models import StoredFile
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import CheckKind, CheckState, DocumentAudience, DocumentKind, ParticipationRole
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.selectors.cases import case_page
from exchanges.selectors.plans import plan_as_submitted, plan_rows
from exchanges.services.case_documents import add_case_document, remove_case_document
from exchanges.services.checklist import tick
from exchanges.services.participants import Participant, name_participants
from exchanges.services.plans import digest_of_plan, edit_plan
from experts.models import AccessEvent
from programmes.enums import Mode
from programmes.models import PolicyVersion
from programmes.selectors import Policy
from tests import factories
from tests.factories import NOW, walk

SignIn = Callable[..., Client]
VISIT = {"mode": Mode.IN_PERSON, "days_in_country": 5}


def _planned(cast: SimpleNamespace, **plan: Any) -> Placement:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement, **plan), by=cast.sana, at=NOW)
    placement.refresh_from_db()
    return placement


def _tick(placement: Placement, kind: CheckKind, by: Any, **more: Any) -> None:
    state = more.pop("state", CheckState.DONE)
    tick(placement_id=placement.pk, kind=kind, state=state, by=by, at=NOW, **more)


def _add(placement: Placement, by: Any, name: str = "letter.pdf", content: bytes = b"%PDF-1.7", **more: Any):
    chosen = {"kind": DocumentKind.OTHER, "audience": DocumentAudience.ALL} | more
    upload = SimpleUploadedFile(name, content)
    return add_case_document(placement_id=placement.pk, upload=upload, by=by, at=NOW, **chosen)


def _word(*more: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            archive.writestr(name, "<x/>")
    return content.getvalue()


def _refusal_of(doing: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code, refused.value.field


def _fresh(placement: Placement) -> Placement:
    return Placement.objects.get(pk=placement.pk)


# Checklist


def test_a_visit_is_agreed_only_once_both_sides_ticked_what_is_needed(cast: SimpleNamespace) -> None:
    placement = _planned(cast, restricted_post=True, **VISIT)
    whose = [case_page(_fresh(placement), user, due_at=None).turn for user in (cast.hina, cast.sana)]

    refusal = _refusal_of(lambda: walk(placement, (A.AGREE, cast.hina)))
    _tick(placement, CheckKind.HOME_EMPLOYER_CONSENT, cast.hina)
    _tick(placement, CheckKind.TRAVEL_DOCUMENT, cast.hina)
    after = case_page(_fresh(placement), cast.sana, due_at=None).turn
    _tick(placement, CheckKind.RESTRICTED_POST, cast.sana)

    assert refusal == ("checklist_incomplete", None)
    assert [(turn.who, turn.kind) for turn in whose] == [("both sides, to tick the checklist", "mine")] * 2
    assert (after.who, after.kind) == ("the host, to tick the checklist", "mine")
    assert walk(placement, (A.AGREE, cast.hina)).expert_agreed_at is not None


def test_remote_work_needs_no_tick_and_a_small_one_has_no_list(cast: SimpleNamespace) -> None:
    placement = _planned(cast)
    listed = [line.kind for line in case_page(placement, cast.hina, due_at=None).checklist]
    edit_plan(
        placement_id=placement.pk,
        plan=factories.make_plan(placement, ends_on=placement.starts_on, hours_per_week=1),
        by=cast.sana,
        at=NOW,
    )

    assert listed == [CheckKind.HOME_EMPLOYER_CONSENT]
    assert case_page(_fresh(placement), cast.hina, due_at=None).checklist == []


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (CheckKind.HOME_EMPLOYER_CONSENT, "sana"),
        (CheckKind.TRAVEL_DOCUMENT, "sana"),
        (CheckKind.VISA_OR_STATUS, "sana"),
        (CheckKind.RESTRICTED_POST, "hina"),
    ],
)
def test_each_line_is_ticked_by_the_side_that_knows(cast: SimpleNamespace, kind: CheckKind, who: str) -> None:
    placement = _planned(cast, restricted_post=True, **VISIT)

    with pytest.raises(Denied):
        _tick(placement, kind, getattr(cast, who))


def test_not_needed_says_why_and_a_line_that_is_not_asked_is_not_ticked(cast: SimpleNamespace) -> None:
    placement = _planned(cast, **VISIT)
    without = {"state": CheckState.NOT_NEEDED}

    assert _refusal_of(lambda: _tick(placement, CheckKind.TRAVEL_DOCUMENT, cast.hina, **without)) == (
        "check_reason_missing",
        "reason",
    )
    assert _refusal_of(lambda: _tick(placement, CheckKind.EXPORT_CONTROL, cast.hina))[0] == "check_not_asked"
    _tick(placement, CheckKind.TRAVEL_DOCUMENT, cast.hina, reason="I live in Lahore.", **without)
    assert plan_as_submitted(_fresh(placement))["checklist"] == [
        ["travel_document", "not_needed", "I live in Lahore."]
    ]


def test_what_was_submitted_stands_while_visa_and_insurance_go_on(cast: SimpleNamespace) -> None:
    """Mode in Pakistan, unpaid and short: tier T1, so that the case can be submitted."""
    placement = factories.make_submitted(cast.need, cast.expert, **VISIT)
    digest = placement.plan_versions.get().digest

    with pytest.raises(Denied):
        _tick(placement, CheckKind.TRAVEL_DOCUMENT, cast.hina, state=CheckState.OPEN)
    _tick(placement, CheckKind.VISA_OR_STATUS, cast.hina)

    assert digest_of_plan(plan_as_submitted(_fresh(placement))) == digest
    assert _fresh(placement).version == placement.version


def test_the_papers_that_the_expert_holds_are_told_to_the_expert_alone(cast: SimpleNamespace) -> None:
    cast.expert.travel_document = "poc"
    cast.expert.save()
    placement = _planned(cast, **VISIT)

    hints = {
        user: {line.kind: line.hint for line in case_page(_fresh(placement), user, due_at=None).checklist}
        for user in (cast.hina, cast.sana)
    }

    assert "POC" in hints[cast.hina][CheckKind.VISA_OR_STATUS]
    assert "POC" not in hints[cast.sana][CheckKind.VISA_OR_STATUS]
    assert "never promises a visa" in hints[cast.sana][CheckKind.VISA_OR_STATUS]


# One plan


def _another_tick(placement: Placement, cast: SimpleNamespace) -> None:
    _tick(placement, CheckKind.HOME_EMPLOYER_CONSENT, cast.hina, state=CheckState.NOT_NEEDED, reason="None.")


def _a_partner(placement: Placement, cast: SimpleNamespace) -> None:
    partner = Participant(ParticipationRole.PARTNER, name="Lahore Works")
    name_participants(placement_id=placement.pk, participants=(partner,), by=cast.sana, at=NOW)


def _other_terms(placement: Placement, cast: SimpleNamespace) -> None:
    plan = factories.make_plan(placement, counterpart_email="nasim@host.example", **VISIT)
    edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW)


@pytest.mark.parametrize("change", [_another_tick, _a_partner, _other_terms])
def test_any_edit_of_the_plan_clears_the_agreement_and_changes_the_digest(
    cast: SimpleNamespace, change: Callable[[Placement, SimpleNamespace], None]
) -> None:
    placement = _planned(cast, **VISIT)
    factories.tick_what_is_needed(placement)
    walk(placement, (A.AGREE, cast.hina))
    before = digest_of_plan(plan_as_submitted(_fresh(placement)))

    change(placement, cast)

    after = _fresh(placement)
    assert after.expert_agreed_at is None
    assert digest_of_plan(plan_as_submitted(after)) != before
    assert after.events.order_by("-seq")[0].action == A.EDIT


def test_saying_the_same_again_changes_nothing(cast: SimpleNamespace) -> None:
    placement = _planned(cast, **VISIT)
    factories.tick_what_is_needed(placement)
    walk(placement, (A.AGREE, cast.hina))

    _tick(placement, CheckKind.HOME_EMPLOYER_CONSENT, cast.hina)

    assert _fresh(placement).expert_agreed_at is not None


def test_a_version_from_before_a_field_existed_is_compared_kindly(cast: SimpleNamespace) -> None:
    now = plan_as_submitted(_planned(cast))
    old = {name: value for name, value in now.items() if name not in ("checklist", "counterpart_role")}

    changed = [row.name for row in plan_rows(now, before=old) if row.is_changed]

    assert changed == ["counterpart_role"]


def test_how_to_reach_the_counterpart_is_for_the_two_sides_alone(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    address = "nasim.akhtar@host.example"
    placement = factories.make_submitted(cast.need, cast.expert, counterpart_email=address)
    page = reverse("exchanges:placement", args=[placement.public_id])
    api = reverse("api:placement-detail", args=[placement.public_id])

    reads = {
        user.email.split("@")[0]: address in client_of(user).get(page).content.decode()
        for user in (cast.hina, cast.sana, cast.omar, cast.rabia, cast.dawood, cast.asma)
    }

    assert [who for who, does in reads.items() if does] == ["hina", "sana"]
    assert address not in client_of(cast.rabia).get(api).content.decode()


@pytest.mark.parametrize(
    ("missing", "code"), [("allowance_per", "per_missing"), ("allowance_purpose", "purpose_missing")]
)
def test_an_allowance_says_for_what_and_how_often(cast: SimpleNamespace, missing: str, code: str) -> None:
    terms = {"allowance_amount": Decimal(100), "allowance_currency": "USD", "allowance_payer": "HEC"}

    assert _refusal_of(lambda: _planned(cast, **terms | {missing: ""})) == (code, missing)


def test_rupees_are_grouped_in_lakh_and_the_rate_has_a_day(cast: SimpleNamespace) -> None:
    rule = {"purpose": "living", "currency": "PKR", "most": 300_000, "per": "month", "payers": ["host"]}
    PolicyVersion.objects.update(values=Policy.read({"allowances": [rule]}, 1).values)
    placement = _planned(
        cast,
        allowance_amount=Decimal(250000),
        allowance_currency="PKR",
        allowance_payer="HEC",
        allowance_rate_on=date(2026, 7, 1),
    )

    rows = {row.name: row.value for row in plan_rows(plan_as_submitted(placement))}

    assert rows["allowance_amount"] == "PKR 2,50,000"
    assert (rows["allowance_per"], rows["allowance_rate_on"]) == ("a month", "1 July 2026")


# Participants


def test_an_organisation_of_the_portal_is_linked_and_another_stands_by_its_name(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = _planned(cast)
    typed = {
        "version": placement.version,
        "name_2": cast.other_organisation.name.upper(),
        "role_2": "partner",
        "name_4": "Sohail Foundation",
        "role_4": "funder",
        "amount_4": "250000",
        "currency_4": "PKR",
    }

    answer = client_of(cast.hina).post(reverse("exchanges:participants", args=[placement.public_id]), typed)

    people = case_page(_fresh(placement), cast.sana, due_at=None).people
    assert answer.status_code == 302
    assert [(one.name, one.role, one.money, one.is_outside) for one in people[3:]] == [
        ("Quetta Water Research Centre", "partner", "", False),
        ("Sohail Foundation", "funder", "PKR 2,50,000", True),
    ]
    assert placement.participations.get(role="partner").organisation == cast.other_organisation


def test_a_wrong_line_stands_beside_its_row_and_keeps_what_was_typed(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = _planned(cast)
    address = reverse("exchanges:participants", args=[placement.public_id])
    client = client_of(cast.sana)
    twice = {"name_1": "Lahore Works", "role_1": "funder", "name_3": "lahore works", "role_3": "funder"}
    money = {"amount_5": "5", "name_6": "Sohail Foundation", "amount_6": "7"}

    first = client.post(address, twice | {"version": placement.version})
    second = client.post(address, money | {"version": placement.version})

    assert (first.status_code, set(first.context["form"].errors)) == (422, {"name_3"})
    assert 'value="lahore works"' in first.content.decode()
    assert set(second.context["form"].errors) == {"name_5", "currency_5", "currency_6"}
    assert not placement.participations.filter(role="funder").exists()


def test_a_stale_list_of_participants_is_a_decision(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = _planned(cast)
    address = reverse("exchanges:participants", args=[placement.public_id])
    typed = {"version": placement.version, "name_1": "Lahore Works", "role_1": "jury"}
    client_of(cast.hina).post(address, typed | {"name_1": "Quetta Works"})
    client = client_of(cast.sana)

    page = client.post(address, typed)
    again = {name: page.context["form"][name].value() or "" for name in typed}

    assert page.status_code == 422
    assert client.post(address, again).status_code == 302
    assert placement.participations.get(role="jury").name == "Lahore Works"


# Documents


def test_a_document_for_the_ministry_does_not_exist_for_the_host(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    factories.declare_none(placement, cast.rabia)
    private = _add(placement, cast.hina, "contract.pdf", audience=DocumentAudience.EXPERT)
    address = reverse("exchanges:case_document", args=[placement.public_id, private.public_id])

    statuses = {
        name: client_of(getattr(cast, name)).get(address).status_code
        for name in ("hina", "sana", "rabia", "kamran")
    }
    page = client_of(cast.sana).get(reverse("exchanges:placement", args=[placement.public_id]))

    assert statuses == {"hina": 200, "sana": 404, "rabia": 200, "kamran": 404}
    assert "contract.pdf" not in page.content.decode()
    assert _refusal_of(lambda: _add(placement, cast.sana, audience=DocumentAudience.EXPERT)) == (
        "audience_without_you",
        "audience",
    )


def test_a_document_is_a_download_and_opening_it_is_a_look(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    factories.declare_none(placement, cast.rabia)
    paper = _add(placement, cast.hina, "plan.docx", _word())
    before = AccessEvent.objects.count()

    answer = client_of(cast.rabia).get(
        reverse("exchanges:case_document", args=[placement.public_id, paper.public_id])
    )

    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.docx"'
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AccessEvent.objects.count() == before + 1
    assert AccessEvent.objects.latest("at").route == "exchanges:case_document"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>", "file_kind_or_word"),
        ("plan.docx", b"%PDF-1.7", "file_not_what_it_says"),
        ("plan.docx", b"PK\x03\x04 damaged", "file_not_what_it_says"),
        ("plan.docx", _word("word/vbaProject.bin"), "file_not_what_it_says"),
        ("plan.pdf", _word(), "file_not_what_it_says"),
        ("empty.pdf", b"", "file_empty"),
        ("big.pdf", b"%PDF-1.7" + b"x" * (10 << 20), "file_over_10_mb"),
    ],
)
def test_what_is_no_sound_document_is_refused_beside_the_file(
    cast: SimpleNamespace, client_of: SignIn, name: str, content: bytes, code: str
) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    address = reverse("exchanges:case_documents", args=[placement.public_id])
    upload = SimpleUploadedFile(name, content)

    page = client_of(cast.sana).post(address, {"file": upload, "kind": "outline"})

    assert _refusal_of(lambda: _add(placement, cast.sana, name, content)) == (code, "file")
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"file"})
    assert not StoredFile.objects.exists()


def test_a_document_that_was_taken_away_leaves_its_digest(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = _planned(cast, **VISIT)
    paper = _add(placement, cast.hina, "consent.pdf", kind=DocumentKind.CONSENT_LETTER)
    _tick(placement, CheckKind.HOME_EMPLOYER_CONSENT, cast.hina, document=paper)
    with pytest.raises(Denied):
        remove_case_document(document_id=paper.pk, by=cast.sana, at=NOW)

    for _time in range(2):
        remove_case_document(document_id=paper.pk, by=cast.hina, at=NOW)

    paper.refresh_from_db()
    [line] = case_page(_fresh(placement), cast.sana, due_at=None).documents
    assert (paper.file, paper.removed_at, len(paper.digest)) == (None, NOW, 64)
    assert (line.removed_at, line.digest) == (NOW, paper.digest[:16])
    assert not StoredFile.objects.exists()
    assert placement.checklist.get(kind=CheckKind.HOME_EMPLOYER_CONSENT).document is None


def test_a_line_points_to_no_document_that_one_side_does_not_read(cast: SimpleNamespace) -> None:
    placement = _planned(cast, **VISIT)
    private = _add(placement, cast.hina, audience=DocumentAudience.EXPERT)

    assert _refusal_of(
        lambda: _tick(placement, CheckKind.HOME_EMPLOYER_CONSENT, cast.hina, document=private)
    ) == ("check_document_unknown", "document")


def test_a_case_that_is_over_takes_no_more_documents(cast: SimpleNamespace) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    walk(placement, (A.WITHDRAW, cast.hina))

    with pytest.raises(Denied):
        _add(placement, cast.sana)


# The page


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("who", ["hina", "rabia"])
def test_the_case_costs_the_same_for_any_number_of_papers_and_people(
    cast: SimpleNamespace, client_of: SignIn, n: int, who: str, django_assert_num_queries: Any
) -> None:
    placement = _planned(cast, **VISIT)
    others = tuple(Participant(ParticipationRole.FUNDER, name=f"Fund {number}") for number in range(n))
    name_participants(placement_id=placement.pk, participants=others, by=cast.sana, at=NOW)
    for number in range(n):
        _add(placement, cast.hina, f"paper-{number}.pdf")
    factories.tick_what_is_needed(placement)
    walk(placement, (A.AGREE, cast.hina), (A.SUBMIT, cast.sana))
    client, address = (
        client_of(getattr(cast, who)),
        reverse("exchanges:placement", args=[placement.public_id]),
    )
    factories.declare_none(placement, getattr(cast, who))
    client.get(address)

    with django_assert_num_queries({"hina": 44, "rabia": 50}[who]):
        client.get(address)


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 30_000, "99999999999999999999", "-1", "{{ x }}", "🜨"])
def test_nonsense_is_answered_and_breaks_nothing(
    cast: SimpleNamespace, client_of: SignIn, nonsense: str
) -> None:
    placement = _planned(cast, **VISIT)
    client = client_of(cast.hina)
    code = placement.public_id
    names = ("version", "name_1", "role_1", "amount_1", "currency_1", "state", "reason", "document", "kind")
    typed = dict.fromkeys((*names, "audience", "file", "text", "asks"), nonsense)
    addresses = [
        reverse("exchanges:participants", args=[code]),
        reverse("exchanges:check", args=[code, "home_employer_consent"]),
        reverse("exchanges:case_documents", args=[code]),
        reverse("exchanges:write_between_parties", args=[code]),
        reverse("exchanges:edit_placement", args=[code]),
    ]

    statuses = [client.post(address, typed).status_code for address in addresses]

    assert [status for status in statuses if status >= 500] == []


def test_the_dates_say_free_partly_or_promised_elsewhere_but_never_where(cast: SimpleNamespace) -> None:
    first = factories.TODAY + timedelta(days=30)
    other = factories.make_placement(
        factories.make_need(cast.organisation, title="A secret other need", hours_per_week=6), cast.expert
    )
    edit_plan(
        placement_id=other.pk,
        plan=factories.make_plan(
            other, starts_on=first, ends_on=first + timedelta(days=9), hours_per_week=6, steps=()
        ),
        by=cast.sana,
        at=NOW,
    )
    placement = _planned(
        cast,
        starts_on=first,
        ends_on=first + timedelta(days=400),
        **VISIT | {"mode": Mode.HYBRID},
    )

    dates = case_page(placement, cast.sana, due_at=None).dates

    assert dates.months[0].words == "promised elsewhere: 9 days"
    assert dates.months[1].words == "free: 30 days, promised elsewhere: 1 day"
    assert sum("lie outside what the expert offered" in words for words in dates.warnings) == 1
    assert "less than three months" in dates.warnings[0]
    assert "On 10 days the expert has promised all hours elsewhere." in dates.warnings
    assert "secret" not in repr(dates)
