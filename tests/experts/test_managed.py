"""Profiles that staff write for somebody who agreed, and how that person takes over or has it removed."""

from datetime import timedelta

import pytest

from accounts.enums import Purpose
from common.events import broken_links
from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied, decide
from common.refusals import Refused
from experts.enums import Source, State
from experts.models import AccessEvent, ClaimInvitation, DuplicatePair, Expert, Fact
from experts.selectors.claims import claim_token
from experts.services import claims, managed, profile
from experts.services.credentials import add_credential
from experts.services.managed import end_run_out_links
from experts.services.verification import request_changes, submit_profile, verify_profile
from matching.selectors.experts import all_shown
from tests import factories
from tests.experts.people import enter, fill_managed, make_liaison
from tests.factories import NOW, TODAY

EMAIL = "nasreen@uni-bonn.example"


@pytest.fixture
def nasreen(db):
    return factories.make_user("nasreen@demo.example", full_name="Nasreen Akhtar")


def invite(expert, by, *, at=NOW):
    return managed.invite_to_claim(expert_id=expert.pk, email=EMAIL, by=by, at=at)


def claim(invitation, by, *, agrees=True, visibility="after_matching", at=NOW):
    return claims.claim_profile(
        invitation_id=invitation.pk, visibility=visibility, agrees=agrees, by=by, at=at
    )


def verified(cast):
    """Entered by Omar, verified by Rabia."""
    expert = enter(cast.omar)
    fill_managed(expert, cast.omar)
    submit_profile(expert_id=expert.pk, by=cast.omar, at=NOW)
    version = Expert.objects.get(pk=expert.pk).version
    return verify_profile(expert_id=expert.pk, by=cast.rabia, at=NOW, version=version)


def link(invitation):
    return f"/experts/claim/{claim_token(invitation.public_id)}/"


def test_an_officer_enters_somebody_who_agreed(cast):
    expert = enter(cast.omar)

    assert (expert.user, expert.state, expert.visibility) == (None, State.DRAFT, "")
    assert (expert.managed.full_name, expert.managed.entered_by) == ("Nasreen Akhtar", cast.omar)
    assert [(event.action, event.part, event.by) for event in expert.events.all()] == [
        ("create", "staff", cast.omar)
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"full_name": "\u200b"}, "full_name"),
        ({"country": "XX"}, "country"),
        ({"consent_way": "silence"}, "consent_way"),
        ({"consent_words": "  "}, "consent_words"),
        ({"consent_on": TODAY + timedelta(days=1)}, "consent_on"),
        ({"consent_on": TODAY - timedelta(days=400)}, "consent_on"),
    ],
)
def test_without_a_consent_that_is_noted_there_is_no_profile(cast, values, field):
    with pytest.raises(Refused) as refusal:
        enter(cast.omar, **values)

    assert refusal.value.field == field
    assert not Expert.objects.filter(user=None).exists()


@pytest.mark.parametrize("name", ["rabia", "dawood", "asma", "ayesha", "sana", "hina"])
def test_others_enter_nobody(cast, name):
    with pytest.raises(Denied):
        enter(getattr(cast, name))


def test_a_liaison_enters_people_of_their_countries_alone(db):
    faiz = make_liaison(countries=("DE", "AT"))
    expert = enter(faiz)

    with pytest.raises(Denied, match="not one of your posts"):
        enter(faiz, country="QA")
    ids = {"expert_id": expert.pk, "city": "", "by": faiz, "at": NOW}
    profile.set_home(country="AT", time_zone="Europe/Vienna", **ids)
    with pytest.raises(Refused) as refusal:
        profile.set_home(country="QA", time_zone="Asia/Qatar", **ids)
    assert (refusal.value.code, refusal.value.field) == ("country_not_yours", "country")


def test_what_staff_write_is_noted_as_theirs(cast):
    expert = enter(cast.omar)
    fill_managed(expert, cast.omar)

    assert set(Fact.objects.filter(expert=expert).values_list("source", flat=True)) == {Source.STAFF}
    assert set(expert.events.exclude(action="create").values_list("part", flat=True)) == {"staff"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda ids: profile.choose_visibility(visibility="public", **ids),
        lambda ids: profile.consent_to_matching(agrees=True, **ids),
        lambda ids: profile.set_terms(capacity=3, travel_document="nicop", **ids),
        lambda ids: add_credential(kind="award", country="DE", values={}, file=None, **ids),
    ],
)
def test_nobody_answers_for_somebody_else_what_only_they_can_answer(cast, answer):
    expert = enter(cast.omar)

    with pytest.raises(Denied):
        answer({"expert_id": expert.pk, "by": cast.omar, "at": NOW})
    assert not cast.omar.consents.exclude(purpose=Purpose.NOTICE).exists()


