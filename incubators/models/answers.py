"""What a host answers to the questions of a need's programme."""

from typing import ClassVar

from django.db import models

from common.privacy import classified
from incubators.models.hosts import Need
from programmes.models import AnswerBase


class NeedAnswer(AnswerBase):
    """For the host and the ministry alone."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answers")

    privacy = classified(internal="need question", personal="value")

    class Meta:
        ordering = ("question__position", "question_id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "question"], name="incubators_needanswer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} {self.question_id}"
