"""What another policy would do to a programme's open cases, in numbers alone: drafts are the parties' own."""

from collections import Counter

from django.utils.translation import gettext as _

from exchanges.enums import ENDED
from exchanges.models import Placement
from exchanges.selectors.facts import plan_terms, tier_under
from programmes.models import Programme
from programmes.selectors import Policy, check_plan
from programmes.selectors.effects import Effect, effect


@effect
def other_reviews(programme: Programme, before: Policy, after: Policy) -> list[Effect]:
    """Drafts follow the newest policy: how many would move to another tier, or break a limit.

    What was submitted keeps its version; it is counted so that nobody expects it to move.
    """
    of_programme = Placement.objects.filter(need__programme=programme).exclude(state__in=ENDED)
    drafts = list(
        of_programme.filter(submitted_at__isnull=True).select_related("need").prefetch_related("need__themes")
    )
    n_submitted = of_programme.filter(submitted_at__isnull=False, decided_at__isnull=True).count()
    n_open = len(drafts) + n_submitted
    if not n_open:
        return []
    tiers = Counter((tier_under(before, draft), tier_under(after, draft)) for draft in drafts)
    moves = {pair: n for pair, n in sorted(tiers.items()) if len(set(pair)) > 1}
    said = _("plans being written that would go from tier %(old)s to %(new)s")
    lines = [Effect(said % {"old": old, "new": new}, n, n_open) for (old, new), n in moves.items()]
    n_broken = sum(1 for draft in drafts if check_plan(after, plan_terms(draft)))
    if n_broken:
        lines.append(Effect(_("plans being written that would have to be changed"), n_broken, n_open))
    if n_submitted:
        kept = _("submitted cases, which keep the version they were submitted under")
        lines.append(Effect(kept, n_submitted, n_open))
    return lines
