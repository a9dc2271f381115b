"""What staff type when they enter somebody, and what that person answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import LineField
from experts.forms.fields import choices_from, day_input
from experts.forms.profile import ConsentForm, VisibilityForm
from experts.labels import CONSENT_WAYS
from taxonomy.labels import country_choices


class EnterForm(forms.Form):
    full_name = LineField(
        label=_("Full name"),
        max_length=120,
        help_text=_("As the person writes it. A single name is a whole name."),
    )
    country = forms.ChoiceField(label=_("Country where they live"))
    consent_way = forms.ChoiceField(
        label=_("How did they agree?"), choices=choices_from(CONSENT_WAYS), widget=forms.RadioSelect
    )
    consent_on = forms.DateField(label=_("When did they agree?"), widget=day_input())
    consent_words = forms.CharField(
        label=_("What did they agree to?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words: who asked, what you told them. They read it when they take over."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *country_choices()]


class ClaimLinkForm(forms.Form):
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("It is kept until the link is used, withdrawn or 30 days old, and nowhere else."),
    )


class ClaimForm(VisibilityForm, ConsentForm):
    """Both answers anew, nothing chosen beforehand."""

    field_order = ("visibility", "public_parts", "agrees")


class RemoveForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("Yes, remove everything that the portal holds about me here. This cannot be undone.")
    )
