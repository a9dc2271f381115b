"""Rows of programmes; an open programme is public."""

from django.db import models


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> "ProgrammeQuerySet":
        return self.filter(is_open=True)
