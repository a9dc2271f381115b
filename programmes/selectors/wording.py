"""A policy in words: as its page shows it, and what differs between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.templatetags.formats import listed, number
from programmes.enums import RANGES, Section
from programmes.labels import PAYERS, PERIODS, POLICY_FIELDS, PURPOSES, SECTION_LEADS, SECTIONS
from programmes.models import PolicyVersion, Programme
from programmes.selectors.policy import Allowance, Criterion, Policy, Quota
from taxonomy.models import Theme


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a policy. `key` tells which line of another version it is compared with."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    section: str
    title: str
    lead: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that differs; an empty side has no such line."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version with what it changed. `by` is empty for the one that the portal came with."""

    number: int
    since: datetime
    by: str
    differences: list[Difference]


FIELDS_OF: dict[Section, tuple[str, ...]] = {
    Section.DURATION: ("least_weeks", "most_weeks", "most_hours_per_week"),
    Section.ALLOWANCES: ("allowances",),
    Section.REVIEW: (
        "t0_most_hours",
        "t2_days_in_country",
        "sensitive_themes",
        "target_days_t0",
        "target_days_t1",
        "target_days_t2",
        "sampling_percent",
        "appeal_days",
    ),
    Section.RUBRIC: ("rubric",),
    Section.REPORTS: ("mid_report", "report_every_weeks", "final_report_after_days", "follow_up_months"),
    Section.QUOTAS: ("quotas",),
}


def policy_parts(policy: Policy, *, themes: dict[str, Theme] | None = None) -> list[Part]:
    """The whole policy, section by section, in the reader's language."""
    names = theme_names() if themes is None else themes
    return [
        Part(section.value, str(SECTIONS[section]), str(SECTION_LEADS[section]), list(lines))
        for section in Section
        for lines in [_lines(policy, section, names)]
    ]


def theme_names() -> dict[str, Theme]:
    return {theme.slug: theme for theme in Theme.objects.all()}


def differences(before: Policy, after: Policy, *, themes: dict[str, Theme] | None = None) -> list[Difference]:
    """The lines that differ, in the order of the page."""
    names = theme_names() if themes is None else themes
    old, new = _by_key(before, names), _by_key(after, names)
    return [
        Difference(
            label=(new.get(key) or old[key]).label,
            before=old[key].text if key in old else "",
            after=new[key].text if key in new else "",
        )
        for key in dict.fromkeys((*new, *old))
        if (old[key].text if key in old else None) != (new[key].text if key in new else None)
    ]


def versions_of(programme: Programme) -> list[Version]:
    """All versions, the one in force first, each with what it changed; two queries."""
    rows = list(PolicyVersion.objects.filter(programme=programme).select_related("by").order_by("-number"))
    themes = theme_names()
    policies = [*(Policy.read(row.values, row.number) for row in rows), Policy()]
    return [
        Version(row.number, row.since, str(row.by or ""), differences(before, after, themes=themes))
        for row, after, before in zip(rows, policies, policies[1:], strict=False)
    ]


def _by_key(policy: Policy, themes: dict[str, Theme]) -> dict[str, Line]:
    return {line.key: line for section in Section for line in _lines(policy, section, themes)}


def _lines(policy: Policy, section: Section, themes: dict[str, Theme]) -> Iterator[Line]:
    for name in FIELDS_OF[section]:
        value = getattr(policy, name)
        if name == "sensitive_themes":
            words = listed(themes[slug] for slug in value if slug in themes) if value else _("none")
            yield Line(name, str(POLICY_FIELDS[name]), words)
        elif name in RANGES:
            yield Line(name, str(POLICY_FIELDS[name]), _("none") if value is None else number(value))
        elif name == "mid_report":
            yield Line(name, str(POLICY_FIELDS[name]), _("Yes") if value else _("No"))
        else:
            yield from map(_ROW_LINES[name], value)


def _allowance(rule: Allowance) -> Line:
    words = {
        "most": number(rule.most),
        "currency": rule.currency,
        "period": PERIODS[rule.per],
        "payers": listed(PAYERS[payer] for payer in rule.payers),
    }
    return Line(
        f"allowance {rule.purpose} {rule.currency} {rule.per}",
        str(PURPOSES[rule.purpose]),
        _("up to %(currency)s %(most)s %(period)s, paid by: %(payers)s") % words,
    )


def _criterion(criterion: Criterion) -> Line:
    if criterion.is_independent:
        words = _("from 0 to %(most)d; independent, not summed") % {"most": criterion.most}
    else:
        words = _("from 0 to %(most)d; weight %(weight)d") % {
            "most": criterion.most,
            "weight": criterion.weight,
        }
    return Line(f"criterion {criterion.code}", _name(criterion), words)


def _quota(quota: Quota) -> Line:
    return Line(f"quota {quota.name}", _name(quota), _("%(n)d percent") % {"n": quota.percent})


def _name(row: Criterion | Quota) -> str:
    return row.name_ur if row.name_ur and get_language() == "ur" else row.name


_ROW_LINES = {"allowances": _allowance, "rubric": _criterion, "quotas": _quota}
