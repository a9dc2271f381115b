"""What a programme asks besides the portal's own forms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from common.models import PublicIdField, choices_of
from common.privacy import classified
from programmes.enums import QuestionKind, QuestionTarget
from programmes.models.programmes import Programme


class Question(models.Model):
    """One question to whoever writes a need or a plan; never edited: it is retired, and another is asked."""

    public_id = PublicIdField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="questions")
    target = models.CharField(max_length=9, choices=choices_of(QuestionTarget))
    text = models.CharField(max_length=300)
    text_ur = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=6, choices=choices_of(QuestionKind))
    required = models.BooleanField(default=False)
    choices = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)  # None: from the beginning
    retired_at = models.DateTimeField(null=True, blank=True)

    privacy = classified(
        open="programme target text text_ur kind required choices position asked_at retired_at"
    )

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text_ur if self.text_ur and get_language() == "ur" else self.text

    @property
    def field_name(self) -> str:
        """What the field is called in which it is answered."""
        return f"question_{self.public_id}"


class AnswerBase(models.Model):
    """An answer; each target's app adds the key to what it is about, and one answer per question."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField()  # a text, a whole number, or true and false

    class Meta:
        abstract = True
