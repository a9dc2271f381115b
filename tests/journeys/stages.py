"""The stages of a placement's whole life, each walked in the browser by those whose turn it is."""

import io
from datetime import date, timedelta
from typing import Any

from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from common import fonts
from common.workflow import Part
from diaspora_portal.invariants import INVARIANTS
from exchanges.enums import LetterKind, ReportKind, Side
from exchanges.models import Invitation, Outcome, Renewal
from exchanges.selectors.facts import check_facts, check_states
from exchanges.services.completion import follow_due_placements
from exchanges.services.reports import questions_of, write_report
from exchanges.services.schedule import remind_of_reports
from exchanges.workflow import missing_checks
from matching.services import shortlist_match
from programmes.enums import Tier
from tests import factories
from tests.exchanges.reporting import ANSWERS, noon
from tests.journeys.lives import Story, fill, later, link_mailed_to, matched, send, unfold, work

DAY = timedelta(days=1)
THIRD = "head@training.example"


def accepted(story: Story, *, days: int, **terms: Any) -> None:
    """A need that begins today; the host invites, the expert asks, is answered and accepts."""
    cast, today = story.cast, timezone.localdate()
    need = factories.make_need(
        cast.organisation,
        title="Protection for a solar feeder",
        starts_on=today,
        ends_on=today + days * DAY,
        **terms,
    )
    matched(need, by=cast.sana, at=timezone.now())
    match = shortlist_match(need=need, code=cast.expert.public_id, by=cast.sana, at=timezone.now())
    host = story.go("sana", "exchanges:invite", match.public_id)
    fill(host, message="Please look at our feeder.")
    send(host)
    work()
    invitation = Invitation.objects.get(need=need)

    expert = story.page("hina")
    expert.goto(link_mailed_to("hina@demo.example", "invitations"))
    assert invitation.public_id in expert.url
    expect(expert.get_by_text("Please look at our feeder.").first).to_be_visible()
    story.look("invited", "hina")
    fill(expert, text="Who maintains it today?")
    send(expert, "exchanges:write_message", invitation.public_id)
    work()
    story.go("sana", "exchanges:invitation", invitation.public_id)
    expect(host.get_by_text("Who maintains it today?")).to_be_visible()
    fill(host, text="Two technicians of ours.")
    send(host, "exchanges:write_message", invitation.public_id)
    expect(host.locator("#messages li").get_by_text("Two technicians of ours.")).to_be_visible()
    story.look("asked", "sana")
    story.go("hina", "exchanges:invitation", invitation.public_id)
    expect(expert.get_by_text("Two technicians of ours.")).to_be_visible()
    send(expert, "exchanges:accept_invitation", invitation.public_id)
    invitation.refresh_from_db()
    story.placement = invitation.placement
    story.stands("draft")


def planned(story: Story, tier: Tier, **terms: Any) -> None:
    """Both write the plan and tick their lines; the expert agrees to what stands."""
    placement = story.placement
    host = story.go("sana", "exchanges:edit_placement", placement.public_id)
    fill(host, counterpart="Nasim Akhtar", counterpart_role="Head of engineering", **terms)
    fill(host, step_1="Kick-off call", step_1_by=placement.starts_on.isoformat())
    send(host)
    expert = story.go("hina", "exchanges:edit_placement", placement.public_id)
    fill(expert, deliverable="A report with three agreed changes.")
    send(expert)
    placement.refresh_from_db()
    assert placement.tier == tier
    for check in missing_checks(check_facts(placement, tier), check_states(placement)):
        who = "hina" if check.part == Part.EXPERT else "sana"
        page = story.go(who, "exchanges:check", placement.public_id, check.kind)
        fill(page, state="done")
        send(page)
    story.turns("draft", hina="mine", sana="other")
    story.step("hina", "agree", becomes="draft")
    story.turns("agreed", hina="other", sana="mine")


def declared(story: Story, who: str) -> Page:
    page = story.go(who, "exchanges:declare_ties", story.placement.public_id)
    fill(page, tie="none")
    send(page)
    return story.case(who)


