"""Questions of a programme: asked, and retired."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.policies import require
from common.refusals import Refused
from programmes.enums import QuestionKind, QuestionTarget
from programmes.models import Programme, Question

FEWEST_CHOICES = 2


@dataclass(frozen=True, slots=True)
class Wording:
    target: QuestionTarget
    text: str
    text_ur: str
    kind: QuestionKind
    required: bool
    choices: tuple[str, ...] = ()


def ask_question(*, programme_id: int, wording: Wording, by: User, at: datetime) -> Question:
    """Ask one more question, after the others. Raises Denied, or Refused `question_without_choices`."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme_id)
        require(by, "programmes.change_policy", programme)
        is_choice = wording.kind == QuestionKind.CHOICE
        if is_choice and len(set(wording.choices)) < FEWEST_CHOICES:
            raise Refused("question_without_choices", field="choices")
        last = programme.questions.aggregate(last=Max("position"))["last"] or 0
        question = Question.objects.create(
            programme=programme,
            target=wording.target,
            text=wording.text,
            text_ur=wording.text_ur,
            kind=wording.kind,
            required=wording.required,
            choices=list(dict.fromkeys(wording.choices)) if is_choice else [],
            position=last + 1,
            asked_at=at,
        )
        _record(programme, question, by=by, at=at)
    return question


def retire_question(*, question_id: int, by: User, at: datetime) -> None:
    """Ask it no more; answers stay. Raises Denied, or Refused `question_retired`."""
    with transaction.atomic():
        question = Question.objects.select_for_update(of=("self",)).get(pk=question_id)
        require(by, "programmes.change_policy", question.programme)
        if question.retired_at is not None:
            raise Refused("question_retired")
        question.retired_at = at
        question.save(update_fields=["retired_at"])
        _record(question.programme, question, by=by, at=at)


def _record(programme: Programme, question: Question, *, by: User, at: datetime) -> None:
    record_account_event(
        AccountAction.PROGRAMME_CHANGED,
        by=by,
        at=at,
        unit=programme.owner_unit,
        detail=f"{programme.slug}: question {question.public_id}"[:80],
    )
