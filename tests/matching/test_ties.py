"""Ties that the portal's own records speak for: proposed by a worker, decided by staff or the host."""

import pytest
from django.urls import reverse

from common.policies import Denied
from experts.models import AccessEvent, Affiliation, Credential, Expert, Work
from incubators.models import Membership, Organisation
from matching.enums import ConflictKind, ConflictState, DismissReason
from matching.models import Conflict
from matching.selectors.waiting import waiting_for
from matching.services import (
    assess_conflict,
    declare_conflict,
    dismiss_match,
    shortlist_match,
    withdraw_conflict,
)
from matching.services.ties import find_ties, look_for_ties, note_refusal
from tests import factories
from tests.factories import NOW, TODAY
from tests.matching.test_adapter import compiled
from tests.matching.test_pages import list_url, text_of

pytestmark = pytest.mark.django_db


def post_at(expert, name, **fields):
    values = {"kind": "employment", "is_current": True} | fields
    return Affiliation.objects.create(expert=expert, organisation=name, **values)


def surfaced(cast):
    """The pair has a record of its own; nothing waits to be looked at."""
    factories.make_match(cast.need, cast.expert)


def found(cast) -> dict[str, list[list[str]]]:
    find_ties(expert_id=cast.expert.pk, at=NOW)
    rows = Conflict.objects.filter(expert=cast.expert, organisation=cast.organisation)
    return dict(rows.values_list("kind", "found"))


def test_a_worker_proposes_a_tie_when_a_pair_surfaces(cast, matched, work):
    post_at(cast.expert, "The RAVI Incubation Centre (Pvt.) Ltd")
    matched(cast.need)
    assert not Conflict.objects.exists()

    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)
    work()

    tie = Conflict.objects.get()
    assert (tie.expert, tie.organisation, tie.kind, tie.state) == (
        cast.expert,
        cast.organisation,
        ConflictKind.EMPLOYER,
        ConflictState.PROPOSED,
    )
    assert tie.found == [["same_name", "The RAVI Incubation Centre (Pvt.) Ltd"]]
    assert tie.declared_by is None


def test_looking_twice_changes_nothing(cast):
    post_at(cast.expert, cast.organisation.name)
    surfaced(cast)

    assert found(cast) == found(cast)
    assert Conflict.objects.count() == 1


@pytest.mark.parametrize(
    ("post", "kind"),
    [
        ({}, ConflictKind.EMPLOYER),
        ({"kind": "honorary"}, ConflictKind.SAME_ORGANISATION),
        ({"is_current": False, "ends": f"{TODAY.year - 3}-01"}, ConflictKind.EMPLOYER),
        ({"is_current": False, "ends": str(TODAY.year - 4)}, None),
        ({"kind": "education"}, None),
    ],
)
def test_posts_of_the_last_three_years_count_and_studies_do_not(cast, post, kind):
    post_at(cast.expert, "ravi incubation centre", **post)
    surfaced(cast)

    assert list(found(cast)) == ([kind] if kind else [])


def test_the_name_in_urdu_is_a_name_too(cast):
    Organisation.objects.filter(pk=cast.organisation.pk).update(name_ur="راوی انکیوبیشن سینٹر")
    post_at(cast.expert, "راوي انكيوبيشن سينٹر")
    surfaced(cast)

    assert list(found(cast)) == [ConflictKind.EMPLOYER]


def mailed(expert, domain, state="confirmed"):
    Credential.objects.create(
        expert=expert,
        kind="employment",
        basis="employer_domain",
        issuer=domain,
        state=state,
        state_since=NOW,
    )


@pytest.mark.parametrize(
    ("host", "domain", "state", "is_tie"),
    [
        ({"email_domain": "ravi.example"}, "ravi.example", "confirmed", True),
        ({"email_domain": "ravi.example"}, "labs.ravi.example", "confirmed", True),
        ({"website": "https://www.ravi.example/about"}, "ravi.example", "confirmed", True),
        ({"email_domain": "ravi.example"}, "notravi.example", "confirmed", False),
        ({"email_domain": "ravi.example"}, "ravi.example", "claimed", False),
        ({}, "ravi.example", "confirmed", False),
    ],
)
def test_a_confirmed_address_at_the_hosts_domain_is_a_tie(cast, host, domain, state, is_tie):
    Organisation.objects.filter(pk=cast.organisation.pk).update(**host)
    mailed(cast.expert, domain, state)
    surfaced(cast)

    assert found(cast) == ({ConflictKind.EMPLOYER: [["mail_domain", domain]]} if is_tie else {})


