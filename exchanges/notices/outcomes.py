"""Mails about outcomes. Subjects and addresses of pages name nobody."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Notice, Role
from accounts.models import User
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from common.workflow import Part
from exchanges.enums import OutcomeAction, OutcomeState, Side
from exchanges.models import Outcome, OutcomeEvent
from exchanges.notices.letters import letter, link, writers_of
from exchanges.policies import parts_played
from exchanges.selectors.outcome_words import value_of
from exchanges.selectors.outcomes import claimant_name, outcome_token


def ask_to_confirm(outcome: Outcome) -> None:
    send("exchanges.confirm_outcome", address=outcome.confirmer_email, outcome_id=outcome.pk)


def tell_claimant(outcome: Outcome, event: OutcomeEvent) -> None:
    send("exchanges.outcome_answered", to=outcome.claimed_by, event_id=event.pk)


def tell_both_of_outcome(outcome: Outcome, event: OutcomeEvent) -> None:
    """Whoever claimed it, and the other side."""
    placement = outcome.placement
    is_experts = outcome.claimed_side == Side.EXPERT
    others = writers_of(placement.organisation) if is_experts else [placement.expert.user]
    for person in dict.fromkeys([outcome.claimed_by, *others]):
        if person is not None:
            send("exchanges.outcome_answered", to=person, event_id=event.pk)


def tell_unit_of_dispute(outcome: Outcome) -> None:
    for person in _reviewers_of(outcome):
        send("exchanges.outcome_disputed", to=person, outcome_id=outcome.pk)


def _reviewers_of(outcome: Outcome) -> list[User]:
    """Reviewers who settle it: of the unit, no party in the case and without a conflict in it."""
    placement = outcome.placement
    posts = placement.review_unit.posts.filter(role=Role.REVIEWER).select_related("user").order_by("pk")
    people = [one for one in dict.fromkeys(post.user for post in posts) if one.is_active]
    return [one for one in people if Part.REVIEWER in parts_played(one, placement)]


@mail_template("exchanges.confirm_outcome")
def confirm_outcome(*, outcome_id: int, **_future: object) -> Mail | None:
    """In both languages, since nobody knows the reader's; the link is signed anew when it is rendered."""
    outcome = Outcome.objects.with_case().get(pk=outcome_id)
    if outcome.state != OutcomeState.CONFIRMATION_SENT:
        return None
    address = settings.SITE_URL + reverse(
        "exchanges:confirm_outcome", args=[outcome_token(outcome.public_id)]
    )
    texts, subjects = [], []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words = {
                "who": claimant_name(outcome),
                "what": value_of(outcome),
                "day": written_day(outcome.link_until),
            }
            subjects.append(_("A question: did this come of a placement?"))
            texts.append(
                letter(
                    _("%(who)s says on the Diaspora Portal: %(what)s. You were named as somebody who knows.")
                    % words,
                    _("Please read what is claimed and say whether it is true; no account is needed:"),
                    address,
                    _("The link is for you alone and ends on %(day)s. You get four mails at most.") % words,
                    _("Your name and address are used for this question alone and are erased afterwards."),
                )
            )
    return Mail(" · ".join(subjects), "\n\n---\n\n".join(texts))


@mail_template("exchanges.outcome_answered", kind=Notice.ANSWER)
def outcome_answered(*, event_id: int, **_future: object) -> Mail | None:
    event = OutcomeEvent.objects.select_related("subject__placement__need").get(pk=event_id)
    outcome = event.subject
    texts = {
        OutcomeAction.CONFIRM: _("An outcome of “%(title)s” is confirmed"),
        OutcomeAction.DISPUTE: _("An outcome of “%(title)s” is disputed; the ministry settles it"),
        OutcomeAction.WRONG_PERSON: _("Name somebody else: an outcome of “%(title)s” is not confirmed"),
        OutcomeAction.EXPIRE: _("Nobody answered: an outcome of “%(title)s” is not confirmed"),
        OutcomeAction.UPHOLD: _("The ministry confirmed an outcome of “%(title)s”"),
        OutcomeAction.DISMISS: _("The ministry withdrew an outcome of “%(title)s”"),
    }
    subject = texts[OutcomeAction(event.action)] % {"title": outcome.placement.need.title}
    return Mail(subject, letter(f"{subject}.", link("outcome", outcome.public_id)))


@mail_template("exchanges.outcome_disputed", kind=Notice.DECISION)
def outcome_disputed(*, outcome_id: int, **_future: object) -> Mail | None:
    outcome = Outcome.objects.with_case().get(pk=outcome_id)
    if outcome.state != OutcomeState.DISPUTED:
        return None
    return Mail(
        _("Settle a disputed outcome of placement %(code)s") % {"code": outcome.placement.public_id},
        letter(
            _("Whoever was asked to confirm it says that it is not so. Both sides wait for a decision:"),
            link("outcome", outcome.public_id),
        ),
    )
