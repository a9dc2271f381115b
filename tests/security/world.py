"""One of everything, for the authorisation matrix."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_calendar_feed
from common.events import begin, move
from common.models import Outbox
from common.outbox import send
from common.workflow import Part
from exchanges.enums import DocumentAudience, DocumentKind, OutcomeAction, ReportKind, Side
from exchanges.enums import PlacementAction as A
from exchanges.selectors.outcomes import outcome_token
from exchanges.selectors.senders import senders_of
from exchanges.services.case_documents import add_case_document
from exchanges.services.confirmations import answer_outcome
from exchanges.services.letters import write_reference
from exchanges.services.placements import move_placement
from exchanges.services.referrals import refer_expert, refer_need
from exchanges.services.threads import write_message
from experts.enums import Action, Visibility
from experts.models import Affiliation, Expert, ExpertSkill, Work
from experts.selectors.claims import claim_token
from experts.selectors.typed_skills import typed_words
from experts.services.credentials import add_credential
from experts.services.duplicates import propose
from experts.services.managed import invite_to_claim
from experts.workflow import Facts
from incubators.enums import Category, MemberRole, NeedAction
from incubators.models import Facility, Membership, NeedImport, OrganisationImport, Venture
from incubators.selectors.joining import member_invitation_token
from incubators.services import (
    add_document,
    add_letter,
    ask_parent,
    expire_need,
    invite_member,
    lock_need,
    move_need,
    signal_demand,
)
from incubators.services.import_applying import apply_import, write_rows
from incubators.services.import_reading import read_organisations
from incubators.services.merging import merge_organisations
from incubators.services.pairs import propose as propose_pair
from incubators.services.pairs import tell_apart
from matching.enums import ConflictKind, RunScope, RunState
from matching.models import AssignmentRound, Conflict, MatchRun
from matching.services import declare_conflict
from programmes.enums import QuestionKind, QuestionTarget
from programmes.services import PartyRow, Terms, Wording, ask_question, record_agreement
from taxonomy.models import Holiday, WorkingCalendar
from taxonomy.selectors import DEFAULT_CALENDAR
from tests import factories
from tests.exchanges.letter_world import make_completed
from tests.exchanges.reporting import claim, hand_in, noon, report_of
from tests.experts.people import enter, fill_managed
from tests.factories import NOW, TODAY, walk
from tests.matching.directory_world import make_listed
from tests.security.world_of_life import world_of_life
from tests.security.world_of_sampling import world_of_sampling

# Who knocks at every door. `rabia_first_factor` is the reviewer with her password alone.
ROLES = (
    "anonymous",
    "hina",
    "bilal",
    "sana",
    "kamran",
    "omar",
    "rabia",
    "dawood",
    "asma",
    "ayesha",
    "rabia_first_factor",
)


def make_world(cast: SimpleNamespace) -> SimpleNamespace:
    """The cast with an invitation, cases in three states, a letter, a surfaced match, a run and a round."""
    world = SimpleNamespace(**vars(cast))
    world.expert.capacity = 6
    world.expert.save()
    Affiliation.objects.create(expert=world.expert, kind="employment", organisation="Northlight Munich")
    Work.objects.create(expert=world.expert, kind="project", title="Microgrids for tube wells")
    for expert in (world.expert, world.other_expert):
        ExpertSkill.objects.create(expert=expert, typed="Biochar kilns", level=1)
    world.typed_words = typed_words()[0]
    more = [factories.make_need(cast.organisation, title=f"Need {n}") for n in range(5)]
    world.match = factories.make_match(cast.need, cast.other_expert)
    world.invitation = factories.make_invitation(cast.need, cast.expert)
    world.calendar = create_calendar_feed(by=cast.hina, at=NOW)
    world.draft = factories.make_placement(more[0], cast.expert)
    world.submitted = factories.make_submitted(more[1], cast.expert)
    world.in_review = walk(factories.make_submitted(more[2], cast.expert), (A.TAKE, cast.rabia))
    world.approved = walk(
        factories.make_submitted(more[3], cast.expert),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
    )
    world.pending = walk(
        factories.make_submitted(more[4], cast.expert),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
    )
    world.second_reviewer = factories.make_staff("second.reviewer@demo.example", role=Role.REVIEWER)
    for placement in (world.submitted, world.in_review, world.pending):
        factories.declare_none(placement, cast.rabia, cast.dawood)
    world.letter = world.approved.letters.get()
    _completed(world)
    world.run = MatchRun.objects.create(
        scope=RunScope.NEED, need=cast.need, state=RunState.COMPLETE, requested_at=NOW, n_needs=1
    )
    world.round = AssignmentRound(programme=cast.need.programme, requested_by=cast.omar, requested_at=NOW)
    begin(world.round, by=cast.omar, at=NOW, part=Part.STAFF, action="request")
    world.conflict = declare_conflict(
        expert_id=cast.other_expert.pk,
        organisation_id=cast.organisation.pk,
        kind=ConflictKind.EMPLOYER,
        evidence="Until 2025",
        by=cast.bilal,
        at=NOW,
    )
    world.tie = Conflict.objects.create(
        expert=cast.other_expert,
        organisation=cast.organisation,
        kind=ConflictKind.CO_AUTHOR,
        found=[["shared_work", "Recharge of the Kech aquifer"]],
        at=NOW,
    )
    _papers(world)
    world.submitted_expert = _submitted_expert()
    _staff_side(world)
    world.public_expert = make_listed("Amna Baig")
    world.listed_expert = make_listed("Bashir Dar", level=Visibility.VERIFIED_ORGANISATIONS)
    world.pending_organisation = factories.make_organisation(
        factories.make_user("new.host@demo.example"), name="Waiting Centre", verified=False
    )
    _coordination(world)
    _reporting(world)
    world.signal = signal_demand(
        organisation_id=cast.organisation.pk,
        theme=factories.make_theme(),
        category=Category.TEACHING,
        territory=factories.make_place(),
        by=cast.sana,
        at=NOW,
    )
    world.need_import = NeedImport.objects.create(organisation=cast.organisation, by=cast.sana, at=NOW)
    _many_organisations(world)
    world.draft_need = factories.make_need(cast.organisation, title="A draft", opened=False)
    world_of_life(world)
    world_of_sampling(world)
    _hosts_side(world)
    _needs_in_rarer_states(world)
    _programmes(world)
    _oversight(world)
    world.later = NOW + timedelta(hours=9)
    return world


def _programmes(world: SimpleNamespace) -> None:
    """A question of the programme of the need, and an agreement that nobody has renewed."""
    wording = Wording(QuestionTarget.NEED, "Which campus?", "", QuestionKind.TEXT, required=False)
    world.question = ask_question(
        programme_id=world.need.programme_id, wording=wording, by=world.omar, at=NOW
    )
    terms = Terms(
        name="Technical cooperation",
        name_ur="",
        valid_from=NOW.date(),
        valid_until=None,
        parties=[PartyRow("Ministry of Science and Technology", "PK"), PartyRow("A ministry", "DE")],
        document=SimpleUploadedFile("signed.pdf", b"%PDF-1.7"),
    )
    world.agreement = record_agreement(terms=terms, by=world.omar, at=NOW)


def _oversight(world: SimpleNamespace) -> None:
    """A calendar with a holiday, a message on its way, and one that waits for its batch."""
    calendar = WorkingCalendar.objects.create(
        slug=DEFAULT_CALENDAR, name="Federal offices", weekend=[6, 7], opens_at="09:00", closes_at="17:00"
    )
    world.holiday = Holiday.objects.create(
        calendar=calendar, on="2027-03-10", name="Eid-ul-Fitr", tentative=True
    )
    world.holiday.refresh_from_db()
    for batch in ("", "decisions.monday"):
        send("accounts.post_given", to=world.rabia, batch=batch, post_id=world.rabia.posts.get().pk)
    world.mail, world.staged = Outbox.objects.order_by("pk").filter(template="accounts.post_given")


def _hosts_side(world: SimpleNamespace) -> None:
    """A colleague, an invited one, a tenant that asks, what Sana's centre has, and a second one to prove."""
    world.colleague = factories.make_user("colleague@demo.example")
    Membership.objects.create(
        user=world.colleague, organisation=world.organisation, role=MemberRole.VIEWER, since=NOW
    )
    world.member_invitation = invite_member(
        organisation_id=world.organisation.pk,
        email="new.colleague@demo.example",
        role=MemberRole.EDITOR,
        by=world.sana,
        at=timezone.now(),
    )
    world.join_token = member_invitation_token(world.member_invitation.public_id)
    ask_parent(
        tenant_id=world.other_organisation.pk, parent_id=world.organisation.pk, by=world.kamran, at=NOW
    )
    world.facility = Facility.objects.create(organisation=world.organisation, kind="lab", name="Solar lab")
    world.venture = Venture.objects.create(organisation=world.organisation, stage="idea", name="Sun Pumps")
    world.unproved = factories.make_organisation(
        world.sana, name="Second Centre", verified=False, email_domain="second-centre.example"
    )
    world.organisation_letter = add_letter(
        organisation_id=world.unproved.pk,
        file=SimpleUploadedFile("letter.pdf", b"%PDF-1.7"),
        by=world.sana,
        at=NOW,
    )


