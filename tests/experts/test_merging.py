"""Two profiles become one, and can be two again as they were."""

from datetime import timedelta

import pytest
from django.core.serializers import serialize
from django.db import transaction

from common.events import broken_links, move
from common.ledger import drain
from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from common.workflow import Part
from diaspora_portal.invariants import INVARIANTS
from exchanges.models import Invitation
from exchanges.services.invitations import show_interest
from experts.enums import Action, CommitmentKind, RowKind, State
from experts.models import Affiliation, DuplicatePair, Expert, ExpertSkill, Merge, Work
from experts.services import profile
from experts.services.commitments import set_commitment
from experts.services.duplicates import find_duplicates
from experts.services.merging import clear_merged, merge_profiles, undo_merge
from experts.services.rows import save_row
from experts.services.verification import pause_profile, suspend_profile
from experts.tasks import forget
from matching.selectors.experts import all_shown
from tests import factories
from tests.experts.people import enter, fill_managed
from tests.experts.test_credentials import claim
from tests.factories import NOW, TODAY

# What an undo gives back: everything but the counter of steps and the clock of the row.
NOT_COMPARED = ("version", "changed_at")


@pytest.fixture
def twins(db):
    """Two profiles of one person: the second knows more."""
    first = factories.make_expert(factories.make_user("a@demo.example", full_name="Ali Khan"))
    second = factories.make_expert(
        factories.make_user("b@demo.example", full_name="Aly Khan"),
        skills=("power-systems", "hydrology"),
        orcid="0000-0002-1825-0097",
    )
    ids = {"by": second.user, "at": NOW, "expert_id": second.pk}
    work = {
        "kind": "publication",
        "title": "Grids",
        "doi": "10.1234/grids",
        "text": "",
        "venue": "",
        "url": "",
        "year": 2020,
    }
    save_row(kind=RowKind.WORK, values=work, **ids)
    save_row(kind=RowKind.LANGUAGE, values={"code": "de", "level": "B2"}, **ids)
    Affiliation.objects.create(expert=second, kind="education", organisation="NED University")
    Affiliation.objects.create(expert=first, kind="education", organisation="NED university")
    return first, second


def pair_of(first, second):
    for expert in (first, second):
        find_duplicates(expert_id=expert.pk, at=NOW)
    return DuplicatePair.objects.get(older=first, newer=second)


def merge(pair, keep, by, *, at=NOW):
    version = DuplicatePair.objects.get(pk=pair.pk).version
    return merge_profiles(
        pair_id=pair.pk, keep=keep.public_id, note="One ORCID iD.", by=by, at=at, version=version
    )


def undo(pair, by, *, at=NOW + timedelta(days=30)):
    version = DuplicatePair.objects.get(pk=pair.pk).version
    return undo_merge(pair_id=pair.pk, note="They wrote to us.", by=by, at=at, version=version)


def everything(expert):
    """All that a profile holds, row by row."""
    expert = Expert.objects.get(pk=expert.pk)
    own = {
        f.name: getattr(expert, f.attname) for f in expert._meta.concrete_fields if f.name not in NOT_COMPARED
    }
    names = ("languages", "skills", "affiliations", "works", "availabilities", "facts")
    rows = {name: serialize("json", getattr(expert, name).order_by("pk")) for name in names}
    return own | rows | {"credentials": list(expert.credentials.values_list("pk", flat=True))}


def fresh(expert):
    return Expert.objects.get(pk=expert.pk)