def test_what_somebody_entered_is_verified_by_somebody_else(cast):
    expert = enter(cast.omar)
    fill_managed(expert, cast.omar)
    submit_profile(expert_id=expert.pk, by=cast.omar, at=NOW)
    version = Expert.objects.get(pk=expert.pk).version

    with pytest.raises(Denied, match="Somebody else verifies it"):
        verify_profile(expert_id=expert.pk, by=cast.omar, at=NOW, version=version)
    verify_profile(expert_id=expert.pk, by=cast.rabia, at=NOW, version=version)

    expert.refresh_from_db()
    assert expert.state == State.VERIFIED
    assert broken_links(list(expert.events.order_by("seq"))) == []


def test_an_unfinished_managed_profile_is_not_sent(cast):
    with pytest.raises(Refused, match="profile_incomplete"):
        submit_profile(expert_id=enter(cast.omar).pk, by=cast.omar, at=NOW)


def test_a_managed_profile_is_returned_to_who_keeps_it(client_of, cast):
    expert = enter(cast.omar)
    fill_managed(expert, cast.omar)
    submit_profile(expert_id=expert.pk, by=cast.omar, at=NOW)
    version = Expert.objects.get(pk=expert.pk).version
    request_changes(
        expert_id=expert.pk, reasons=["other"], note="Which lakes?", by=cast.rabia, at=NOW, version=version
    )

    assert (
        "Which lakes?" in client_of(cast.omar).get(f"/experts/managed/{expert.public_id}/").content.decode()
    )
    assert submit_profile(expert_id=expert.pk, by=cast.omar, at=NOW).state == State.SUBMITTED


def test_a_verified_managed_profile_is_shown_to_no_organisation(cast):
    expert = verified(cast)

    assert expert not in all_shown()


@pytest.mark.parametrize("name", ["bilal", "sana", "asma", "ayesha"])
def test_a_managed_draft_does_not_exist_for_others(cast, name):
    expert = enter(cast.omar)

    assert not Expert.objects.visible_to(getattr(cast, name)).filter(pk=expert.pk).exists()
    assert not decide(getattr(cast, name), "experts.edit_profile", expert)


def test_a_draft_of_a_person_stays_their_own(cast):
    draft = factories.make_expert(factories.make_user("d@demo.example"), verified=False)

    assert not Expert.objects.visible_to(cast.omar).filter(pk=draft.pk).exists()
    assert not Expert.objects.visible_to(make_liaison()).filter(pk=draft.pk).exists()


def test_the_link_is_mailed_and_its_secret_is_stored_nowhere(cast):
    invitation = invite(enter(cast.omar), cast.omar)

    row = Outbox.objects.get(template="experts.claim_link")
    assert (row.address, row.body) == (EMAIL, "")
    mail = TEMPLATES["experts.claim_link"](invitation_id=invitation.pk)
    assert link(invitation) not in str(list(ClaimInvitation.objects.values()))
    assert "Nasreen Akhtar" in mail.body


def test_a_link_that_is_over_is_not_mailed_any_more(cast):
    invitation = invite(enter(cast.omar), cast.omar)
    removed = invite(enter(cast.omar, full_name="Gul Bano"), cast.omar)
    managed.withdraw_link(expert_id=invitation.expert_id, by=cast.omar, at=NOW)
    claims.remove_unclaimed(invitation_id=removed.pk, at=NOW)

    for link_id in (invitation.pk, removed.pk):
        assert TEMPLATES["experts.claim_link"](invitation_id=link_id) is None


def test_taking_over_makes_it_the_persons_with_their_own_answers(cast, nasreen):
    expert = verified(cast)
    invitation = invite(expert, cast.omar)

    claimed = claim(invitation, nasreen)

    assert (claimed.user, claimed.state, claimed.visibility) == (nasreen, State.VERIFIED, "after_matching")
    assert nasreen.consents.filter(purpose=Purpose.MATCHING, withdrawn_at=None).exists()
    assert claimed in all_shown()
    invitation.refresh_from_db()
    claimed.managed.refresh_from_db()
    assert (invitation.email, claimed.managed.full_name) == ("", "")
    assert not decide(cast.omar, "experts.edit_profile", claimed)


def test_whoever_takes_over_without_consenting_is_matched_with_nothing(cast, nasreen):
    claimed = claim(invite(verified(cast), cast.omar), nasreen, agrees=False, visibility="hidden")

    assert claimed.state == State.PAUSED
    assert not nasreen.consents.filter(purpose=Purpose.MATCHING, withdrawn_at=None).exists()


def test_a_link_works_once(cast, nasreen):
    invitation = invite(enter(cast.omar), cast.omar)
    claim(invitation, nasreen)

    with pytest.raises(Refused, match="link_over"):
        claim(invitation, factories.make_user("other@demo.example"))