def _completed(world: SimpleNamespace) -> None:
    """Two complete cases of Bilal's; about one the host has written a reference."""
    world.other_expert.capacity = 5
    world.other_expert.save()
    for name in ("completed", "referenced"):
        need = factories.make_need(world.organisation, title=name.capitalize())
        setattr(world, name, make_completed(world, need=need, expert=world.other_expert))
    world.reference = write_reference(
        placement_id=world.referenced.pk, text="He knows wells.", language="en", by=world.sana, at=NOW
    )


def _papers(world: SimpleNamespace) -> None:
    """Two documents of the submitted case: the host's for all, and the expert's for the ministry alone."""
    paper = {"placement_id": world.submitted.pk, "kind": DocumentKind.AGREEMENT, "at": NOW}
    for name, by, audience in (
        ("paper", world.sana, DocumentAudience.ALL),
        ("private_paper", world.hina, DocumentAudience.EXPERT),
    ):
        upload = SimpleUploadedFile("paper.pdf", b"%PDF-1.7")
        setattr(world, name, add_case_document(upload=upload, audience=audience, by=by, **paper))


def _coordination(world: SimpleNamespace) -> None:
    """Messages about the open invitation; a need passed on, and an expert who is asked."""
    for by in (world.sana, world.hina):
        write_message(invitation_id=world.invitation.pk, text="How many sites?", by=by, at=NOW)
    [sender] = senders_of(world.sana)
    mine = {"organisation": world.other_organisation, "sender": sender, "by": world.sana, "at": NOW}
    world.referral = refer_need(need=world.need, note="You work on this.", **mine)
    world.asked = refer_expert(expert=world.expert, note="She knows grids.", **mine)


