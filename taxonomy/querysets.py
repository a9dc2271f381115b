"""Rows of the vocabulary; they are the same for everyone."""

from django.db import models

from common.text import fold


class SkillQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "SkillQuerySet":
        """The vocabulary is public."""
        return self

    def matching(self, words: str) -> "SkillQuerySet":
        """Skills whose name or alias, in any of the three scripts, starts with or contains the words."""
        folded = fold(words)
        return self.filter(aliases__folded__contains=folded).distinct() if folded else self.none()


class HolidayQuerySet(models.QuerySet):
    def kept(self) -> "HolidayQuerySet":
        """Without those that were called off."""
        return self.filter(called_off=False)
