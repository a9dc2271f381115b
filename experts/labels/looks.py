"""On which page somebody was looked at, in words; each app names its own pages."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

_KEPT = "experts:managed_"
_PAGES: dict[str, object] = {
    _KEPT: _("Profiles kept for others"),
    "experts:duplicate_list": _("Profiles that may belong to one person"),
    "experts:duplicate": _("Two profiles compared"),
    "experts:verification_queue": _("Experts to verify"),
    "experts:verification": _("Verification of a profile"),
    "experts:vouch": _("Vouching for somebody"),
    "experts:credential_check": _("Check of a credential"),
    "experts:credential_check_file": _("Document of a credential"),
    "experts:typed_skills": _("Skills that people typed"),
}


def name_pages(pages: Mapping[str, object]) -> None:
    """Add an app's pages by route; called once from its labels."""
    _PAGES.update(pages)


def page_of_look(route: str) -> str:
    """The page in words; the steps of a profile kept for somebody are one page."""
    return str(_PAGES.get(_KEPT if route.startswith(_KEPT) else route, _("another page")))
