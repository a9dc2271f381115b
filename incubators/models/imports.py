"""Which drafts a file brought, so that they can be taken back together."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.models import PublicIdField
from common.privacy import classified
from incubators.models.hosts import Need, Organisation
from incubators.querysets import NeedImportQuerySet


class NeedImport(models.Model):
    """The file itself is not kept."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=120, blank=True)
    needs = models.ManyToManyField(Need, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = NeedImportQuerySet.as_manager()
    privacy = classified(internal="organisation needs at undone_at", personal="file_name by")

    class Meta:
        ordering: ClassVar = ("-at", "-pk")

    def __str__(self) -> str:
        return self.public_id