def test_the_kept_profile_takes_what_it_lacks_with_where_it_came_from(cast, twins):
    first, second = twins
    credential = claim(second)

    merge(pair_of(first, second), first, cast.omar)

    kept = fresh(first)
    assert kept.orcid == "0000-0002-1825-0097"
    assert sorted(kept.languages.values_list("code", flat=True)) == ["de", "en"]
    assert sorted(kept.skills.values_list("skill__slug", flat=True)) == ["hydrology", "power-systems"]
    assert kept.affiliations.count() == 1
    work = kept.works.get()
    fact = kept.facts.get(row_kind="work", row_id=work.pk)
    assert (fact.source, fact.by) == ("typed", second.user)
    assert kept.credentials.get() == credential
    closed = fresh(second)
    assert closed.state == State.CLOSED
    assert (closed.merged_into.get().kept, closed in all_shown()) == (first, False)
    assert list(Outbox.objects.order_by("pk").values_list("template", flat=True))[-2:] == [
        "experts.merged",
        "experts.merged",
    ]
    assert "made one of them" in TEMPLATES["experts.merged"](merge_id=Merge.objects.get().pk).body


@pytest.mark.parametrize("keep", [0, 1])
def test_undoing_gives_both_back_exactly(cast, twins, keep):
    claim(twins[0])
    claim(twins[1])
    before = [everything(expert) for expert in twins]
    pair = pair_of(*twins)
    merge(pair, twins[keep], cast.omar)
    assert [everything(expert) for expert in twins] != before

    undo(pair, cast.dawood)

    assert [everything(expert) for expert in twins] == before
    assert DuplicatePair.objects.get(pk=pair.pk).state == "proposed"
    for expert in twins:
        assert broken_links(list(expert.events.order_by("seq"))) == []
    assert TEMPLATES["experts.merged"](merge_id=Merge.objects.get().pk) is None
    assert TEMPLATES["experts.merge_undone"](merge_id=Merge.objects.get().pk)


def test_every_state_and_chain_holds_after_a_merge_and_its_undoing(cast, twins):
    pair = pair_of(*twins)
    merge(pair, twins[0], cast.omar)
    undo(pair, cast.omar)

    assert [one.broken() for one in INVARIANTS if one.code in ("I01", "I02")] == [[], []]


def test_what_the_person_wrote_after_the_merge_survives_its_undoing(cast, twins):
    first, second = twins
    pair = pair_of(first, second)
    merge(pair, first, cast.omar)
    ids = {"by": first.user, "at": NOW, "expert_id": first.pk}
    save_row(kind=RowKind.SKILL, values={"typed": "Wind farms", "level": 2}, **ids)
    profile.describe_work(
        headline="Grid planner", bio="", language="en", seniority="", years_experience=None, orcid="", **ids
    )

    undo(pair, cast.omar)

    assert fresh(first).headline == "Grid planner"
    assert first.skills.filter(typed="Wind farms").exists()
    assert not first.skills.filter(skill__slug="hydrology").exists()


def test_a_paused_profile_comes_back_paused_since_when_it_was(cast, twins):
    first, second = twins
    pause_profile(expert_id=second.pk, until=None, by=second.user, at=NOW + timedelta(days=1))
    since = fresh(second).state_since
    pair = pair_of(first, second)
    merge(pair, first, cast.omar, at=NOW + timedelta(days=2))

    undo(pair, cast.omar, at=NOW + timedelta(days=3))

    assert (fresh(second).state, fresh(second).state_since) == (State.PAUSED, since)


def test_a_merge_can_be_undone_for_thirty_days(cast, twins):
    pair = pair_of(*twins)
    merge(pair, twins[0], cast.omar)

    with pytest.raises(Refused, match="undo_too_late"):
        undo(pair, cast.omar, at=NOW + timedelta(days=30, seconds=1))


def test_after_thirty_days_the_closed_profile_is_emptied_and_its_looks_are_kept(cast, twins, client_of):
    first, second = twins
    client_of(cast.omar).get(f"/experts/verification/{second.public_id}/")
    merge(pair_of(first, second), first, cast.omar)
    one = Merge.objects.get()

    clear_merged(merge_id=one.pk, at=NOW + timedelta(days=29))
    assert fresh(second).headline
    forget()  # by the clock of today: a week later at most
    clear_merged(merge_id=one.pk, at=NOW + timedelta(days=31))
    clear_merged(merge_id=one.pk, at=NOW + timedelta(days=32))

    emptied = fresh(second)
    assert (emptied.headline, emptied.orcid, emptied.skills.count(), emptied.facts.count()) == ("", "", 0, 0)
    assert fresh(first).works.count() == 1
    assert first.access_events.filter(route="experts:verification").exists()
    assert broken_links(list(emptied.events.order_by("seq"))) == []


