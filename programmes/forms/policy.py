"""A section of a programme's policy as a form: numbers, or lines of a table."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common.ids import new_public_id
from common.refusals import Refused, add_refusal, message_of
from programmes.enums import (
    CURRENCIES,
    MOST_ALLOWANCES,
    MOST_AMOUNT,
    MOST_CRITERIA,
    MOST_QUOTAS,
    RANGES,
    AllowancePer,
    AllowancePurpose,
    Payer,
    Section,
)
from programmes.forms.rows import LineField, RowsForm, choices_from
from programmes.labels import PAYERS, PERIODS, POLICY_FIELDS, PURPOSES
from programmes.selectors.policy import Allowance, Criterion, Policy, Quota
from programmes.selectors.wording import FIELDS_OF
from taxonomy.models import Theme

_OPTIONAL = "report_every_weeks"
_HIGHEST_VERSION = 32_767


def policy_form(section: Section, policy: Policy, data: QueryDict | None = None) -> "SectionForm | RowsForm":
    """The form of a section, filled with the policy in force or with what was typed."""
    form = _ROWS[section](data, policy=policy) if section in _ROWS else SectionForm(data, section, policy)
    form.fields["seen_number"] = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=_HIGHEST_VERSION, initial=policy.number
    )
    return form


class SectionForm(forms.Form):
    """The figures of one section."""

    def __init__(self, data: QueryDict | None, section: Section, policy: Policy) -> None:
        super().__init__(data)
        self._names = FIELDS_OF[section]
        for name in self._names:
            value = getattr(policy, name)
            self.fields[name] = _field(name)
            self.fields[name].initial = list(value) if name == "sensitive_themes" else value

    @property
    def changes(self) -> dict[str, Any]:
        """Fields of `Policy` with what was typed."""
        typed = {name: self.cleaned_data[name] for name in self._names}
        if "sensitive_themes" in typed:
            typed["sensitive_themes"] = tuple(typed["sensitive_themes"])
        return typed

    def refuse(self, refusal: Refused) -> None:
        add_refusal(self, refusal)


def _field(name: str) -> forms.Field:
    label = POLICY_FIELDS[name]
    if name == "mid_report":
        return forms.BooleanField(label=label, required=False)
    if name == "sensitive_themes":
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=lambda: [(theme.slug, str(theme)) for theme in Theme.objects.all()],
            widget=forms.CheckboxSelectMultiple,
        )
    least, most = RANGES[name]
    return _number(label, least, most, required=name != _OPTIONAL)


def _number(label: Any, least: int, most: int, *, required: bool = True) -> forms.IntegerField:
    said = message_of("policy_number_range") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )


def _name_fields() -> dict[str, forms.Field]:
    return {
        "name": LineField(label=_("Name"), max_length=120),
        "name_ur": LineField(
            label=_("Name in Urdu"),
            max_length=120,
            widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ur"}),
        ),
    }


class AllowancesForm(RowsForm):
    n_rows = MOST_ALLOWANCES
    needed = ("purpose", "currency", "most", "per", "payers")
    incomplete = "allowance_incomplete"
    row_title = _("Allowance")

    @staticmethod
    def row_fields() -> dict[str, forms.Field]:
        return {
            "purpose": forms.ChoiceField(label=_("For"), choices=choices_from(PURPOSES, blank=True)),
            "currency": forms.ChoiceField(
                label=_("Currency of the allowance"),
                choices=[("", "–"), *((code, code) for code in CURRENCIES)],
            ),
            "most": _number(_("At most"), 1, MOST_AMOUNT),
            "per": forms.ChoiceField(label=_("Period"), choices=choices_from(PERIODS, blank=True)),
            "payers": forms.MultipleChoiceField(
                label=_("Paid by"), choices=choices_from(PAYERS), widget=forms.CheckboxSelectMultiple
            ),
        }

    def __init__(self, data: QueryDict | None, *, policy: Policy) -> None:
        super().__init__(
            data,
            rows=[
                {
                    "purpose": rule.purpose,
                    "currency": rule.currency,
                    "most": rule.most,
                    "per": rule.per,
                    "payers": list(rule.payers),
                }
                for rule in policy.allowances
            ],
        )

    @property
    def changes(self) -> dict[str, Any]:
        rules = tuple(
            Allowance(
                AllowancePurpose(row["purpose"]),
                row["currency"],
                row["most"],
                AllowancePer(row["per"]),
                tuple(Payer(payer) for payer in row["payers"]),
            )
            for row in self.filled
        )
        return {"allowances": rules}


class RubricForm(RowsForm):
    n_rows = MOST_CRITERIA
    needed = ("name", "most")
    incomplete = "criterion_incomplete"
    row_title = _("Criterion")

    @staticmethod
    def row_fields() -> dict[str, forms.Field]:
        return _name_fields() | {
            "weight": _number(_("Weight"), 0, 100),
            "most": _number(_("Highest score"), 1, 100),
            "is_independent": forms.BooleanField(label=_("Independent: shown, not summed")),
            "code": forms.SlugField(max_length=40, widget=forms.HiddenInput),
        }

    def __init__(self, data: QueryDict | None, *, policy: Policy) -> None:
        names = ("code", "name", "name_ur", "weight", "is_independent", "most")
        super().__init__(data, rows=[{name: getattr(row, name) for name in names} for row in policy.rubric])

    @property
    def changes(self) -> dict[str, Any]:
        """A criterion keeps its code when it is renamed, so that scores given under it stay comparable."""
        rubric = tuple(
            Criterion(**row | {"code": _code_of(row), "weight": row["weight"] or 0}) for row in self.filled
        )
        return {"rubric": rubric}


def _code_of(row: dict[str, Any]) -> str:
    return row["code"] or slugify(row["name"])[:40] or new_public_id()


class QuotasForm(RowsForm):
    n_rows = MOST_QUOTAS
    needed = ("name", "percent")
    incomplete = "quota_incomplete"
    row_title = _("Share")

    @staticmethod
    def row_fields() -> dict[str, forms.Field]:
        return _name_fields() | {"percent": _number(_("Percent"), 1, 100)}

    def __init__(self, data: QueryDict | None, *, policy: Policy) -> None:
        super().__init__(
            data,
            rows=[
                {name: getattr(row, name) for name in ("name", "name_ur", "percent")} for row in policy.quotas
            ],
        )

    @property
    def changes(self) -> dict[str, Any]:
        return {"quotas": tuple(Quota(**row) for row in self.filled)}


_ROWS = {Section.ALLOWANCES: AllowancesForm, Section.RUBRIC: RubricForm, Section.QUOTAS: QuotasForm}