def test_a_member_of_the_host_who_has_a_profile_is_tied_to_it(cast):
    surfaced(cast)
    Membership.objects.create(user=cast.hina, organisation=cast.organisation, role="viewer", since=NOW)

    assert found(cast) == {ConflictKind.SAME_ORGANISATION: [["member", ""]]}


def test_a_work_of_one_doi_with_a_member_is_a_tie_for_three_years(cast):
    colleague = factories.make_expert(cast.sana)
    for expert, doi in ((cast.expert, "10.1/ABC"), (colleague, "10.1/abc")):
        Work.objects.create(expert=expert, kind="publication", title="Grids", doi=doi, year=TODAY.year - 2)
    surfaced(cast)
    assert found(cast) == {ConflictKind.CO_AUTHOR: [["shared_work", "Grids"]]}

    Work.objects.update(year=TODAY.year - 5)

    assert found(cast) == {}


def test_what_the_records_say_no_more_is_taken_back_unless_somebody_decided(cast):
    posts = [post_at(cast.expert, cast.organisation.name, kind=kind) for kind in ("employment", "honorary")]
    surfaced(cast)
    assert len(found(cast)) == 2
    decided = Conflict.objects.get(kind=ConflictKind.EMPLOYER)
    assess_conflict(conflict_id=decided.pk, bars=True, note="Works there.", by=cast.omar, at=NOW)

    for post in posts:
        post.delete()

    assert found(cast) == {ConflictKind.EMPLOYER: []}
    decided.refresh_from_db()
    assert decided.state == ConflictState.CONFIRMED


def test_a_refusal_for_a_conflict_is_kept_when_the_records_are_read_again(cast):
    surfaced(cast)
    note_refusal(expert_id=cast.expert.pk, organisation_id=cast.organisation.pk, at=NOW)

    assert found(cast) == {ConflictKind.PRIOR_REFUSAL: [["refused", ""]]}
    assert not Conflict.objects.of_host(cast.sana).exists()
    note_refusal(expert_id=cast.expert.pk, organisation_id=cast.organisation.pk, at=NOW)
    assert Conflict.objects.count() == 1


def test_a_host_that_names_a_conflict_puts_it_before_the_ministry_and_not_before_the_expert(
    cast, matched, work, client_of
):
    matched(cast.need)
    dismiss_match(
        need=cast.need,
        code=cast.expert.public_id,
        reasons=[DismissReason.CONFLICT],
        by=cast.sana,
        at=NOW,
    )
    work()

    tie = Conflict.objects.get()
    assert (tie.kind, tie.found) == (ConflictKind.OTHER, [["host_says", ""]])
    [item] = [each for each in waiting_for(cast.omar, 20) if tie.public_id in each.url]
    assert item.about == str(cast.organisation)
    page = client_of(cast.hina).get(reverse("matching:conflicts")).content.decode()
    assert str(cast.organisation) not in page


def test_a_profile_that_nobody_has_met_is_compared_with_nobody(cast):
    post_at(cast.expert, cast.organisation.name)

    assert found(cast) == {}


def test_who_is_gone_is_compared_with_nobody(cast):
    post_at(cast.expert, cast.organisation.name)
    surfaced(cast)
    Expert.objects.filter(pk=cast.expert.pk).update(state="closed")

    assert found(cast) == {}
    find_ties(expert_id=2**40, at=NOW)


# Declared and found: one row, one queue


def test_what_was_found_can_still_be_declared_and_stays_found_when_that_is_withdrawn(cast):
    post_at(cast.expert, cast.organisation.name)
    surfaced(cast)
    found(cast)

    said = {"expert_id": cast.expert.pk, "organisation_id": cast.organisation.pk, "at": NOW}
    tie = declare_conflict(**said, kind=ConflictKind.EMPLOYER, evidence="Since May", by=cast.hina)
    assert (tie.declared_by, tie.evidence, len(tie.found)) == (cast.hina, "Since May", 1)

    withdraw_conflict(conflict_id=tie.pk, by=cast.hina, at=NOW)

    tie.refresh_from_db()
    assert (tie.declared_by, tie.evidence, len(tie.found)) == (None, "", 1)
    with pytest.raises(Denied):
        withdraw_conflict(conflict_id=tie.pk, by=cast.hina, at=NOW)


def test_a_declared_tie_gets_the_evidence_beside_the_persons_words(cast):
    post_at(cast.expert, cast.organisation.name)
    surfaced(cast)
    tie = declare_conflict(
        expert_id=cast.expert.pk,
        organisation_id=cast.organisation.pk,
        kind=ConflictKind.EMPLOYER,
        evidence="Since May",
        by=cast.hina,
        at=NOW,
    )

    assert found(cast) == {ConflictKind.EMPLOYER: [["same_name", cast.organisation.name]]}
    tie.refresh_from_db()
    assert (tie.declared_by, tie.evidence) == (cast.hina, "Since May")


