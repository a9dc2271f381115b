"""Two profiles that may be one person's: what speaks for it, who looks, what is decided."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.jobs import SUBSCRIBERS
from common.models import Shard
from common.policies import Denied
from common.refusals import Refused
from experts.enums import EvidenceKind, Fact, PairState
from experts.models import AccessEvent, Affiliation, DuplicateKey, DuplicatePair, Expert, Work
from experts.selectors.duplicates import evidence_of
from experts.services import duplicates, profile
from experts.services.duplicates import find_duplicates, reconsider, tell_apart
from experts.services.employer_codes import ask_for_code, give_code
from experts.tasks import find_duplicates as follow_change
from experts.tasks import recheck_all, recheck_profiles
from tests import factories
from tests.experts.people import enter, make_liaison
from tests.experts.test_employer_codes import mailed_code
from tests.factories import NOW


def somebody(name, n, **fields):
    return factories.make_expert(factories.make_user(f"p{n}@demo.example", full_name=name), **fields)


def two(first="Muhammad Usman Qureshi", second="Mohammed Osman QURAISHI", **fields):
    return somebody(first, 1), somebody(second, 2, **fields)


def look(*experts):
    """Compare each, as the ledger does after a change; the pairs that staff would see."""
    for expert in experts:
        find_duplicates(expert_id=expert.pk, at=NOW)
    return list(DuplicatePair.objects.proposed())


def works(expert, *dois):
    for doi in dois:
        Work.objects.create(expert=expert, kind="publication", title=doi, doi=doi)


def pair_of(*experts):
    (pair,) = look(*experts)
    return pair


def decide(step, pair, by, note="Two pages, two faces."):
    return step(
        pair_id=pair.pk, note=note, by=by, at=NOW, version=DuplicatePair.objects.get(pk=pair.pk).version
    )


def test_the_same_name_in_another_spelling_and_the_same_country_is_proposed(db):
    pair = pair_of(*two())

    assert evidence_of(pair) == ["The same name, however it is spelt, in the same country."]


def test_a_name_in_urdu_letters_meets_the_same_name_in_latin_ones(db):
    first = somebody("Bilal Ahmad Khan", 1)
    user = factories.make_user("p2@demo.example", full_name="B. A. Khan", name_ur="بلال احمد خان")
    pair = pair_of(first, factories.make_expert(user))

    assert list(pair.evidence) == [EvidenceKind.NAME_COUNTRY]


def test_the_same_name_in_another_country_is_not_enough(db):
    assert look(*two(country="CA")) == []


def test_a_single_name_and_a_country_are_not_enough(db):
    assert look(*two("Nasreen", "Nasrin")) == []


def test_the_same_name_at_the_same_organisation_is(db):
    first, second = two("Nasreen", "Nasrin", country="CA")
    for expert in (first, second):
        Affiliation.objects.create(expert=expert, kind="education", organisation="NED University")

    assert evidence_of(pair_of(first, second)) == [
        "The same name, however it is spelt, at the same organisation."
    ]


def test_the_same_name_and_mail_at_the_same_employer_is(db):
    experts = two("Nasreen", "Nasrin", country="CA")
    for expert in experts:
        credential = ask_for_code(
            expert_id=expert.pk, address=f"x{expert.pk}@north.example", title="", by=expert.user, at=NOW
        )
        give_code(credential_id=credential.pk, code=mailed_code(), by=expert.user, at=NOW)

    assert evidence_of(pair_of(*experts)) == ["The same name, and mail at the same employer."]


def test_the_same_orcid_is(db):
    pair = pair_of(
        somebody("Sana", 1, orcid="0000-0002-1825-0097"), somebody("Hina", 2, orcid="0000-0002-1825-0097")
    )

    assert evidence_of(pair) == ["Both give the same ORCID iD."]


def test_two_lists_of_which_one_holds_the_other_are_one_persons(db):
    first, second = (somebody(name, n) for n, name in enumerate(("Sana", "Hina")))
    works(first, "10.1/a", "10.1/b", "10.1/c")
    works(second, "10.1/A", "10.1/b")

    assert evidence_of(pair_of(first, second)) == ["2 works with the same DOI: all that one of them lists."]


def test_co_authors_with_works_of_their_own_are_two_people(db):
    first, second = (somebody(name, n) for n, name in enumerate(("Sana", "Hina")))
    works(first, "10.1/a", "10.1/b", "10.1/c")
    works(second, "10.1/a", "10.1/b", "10.1/z")

    assert look(first, second) == []


def test_one_work_in_common_is_nothing(db):
    first, second = (somebody(name, n) for n, name in enumerate(("Sana", "Hina")))
    works(first, "10.1/a")
    works(second, "10.1/a")

    assert look(first, second) == []


def test_what_many_share_says_nothing_about_two(db, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_SHARING", 2)
    experts = [somebody("Ali Khan", n) for n in range(3)]

    assert len(look(*experts[:2])) == 1
    find_duplicates(expert_id=experts[2].pk, at=NOW)
    assert DuplicatePair.objects.count() == 1


def test_a_managed_profile_meets_the_one_of_its_person(cast):
    own = somebody("Nasreen Akhtar", 1)

    pair = pair_of(own, enter(cast.omar))

    assert list(pair.evidence) == [EvidenceKind.NAME_COUNTRY]


def test_nobody_is_proposed_to_themselves(db):
    expert = somebody("Ali Khan", 1, orcid="0000-0002-1825-0097")

    assert look(expert, expert) == []


def test_a_pair_for_which_nothing_speaks_any_more_is_no_longer_shown_and_may_return(db):
    first, second = two()
    pair = pair_of(first, second)
    profile.set_home(
        expert_id=second.pk, country="CA", city="", time_zone="America/Toronto", by=second.user, at=NOW
    )

    assert look(second) == []
    pair.refresh_from_db()
    assert pair.state == PairState.DROPPED
    profile.set_home(
        expert_id=second.pk, country="DE", city="", time_zone="Europe/Berlin", by=second.user, at=NOW
    )
    assert look(second) == [pair]


def test_an_edit_asks_the_ledger_to_compare(cast, django_capture_on_commit_callbacks):
    profile.set_home(
        expert_id=cast.expert.pk, country="DE", city="", time_zone="Europe/Berlin", by=cast.hina, at=NOW
    )

    assert "experts.find_duplicates" in SUBSCRIBERS[Fact.PROFILE_CHANGED]
    assert Shard.objects.filter(kind="experts.find_duplicates", ids={"expert_id": cast.expert.pk}).exists()
    follow_change(expert_id=cast.expert.pk)
    assert DuplicateKey.objects.filter(expert=cast.expert).exists()


def test_a_changed_name_is_noticed_by_the_weekly_look(db):
    first, second = two("Ali Khan", "Someone Else")
    look(first, second)
    second.user.full_name = "Aly Khan"
    second.user.save()

    recheck_all()
    for shard in Shard.objects.filter(kind="experts.recheck_profiles"):
        recheck_profiles(**shard.ids)

    assert DuplicatePair.objects.proposed().count() == 1


def test_comparing_costs_the_same_however_many_profiles_there_are(db):
    experts = [somebody(name, n) for n, name in enumerate(("Ali Khan", "Sana Tariq", "Omar Farooq"))]
    find_duplicates(expert_id=experts[0].pk, at=NOW)
    with CaptureQueriesContext(connection) as few:
        find_duplicates(expert_id=experts[0].pk, at=NOW)
    for expert in experts[1:]:
        find_duplicates(expert_id=expert.pk, at=NOW)

    with CaptureQueriesContext(connection) as more:
        find_duplicates(expert_id=experts[0].pk, at=NOW)

    assert len(more) == len(few)


def test_the_keys_say_nothing_by_themselves(db):
    look(somebody("Ali Khan", 1, orcid="0000-0002-1825-0097"))

    keys = list(DuplicateKey.objects.values_list("key", flat=True))
    assert {len(key) for key in keys} == {64}


def test_two_people_told_apart_are_not_proposed_again_until_somebody_reconsiders(cast):
    first, second = two()
    pair = pair_of(first, second)
    decide(tell_apart, pair, cast.omar)

    assert look(first, second) == []
    decide(reconsider, pair, cast.dawood)
    assert look(first, second) == [pair]
    assert [(e.action, e.by) for e in pair.events.order_by("seq")] == [
        ("propose", None),
        ("tell_apart", cast.omar),
        ("reconsider", cast.dawood),
    ]


def test_telling_apart_needs_a_note_and_a_fresh_look(cast):
    pair = pair_of(*two())

    with pytest.raises(Refused, match="note_required"):
        decide(tell_apart, pair, cast.omar, note=" ")
    with pytest.raises(Refused, match="stale_version"):
        tell_apart(pair_id=pair.pk, note="x", by=cast.omar, at=NOW, version=9)


@pytest.mark.parametrize("name", ["hina", "sana", "asma", "ayesha"])
def test_who_does_not_verify_decides_nothing(cast, name):
    with pytest.raises(Denied):
        decide(tell_apart, pair_of(*two()), getattr(cast, name))


def test_nobody_decides_about_a_profile_of_their_own(client_of, cast):
    own = factories.make_expert(cast.omar)
    other = somebody("Omar Faruq", 1)
    pair = pair_of(own, other)

    with pytest.raises(Denied, match="a profile of their own"):
        decide(tell_apart, pair, cast.omar)
    assert client_of(cast.omar).get(f"/experts/duplicates/{pair.public_id}/").status_code == 404


def test_a_pair_with_a_draft_of_a_person_is_not_shown(cast):
    first = somebody("Ali Khan", 1)
    pair = pair_of(first, somebody("Ali Khan", 2, verified=False))

    assert not DuplicatePair.objects.visible_to(cast.omar).filter(pk=pair.pk).exists()


def test_a_liaison_sees_pairs_of_their_countries_and_decides_none(client_of, cast):
    pair = pair_of(*two())
    near, far = client_of(make_liaison()), client_of(make_liaison("q@demo.example", countries=("QA",)))
    here = f"/experts/duplicates/{pair.public_id}/"

    assert "do not include verifying experts" in near.get(here).content.decode()
    assert near.post(f"{here}apart/", {"version": 1, "note": "x"}).status_code == 403
    assert far.get(here).status_code == 404
    assert "No pair here" in far.get("/experts/duplicates/").content.decode()


def test_the_pair_is_read_side_by_side_and_leaves_looks_with_both(client_of, cast):
    first, second = two()
    pair = pair_of(first, second)
    client = client_of(cast.omar)
    assert f"/experts/duplicates/{pair.public_id}/" in client.get("/experts/duplicates/").content.decode()

    page = client.get(f"/experts/duplicates/{pair.public_id}/").content.decode()

    assert "Muhammad Usman Qureshi" in page
    assert "Mohammed Osman QURAISHI" in page
    for expert in (first, second):
        looks = AccessEvent.objects.filter(expert=expert, why="duplicates").values_list("is_list", flat=True)
        assert sorted(looks) == [False, True]
    told = client.post(
        f"/experts/duplicates/{pair.public_id}/apart/", {"version": 1, "note": "Two."}, follow=True
    )
    assert "Remembered: these are two people." in told.content.decode()
    assert "Mohammed" in client.get("/experts/duplicates/?state=different").content.decode()
    again = client.post(f"/experts/duplicates/{pair.public_id}/reconsider/", {"version": 2, "note": "Hm."})
    assert again.status_code == 302


@pytest.mark.parametrize("step", ["merge", "undo", "apart", "reconsider"])
def test_no_step_of_the_page_breaks_on_nonsense(client_of, cast, step):
    url = f"/experts/duplicates/{pair_of(*two()).public_id}/{step}/"

    for values in ({}, {"version": "x"}, {"version": "9" * 30, "note": "\x00", "keep": "?"}):
        assert client_of(cast.omar).post(url, values).status_code in (403, 422)
    assert client_of(cast.omar).get("/experts/duplicates/?state=nonsense&page=-3").status_code == 200


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_pair_and_for_three(client_of, cast, n, django_assert_num_queries):
    for i in range(n):
        look(somebody("Ali Khan", i, country=["DE", "QA", "CA"][i]))
        look(somebody("Ali Khan", 10 + i, country=["DE", "QA", "CA"][i]))
    client = client_of(cast.omar)
    client.get("/experts/duplicates/")

    with django_assert_num_queries(5):
        assert client.get("/experts/duplicates/").content.decode().count("Ali Khan</bdi>") == 2 * n
    assert Expert.objects.filter(user__full_name="Ali Khan").count() == 2 * n