def _reporting(world: SimpleNamespace) -> None:
    """A placement that has begun: a report to write and one to read, outcomes asked for and disputed."""
    window = {"starts_on": TODAY + timedelta(days=130), "ends_on": TODAY + timedelta(days=220)}
    need = factories.make_need(world.organisation, title="Under way", **window)
    world.begun = walk(
        factories.make_submitted(need, world.expert),
        (A.TAKE, world.rabia),
        (A.RECOMMEND_APPROVAL, world.rabia),
        (A.RELEASE, world.dawood),
        (A.CONFIRM, world.hina),
        (A.CONFIRM, world.sana),
    )
    first = noon(world.begun.starts_on)
    move_placement(placement_id=world.begun.pk, action=A.START, by=world.sana, at=first)
    world.report_due = report_of(world.begun, ReportKind.MID, Side.HOST)
    world.report = hand_in(report_of(world.begun, ReportKind.FINAL, Side.EXPERT), world, at=first)
    world.outcome, world.disputed = (claim(world.begun, world.sana, at=timezone.now()) for _n in range(2))
    answer_outcome(
        outcome_id=world.disputed.pk,
        action=OutcomeAction.DISPUTE,
        note="Not so.",
        by=None,
        at=timezone.now(),
    )
    world.confirm_token = outcome_token(world.outcome.public_id)


