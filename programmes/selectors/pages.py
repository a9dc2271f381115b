"""What the pages of programmes and agreements show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from programmes.enums import DAYS_BEFORE_LAPSE, Section, Tier
from programmes.labels import MODES, PHASE_KINDS, PHASE_TONES, PROGRAMME_KINDS, TIERS
from programmes.models import Agreement, Phase, Programme
from programmes.selectors.phases import phase_on, takes_needs
from programmes.selectors.policy import Policy, policies_of, policy_of
from programmes.selectors.weights import summary_of
from programmes.selectors.wording import Line, Part, policy_parts
from taxonomy.labels import country_name, sdg_name

_PUBLIC = (Section.DURATION, Section.ALLOWANCES, Section.RUBRIC, Section.REPORTS)


@dataclass(frozen=True, slots=True)
class Listed:
    programme: Programme
    kind: str
    summary: str
    standing: str
    tone: str
    number: int  # the policy's version


@dataclass(frozen=True, slots=True)
class PhaseLine:
    phase: Phase
    kind: str
    tone: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """What everybody may read of a programme."""

    programme: Programme
    kind: str
    summary: str
    standing: str
    tone: str
    takes_needs: bool
    modes: list[str]
    who: list[str]
    partners: list[str]
    sdgs: list[str]
    tiers: list[str]
    phases: list[PhaseLine]
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    agreement: Agreement
    parties: list[str]
    standing: str
    tone: str


def programme_rows(programmes: Sequence[Programme], day: date) -> list[Listed]:
    """Programmes with where they stand; one more query for all, beside their prefetched phases."""
    policies = policies_of(programme.pk for programme in programmes)
    return [
        Listed(
            programme,
            str(PROGRAMME_KINDS[programme.kind]),
            summary_of(programme),
            *_standing(programme, day),
            policies.of(programme.pk).number,
        )
        for programme in programmes
    ]


def programme_page(programme: Programme, day: date) -> ProgrammePage:
    policy = policy_of(programme)
    standing, tone = _standing(programme, day)
    current = phase_on(programme.phases.all(), day)
    return ProgrammePage(
        programme=programme,
        kind=str(PROGRAMME_KINDS[programme.kind]),
        summary=summary_of(programme),
        standing=standing,
        tone=tone,
        takes_needs=takes_needs(programme, day),
        modes=[str(MODES[mode]) for mode in programme.modes],
        who=_who(programme),
        partners=[country_name(code) for code in programme.partner_countries],
        sdgs=[sdg_name(number) for number in programme.sdgs],
        tiers=_tiers(policy),
        phases=[
            PhaseLine(phase, str(PHASE_KINDS[phase.kind]), PHASE_TONES[phase.kind], phase == current)
            for phase in programme.phases.all()
        ],
        parts=[part for part in policy_parts(policy) if part.section in _PUBLIC],
    )


def agreement_rows(agreements: Sequence[Agreement], day: date) -> list[AgreementRow]:
    """Agreements with where they stand; parties and later versions are loaded with them."""
    return [
        AgreementRow(agreement, parties_of(agreement), *_standing_of(agreement, day))
        for agreement in agreements
    ]


def agreement_row(agreement: Agreement, day: date) -> AgreementRow:
    return agreement_rows([agreement], day)[0]


def parties_of(agreement: Agreement) -> list[str]:
    """Each body, with its country where it has one."""
    return [
        f"{party.name} ({country_name(party.country)})" if party.country else party.name
        for party in agreement.parties.all()
    ]


def versions_before(agreement: Agreement) -> list[Agreement]:
    """The versions that this one renews, latest first; there are few."""
    found = []
    while agreement.renews is not None:
        agreement = agreement.renews
        found.append(agreement)
    return found


def about_lines(programme: Programme) -> list[Line]:
    """What a programme is, as its staff page shows it."""
    return [
        Line("modes", _("Ways of working"), "\n".join(str(MODES[mode]) for mode in programme.modes)),
        Line("partners", _("Partner countries"), "\n".join(map(country_name, programme.partner_countries))),
        Line("agreement", _("Agreement"), str(programme.agreement or "")),
        Line("sdgs", _("Sustainable Development Goals"), "\n".join(map(sdg_name, programme.sdgs))),
        Line("checks", _("Needs are checked first"), _("Yes") if programme.checks_needs else _("No")),
        Line("open", _("Open"), _("Yes") if programme.is_open else _("No")),
    ]


def _standing(programme: Programme, day: date) -> tuple[str, str]:
    """Whether it takes needs today, and the tone of saying so."""
    if not programme.is_open:
        return _("closed"), "quiet"
    phases = list(programme.phases.all())
    if not phases:
        return _("open for needs"), "good"
    current = phase_on(phases, day)
    if current is None:
        return _("between two phases"), "quiet"
    return str(PHASE_KINDS[current.kind]), PHASE_TONES[current.kind]


def _who(programme: Programme) -> list[str]:
    hosts = _("Organisations in Pakistan that the portal has verified write needs.")
    experts = _("Overseas professionals with a verified profile are matched and invited.")
    if not programme.requires_verified_expert:
        experts = _("Overseas professionals with a profile are matched and invited.")
    checked = _("The unit checks each need before it opens.")
    return [hosts, experts, *([checked] if programme.checks_needs else [])]


def _tiers(policy: Policy) -> list[str]:
    hours, days = {"hours": policy.t0_most_hours}, {"days": policy.t2_days_in_country}
    return [
        f"{TIERS[Tier.T0]} ({_('at most %(hours)d hours in all') % hours})",
        str(TIERS[Tier.T1]),
        f"{TIERS[Tier.T2]} ({_('paid visits, above %(days)d days in Pakistan, or sensitive') % days})",
    ]


def _standing_of(agreement: Agreement, day: date) -> tuple[str, str]:
    if hasattr(agreement, "renewed_by"):
        return _("renewed"), "quiet"
    if agreement.valid_until is None:
        return _("in force"), "good"
    if agreement.valid_until < day:
        return _("lapsed"), "bad"
    if agreement.valid_until <= day + timedelta(days=DAYS_BEFORE_LAPSE):
        return _("lapses soon"), "waiting"
    if agreement.valid_from > day:
        return _("begins later"), "quiet"
    return _("in force"), "good"
