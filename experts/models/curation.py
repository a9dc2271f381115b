"""What staff decided about words that people typed as a skill."""

from django.conf import settings
from django.db import models

from common.privacy import classified


class SetAsideWords(models.Model):
    """Words that are no skill: several people typed them, staff looked, they are not offered again."""

    folded = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = classified(internal="folded at", personal="by")

    class Meta:
        verbose_name_plural = "set aside words"

    def __str__(self) -> str:
        return self.folded