# What a host reads and decides


@pytest.fixture
def tie(cast, matched, work):
    post_at(cast.expert, cast.organisation.name, role="Head of grid studies")
    matched(cast.need)
    shortlist_match(need=cast.need, code=cast.expert.public_id, by=cast.sana, at=NOW)
    work()
    return Conflict.objects.get()


def test_a_host_reads_that_there_may_be_a_tie_and_never_what_speaks_for_it(cast, tie, client_of):
    client = client_of(cast.sana)

    card = text_of(client.get(list_url(cast.need), {"show": "shortlisted"}))
    page = text_of(client.get(reverse("matching:tie", args=[tie.public_id])))

    words = "Works with you, or did, or has a post or a seat in your organisation"
    assert f"Perhaps a tie to you: {words}." in card
    assert reverse("matching:tie", args=[tie.public_id]) in card
    assert words in page
    for secret in ("Head of grid studies", "Hina", "A post at an organisation of this name"):
        assert secret not in card
        assert secret not in page
    assert AccessEvent.objects.filter(route="matching:tie", viewer=cast.sana).count() == 1


def test_a_host_that_bars_a_found_tie_has_the_pair_taken_off_its_lists(cast, tie, client_of):
    answer = {"bars": "yes", "note": "One of our own."}

    client_of(cast.sana).post(reverse("matching:tie", args=[tie.public_id]), answer)

    tie.refresh_from_db()
    assert (tie.state, tie.decided_by) == (ConflictState.CONFIRMED, cast.sana)
    assert len(compiled(cast.need).need.conflict_rows) == 1
    page = text_of(client_of(cast.sana).get(list_url(cast.need), {"show": "shortlisted"}))
    assert cast.expert.public_id not in page


def test_a_host_answers_without_a_note_beside_the_field(cast, tie, client_of):
    response = client_of(cast.sana).post(reverse("matching:tie", args=[tie.public_id]), {"bars": "no"})

    assert response.status_code == 422
    tie.refresh_from_db()
    assert tie.state == ConflictState.PROPOSED


def test_a_declared_tie_is_no_business_of_the_host(cast, tie, client_of):
    declare_conflict(
        expert_id=cast.expert.pk,
        organisation_id=cast.organisation.pk,
        kind=ConflictKind.EMPLOYER,
        evidence="Since May",
        by=cast.hina,
        at=NOW,
    )
    client = client_of(cast.sana)

    assert client.get(reverse("matching:tie", args=[tie.public_id])).status_code == 404
    assert "Perhaps a tie" not in text_of(client.get(list_url(cast.need), {"show": "shortlisted"}))
    with pytest.raises(Denied):
        assess_conflict(conflict_id=tie.pk, bars=False, note="x", by=cast.sana, at=NOW)


def test_another_host_reads_nothing_of_a_found_tie(cast, tie, client_of):
    assert client_of(cast.kamran).get(reverse("matching:tie", args=[tie.public_id])).status_code == 404
    with pytest.raises(Denied):
        assess_conflict(conflict_id=tie.pk, bars=False, note="x", by=cast.kamran, at=NOW)


def test_nobody_decides_a_tie_of_their_own(cast, tie):
    Membership.objects.create(user=cast.hina, organisation=cast.organisation, role="owner", since=NOW)

    with pytest.raises(Denied):
        assess_conflict(conflict_id=tie.pk, bars=False, note="Nothing.", by=cast.hina, at=NOW)


def test_staff_read_the_evidence_and_the_person_reads_it_too(cast, tie, client_of):
    words = f"A post at an organisation of this name: {cast.organisation.name}"

    queue = text_of(client_of(cast.omar).get(reverse("matching:conflict_queue")))
    page = text_of(client_of(cast.omar).get(reverse("matching:conflict", args=[tie.public_id])))
    own = text_of(client_of(cast.hina).get(reverse("matching:conflicts")))

    assert reverse("matching:conflict", args=[tie.public_id]) in queue
    assert words in page
    assert words in own
    assert "Withdraw" not in own


def test_many_experts_are_looked_at_in_blocks(cast, work):
    post_at(cast.expert, cast.organisation.name)
    surfaced(cast)

    look_for_ties([cast.expert.pk, cast.other_expert.pk, cast.expert.pk])
    work()

    assert Conflict.objects.get().expert == cast.expert
