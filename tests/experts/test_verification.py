"""The ministry verifies, returns, suspends; the expert hears of it and reads who looked."""

import pytest

from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from experts.enums import Action, ChangeReason, State
from experts.models import AccessEvent, Expert
from experts.selectors.profile import own_page
from experts.selectors.verification import verification_page
from experts.services.verification import (
    reinstate_profile,
    request_changes,
    submit_profile,
    suspend_profile,
    verify_profile,
)
from tests import factories
from tests.experts.test_profile_services import consent, fill
from tests.factories import NOW


@pytest.fixture
def submitted(db):
    user = factories.make_user("newcomer@demo.example", full_name="Nasreen", time_zone="Europe/Oslo")
    expert = factories.make_expert(user, verified=False)
    fill_rest(expert)
    return submit_profile(expert_id=expert.pk, by=user, at=NOW)


def fill_rest(expert):
    expert.languages.all().delete()
    expert.skills.all().delete()
    fill(expert)
    consent(expert)


def mails():
    return [(row.recipient.email, row.template) for row in Outbox.objects.order_by("pk")]


def fresh(expert):
    return Expert.objects.with_profile().get(pk=expert.pk)


def test_a_verified_expert_is_told_by_mail(submitted, cast):
    verify_profile(expert_id=submitted.pk, by=cast.omar, at=NOW, version=submitted.version)

    assert fresh(submitted).state == State.VERIFIED
    assert mails()[-1] == ("newcomer@demo.example", "experts.verified")
    mail = TEMPLATES["experts.verified"](event_id=submitted.events.last().pk)
    assert mail.subject == "Your profile is verified"
    assert "/experts/profile/" in mail.body


def test_a_returned_profile_says_why_and_is_sent_again(submitted, cast):
    request_changes(
        expert_id=submitted.pk,
        reasons=[ChangeReason.EMPLOYMENT_UNCLEAR, ChangeReason.OTHER],
        note="Which institute?",
        by=cast.omar,
        at=NOW,
        version=submitted.version,
    )

    page = own_page(fresh(submitted))
    assert page.returned.note == "Which institute?"
    assert [str(reason) for reason in page.returned.reasons] == [
        "The employment could not be confirmed.",
        "Something else, explained in the note.",
    ]
    mail = TEMPLATES["experts.changes_requested"](event_id=submitted.events.last().pk)
    assert "The employment could not be confirmed." in mail.body
    assert "Which institute?" not in mail.body
    assert submit_profile(expert_id=submitted.pk, by=submitted.user, at=NOW).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("reasons", "note", "field"),
    [([], "Please.", "reasons"), (["other"], "  ", "note"), (["nonsense"], "Please.", "reasons")],
)
def test_a_return_needs_reasons_of_the_list_and_a_note(submitted, cast, reasons, note, field):
    with pytest.raises(Refused) as refusal:
        request_changes(
            expert_id=submitted.pk,
            reasons=reasons,
            note=note,
            by=cast.omar,
            at=NOW,
            version=submitted.version,
        )

    assert refusal.value.field == field


def test_nobody_verifies_what_they_have_not_read(submitted, cast):
    with pytest.raises(Refused, match="stale_version"):
        verify_profile(expert_id=submitted.pk, by=cast.omar, at=NOW, version=submitted.version - 1)


def test_an_auditor_does_not_verify(submitted, cast):
    with pytest.raises(Denied):
        verify_profile(expert_id=submitted.pk, by=cast.asma, at=NOW, version=submitted.version)


def test_a_suspension_is_explained_and_can_end(cast):
    consent(cast.expert)
    version = fresh(cast.expert).version
    suspend_profile(expert_id=cast.expert.pk, note="Doubts.", by=cast.dawood, at=NOW, version=version)
    assert own_page(fresh(cast.expert)).returned.note == "Doubts."
    assert mails()[-1] == ("hina@demo.example", "experts.suspended")
    assert TEMPLATES["experts.suspended"](event_id=cast.expert.events.last().pk)

    reinstate_profile(expert_id=cast.expert.pk, note="Cleared.", by=cast.dawood, at=NOW, version=version + 1)

    history = verification_page(fresh(cast.expert)).history
    assert [(str(step.state), step.note) for step in history][-2:] == [
        ("suspended", "Doubts."),
        ("verified", "Cleared."),
    ]


