"""What staff with the duty to verify organisations may do with many of them, and with two that may be one."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from incubators.enums import ImportState, PairAction
from incubators.models import OrganisationImport, OrganisationPair
from incubators.policies.parts import has_no_part_in, works_the_queue


@policy("incubators.import_organisations")
def may_import(user: User, _obj: Any = None) -> Decision:
    """Officers, reviewers and deciders of a unit that verifies organisations bring in files of them."""
    return works_the_queue(user)


@policy("incubators.apply_import")
def may_apply(user: User, batch: OrganisationImport) -> Decision:
    """Whoever works the queue, once, while the file has only been read."""
    if batch.state != ImportState.READ:
        return deny(_("This import is over."))
    return works_the_queue(user)


@policy("incubators.undo_organisation_import")
def may_undo(user: User, batch: OrganisationImport) -> Decision:
    """Whoever works the queue, once the import has been applied as a whole."""
    if batch.state != ImportState.APPLIED:
        return deny(_("Only an import that has been applied can be undone."))
    return works_the_queue(user)


def _of_pair(action: PairAction) -> Callable[[User, OrganisationPair], Decision]:
    def may_step(user: User, pair: OrganisationPair) -> Decision:
        """Officers, reviewers and deciders of a unit that verifies organisations, who have no part in either
        of the two."""
        decision = first_refusal(
            works_the_queue(user), has_no_part_in(user, pair.older), has_no_part_in(user, pair.newer)
        )
        if not decision:
            return decision
        if not pair.workflow.candidates(state=pair.state, action=action, part=Part.STAFF):
            return deny(_("This step is not possible in the present state."))
        return ALLOW

    return may_step


for _step in (PairAction.MERGE, PairAction.UNDO, PairAction.TELL_APART, PairAction.RECONSIDER):
    policy(f"incubators.{_step}_organisation_pair")(_of_pair(_step))