def test_a_profile_with_an_open_invitation_or_placement_is_not_closed(cast, twins):
    first, second = twins
    set_commitment(
        expert_id=second.pk,
        source_ref="placement:1",
        kind=CommitmentKind.PROMISED,
        hours_per_week=2,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=30),
    )
    pair = pair_of(first, second)

    with pytest.raises(Refused, match="closing_has_engagements"):
        merge(pair, first, cast.omar)
    merge(pair, second, cast.omar)
    assert fresh(first).state == State.CLOSED


def test_a_real_invitation_keeps_a_profile_open(cast):
    hina = cast.expert
    twin = factories.make_expert(factories.make_user("h@demo.example", full_name="Hina Quraishi"))
    factories.make_invitation(cast.need, hina)

    with pytest.raises(Refused, match="closing_has_engagements"):
        merge(pair_of(hina, twin), twin, cast.omar)


def test_the_one_with_an_account_is_kept(cast):
    own = factories.make_expert(factories.make_user("n@demo.example", full_name="Nasreen Akhtar"))
    kept = enter(cast.omar)
    fill_managed(kept, cast.omar)
    pair = pair_of(own, kept)

    with pytest.raises(Refused, match="keep_the_claimed"):
        merge(pair, kept, cast.rabia)
    merge(pair, own, cast.rabia)
    assert own.skills.filter(typed="Glaciology").exists()
    assert own.facts.filter(row_kind="skill", source="staff").exists()


def test_a_suspended_profile_is_neither_kept_nor_merged_away(cast, twins):
    first, second = twins
    pair = pair_of(first, second)
    version = fresh(second).version
    suspend_profile(expert_id=second.pk, note="Doubts.", by=cast.omar, at=NOW, version=version)

    for keep in twins:
        with pytest.raises(Refused, match="kept_is_not_open"):
            merge(pair, keep, cast.omar)


def fall_silent(expert):
    """As a year without signing in ends; the two mails before are no part of this story."""
    with transaction.atomic():
        move(fresh(expert), action=Action.FALL_SILENT, part=Part.CLOCK, by=None, at=NOW)


def test_a_person_who_is_there_is_not_merged_into_a_profile_that_rests(cast, twins):
    first, second = twins
    pair = pair_of(first, second)
    fall_silent(first)

    with pytest.raises(Refused, match="kept_is_dormant") as refused:
        merge(pair, first, cast.omar)
    assert refused.value.field == "keep"
    merge(pair, second, cast.omar)
    assert fresh(second).state == State.VERIFIED
    undo(pair, cast.omar)
    assert fresh(first).state == State.DORMANT


def test_two_profiles_that_rest_become_one_that_rests(cast, twins):
    first, second = twins
    pair = pair_of(first, second)
    fall_silent(first)
    fall_silent(second)

    merge(pair, first, cast.omar)

    assert fresh(first).state == State.DORMANT


def test_the_page_of_undoing_says_that_no_interest_comes_back(client_of, cast):
    hina = cast.expert
    twin = factories.make_expert(factories.make_user("h@demo.example", full_name="Hina Quraishi"))
    interest = show_interest(need_id=cast.other_need.pk, message="I would like to.", by=hina.user, at=NOW)
    pair = pair_of(hina, twin)
    merge(pair, twin, cast.omar)
    while drain(worker="test", seconds=30):
        pass

    page = client_of(cast.omar).get(f"/experts/duplicates/{pair.public_id}/").content.decode()
    undo(pair, cast.omar)

    assert "that ended with the merge stay ended" in page
    assert Invitation.objects.get(pk=interest.pk).state == "superseded"