def reviewed(story: Story, who: str, verdict: str, *, letter: str = "", becomes: str) -> None:
    page = story.go(who, "exchanges:give_review", story.placement.public_id)
    for field in page.locator('select[name^="score_"]').all():
        field.select_option("3")
    fill(page, verdict=verdict)
    if letter:
        fill(page, reasons="outcomes_not_measurable", letter=letter)
    story.look(f"review-{verdict}", who)
    send(page)
    story.stands(becomes)


def released(story: Story) -> None:
    """The decider reads the letters before they go out."""
    declared(story, "dawood")
    page = story.go("dawood", "exchanges:decision_list")
    page.locator("main details > summary").first.click()
    assert page.locator("main details div[lang]").count() >= 2
    story.look("decisions", "dawood")
    story.step("dawood", "release", becomes="approved")
    work()


def begun(story: Story) -> None:
    """Both confirm, one starts, both log what was done."""
    placement, today = story.placement, timezone.localdate()
    story.turns("approved", hina="mine", sana="mine")
    story.step("hina", "confirm", becomes="approved")
    story.turns("confirmed-by-one", hina="other", sana="mine")
    story.step("sana", "confirm", becomes="confirmed")
    story.step("sana", "start", becomes="active")
    work()
    for who, what in (("hina", "We read the drawings."), ("sana", "We measured the feeder.")):
        page = story.go(who, "exchanges:session_list", placement.public_id)
        fill(page, on=today.isoformat(), hours="1.5", what=what)
        send(page)
    story.look("sessions", "sana")
    assert placement.sessions.count() == 2


def extended(story: Story) -> None:
    """The expert wants four more weeks: the host agrees, one recommends, another approves."""
    placement = story.placement
    until = placement.ends_on + 28 * DAY
    page = story.go("hina", "exchanges:amend", placement.public_id)
    fill(page, ends_on=until.isoformat(), reason="The transformer comes later.")
    send(page)
    amendment = placement.amendments.get()
    for who, action, note in (
        ("sana", "agree", ""),
        ("rabia", "recommend", "The reason is good."),
        ("dawood", "approve", ""),
    ):
        page = story.go(who, "exchanges:amendment", amendment.public_id)
        story.look(f"amendment-{action}", who)
        if note:
            page.locator("#recommend-note").fill(note)
        page.locator(f"#step-{action} button.action").click()
    placement.refresh_from_db()
    assert placement.ends_on == until


def _write(story: Story, kind: ReportKind, side: Side, **changes: Any) -> Any:
    who = "hina" if side == Side.EXPERT else "sana"
    report = story.placement.reports.get(kind=kind, side=side)
    page = story.go(who, "exchanges:report", report.public_id)
    given = ANSWERS | changes
    fill(page, **{name: given[name] for name in given if page.locator(f'[name="{name}"]').count()})
    story.look(f"report-{kind}", who)
    send(page, "exchanges:report", report.public_id, button="[name=submit]")
    return report


def half_time(story: Story) -> None:
    """One report comes back with a question and is accepted then; the ministry does without the other."""
    report = _write(story, ReportKind.MID, Side.EXPERT)
    page = story.go("rabia", "exchanges:report", report.public_id)
    unfold(page, "exchanges:report_step", report.public_id, "return")
    fill(page, **{"return-reasons": "figures_unclear", "return-note": "How many hours were on site?"})
    send(page, "exchanges:report_step", report.public_id, "return")
    story.go("hina", "exchanges:report", report.public_id)
    expect(story.page("hina").get_by_text("How many hours were on site?").first).to_be_visible()
    story.look("report-returned", "hina")
    _write(story, ReportKind.MID, Side.EXPERT, done="Two reviews, ten hours of them on site.")
    page = story.go("rabia", "exchanges:report", report.public_id)
    send(page, "exchanges:report_step", report.public_id, "accept")

    other = story.placement.reports.get(kind=ReportKind.MID, side=Side.HOST)
    page = story.go("rabia", "exchanges:report", other.public_id)
    unfold(page, "exchanges:report_step", other.public_id, "skip")
    fill(page, **{"skip-reasons": "told_otherwise", "skip-note": "They told us by telephone."})
    story.look("report-skip", "rabia")
    send(page, "exchanges:report_step", other.public_id, "skip")
    states = {one.side: one.state for one in story.placement.reports.filter(kind=ReportKind.MID)}
    assert states == {"expert": "accepted", "host": "skipped"}


