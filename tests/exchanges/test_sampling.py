"""What was approved at once is controlled afterwards: drawn once, answered by both, judged by others."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from accounts.enums import Role
from accounts.models import Post, User
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import CampaignState, Extent, PlacementAction, PlacementState, SampleFinding, SampleState
from exchanges.models import Placement, SampleCampaign, SampledCase, SampleEvidence
from exchanges.selectors.sampling import eligible_codes
from exchanges.services.conflicts import declare_ties
from exchanges.services.evidence import record_finding, remind_of_evidence
from exchanges.services.personal_data.sampling import erase_evidence
from exchanges.services.placements import move_placement
from exchanges.services.sampling import begin_campaign, close_sample, draw_sample
from matching.enums import ConflictKind
from tests import factories
from tests.cast import make_cast
from tests.exchanges.reporting import all_mails
from tests.exchanges.sampling import (
    AFTER,
    DUE,
    OVERDUE,
    YEAR,
    approved_at_once,
    begun,
    drawn,
    give,
    has_no_conflict,
    judge,
    only_case,
)
from tests.factories import NOW

DAY = timedelta(days=1)
PDF = b"%PDF-1.7 an attendance list"


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    return make_cast()


def broken(*codes: str) -> list[str]:
    return [one.code for one in INVARIANTS if one.code in codes and one.broken()]


def test_the_share_of_the_policy_is_drawn_and_both_sides_are_asked(cast):
    campaign = drawn(cast, 11)

    cases = list(campaign.cases.select_related("placement"))
    assert campaign.state == CampaignState.OPEN
    assert (campaign.percent, len(campaign.eligible), len(cases)) == (10, 11, 2)
    assert {one.state for one in cases} == {SampleState.WAITING}
    asked = Outbox.objects.filter(template="exchanges.evidence_asked")
    assert {(mail.recipient, mail.ids["side"]) for mail in asked} == {
        (cast.hina, "expert"),
        (cast.sana, "host"),
    }
    assert asked.count() == 4
    assert len(campaign.seed) == 32
    assert broken("I01", "I02", "I27") == []


def test_the_mail_begins_with_what_to_do_and_by_when(cast, mailoutbox):
    drawn(cast)
    mailoutbox.clear()
    all_mails()

    subjects = [mail.subject for mail in mailoutbox if "took place" in mail.subject]
    assert len(subjects) == 2
    assert all(subject.startswith("Say by ") and str(DUE.year) in subject for subject in subjects)


def test_only_what_was_approved_at_once_in_that_year_is_on_the_list(cast):
    [small] = approved_at_once(cast)
    factories.make_submitted(cast.need, cast.expert)  # of tier T1
    [other] = approved_at_once(cast, at=AFTER)  # in the next year

    programme_id = cast.need.programme_id
    assert eligible_codes(programme_id, YEAR) == [small.public_id]
    assert eligible_codes(programme_id, YEAR + 1) == [other.public_id]
    assert eligible_codes(programme_id, YEAR - 1) == []


def test_nothing_is_sampled_a_second_time(cast):
    campaign = drawn(cast)

    assert only_case(campaign).placement.public_id not in eligible_codes(cast.need.programme_id, YEAR)


def test_a_year_is_drawn_from_once_it_is_over_and_once(cast):
    with pytest.raises(Refused, match="year_not_over"):
        begun(cast, at=NOW)
    begun(cast)
    with pytest.raises(Refused, match="campaign_exists"):
        begun(cast)


def test_nothing_is_drawn_from_nothing(cast):
    campaign = begun(cast)

    with pytest.raises(Refused, match="nothing_to_draw"):
        draw_sample(campaign_id=campaign.pk, due_on=DUE, by=cast.omar, at=AFTER)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.seed) == (CampaignState.DRAFT, "")


@pytest.mark.parametrize("days", [-1, 13, 121])
def test_both_sides_have_time_and_not_for_ever(cast, days):
    approved_at_once(cast)
    campaign = begun(cast)

    with pytest.raises(Refused, match="evidence_day_range"):
        draw_sample(campaign_id=campaign.pk, due_on=AFTER.date() + days * DAY, by=cast.omar, at=AFTER)


def test_a_draw_is_not_repeated(cast):
    campaign = drawn(cast, 3)

    with pytest.raises(Denied):
        draw_sample(campaign_id=campaign.pk, due_on=DUE, by=cast.omar, at=AFTER)
    assert SampleCampaign.objects.get().seed == campaign.seed


@pytest.mark.parametrize(
    "change",
    [{"seed": "1" * 32}, {"percent": 50}, {"eligible": []}, {"due_on": DUE + DAY}, {"fiscal_year": 2020}],
)
def test_the_database_lets_nobody_change_a_draw(cast, change):
    campaign = drawn(cast)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        SampleCampaign.objects.filter(pk=campaign.pk).update(**change)


def test_the_database_lets_nobody_add_a_case_or_take_one_out(cast):
    campaign = drawn(cast)
    other = factories.make_submitted(cast.need, cast.expert)
    values = {"campaign": campaign, "placement": other, "position": 2, "state_since": AFTER}

    with pytest.raises(DatabaseError, match="only what is on the list"), transaction.atomic():
        SampledCase.objects.create(state="waiting", **values)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        SampledCase.objects.filter(campaign=campaign).update(placement=other)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exchanges_sampledcase")


def test_a_sample_that_was_drawn_otherwise_breaks_the_promise(cast):
    """A case of the list that the lot did not draw."""
    campaign = drawn(cast, 3)
    case = only_case(campaign)
    other = Placement.objects.filter(public_id__in=campaign.eligible).exclude(pk=case.placement_id)[0]
    SampledCase.objects.create(
        campaign=campaign, placement=other, position=2, state="waiting", state_since=AFTER
    )

    assert broken("I27") == ["I27"]


def test_two_who_draw_at_once_draw_once(transactional_db):
    cast = make_cast()
    approved_at_once(cast, 3)
    campaign = begun(cast)

    def one(_n: int) -> str:
        try:
            draw_sample(campaign_id=campaign.pk, due_on=DUE, by=cast.omar, at=AFTER)
        except Denied:
            return "denied"
        finally:
            connection.close()
        return "drawn"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["denied", "drawn"]
    assert SampledCase.objects.count() == 1
    assert broken("I01", "I02", "I27") == []


@pytest.mark.parametrize("name", ["rabia", "dawood", "asma", "ayesha", "hina", "sana"])
def test_only_officers_of_the_unit_begin_draw_and_close(cast, name):
    person = getattr(cast, name)
    with pytest.raises(Denied):
        begun(cast, by=person)
    campaign = begun(cast)
    approved_at_once(cast)
    with pytest.raises(Denied):
        draw_sample(campaign_id=campaign.pk, due_on=DUE, by=person, at=AFTER)
    draw_sample(campaign_id=campaign.pk, due_on=DUE, by=cast.omar, at=AFTER)
    with pytest.raises(Denied):
        close_sample(campaign_id=campaign.pk, by=person, at=OVERDUE)


def test_an_officer_of_another_unit_begins_nothing(cast):
    stranger = factories.make_staff("kiran@demo.example", role=Role.OFFICER, unit=cast.mission)

    with pytest.raises(Denied):
        begin_campaign(programme_id=cast.need.programme_id, fiscal_year=YEAR, by=stranger, at=AFTER)


def test_both_sides_answer_once_and_then_an_officer_finds(cast):
    case = only_case(drawn(cast))
    give(case, cast.hina)
    with pytest.raises(Denied):
        give(case, cast.hina)
    give(case, cast.sana, took_place=Extent.PARTLY)
    case.refresh_from_db()
    assert case.state == SampleState.ANSWERED

    has_no_conflict(case, cast.omar)
    judge(case, cast.omar, SampleFinding.SMALLER, at=AFTER)

    case.refresh_from_db()
    assert (case.state, case.finding) == (SampleState.FOUND, SampleFinding.SMALLER)
    assert case.events.get(action="find").reasons == ["smaller"]
    assert broken("I01", "I02", "I27") == []


def test_evidence_of_something_that_took_place_says_how_long_and_what(cast):
    case = only_case(drawn(cast))
    with pytest.raises(Refused, match="hours_missing"):
        give(case, cast.hina, hours=None)
    with pytest.raises(Refused, match="delivered_missing"):
        give(case, cast.hina, delivered="  ")
    give(case, cast.hina, took_place=Extent.NO, hours=None, delivered="")

    assert SampleEvidence.objects.get().took_place == Extent.NO


def test_a_file_goes_into_the_documents_of_the_case(cast):
    case = only_case(drawn(cast))
    with pytest.raises(Refused):
        give(case, cast.hina, upload=SimpleUploadedFile("list.exe", b"MZ"))
    assert not SampleEvidence.objects.exists()
    give(case, cast.hina, upload=SimpleUploadedFile("attendance.pdf", PDF, content_type="application/pdf"))

    document = SampleEvidence.objects.get().document
    assert document.placement_id == case.placement_id
    assert (document.side, document.audience) == ("expert", "expert")


def test_evidence_may_come_late_as_long_as_nobody_has_judged(cast):
    case = only_case(drawn(cast))
    give(case, cast.hina, at=OVERDUE)
    has_no_conflict(case, cast.omar)
    judge(case, cast.omar, SampleFinding.AS_PLANNED, at=OVERDUE)

    with pytest.raises(Denied):
        give(case, cast.sana, at=OVERDUE)


def test_nobody_judges_before_the_evidence_is_in_or_its_day_over(cast):
    case = only_case(drawn(cast))
    give(case, cast.hina)
    has_no_conflict(case, cast.omar)

    said = {"finding": SampleFinding.AS_PLANNED, "note": "Well.", "by": cast.omar}
    with pytest.raises(Refused, match="evidence_is_awaited"):
        record_finding(case_id=case.pk, at=AFTER, **said)
    with pytest.raises(Refused, match="note_required"):
        record_finding(case_id=case.pk, at=OVERDUE, **said | {"note": " "})
    record_finding(case_id=case.pk, at=OVERDUE, **said)


def test_whoever_has_a_conflict_judges_nothing_and_sees_nothing(cast):
    case = only_case(drawn(cast))
    has_no_conflict(case, cast.omar)
    declare_ties(placement_id=case.placement_id, kind=ConflictKind.FAMILY, by=cast.omar, at=AFTER)

    assert not SampledCase.objects.inside(cast.omar).exists()
    with pytest.raises(Denied):
        judge(case, cast.omar, SampleFinding.SERIOUS, at=OVERDUE)


def test_whoever_has_said_nothing_about_ties_judges_nothing(cast):
    case = only_case(drawn(cast))

    with pytest.raises(Denied, match="conflict of interest"):
        judge(case, cast.omar, SampleFinding.SERIOUS, at=OVERDUE)


def test_whoever_decided_in_the_case_does_not_judge_it(cast):
    case = only_case(drawn(cast))
    has_no_conflict(case, cast.omar)
    Post.objects.create(user=cast.omar, unit=cast.most, role=Role.DECIDER, starts_on=date(2026, 1, 1))
    omar = User.objects.get(pk=cast.omar.pk)
    why = {"note": "Not this year.", "reasons": ["dates"]}
    move_placement(placement_id=case.placement_id, action=PlacementAction.CANCEL, by=omar, at=AFTER, **why)

    with pytest.raises(Denied, match="You decided"):
        judge(case, omar, SampleFinding.SERIOUS, at=OVERDUE)


@pytest.mark.parametrize("name", ["rabia", "dawood", "asma", "hina", "sana", "kamran"])
def test_only_officers_judge_and_only_parties_give_evidence(cast, name):
    case = only_case(drawn(cast))
    person = getattr(cast, name)

    with pytest.raises(Denied):
        judge(case, person, SampleFinding.SERIOUS, at=OVERDUE)
    if name not in ("hina", "sana"):
        with pytest.raises(Denied):
            give(case, person)


def test_closing_waits_for_the_day_and_for_findings(cast):
    campaign = drawn(cast, 11)
    answered, silent = list(campaign.cases.all())
    give(answered, cast.hina)
    with pytest.raises(Refused, match="evidence_is_awaited"):
        close_sample(campaign_id=campaign.pk, by=cast.omar, at=AFTER)
    with pytest.raises(Refused, match="evidence_not_judged"):
        close_sample(campaign_id=campaign.pk, by=cast.omar, at=OVERDUE)
    has_no_conflict(answered, cast.omar)
    judge(answered, cast.omar, SampleFinding.NOT_JUDGED, at=OVERDUE)

    close_sample(campaign_id=campaign.pk, by=cast.omar, at=OVERDUE)

    silent.refresh_from_db()
    campaign.refresh_from_db()
    assert (silent.state, silent.finding) == (SampleState.FOUND, SampleFinding.NO_EVIDENCE)
    assert campaign.state == CampaignState.CLOSED
    assert broken("I01", "I02", "I27") == []
    with pytest.raises(Denied):
        close_sample(campaign_id=campaign.pk, by=cast.omar, at=OVERDUE)


def test_each_reminder_goes_out_once_and_only_to_who_is_silent(cast, mailoutbox):
    case = only_case(drawn(cast))
    all_mails()
    give(case, cast.hina)
    mailoutbox.clear()
    counts = []
    for days in range(50):
        for _again in range(2):
            counts.append(remind_of_evidence(at=AFTER + days * DAY))
        all_mails()

    told = [mail.to[0] for mail in mailoutbox if "took place" in mail.subject]
    assert sum(counts) == 3
    assert told == [cast.sana.email] * 3


def test_reminders_that_fell_due_together_are_one_mail(cast, mailoutbox):
    drawn(cast)
    all_mails()
    mailoutbox.clear()

    assert remind_of_evidence(at=AFTER + 45 * DAY) == 1
    assert remind_of_evidence(at=AFTER + 46 * DAY) == 0
    all_mails()
    assert len(mailoutbox) == 2


def test_a_mail_that_has_not_left_when_the_side_answers_is_not_sent(cast, mailoutbox):
    case = only_case(drawn(cast))
    give(case, cast.hina)
    mailoutbox.clear()
    all_mails()

    asked = [mail.to[0] for mail in mailoutbox if "took place" in mail.subject]
    assert asked == [cast.sana.email]


def test_an_expert_who_leaves_takes_the_words_along(cast):
    case = only_case(drawn(cast))
    give(case, cast.hina, note="I was there.")
    give(case, cast.sana, note="Hina Qureshi was here.")

    erase_evidence(expert=cast.expert)

    own, hosts = SampleEvidence.objects.order_by("pk")
    assert (own.delivered, own.note, int(own.hours)) == ("", "", 8)
    assert hosts.note == "[…] was here."


def test_the_list_of_a_draw_is_hashed_as_the_page_says(cast):
    campaign = drawn(cast, 3)

    places = sorted(
        (hashlib.sha256(f"{campaign.seed}:{one}".encode()).hexdigest(), one) for one in campaign.eligible
    )

    assert only_case(campaign).placement.public_id == places[0][1]
    assert only_case(campaign).placement.state == PlacementState.APPROVED
