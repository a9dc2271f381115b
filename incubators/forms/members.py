"""What owners type about the people of their organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubators.enums import MemberRole
from incubators.labels import MEMBER_ROLES, MEMBER_ROLES_MEAN
from incubators.models import Membership


def _roles() -> list[tuple[str, Any]]:
    return [
        (
            role.value,
            _("%(role)s: %(means)s") % {"role": MEMBER_ROLES[role], "means": MEMBER_ROLES_MEAN[role]},
        )
        for role in MemberRole
    ]


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        label=_("Part in the organisation"), choices=_roles, coerce=MemberRole, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, membership: Membership | None = None, **options: Any) -> None:
        if membership is not None:
            options["initial"] = {"role": membership.role}
        super().__init__(*args, **options)


class InviteForm(RoleForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("A link goes there. It works once, for 14 days, and only for this address."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    field_order = ("email", "role")