@pytest.mark.parametrize("template", ["experts.verified", "experts.changes_requested", "experts.suspended"])
def test_a_mail_that_is_out_of_date_is_not_sent(cast, template):
    draft = factories.make_expert(factories.make_user("d@demo.example"), verified=False)

    assert TEMPLATES[template](event_id=draft.events.get().pk) is None


def test_a_managed_profile_has_nobody_to_write_to(submitted, cast):
    Expert.objects.filter(pk=submitted.pk).update(user=None)

    verify_profile(expert_id=submitted.pk, by=cast.omar, at=NOW, version=submitted.version)

    assert mails() == []
    assert verification_page(fresh(submitted)).title == "A profile without an account"


def test_queue_and_profile_leave_their_looks_with_the_person(client_of, submitted, cast):
    client = client_of(cast.omar)

    for _ in range(2):
        assert client.get("/experts/verification/").status_code == 200
        assert client.get(f"/experts/verification/{submitted.public_id}/").status_code == 200

    looks = AccessEvent.objects.filter(expert=submitted).order_by("pk")
    assert [(look.viewer_is, look.why, look.is_list) for look in looks] == [
        ("Ministry of Science and Technology", "verification", True),
        ("Ministry of Science and Technology", "verification", False),
        ("Ministry of Science and Technology", "verification", False),
    ]
    page = client_of(submitted.user).get("/experts/profile/trust/").content.decode()
    assert page.count("to verify your profile") == 3


def test_the_officer_verifies_from_the_page(client_of, submitted, cast):
    answer = client_of(cast.omar).post(
        f"/experts/verification/{submitted.public_id}/verify/", {"version": submitted.version}, follow=True
    )

    assert "The profile is verified." in answer.content.decode()
    assert fresh(submitted).state == State.VERIFIED


def test_a_return_without_a_note_keeps_what_was_ticked(client_of, submitted, cast):
    answer = client_of(cast.omar).post(
        f"/experts/verification/{submitted.public_id}/return/",
        {"version": submitted.version, "reasons": ["duplicate"], "note": ""},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "checked" in page
    assert "This field is required." in page
    assert fresh(submitted).state == State.SUBMITTED


def test_a_profile_that_changed_meanwhile_is_shown_again_before_it_is_decided(client_of, submitted, cast):
    url = f"/experts/verification/{submitted.public_id}/verify/"
    answer = client_of(cast.omar).post(url, {"version": 1})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed this in the meantime" in page
    assert f'name="version" value="{fresh(submitted).version}"' in page


@pytest.mark.parametrize("step", ["verify", "return", "suspend", "reinstate"])
def test_no_step_of_the_page_breaks_on_nonsense(client_of, submitted, cast, step):
    url = f"/experts/verification/{submitted.public_id}/{step}/"

    for values in ({}, {"version": "x"}, {"version": "9" * 30, "note": "\x00", "reasons": ["?"]}):
        assert client_of(cast.omar).post(url, values).status_code in (403, 422)


@pytest.mark.parametrize("name", ["asma", "ayesha", "sana", "bilal"])
def test_a_submitted_profile_does_not_exist_for_others(client_of, submitted, cast, name):
    answer = client_of(getattr(cast, name)).get(f"/experts/verification/{submitted.public_id}/")

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["asma", "sana"])
def test_the_queue_is_refused_with_a_reason(client_of, cast, name):
    answer = client_of(getattr(cast, name)).get("/experts/verification/")

    assert answer.status_code == 403
    assert "verifying experts" in answer.content.decode()


def _submitted_experts(n):
    for i in range(n):
        expert = factories.make_expert(factories.make_user(f"e{i}@demo.example"), verified=False)
        fill_rest(expert)
        submit_profile(expert_id=expert.pk, by=expert.user, at=NOW)


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_costs_the_same_for_one_profile_and_for_three(
    client_of, cast, n, django_assert_num_queries
):
    _submitted_experts(n)
    client = client_of(cast.omar)
    client.get("/experts/verification/")

    with django_assert_num_queries(8):
        client.get("/experts/verification/")


def test_the_table_names_no_step_without_a_rule():
    assert {action.value for action in Action} == set(Expert.workflow.actions)
