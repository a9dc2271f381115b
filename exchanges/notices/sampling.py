"""The mail that asks both sides of a sampled case what took place, and calls it to mind."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import SampleState, Side
from exchanges.models import SampledCase
from exchanges.notices.letters import letter, link, writers_of

_ASK = "exchanges.evidence_asked"


def ask_for_evidence(case: SampledCase, *, batch: str = "") -> None:
    """Every side that has not answered; a side's people are asked together.

    Of a batch, the messages wait until an officer has read them (`services.sampling.send_messages`).
    """
    given = {one.side for one in case.evidence.all()}
    for side in (Side.EXPERT, Side.HOST):
        if side not in given:
            for person in _people(case, side):
                send(_ASK, to=person, case_id=case.pk, side=side.value, batch=batch)


def _people(case: SampledCase, side: Side) -> list[User]:
    if side == Side.HOST:
        return writers_of(case.placement.organisation)
    return [case.placement.expert.user] if case.placement.expert.user else []


@mail_template(_ASK, kind=Notice.REMINDER)
def evidence_asked(*, case_id: int, side: str, **_future: object) -> Mail | None:
    """Nothing once the side has answered, or a finding is recorded."""
    case = SampledCase.objects.with_case().select_related("campaign").get(pk=case_id)
    if case.state != SampleState.WAITING or case.evidence.filter(side=side).exists():
        return None
    words = {"day": written_day(case.campaign.due_on), "title": case.placement.need.title}
    return Mail(
        _("Say by %(day)s what took place: “%(title)s”") % words,
        letter(
            _(
                "This placement was approved at once. A share of such placements is drawn by lot every year"
                " and looked at afterwards; this one was drawn. That says nothing against anybody."
            ),
            _("Please answer a few questions; a file may be added:"),
            link("give_evidence", case.placement.public_id),
            _("The ministry reads it; the other side does not."),
        ),
    )
