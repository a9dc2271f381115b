"""Two organisations that may be one: found, looked at, told apart."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common.jobs import SUBSCRIBERS
from common.models import Shard
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import Fact, PairState
from incubators.models import Membership, OrganisationKey, OrganisationPair
from incubators.services import edit_organisation
from incubators.services.pairs import find_pairs, reconsider, tell_apart
from incubators.services.shapes import Registration
from incubators.tasks import recheck, recheck_organisations
from tests import factories
from tests.factories import NOW

LIST = "/organisations/duplicates/"


def look(*organisations):
    """Compare each, as the ledger does after a change; the pairs that staff would see."""
    for organisation in organisations:
        find_pairs(organisation_id=organisation.pk, at=NOW)
    return list(OrganisationPair.objects.proposed())


def two(first="Lahore Science Centre", second="Center of Science, Lahore", **fields):
    return factories.make_organisation(name=first), factories.make_organisation(name=second, **fields)


def decide(step, pair, by, note="Two houses, two heads."):
    pair.refresh_from_db()
    return step(pair_id=pair.pk, note=note, by=by, at=NOW, version=pair.version)


def test_the_same_name_in_another_order_and_spelling_is_proposed(db):
    (pair,) = look(*two())

    assert pair.evidence == ["name_territory"]


def test_the_same_name_in_urdu_is_proposed(db):
    assert len(look(*two("University of Lahore", "جامعہ لاہور"))) == 1


def test_the_same_domain_kind_and_place_speak_for_one_organisation(db):
    first = factories.make_organisation(name="NUST", email_domain="nust.example")
    second = factories.make_organisation(
        name="National University of Sciences and Technology", email_domain="nust.example"
    )

    (pair,) = look(first, second)

    assert pair.evidence == ["domain_place"]


def test_a_park_and_its_tenant_are_two(db):
    park, tenant = two("Ravi Park", "Ravi Park")
    tenant.parent = park
    tenant.save()

    assert look(park, tenant) == []


def test_the_same_name_elsewhere_says_nothing(db):
    first, second = two("Women College", "Women College")
    second.place = factories.make_place("PK-SD", name="Sindh", position=2)
    second.save()

    assert look(first, second) == []


def test_looking_twice_changes_nothing(db):
    first, second = two()
    look(first, second)
    before = list(OrganisationKey.objects.order_by("pk").values_list("pk", flat=True))

    (pair,) = look(first, second)

    assert pair.events.count() == 1
    assert list(OrganisationKey.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_pair_is_dropped_when_nothing_speaks_for_it_and_comes_back_when_something_does(db):
    first, second = two()
    (pair,) = look(first, second)
    second.name = "Quetta Weather Station"
    second.save()
    assert look(second) == []
    second.name = "Lahore Science Centre"
    second.save()

    assert look(second) == [pair]


def test_what_was_told_apart_is_not_proposed_again(cast):
    pair = look(*two())[0]

    decide(tell_apart, pair, cast.omar)
    assert look(pair.older, pair.newer) == []
    decide(reconsider, pair, cast.rabia, note="The same address after all.")

    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED


def test_telling_apart_needs_a_note_and_the_present_version(cast):
    pair = look(*two())[0]

    with pytest.raises(Refused, match="note_required"):
        decide(tell_apart, pair, cast.omar, note=" ")
    with pytest.raises(Refused, match="stale_version"):
        tell_apart(pair_id=pair.pk, note="No.", by=cast.omar, at=NOW, version=pair.version + 1)


def test_members_of_one_of_the_two_do_not_decide(cast):
    pair = look(*two())[0]
    Membership.objects.create(user=cast.omar, organisation=pair.newer, role="viewer", since=NOW)

    for somebody in (cast.sana, cast.asma, cast.omar):
        with pytest.raises(Denied):
            decide(tell_apart, pair, somebody)


def test_a_change_of_the_registration_asks_for_the_comparison(cast):
    waiting = factories.make_organisation(cast.kamran, name="Swat Lab", verified=False)
    waiting.place = factories.make_place("PK-SD", name="Sindh", position=2)
    waiting.save()
    edit_organisation(
        organisation_id=waiting.pk,
        registration=Registration(
            name="Ravi Incubation Centre", kind="incubator", sector="public", place=waiting.place
        ),
        by=cast.kamran,
        at=NOW,
    )

    assert "incubators.find_pairs" in SUBSCRIBERS[Fact.ORGANISATION_CHANGED]
    assert Shard.objects.get(kind="incubators.find_pairs").ids == {"organisation_id": waiting.pk}


def test_all_organisations_are_looked_at_again_every_week(db):
    two()
    recheck_organisations()

    recheck(**Shard.objects.get(kind="incubators.recheck_block").ids)

    assert OrganisationPair.objects.count() == 1


def test_staff_compare_side_by_side_and_tell_apart(cast, client_of):
    client = client_of(cast.omar)
    pair = look(*two(website="https://centre.example"))[0]
    page = f"{LIST}{pair.public_id}/"
    assert "Center of Science, Lahore" in client.get(LIST).content.decode()
    assert "https://centre.example" in client.get(page).content.decode()

    stale = client.post(f"{page}apart/", {"note": "Two houses.", "version": "999"})
    done = client.post(f"{page}apart/", {"note": "Two houses.", "version": pair.version})

    assert (stale.status_code, ">\nTwo houses.</textarea>" in stale.content.decode()) == (422, True)
    assert done.status_code == 302
    assert "Two houses." in client.get(page).content.decode()
    assert "No pair here" in client.get(LIST).content.decode()
    assert "Center of Science" in client.get(f"{LIST}?state=different").content.decode()


def test_the_list_of_pairs_costs_the_same_for_one_row_and_three(cast, client_of):
    client = client_of(cast.omar)
    client.get(LIST)
    costs = []
    for names in (["Beas Lab"], ["Ravi Lab", "Jhelum Lab"]):
        for name in names:
            look(*two(name, name))
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_two_that_are_compared_at_the_same_moment_stay_a_pair():
    first, second = two()
    (pair,) = look(first, second)
    OrganisationKey.objects.filter(organisation=second).delete()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        find_pairs(organisation_id=second.pk, at=NOW)
        first_one = pool.submit(_compare_in_a_thread, first.pk)  # sees no key of the second yet
        _wait_for_a_lock()
    first_one.result()

    pair.refresh_from_db()
    assert pair.state == PairState.PROPOSED


def _compare_in_a_thread(organisation_id):
    try:
        find_pairs(organisation_id=organisation_id, at=NOW)
    finally:
        connection.close()


def _wait_for_a_lock():
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for the pair")
