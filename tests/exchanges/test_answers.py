"""Maybe later, reminders, a colleague who is told, and what is offered right after an answer."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.models import Outbox
from common.outbox import TEMPLATES
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import DeclineReason
from exchanges.models import Invitation
from exchanges.selectors.lists import waiting_for
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    invite,
    postpone_invitation,
    remind_of_invitations,
    show_interest,
)
from experts.models import Commitment, Expert
from matching.models import Conflict, Exclusion
from tests import factories
from tests.factories import NOW, TODAY

SignIn = Callable[..., Client]
LATER = TODAY + timedelta(days=40)


def postponed(cast: SimpleNamespace, later_on: date = LATER) -> Invitation:
    invitation = factories.make_invitation(cast.need, cast.expert)
    postpone_invitation(invitation_id=invitation.pk, later_on=later_on, by=cast.hina, at=NOW)
    invitation.refresh_from_db()
    return invitation


def declined(cast: SimpleNamespace, reason: DeclineReason, at: datetime = NOW) -> Invitation:
    invitation = factories.make_invitation(cast.need, cast.expert)
    decline_invitation(invitation_id=invitation.pk, answer=Answer(reason), by=cast.hina, at=at)
    invitation.refresh_from_db()
    return invitation


def _reminders() -> list[str]:
    rows = Outbox.objects.filter(template__contains="reminder").order_by("pk")
    return [row.recipient.email for row in rows]


def test_maybe_later_gives_the_hours_back_and_tells_the_host_when(cast: SimpleNamespace) -> None:
    invitation = postponed(cast)

    assert (invitation.state, invitation.later_on) == ("maybe_later", LATER)
    assert not Commitment.objects.exists()
    mail = Outbox.objects.get(template="exchanges.invitation_answered")
    assert mail.recipient == cast.sana
    assert "2 January 2027" in TEMPLATES[mail.template](**mail.ids).body


def test_the_day_is_the_experts_own_midnight_and_fourteen_days_follow(cast: SimpleNamespace) -> None:
    cast.hina.time_zone = "America/Los_Angeles"
    cast.hina.save()

    invitation = postponed(cast)

    assert invitation.expires_at == datetime(2027, 1, 16, 8, tzinfo=UTC)


@pytest.mark.parametrize("days", [-1, 0, 121, 400])
def test_the_day_lies_ahead_and_before_the_needs_last(cast: SimpleNamespace, days: int) -> None:
    with pytest.raises(Refused) as refused:
        postponed(cast, TODAY + timedelta(days=days))

    assert (refused.value.code, refused.value.field) == ("later_on_range", "later_on")


def test_today_is_still_today_where_the_expert_lives(cast: SimpleNamespace) -> None:
    """At NOW it is the 23rd in Karachi and Berlin, and the 22nd in Los Angeles."""
    cast.hina.time_zone = "America/Los_Angeles"
    cast.hina.save()
    at = datetime(2026, 11, 23, 5, tzinfo=UTC)
    invitation = factories.make_invitation(cast.need, cast.expert)

    postpone_invitation(invitation_id=invitation.pk, later_on=date(2026, 11, 23), by=cast.hina, at=at)

    invitation.refresh_from_db()
    assert invitation.state == "maybe_later"


def test_it_waits_for_its_day_and_asks_once(cast: SimpleNamespace) -> None:
    postponed(cast)
    asks_at = datetime(2027, 1, 1, 23, tzinfo=UTC)  # midnight in Berlin

    assert remind_of_invitations(at=asks_at - timedelta(seconds=1)) == 0
    assert remind_of_invitations(at=asks_at) == 1
    assert remind_of_invitations(at=asks_at + timedelta(days=12)) == 0
    assert _reminders() == ["hina@demo.example"]


def test_after_its_day_it_expires_like_any_other(cast: SimpleNamespace) -> None:
    invitation = postponed(cast)

    assert expire_due_invitations(at=invitation.expires_at - timedelta(seconds=1)) == 0
    assert expire_due_invitations(at=invitation.expires_at) == 1


def test_nobody_says_maybe_later_twice_or_to_an_interest(cast: SimpleNamespace) -> None:
    invitation = postponed(cast)
    interest = show_interest(need_id=cast.other_need.pk, message="", by=cast.hina, at=NOW)

    for one in (invitation, interest):
        with pytest.raises(Denied):
            postpone_invitation(invitation_id=one.pk, later_on=LATER, by=cast.hina, at=NOW)


def test_it_can_be_accepted_before_its_day(cast: SimpleNamespace) -> None:
    invitation = postponed(cast)

    placement = accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW + timedelta(days=20))

    assert (placement.state, Commitment.objects.get().kind) == ("draft", "promised")


def test_a_seat_filled_meanwhile_ends_it(cast: SimpleNamespace) -> None:
    invitation = postponed(cast)

    factories.make_placement(cast.need, cast.other_expert)

    invitation.refresh_from_db()
    assert invitation.state == "superseded"


def test_it_does_not_count_among_five_open_invitations(cast: SimpleNamespace) -> None:
    postponed(cast)
    for number in range(5):
        user = factories.make_user(f"expert{number}@demo.example")
        factories.make_invitation(cast.need, factories.make_expert(user))

    with pytest.raises(Refused) as refused:
        factories.make_invitation(cast.need, cast.other_expert)

    assert refused.value.code == "too_many_open_invitations"


def test_it_stands_on_the_day_page_only_once_its_day_has_come(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    postponed(cast)
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert waiting_for(cast.hina, 9) == []

    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=41))
    assert [item.what for item in waiting_for(cast.hina, 9)] == ["Answer the invitation"]


@pytest.mark.parametrize(("days", "n_mails"), [(4.9, 0), (5, 1), (10.9, 1), (11, 2), (13.9, 2)])
def test_reminders_come_on_day_five_and_day_eleven_once_each(
    cast: SimpleNamespace, days: float, n_mails: int
) -> None:
    factories.make_invitation(cast.need, cast.expert)
    for day in (5, 5, 11, 11, 12):
        if day <= days:
            remind_of_invitations(at=NOW + timedelta(days=day))
    remind_of_invitations(at=NOW + timedelta(days=days))

    assert _reminders() == ["hina@demo.example"] * n_mails


def test_two_reminders_that_fell_due_together_are_one_mail(cast: SimpleNamespace) -> None:
    factories.make_invitation(cast.need, cast.expert)

    assert [remind_of_invitations(at=NOW + timedelta(days=12)) for _ in range(2)] == [1, 0]


def test_an_answer_ends_the_reminders_even_one_that_is_on_its_way(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    remind_of_invitations(at=NOW + timedelta(days=5))
    on_its_way = Outbox.objects.get(template="exchanges.invitation_reminder")

    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW + timedelta(days=6))

    assert TEMPLATES[on_its_way.template](**on_its_way.ids) is None
    assert remind_of_invitations(at=NOW + timedelta(days=11)) == 0


def test_interest_is_called_to_the_hosts_mind(cast: SimpleNamespace) -> None:
    show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)

    remind_of_invitations(at=NOW + timedelta(days=5))

    assert _reminders() == ["sana@demo.example"]


@pytest.mark.parametrize("way", ["accept", "decline", "later"])
def test_a_mail_scanner_that_follows_every_link_answers_nothing(
    cast: SimpleNamespace, client_of: SignIn, way: str
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    mail = TEMPLATES["exchanges.invitation_sent"](invitation_id=invitation.pk)
    [link] = re.findall(rf"https?://\S+/{way}/", mail.body)
    path = link.partition("//")[2].partition("/")[2]

    stranger = Client().get(f"/{path}")
    mine = client_of(cast.hina).get(f"/{path}", follow=True)

    assert "/account/login/" in stranger.headers["Location"]
    assert mine.status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "viewed"


def test_a_link_of_a_mail_opens_the_answer_that_it_names(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    client = client_of(cast.hina)

    answer = client.get(reverse("exchanges:postpone_invitation", args=[invitation.public_id]))

    assert answer.headers["Location"].endswith("?answer=postpone#answer")
    page = client.get(answer.headers["Location"]).content.decode()
    assert '<details class="fold" open><summary>Maybe later' in page


def test_a_wrong_day_stands_beside_its_field(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    client = client_of(cast.hina)
    address = reverse("exchanges:postpone_invitation", args=[invitation.public_id])

    for typed in ("1999-01-01", "soon", "", "9" * 30):
        page = client.post(address, {"later_on": typed})
        assert (page.status_code, "later_on" in page.context["forms"]["postpone"].errors) == (422, True)


@pytest.mark.parametrize(
    ("reason", "heading"),
    [
        ("no_time", "Fewer requests for a while?"),
        ("not_my_expertise", "Is it not your field at all?"),
        ("conflict", "Not this organisation?"),
        ("dates", "How much do you take on?"),
        ("terms", "Not this organisation?"),
        ("location_or_travel", "Only some ways of working?"),
        ("suggest_someone_else", "Tell your colleague"),
        ("other", "Fewer requests for a while?"),
    ],
)
def test_every_reason_leads_to_an_offer_on_the_next_page(
    cast: SimpleNamespace, client_of: SignIn, reason: str, heading: str
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert, at=timezone.now())
    client = client_of(cast.hina)
    address = reverse("exchanges:decline_invitation", args=[invitation.public_id])

    page = client.post(address, {"reason": reason}, follow=True).content.decode()

    assert heading in page
    assert (
        heading
        not in client_of(cast.sana)
        .get(reverse("exchanges:invitation", args=[invitation.public_id]))
        .content.decode()
    )


def _take(client: Client, invitation: Invitation, offer: str, **typed: str) -> object:
    address = reverse("exchanges:after_answer", args=[invitation.public_id, offer])
    return client.post(address, typed, follow=True)


def test_the_offers_do_what_they_say(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = declined(cast, DeclineReason.OTHER, at=timezone.now())
    client = client_of(cast.hina)
    until = (timezone.localdate() + timedelta(days=60)).isoformat()

    assert "Saved" in _take(client, invitation, "capacity", **{"take-capacity": "4"}).content.decode()
    _take(client, invitation, "field")
    _take(client, invitation, "organisation")
    paused = _take(client, invitation, "pause", **{"pause-until": until})

    assert "Your profile is paused until" in paused.content.decode()
    expert = Expert.objects.get(pk=cast.expert.pk)
    assert (expert.capacity, expert.state, expert.paused_until.isoformat()) == (4, "paused", until)
    assert set(Exclusion.objects.values_list("reason", flat=True)) == {
        "declined",
        "not_my_field",
        "never_this_organisation",
    }


def test_a_refused_offer_keeps_what_was_typed(cast: SimpleNamespace, client_of: SignIn) -> None:
    invitation = declined(cast, DeclineReason.NO_TIME, at=timezone.now())

    page = _take(client_of(cast.hina), invitation, "pause", **{"pause-until": "1999-01-01"})

    assert (page.status_code, 'value="1999-01-01"' in page.content.decode()) == (422, True)


def test_a_colleague_is_told_by_the_expert_and_named_to_nobody(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    invitation = declined(cast, DeclineReason.SUGGEST_SOMEONE_ELSE, at=timezone.now())
    client = client_of(cast.hina)
    page = client.get(reverse("exchanges:invitation", args=[invitation.public_id])).content.decode()
    [link] = re.findall(r"/suggested/[^\s<]+/", page)

    _take(client, invitation, "colleague")
    seen_by_host = client_of(cast.sana).get(reverse("exchanges:invitation", args=[invitation.public_id]))
    colleague = Client().get(link).content.decode()

    assert "The expert told a colleague about this need." in seen_by_host.content.decode()
    assert cast.need.title in colleague
    assert "Hina" not in colleague
    assert f"next={link}" in colleague.replace("%2F", "/").replace("%3A", ":")


def test_the_need_waits_for_the_colleague_among_those_that_fit(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    invitation = declined(cast, DeclineReason.SUGGEST_SOMEONE_ELSE, at=timezone.now())
    mine = client_of(cast.hina).get(reverse("exchanges:invitation", args=[invitation.public_id]))
    [link] = re.findall(r"/suggested/[^\s<]+/", mine.content.decode())
    colleague = client_of(factories.make_user("colleague@demo.example"))

    colleague.get(link)

    page = colleague.get(reverse("matching:expert_matches")).content.decode()
    assert "A colleague told you of this need" in page
    assert cast.need.title in page


def test_a_link_that_is_old_or_not_ours_leads_nowhere(cast: SimpleNamespace) -> None:
    for salt in ("exchanges.suggestion", "another"):
        signer = TimestampSigner(salt=salt, sep=".")
        signer.timestamp = lambda: "1aaaaa"  # years ago
        token = signer.sign(cast.need.public_id)
        assert Client().get(reverse("exchanges:suggestion", args=[token])).status_code == 404


def test_who_set_a_need_or_its_host_aside_is_not_invited(cast: SimpleNamespace) -> None:
    match = factories.make_match(cast.need, cast.expert)
    for target in ({"need": cast.need}, {"organisation": cast.organisation}):
        Exclusion.objects.create(
            expert=cast.expert, reason="not_now", until=TODAY, source_ref=str(target), at=NOW, **target
        )
        with pytest.raises(Refused) as refused:
            invite(match_id=match.pk, message="", by=cast.sana, at=NOW)
        assert refused.value.code == "expert_not_available"
        Exclusion.objects.update(until=TODAY - timedelta(days=1))

    assert invite(match_id=match.pk, message="", by=cast.sana, at=NOW).state == "sent"


@pytest.mark.parametrize(
    ("reason", "kinds"), [(DeclineReason.CONFLICT, ["prior_refusal"]), (DeclineReason.NO_TIME, [])]
)
def test_declining_for_a_conflict_puts_the_tie_before_those_who_assess_ties(
    cast: SimpleNamespace, reason: DeclineReason, kinds: list[str]
) -> None:
    declined(cast, reason)

    ties = Conflict.objects.filter(expert=cast.expert, organisation=cast.organisation, state="proposed")
    assert list(ties.values_list("kind", flat=True)) == kinds


def test_one_reason_declines_everything_that_waits_for_the_expert_and_nothing_else(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    Expert.objects.filter(pk=cast.expert.pk).update(capacity=5)
    mine = [
        factories.make_invitation(need, cast.expert)
        for need in (cast.need, factories.make_need(cast.organisation, title="A second adviser"))
    ]
    interest = show_interest(need_id=cast.other_need.pk, message="", by=cast.hina, at=NOW)
    others = factories.make_invitation(cast.need, cast.other_expert)
    client = client_of(cast.hina)
    page = client.get(reverse("exchanges:decline_all_invitations")).content.decode()
    assert "A second adviser" in page and "Groundwater adviser" not in page

    refused = client.post(reverse("exchanges:decline_all_invitations"), {"note": "Not this year."})
    assert refused.status_code == 422 and "Not this year." in refused.content.decode()
    done = client.post(reverse("exchanges:decline_all_invitations"), {"reason": "no_time"}, follow=True)

    assert "You declined 2 invitations." in done.content.decode()
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (*mine, interest, others)] == ["declined", "declined", "sent", "sent"]
    again = client.post(reverse("exchanges:decline_all_invitations"), {"reason": "no_time"}, follow=True)
    assert "You declined 0 invitations." in again.content.decode()
