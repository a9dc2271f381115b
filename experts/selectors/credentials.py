"""Credentials in words: for the person, and for staff who check them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from common.models import EventNote
from common.templatetags.formats import written_day
from experts.enums import (
    Acquaintance,
    Basis,
    CredentialAction,
    CredentialKind,
    CredentialReason,
    CredentialState,
    RowKind,
)
from experts.labels import (
    ACQUAINTANCES,
    BASES,
    CREDENTIAL_FIELDS,
    CREDENTIAL_KINDS,
    CREDENTIAL_REASONS,
    CREDENTIAL_STATES,
    CREDENTIAL_TONES,
)
from experts.models import Credential, CredentialEvent, Expert
from experts.selectors.panels import Provenance, provenance_of
from taxonomy.labels import country_name

_STEPS = [action.value for action in CredentialAction]


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """One credential in a list."""

    public_id: str
    label: str
    detail: str
    state: str
    tone: str
    valid_until: date | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class CredentialStep:
    state: str
    is_bad: bool
    at: datetime
    reasons: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class CredentialPage:
    credential: Credential
    title: str
    state: str
    tone: str
    answers: list[tuple[str, str]]
    link: str
    file_name: str
    came_from: Provenance | None
    history: list[CredentialStep]
    waits_for_code: bool
    can_be_changed: bool
    is_claimed: bool
    is_confirmed: bool
    returned: CredentialStep | None
    returned_by: str
    changed: list[str] = field(default_factory=list)


def lines(credentials: Iterable[Credential]) -> list[CredentialLine]:
    return [
        CredentialLine(
            public_id=credential.public_id,
            label=title_of(credential),
            detail=detail_of(credential),
            state=CREDENTIAL_STATES[CredentialState(credential.state)],
            tone=CREDENTIAL_TONES[CredentialState(credential.state)],
            valid_until=credential.valid_until,
            is_waiting=credential.state == CredentialState.CLAIMED,
        )
        for credential in credentials
    ]


def credential_lines(expert: Expert) -> list[CredentialLine]:
    """Everything that a person claims, the newest first."""
    return lines(expert.credentials.standing())


def title_of(credential: Credential) -> str:
    if credential.how_known:
        return ACQUAINTANCES[Acquaintance(credential.how_known)]
    return credential.title or credential.issuer


def detail_of(credential: Credential) -> str:
    """Kind, issuer and what it rests on: for a mailed code, exactly what was shown by it."""
    kind = CREDENTIAL_KINDS[CredentialKind(credential.kind)]
    if credential.basis == Basis.EMPLOYER_DOMAIN:
        mailed = _("reads mail at %(domain)s") % {"domain": credential.issuer}
        return " · ".join([str(kind), mailed])
    parts = [kind, credential.issuer]
    if credential.basis != Basis.NONE:
        parts.append(BASES[Basis(credential.basis)])
    return " · ".join(str(part) for part in parts if part)


def credential_page(credential: Credential) -> CredentialPage:
    """One credential with its history; fetched with its expert, its file and its person."""
    events = list(credential.events.select_related("by").order_by("seq"))
    steps = _history(events)
    last_return = next((e for e in reversed(events) if e.action == CredentialAction.REQUEST_CHANGES), None)
    is_open = credential.state in (CredentialState.CHANGES_REQUESTED, CredentialState.REFUSED)
    return CredentialPage(
        credential=credential,
        title=title_of(credential),
        state=CREDENTIAL_STATES[CredentialState(credential.state)],
        tone=CREDENTIAL_TONES[CredentialState(credential.state)],
        answers=_answers(credential),
        link=credential.link,
        file_name=credential.file.name if credential.file else "",
        came_from=_came_from(credential),
        history=steps,
        waits_for_code=credential.basis == Basis.EMPLOYER_DOMAIN
        and credential.state in (CredentialState.CLAIMED, CredentialState.EXPIRED, CredentialState.CONFIRMED),
        can_be_changed=credential.basis not in (Basis.EMPLOYER_DOMAIN, Basis.LIAISON_VOUCHING),
        is_claimed=credential.state == CredentialState.CLAIMED,
        is_confirmed=credential.state == CredentialState.CONFIRMED,
        returned=steps[-1] if is_open and steps else None,
        returned_by=_name(last_return.by) if last_return else "",
        changed=_changed_since(events, last_return) if credential.state == CredentialState.CLAIMED else [],
    )


def _answers(credential: Credential) -> list[tuple[str, str]]:
    country = country_name(credential.country) if credential.country else ""
    named = {
        _("Kind"): CREDENTIAL_KINDS[CredentialKind(credential.kind)],
        _("Who issued it"): credential.issuer,
        _("Country"): country,
        _("What it is called"): credential.title,
        _("When"): credential.issued,
        _("What it can be checked against"): BASES[Basis(credential.basis)],
        _("Number or reference"): credential.reference,
        _("Note"): credential.note,
        _("Valid until"): written_day(credential.valid_until) if credential.valid_until else "",
    }
    return [(str(label), str(value)) for label, value in named.items() if value]


def _came_from(credential: Credential) -> Provenance | None:
    """The file that brought the claim, until its person changes it."""
    facts = credential.expert.facts.filter(row_kind=RowKind.CREDENTIAL, row_id=credential.pk)
    fact = facts.select_related("batch").defer("batch__reading").first()
    return provenance_of(fact) if fact else None


def _history(events: list[CredentialEvent]) -> list[CredentialStep]:
    """Steps of the life cycle, oldest first; edits and warnings are not steps."""
    taken = [event for event in events if event.action in _STEPS]
    notes = EventNote.objects.in_bulk([event.note_key for event in taken if event.note_key])
    return [
        CredentialStep(
            state=CREDENTIAL_STATES[CredentialState(event.target)],
            is_bad=CREDENTIAL_TONES[CredentialState(event.target)] == "bad",
            at=event.at,
            reasons=_reasons(event),
            note=notes[event.note_key].text if event.note_key in notes else "",
        )
        for event in taken
    ]


def _reasons(event: CredentialEvent) -> list[str]:
    """Of a return why; of a new claim what changed."""
    if event.action == CredentialAction.CLAIM_AGAIN:
        return [str(CREDENTIAL_FIELDS[name]) for name in event.reasons]
    return [str(CREDENTIAL_REASONS[CredentialReason(code)]) for code in event.reasons]


def _changed_since(events: list[CredentialEvent], last_return: CredentialEvent | None) -> list[str]:
    """The fields that changed since staff returned it."""
    if last_return is None:
        return []
    again = [e for e in events if e.seq > last_return.seq and e.action == CredentialAction.CLAIM_AGAIN]
    names = dict.fromkeys(name for event in again for name in event.reasons)
    return [str(CREDENTIAL_FIELDS[name]) for name in names]


def _name(user: User | None) -> str:
    return user.full_name if user is not None else ""