def completed(story: Story) -> None:
    """Both final reports are in; the last day comes; anybody checks the certificate."""
    placement = story.placement
    story.turns("under-way", hina="mine", sana="mine")
    for side in (Side.EXPERT, Side.HOST):
        _write(story, ReportKind.FINAL, side)
    work()
    later(follow_due_placements, at=noon(placement.ends_on))
    story.stands("completed")
    certificate = placement.letters.get(kind=LetterKind.CERTIFICATE)
    page = story.go("hina", "exchanges:letter", certificate.code)
    story.look("certificate", "hina")
    if fonts.has_fonts():
        with page.expect_download() as download:
            page.locator(f'a[href="{reverse("exchanges:letter_pdf", args=[certificate.code])}"]').click()
        with open(download.value.path(), "rb") as file:
            text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(file.read())).pages)
        assert certificate.code in text and "Hina Qureshi" in text
    anybody = story.go("nobody", "exchanges:verify", more=f"?code={certificate.code}")
    expect(anybody.locator(".notice.good")).to_be_visible()
    assert "Hina" not in anybody.content()
    story.look("verified", "nobody")


def came_of_it(story: Story) -> None:
    """The expert claims an outcome; a third person without an account confirms it over the link."""
    page = story.go("hina", "exchanges:claim_outcome", story.placement.public_id)
    fill(page, type="people_trained", number=6, description="Six technicians maintain the feeder.")
    fill(page, confirmer_is="third_person", confirmer_name="Head of training", confirmer_email=THIRD)
    story.look("claim", "hina")
    send(page)
    work()
    link = link_mailed_to(THIRD, "confirm")
    third = story.page("nobody")
    third.goto(link)
    fill(third, is_right_person="yes", verdict="confirm", counterfactual="later")
    story.look("third-person", "nobody")
    send(third)
    outcome = Outcome.objects.get()
    assert (outcome.state, outcome.counterfactual) == ("confirmed", "later")
    assert story.page("nobody").goto(link).status == 404
    story.go("sana", "exchanges:outcome", outcome.public_id)
    story.look("outcome", "sana")


def a_year_later(story: Story) -> None:
    """The follow-up is asked for on its day and not before; the host invites again at one press."""
    placement = story.placement
    due_on = placement.reports.get(kind=ReportKind.FOLLOW_UP, side=Side.HOST).due_on
    assert due_on == _next_year(placement.ends_on)
    story.turns("completed", hina="other", sana="other")
    n_before = len(mail.outbox)
    later(remind_of_reports, at=noon(due_on))
    assert "sana@demo.example" in [one.to[0] for one in mail.outbox[n_before:]]
    report = placement.reports.get(kind=ReportKind.FOLLOW_UP, side=Side.HOST)
    page = story.go("sana", "exchanges:report", report.public_id)
    story.look("follow-up", "sana")
    assert page.locator("main form.form").count() == 0
    asked = {name: ANSWERS[name] for name in questions_of(report)}
    write_report(report_id=report.pk, answers=asked, submits=True, by=story.cast.sana, at=noon(due_on))
    work()
    story.stands("closed")
    story.turns("closed", hina="nobody", sana="nobody")
    send(story.case("sana"), "exchanges:renew", placement.public_id)
    again = Renewal.objects.get(placement=placement)
    assert again.need.public_id in story.page("sana").url
    story.look("again", "sana")
    assert [one.code for one in INVARIANTS if one.broken()] == []


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + 365 * DAY
