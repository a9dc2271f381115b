"""Letters that follow a decision."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField, choices_of
from common.privacy import classified
from exchanges.enums import (
    LetterKind,
)
from exchanges.models.placements import Placement


class Letter(models.Model):
    """A letter that anybody who holds its code may verify: code, date and status, no names."""

    code = PublicIdField()
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=choices_of(LetterKind))
    plan_digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    privacy = classified(internal="code placement kind plan_digest issued_at", personal="issued_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["placement", "kind"], name="exchanges_letter_once"),
        ]

    def __str__(self) -> str:
        return self.code
