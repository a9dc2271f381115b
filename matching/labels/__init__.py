"""What people read for the codes of this app: of matches, of runs, of assignment rounds; and its refusals."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from matching.labels import looks  # noqa: F401  registers the pages

register_messages(
    {
        "not_in_the_list": _(
            "This expert is not in the present list any more. Please look at the list again."
        ),
        "expert_unknown": _("There is nobody under this code whom this list may show you."),
        "need_not_open": _("Only an open need can be matched."),
        "need_not_open_to_invite": _("This need is not open now, so nobody can be invited."),
        "match_is_invited": _("This expert has been invited: withdraw the invitation first."),
        "match_is_interested": _("This expert has shown interest: please answer that first."),
        "conflict_confirmed": _("A conflict of interest with this organisation is confirmed."),
        "country_not_of_programme": _("The programme does not apply to the country where you live."),
        "organisation_set_aside": _("You set this organisation aside. Take that back first."),
        "not_now_until": _("Choose a day within the next year."),
        "match_not_dismissed": _("This expert is not set aside."),
        "too_many_to_compare": _("At most three experts stand side by side. Please take some out."),
        "run_still_going": _("The matching is still running."),
        "round_is_stale": _("Something has changed since this was computed. Please compute it again."),
        "later_round_published": _(
            "A later round over some of these needs has been published since. Undo that one first."
        ),
        "round_without_needs": _("This programme has no open need now."),
        "fairness_with_rules": _(
            "Lifting the worst-served need cannot be combined with rules about who sits together. Choose one."
        ),
    }
)
