"""What people are told about the letters of a placement."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from exchanges.labels import LETTER_KINDS, LETTER_REASONS
from exchanges.models import Letter
from exchanges.notices.letters import letter as put_together
from exchanges.notices.letters import link, writers_of


def tell_expert_of_reference(letter: Letter) -> None:
    if letter.placement.expert.user is not None:
        send("exchanges.reference_written", to=letter.placement.expert.user, letter_id=letter.pk)


def tell_letter_changed(letter: Letter, *, besides: User) -> None:
    """Both sides: what they hold on paper is in force no longer."""
    people = writers_of(letter.placement.organisation)
    if letter.placement.expert.user is not None:
        people.append(letter.placement.expert.user)
    for person in people:
        if person.pk != besides.pk:
            send("exchanges.letter_changed", to=person, letter_id=letter.pk)


@mail_template("exchanges.reference_written", kind=Notice.PLACEMENT)
def reference_written(*, letter_id: int, **_future: object) -> Mail:
    letter = Letter.objects.select_related("placement__organisation").get(pk=letter_id)
    host = {"host": letter.placement.organisation.name}
    return Mail(
        _("Read what %(host)s wrote about you") % host,
        put_together(
            _("%(host)s has written a reference for you.") % host,
            _("Nobody else can read it before you agree. You may also refuse it."),
            link("letter", letter.code),
        ),
    )


@mail_template("exchanges.letter_changed", kind=Notice.DECISION)
def letter_changed(*, letter_id: int, **_future: object) -> Mail:
    letter = Letter.objects.select_related("placement", "replaces").get(pk=letter_id)
    words = {"letter": LETTER_KINDS[letter.kind], "code": letter.placement.public_id}
    earlier = letter if letter.withdrawn_for else letter.replaces
    why = str(LETTER_REASONS[earlier.withdrawn_for]) if earlier else ""
    if letter.withdrawn_for:
        subject = _("Withdrawn: %(letter)s of placement %(code)s")
        meaning = _("Please do not use it any more; whoever checks its code reads that it was withdrawn.")
    else:
        subject = _("Issued anew: %(letter)s of placement %(code)s")
        meaning = _("Please use the new one; whoever checks the old code reads that it was replaced.")
    return Mail(subject % words, put_together(meaning, why, link("letter", letter.code)))