def test_a_link_works_for_thirty_days(cast, nasreen):
    invitation = invite(enter(cast.omar), cast.omar)

    with pytest.raises(Refused, match="link_over"):
        claim(invitation, nasreen, at=NOW + timedelta(days=30))
    assert end_run_out_links(at=NOW + timedelta(days=30)) == 1
    invitation.refresh_from_db()
    assert invitation.email == ""


def test_a_new_link_ends_the_old_one(cast, nasreen):
    expert = enter(cast.omar)
    old = invite(expert, cast.omar)
    new = managed.invite_again(expert_id=expert.pk, by=cast.omar, at=NOW)

    assert new.email == EMAIL
    with pytest.raises(Refused, match="link_over"):
        claim(old, nasreen)
    assert claim(new, nasreen).user == nasreen


def test_there_is_nothing_to_send_again_or_withdraw_before_the_first_link(cast):
    expert = enter(cast.omar)

    for step in (managed.invite_again, managed.withdraw_link):
        with pytest.raises(Refused, match="no_open_link"):
            step(expert_id=expert.pk, by=cast.omar, at=NOW)


@pytest.mark.parametrize("email", ["", "nasreen", "a@b@c"])
def test_a_link_needs_an_address(cast, email):
    with pytest.raises(Refused, match="bad_address"):
        managed.invite_to_claim(expert_id=enter(cast.omar).pk, email=email, by=cast.omar, at=NOW)


def test_who_entered_the_profile_does_not_take_it_over(cast):
    faiz = make_liaison()
    invitation = invite(enter(faiz), cast.omar)

    for by in (faiz, cast.omar):
        with pytest.raises(Denied, match="Only the person"):
            claim(invitation, by)


def test_a_person_with_a_profile_gets_the_duplicates_path_instead_of_an_error(cast, nasreen):
    own = factories.make_expert(nasreen)
    expert = enter(cast.omar)
    invitation = invite(expert, cast.omar)
    with pytest.raises(Refused, match="profile_exists"):
        claim(invitation, nasreen)

    claims.claim_as_second(invitation_id=invitation.pk, by=nasreen, at=NOW)

    pair = DuplicatePair.objects.get()
    assert ({pair.older_id, pair.newer_id}, pair.evidence) == ({own.pk, expert.pk}, {"claim": 1})


def test_joining_needs_a_profile_of_ones_own(cast, nasreen):
    with pytest.raises(Refused, match="no_own_profile"):
        claims.claim_as_second(invitation_id=invite(enter(cast.omar), cast.omar).pk, by=nasreen, at=NOW)


def test_whoever_holds_the_link_has_everything_erased_at_once(cast):
    expert = verified(cast)
    request_note = expert.events.count()
    claims.remove_unclaimed(invitation_id=invite(expert, cast.omar).pk, at=NOW)

    gone = Expert.objects.get(pk=expert.pk)
    assert (gone.state, gone.headline, gone.bio, gone.country, gone.city) == (State.CLOSED, "", "", "", "")
    assert not hasattr(gone, "managed")
    for rows in ("languages", "skills", "availabilities", "facts", "claim_invitations", "access_events"):
        assert not getattr(gone, rows).exists()
    assert gone.events.count() > request_note
    assert broken_links(list(gone.events.order_by("seq"))) == []
    assert not Expert.objects.managed().exists()


def test_what_was_claimed_is_not_removed_by_the_old_link(cast, nasreen):
    invitation = invite(enter(cast.omar), cast.omar)
    claim(invitation, nasreen)

    with pytest.raises(Refused, match="link_over"):
        claims.remove_unclaimed(invitation_id=invitation.pk, at=NOW)


def test_staff_write_a_profile_on_the_same_pages(client_of, cast):
    client = client_of(cast.omar)
    assert "Nobody is entered" in client.get("/experts/managed/").content.decode()
    entered = client.post(
        "/experts/managed/new/",
        {
            "full_name": "Nasreen Akhtar",
            "country": "DE",
            "consent_way": "spoken",
            "consent_on": "2026-11-20",
            "consent_words": "After the talk in Bonn.",
        },
    )
    expert = Expert.objects.get(user=None)
    here = f"/experts/managed/{expert.public_id}/"
    assert entered["Location"] == here
    page = client.get(here).content.decode()
    assert "What you do" in page
    assert "Who may see you" not in page

    assert client.get(f"{here}identity/").status_code == 200
    saved = client.post(f"{here}identity/", {"headline": "Glaciologist", "language": "en"})
    assert saved["Location"] == here
    assert client.get(f"{here}skills/add/").status_code == 200
    added = client.post(f"{here}skills/add/", {"typed": "Glaciology", "level": "4"})
    assert added["Location"] == f"{here}skills/"
    row = expert.skills.get()
    listed = client.get(f"{here}skills/").content.decode()
    assert f"{here}skills/{row.public_id}/remove/" in listed
    assert client.get(f"{here}skills/{row.public_id}/").status_code == 200
    assert client.post(f"{here}skills/{row.public_id}/remove/")["Location"] == f"{here}skills/"
    assert client.get(f"{here}visibility/").status_code == 404
    assert AccessEvent.objects.filter(expert=expert, why="managed", viewer=cast.omar).count() >= 5


