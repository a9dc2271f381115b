"""Sentences of an assignment round, from its codes and figures, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.templatetags.formats import number
from matching.enums import EmptyBecause, RoundBreak
from matching.labels import rounds as labels
from matching.selectors.round_results import Figures, RoundOptions


def broken_sentences(broken: Mapping[RoundBreak, int]) -> list[str]:
    """What would break if the round were published, and what to do."""
    said = [str(labels.BROKEN[RoundBreak(code)] % {"n": n}) for code, n in broken.items()]
    return [*said, _("Compute the round again: nothing has been published.")] if said else []


def empty_sentence(because: Mapping[str, int]) -> str:
    """Why seats stay empty: "3 have no room left; 2 are below the minimum of points"."""
    known = [code for code in EmptyBecause if code in because]
    return "; ".join(str(labels.EMPTY_BECAUSE[code] % {"n": because[code]}) for code in known)


def optimality_sentence(figures: Figures) -> str:
    """What is proven about the sum of points, in one sentence."""
    if figures.worst is not None:
        share = _percent(1 - figures.points / max(figures.bound, 1))
        return _(
            "The worst-served need has %(worst)s points on average, of %(most)s at most possible. This costs"
            " %(share)s of the points that the best sum would have."
        ) % {"worst": number(int(figures.worst)), "most": number(int(figures.worst_bound)), "share": share}
    if not figures.is_proven:
        return _("At most %(share)s below the best possible sum of points.") % {
            "share": _percent(figures.gap, up=True)
        }
    return _("Proven optimal: no other assignment that fills as many seats has more points.")


def coverage_sentence(figures: Figures) -> str:
    """Said only where a search ended before it could prove how many seats can be filled."""
    if figures.coverage_is_proven:
        return ""
    return _("It is not proven that no more seats could be filled under the rules.")


def by_hand_sentence(figures: Figures) -> str:
    """What choosing need by need would have given, as evidence; empty where it cannot be compared."""
    if figures.by_hand_seats is None or not figures.n_proposed:
        return ""
    return ngettext(
        "Need by need, each taking its best expert who still has room, would fill %(n)d seat with %(points)s"
        " points.",
        "Need by need, each taking its best expert who still has room, would fill %(n)d seats with %(points)s"
        " points.",
        figures.by_hand_seats,
    ) % {"n": figures.by_hand_seats, "points": number(figures.by_hand_points)}


def option_sentences(options: RoundOptions) -> list[str]:
    """The options as they were chosen."""
    said = []
    if options.coverage_first:
        said.append(_("Every need that can be filled gets its first expert before any gets a second."))
    if options.min_points:
        said.append(_("Nobody below %(n)s points.") % {"n": number(options.min_points)})
    if options.exposure > 1:
        said.append(
            _("Each expert may be proposed up to %(n)d times as often as they have room.")
            % {"n": options.exposure}
        )
    else:
        said.append(_("Each expert is proposed only as often as they have room."))
    if options.fair:
        said.append(_("The worst-served need is lifted as far as possible."))
    if options.one_senior:
        said.append(_("At least one senior expert on each need of two seats and more."))
    if options.per_theme:
        said.append(_("At least one expert of each theme on needs of two seats and more."))
    if options.one_per_employer:
        said.append(_("No two of one employer on a need."))
    return said


def _percent(share: float, *, up: bool = False) -> str:
    """A share of 1 with two decimals; rounded up where a smaller figure would promise too much."""
    hundredths = share * 10_000
    whole = -int(-hundredths // 1) if up else round(hundredths)
    return f"{number(whole / 100)} %"
