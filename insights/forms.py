"""Which cases the figures are counted from."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from insights.enums import Grain
from insights.labels import GRAINS, PERIODS
from insights.selectors.figures.computing import Choice
from insights.selectors.figures.periods import Period, periods
from programmes.models import Programme


class OversightForm(forms.Form):
    """Bound to the address; whatever is left out is the first of its list."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    by = forms.ChoiceField(label=_("Trend by"), required=False, choices=list(GRAINS.items()))
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        required=False,
        to_field_name="slug",
        queryset=Programme.objects.order_by("name", "pk"),
        empty_label=_("all"),
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        required=False,
        to_field_name="slug",
        queryset=Unit.objects.none(),
        empty_label=_("all"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods(timezone.localdate(timezone=timezone.get_default_timezone()))
        self.fields["period"].choices = [(key, period_name(one)) for key, one in self.periods.items()]
        owners = Programme.objects.values("owner_unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=owners)

    def choice(self) -> Choice:
        """What was asked for; what is wrong counts as left out."""
        if not self.is_valid():
            return Choice(next(iter(self.periods.values())), Grain.MONTH)
        asked = self.cleaned_data
        return Choice(
            period=self.periods[asked["period"] or next(iter(self.periods))],
            grain=Grain(asked["by"] or Grain.MONTH),
            programme=asked["programme"],
            unit=asked["unit"],
        )


def period_name(period: Period) -> str:
    return str(PERIODS[period.kind]) % {"year": period.year, "before": period.year - 1}