def test_lists_that_would_grow_too_long_are_not_joined(cast, twins, monkeypatch):
    monkeypatch.setattr(RowKind, "most_rows", property(lambda self: 1))

    with pytest.raises(Refused, match="merge_too_long"):
        merge(pair_of(*twins), twins[0], cast.omar)
    assert fresh(twins[0]).languages.count() == 1
    assert fresh(twins[1]).state == State.VERIFIED


def test_nobody_merges_a_profile_of_their_own(cast):
    own = factories.make_expert(cast.omar)
    twin = factories.make_expert(factories.make_user("o@demo.example", full_name="Omar Faruq"))

    with pytest.raises(Denied, match="a profile of their own"):
        merge(pair_of(own, twin), twin, cast.omar)


@pytest.mark.parametrize("name", ["hina", "sana", "asma", "ayesha"])
def test_who_does_not_verify_merges_nothing(cast, twins, name):
    with pytest.raises(Denied):
        merge(pair_of(*twins), twins[0], getattr(cast, name))


def test_a_merge_names_one_of_the_two(cast, twins):
    pair = pair_of(*twins)

    with pytest.raises(Refused, match="unknown_choice"):
        merge(pair, cast.expert, cast.omar)


def test_an_earlier_merge_is_undone_only_after_the_later_one(cast, twins):
    first, second = twins
    third = factories.make_expert(factories.make_user("c@demo.example", full_name="Ali Khan"))
    earlier = pair_of(first, second)
    merge(earlier, second, cast.omar)
    later = pair_of(second, third)
    merge(later, third, cast.omar)

    with pytest.raises(Refused, match="kept_is_not_open"):
        undo(earlier, cast.omar)
    undo(later, cast.omar)
    undo(earlier, cast.omar)
    assert {fresh(expert).state for expert in (first, second, third)} == {State.VERIFIED}


def test_a_closed_profile_is_compared_with_nobody(cast, twins):
    merge(pair_of(*twins), twins[0], cast.omar)
    find_duplicates(expert_id=twins[1].pk, at=NOW)
    fourth = factories.make_expert(factories.make_user("d@demo.example", full_name="Ali Khan"))
    find_duplicates(expert_id=fourth.pk, at=NOW)

    assert [pair.older for pair in DuplicatePair.objects.proposed()] == [twins[0]]


def test_the_person_reads_that_the_profile_is_closed_and_changes_nothing(client_of, cast, twins):
    first, second = twins
    merge(pair_of(first, second), first, cast.omar)
    client = client_of(second.user)

    assert "This profile is closed" in client.get("/experts/profile/").content.decode()
    assert client.get("/experts/profile/identity/").status_code == 403
    assert client.get("/experts/profile/credentials/").status_code == 200
    assert client.get("/experts/profile/trust/").status_code == 200


def test_staff_merge_and_undo_from_the_page(client_of, cast, twins):
    first, second = twins
    pair = pair_of(first, second)
    client = client_of(cast.omar)
    here = f"/experts/duplicates/{pair.public_id}/"
    assert (
        client.post(f"{here}merge/", {"version": 1, "note": "", "keep": first.public_id}).status_code == 422
    )

    done = client.post(f"{here}merge/", {"version": 1, "note": "ORCID", "keep": first.public_id}, follow=True)

    page = done.content.decode()
    assert "The two profiles are one now." in page
    assert "Undo: they are two" in page
    back = client.post(f"{here}undo/", {"version": 2, "note": "A mistake."}, follow=True)
    assert "Both profiles are as they were." in back.content.decode()


def test_rows_that_only_differ_in_writing_are_one(cast, twins):
    first, second = twins
    Work.objects.create(expert=first, kind="publication", title="  GRIDS", doi="")
    ExpertSkill.objects.create(expert=first, typed="biochar", level=1)
    ExpertSkill.objects.create(expert=second, typed="Biochar", level=4)

    merge(pair_of(first, second), first, cast.omar)

    assert first.works.count() == 1
    assert first.skills.filter(typed__iexact="biochar").count() == 1