def _needs_in_rarer_states(world: SimpleNamespace) -> None:
    """One that waits for Omar or Rabia, one whose last day has passed, and a document beside an open one."""
    checked = factories.make_programme("checked", name="Checked first", checks_needs=True)
    world.waiting_need = factories.make_need(
        world.organisation, title="A waiting need", opened=False, programme=checked
    )
    publish = {"action": NeedAction.PUBLISH, "by": world.sana, "at": NOW}
    world.waiting_need = move_need(need_id=world.waiting_need.pk, **publish)
    past = factories.make_need(world.organisation, title="A past need")
    expire_need(need=lock_need(past.pk), at=NOW + timedelta(days=130))
    world.expired_need = past
    outline = SimpleUploadedFile("outline.pdf", b"%PDF-1.7")
    world.document = add_document(need_id=world.need.pk, upload=outline, by=world.sana, at=NOW)


def _staff_side(world: SimpleNamespace) -> None:
    """A credential of Hina's, a profile that Omar keeps with the link to it, and a pair of profiles."""
    world.credential = add_credential(
        expert_id=world.expert.pk,
        kind="degree",
        country="CH",
        values={
            "title": "PhD",
            "issuer": "ETH Zurich",
            "issued": "2014",
            "basis": "home_register",
            "reference": "77",
        },
        file=SimpleUploadedFile("certificate.pdf", b"%PDF-1.7"),
        by=world.hina,
        at=NOW,
    )
    world.managed = enter(world.omar)
    fill_managed(world.managed, world.omar)
    link = invite_to_claim(
        expert_id=world.managed.pk, email="nasreen@uni-bonn.example", by=world.omar, at=timezone.now()
    )
    world.claim_token = claim_token(link.public_id)
    twin = factories.make_expert(factories.make_user("twin@demo.example", full_name="Hina Quraishi"))
    world.pair = propose(world.expert.pk, twin.pk, {"name_country": 1}, at=NOW)


def _many_organisations(world: SimpleNamespace) -> None:
    """A file that was read and one that was applied, and pairs of organisations in three states."""
    factories.make_place()

    def file_of(name: str) -> OrganisationImport:
        content = f"name,kind,sector,place\n{name},company,private,Punjab\n".encode()
        return read_organisations(content=content, file_name="hosts.csv", by=world.omar, at=NOW)

    world.organisation_import, world.applied_import = file_of("Beas Works"), file_of("Jhelum Works")
    apply_import(import_id=world.applied_import.pk, is_verified=False, note="", by=world.omar, at=NOW)
    write_rows(row_ids=list(world.applied_import.rows.values_list("pk", flat=True)), at=NOW)
    OrganisationImport.objects.filter(pk=world.applied_import.pk).update(applied_at=NOW)
    twins = [factories.make_organisation(name=f"Twin Works {n}") for n in range(6)]
    pairs = [
        propose_pair(one.pk, other.pk, ["name_territory"], at=NOW)
        for one, other in zip(twins[::2], twins[1::2], strict=True)
    ]
    said = {"note": "Seen.", "by": world.omar, "at": NOW, "version": 1}
    merge_organisations(pair_id=pairs[1].pk, keep=twins[2].public_id, **said)
    tell_apart(pair_id=pairs[2].pk, **said)
    for pair in pairs:
        pair.refresh_from_db()
    world.organisation_pair, world.merged_pair, world.pair_told_apart = pairs


def _submitted_expert() -> Expert:
    user = factories.make_user("new.expert@demo.example")
    expert = factories.make_expert(user, verified=False)
    facts = Facts(is_complete=True, has_consented=True)
    move(expert, action=Action.SUBMIT, part=Part.EXPERT, by=user, at=NOW, facts=facts)
    return expert


def user_of(world: SimpleNamespace, role: str) -> User | None:
    """The account behind a role; nobody for a stranger."""
    if role == "anonymous":
        return None
    return User.objects.get(pk=getattr(world, role.removesuffix("_first_factor")).pk)