def test_the_rows_of_another_profile_are_not_reached_through_ones_own(client_of, cast):
    expert = enter(cast.omar)
    row = cast.expert.skills.first()

    answer = client_of(cast.omar).post(f"/experts/managed/{expert.public_id}/skills/{row.public_id}/remove/")

    assert answer.status_code == 404
    assert cast.expert.skills.filter(pk=row.pk).exists()


def test_a_liaison_of_elsewhere_finds_no_managed_profile(client_of, cast):
    expert = enter(cast.omar)
    client = client_of(make_liaison(countries=("QA",)))

    assert "Nobody is entered" in client.get("/experts/managed/").content.decode()
    assert client.get(f"/experts/managed/{expert.public_id}/").status_code == 404
    assert client.get(f"/experts/managed/{expert.public_id}/identity/").status_code == 404


def test_the_link_is_sent_sent_again_and_withdrawn_from_the_page(client_of, cast):
    expert = enter(cast.omar)
    client = client_of(cast.omar)
    here = f"/experts/managed/{expert.public_id}/"
    assert client.post(f"{here}link/", {"email": "x"}).status_code == 422

    assert EMAIL in client.post(f"{here}link/", {"email": EMAIL}, follow=True).content.decode()
    assert EMAIL in client.post(f"{here}link/again/", follow=True).content.decode()
    assert EMAIL not in client.post(f"{here}link/withdraw/", follow=True).content.decode()
    assert "No link is open." in client.post(f"{here}link/withdraw/", follow=True).content.decode()


def test_a_stranger_with_the_link_reads_what_is_held_and_chooses(client_of, cast):
    expert = verified(cast)
    invitation = invite(expert, cast.omar)

    page = client_of(None).get(link(invitation)).content.decode()

    assert "Glaciologist" in page
    assert "Ministry of Science and Technology" in page
    assert "Omar" not in page
    assert "Sign in" in page
    assert client_of(None).post(link(invitation), {"visibility": "public"}).status_code == 302
    assert client_of(None).post(f"{link(invitation)}join/").status_code == 302
    expert.refresh_from_db()
    assert expert.user is None


def test_nothing_is_preselected_when_somebody_takes_over(client_of, cast, nasreen):
    expert = verified(cast)
    client = client_of(nasreen)
    invitation = invite(expert, cast.omar)
    page = client.get(link(invitation)).content.decode()
    assert "checked" not in page

    assert client.post(link(invitation), {}).status_code == 422
    answers = {"visibility": "public", "public_parts": ["headline", "country"], "agrees": "on"}
    done = client.post(link(invitation), answers, follow=True)

    assert "The profile is yours now." in done.content.decode()
    expert.refresh_from_db()
    assert (expert.visibility, expert.public_parts) == ("public", ["headline", "country"])
    over = client_of(None).get(link(invitation)).content.decode()
    assert "This link has expired" in over
    assert "Glaciologist" not in over


def test_somebody_with_a_profile_asks_to_join_from_the_page(client_of, cast):
    invitation = invite(enter(cast.omar), cast.omar)
    client = client_of(cast.hina)
    assert "You have a profile already" in client.get(link(invitation)).content.decode()

    done = client.post(f"{link(invitation)}join/", follow=True)

    assert "asked to make one of your two profiles" in done.content.decode()
    assert client.post(f"{link(invitation)}join/").status_code == 302


def test_a_stranger_has_the_profile_removed_after_saying_so(client_of, cast):
    expert = enter(cast.omar)
    invitation = invite(expert, cast.omar)
    client = client_of(None)
    assert client.post(f"{link(invitation)}remove/").status_code == 422

    done = client.post(f"{link(invitation)}remove/", {"is_sure": "on"}).content.decode()

    assert "The profile is removed" in done
    assert Expert.objects.get(pk=expert.pk).state == State.CLOSED
    assert client.get(link(invitation)).status_code == 404


@pytest.mark.parametrize("token", ["x", "ABC.def", "9" * 300])
def test_a_link_that_we_did_not_sign_is_none(client_of, db, token):
    assert client_of(None).get(f"/experts/claim/{token}/").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_managed_profile_and_for_three(
    client_of, cast, n, django_assert_num_queries
):
    for _ in range(n):
        enter(cast.omar)
    client = client_of(cast.omar)
    client.get("/experts/managed/")

    with django_assert_num_queries(5):
        client.get("/experts/managed/")
