"""Documents that are printed from the code, so that they cannot go stale."""

from common.policies import as_markdown
from common.workflow import Workflow
from exchanges.workflow import (
    AMENDMENT,
    CAMPAIGN,
    INVITATION,
    OUTCOME,
    PLACEMENT,
    REFERRAL,
    REPORT,
    SAMPLED_CASE,
    SESSION,
)
from experts.workflow import CREDENTIAL, EXPERT, PAIR
from incubators.workflow import NEED, ORGANISATION, SIGNAL
from matching.workflow import ROUND

LIVES: tuple[Workflow, ...] = (
    EXPERT,
    CREDENTIAL,
    PAIR,
    ORGANISATION,
    NEED,
    SIGNAL,
    ROUND,
    INVITATION,
    PLACEMENT,
    REPORT,
    OUTCOME,
    SESSION,
    AMENDMENT,
    REFERRAL,
    CAMPAIGN,
    SAMPLED_CASE,
)
_GENERATED = "<!-- Printed by `python3 manage.py write_docs`; a test compares. -->"


def workflow_document() -> str:
    """docs/workflow.md: a picture and the rows of every life cycle."""
    parts = ["# Life cycles", _GENERATED, "Adding a step is adding a row to a `workflow.py`."]
    for life in LIVES:
        parts += [
            f"## {life.name.capitalize()}",
            f"```mermaid\n{life.as_mermaid()}\n```",
            life.as_table(),
        ]
    return "\n\n".join(parts) + "\n"


def permissions_document() -> str:
    """docs/permissions.md: every rule with who may, in words."""
    lead = (
        "What a person may *do* with one thing. What they may *see* is `visible_to(user)` on each queryset: "
        "what is hidden answers 404, what is visible but refused 403 with the reason."
    )
    return "\n\n".join(["# Permissions", _GENERATED, lead, as_markdown()]) + "\n"
