"""Who may do what with the letters of a placement."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import MAY_BE_ISSUED_IN, SECRET, LetterKind, PlacementState
from exchanges.models import Letter, Placement
from exchanges.policies.parts import host_is_verified, is_party, needs_part, parts_played
from exchanges.policies.reviews import may_open

_STAFF = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)
_OVER = _("This letter is in force no longer.")


def _is_in_force(letter: Letter) -> Decision:
    return ALLOW if letter.withdrawn_at is None else deny(_OVER)


def _is_in_its_time(placement: Placement, kind: LetterKind) -> Decision:
    if placement.state in MAY_BE_ISSUED_IN[kind]:
        return ALLOW
    return deny(_("There is no such letter in the present state of the placement."))


@policy("exchanges.withdraw_letter")
def may_withdraw_letter(user: User, letter: Letter) -> Decision:
    """Deciders of the unit that reviews the case, once they have said that they have no conflict; a
    reference the expert, and who may write for the host."""
    if letter.kind == LetterKind.REFERENCE:
        parts = {Part.EXPERT, Part.HOST} & set(parts_played(user, letter.placement))
        is_theirs = ALLOW if parts else deny(_("Only the expert and the host may do this."))
        return first_refusal(is_theirs, _is_in_force(letter))
    return first_refusal(
        needs_part(
            user, letter.placement, Part.DECIDER, _("Only a decider of the unit may withdraw a letter.")
        ),
        _is_in_force(letter),
        may_open(user, letter.placement),
    )


@policy("exchanges.reissue_letter")
def may_reissue_letter(user: User, letter: Letter) -> Decision:
    """Deciders of the unit that reviews the case, once they have said that they have no conflict; letters of
    the ministry alone, while the state has them."""
    if letter.kind in (LetterKind.REFERENCE, LetterKind.DOSSIER):
        return deny(_("This letter is written anew by who wrote it."))
    return first_refusal(
        needs_part(
            user, letter.placement, Part.DECIDER, _("Only a decider of the unit may issue a letter anew.")
        ),
        _is_in_force(letter),
        _is_in_its_time(letter.placement, LetterKind(letter.kind)),
        may_open(user, letter.placement),
    )


@policy("exchanges.word_letter")
def may_word_letter(user: User, placement: Placement) -> Decision:
    """The reviewer who has the case, and deciders of the unit, until the decision is released."""
    parts = parts_played(user, placement)
    is_reviewer = Part.REVIEWER in parts and placement.reviewer_id == user.pk
    if not is_reviewer and Part.DECIDER not in parts:
        return deny(_("Only the reviewer and the deciders of this case word its letter."))
    if placement.state in (PlacementState.IN_REVIEW, *SECRET):
        return may_open(user, placement)
    return deny(_("This step is not possible in the present state."))


@policy("exchanges.write_reference")
def may_write_reference(user: User, placement: Placement) -> Decision:
    """Owners and editors of the verified host, once the placement is complete."""
    return first_refusal(
        needs_part(user, placement, Part.HOST, _("Only the host may write a reference.")),
        host_is_verified(placement.organisation),
        _is_in_its_time(placement, LetterKind.REFERENCE),
    )


@policy("exchanges.answer_reference")
def may_answer_reference(user: User, letter: Letter) -> Decision:
    """The expert whom the reference is about, once."""
    return first_refusal(
        needs_part(
            user, letter.placement, Part.EXPERT, _("Only the expert may agree to what is said of them.")
        ),
        _is_in_force(letter),
        ALLOW if letter.waits_for_agreement else deny(_("You have agreed to this letter already.")),
    )


@policy("exchanges.compile_file")
def may_compile_file(user: User, placement: Placement) -> Decision:
    """Officers, reviewers, deciders and auditors of the unit to whom the case is open; never a party."""
    if is_party(user, placement) or not user.holds(*_STAFF, unit=placement.review_unit):
        return deny(_("Only the ministry's own people in this case may do this."))
    return first_refusal(may_open(user, placement), _is_in_its_time(placement, LetterKind.DOSSIER))
