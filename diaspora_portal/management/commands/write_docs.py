"""Write docs/workflow.md and docs/permissions.md from the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from diaspora_portal.documents import permissions_document, workflow_document


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        docs = settings.BASE_DIR / "docs"
        (docs / "workflow.md").write_text(workflow_document(), "utf-8")
        (docs / "permissions.md").write_text(permissions_document(), "utf-8")
