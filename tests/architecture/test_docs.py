"""Documents that are generated are the ones that were generated last."""

import re
from pathlib import Path

from django.conf import settings

from diaspora_portal.documents import permissions_document, workflow_document

DOCS = Path(settings.BASE_DIR) / "docs"
# Read by the engine itself, which knows no settings.
OF_THE_ENGINE = {"PORTAL_KERNELS"}


def test_the_workflow_document_is_up_to_date() -> None:
    assert (DOCS / "workflow.md").read_text("utf-8") == workflow_document()


def test_the_permissions_document_is_up_to_date() -> None:
    assert (DOCS / "permissions.md").read_text("utf-8") == permissions_document()


def test_the_example_environment_names_every_variable_and_no_other() -> None:
    source = (Path(settings.BASE_DIR) / "diaspora_portal" / "settings.py").read_text("utf-8")
    read = set(re.findall(r"""(?:env\.\w+|required)\(\s*["']([A-Z_]+)["']""", source))
    example = (Path(settings.BASE_DIR) / ".env.example").read_text("utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.M))

    assert read | OF_THE_ENGINE == named
