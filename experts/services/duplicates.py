"""Pairs of profiles that may be one person's: found by what they have in common, decided by staff."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice, product

from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.models import User
from common.events import begin, move
from common.names import name_keys
from common.policies import require
from common.text import fold
from common.workflow import Part
from experts.enums import GONE, Basis, CredentialState, EvidenceKind, PairAction, PairState
from experts.models import DuplicateKey, DuplicatePair, Expert
from experts.services.editing import lock_expert

# What more profiles than this have in common says nothing about two of them.
MOST_SHARING = 25
FEWEST_WORKS = 2
# One word is nobody's name alone: with a country it fits too many.
FEWEST_NAME_WORDS = 2
MOST_SPELLINGS = 16
_DOI = "doi"


def find_duplicates(*, expert_id: int, at: datetime) -> list[DuplicatePair]:
    """Compare one changed profile with those that share a key with it, and propose pairs."""
    with transaction.atomic():
        expert = lock_expert(expert_id)
        keys = keys_of(expert)
        _index(expert, keys)
        found = _evidence(expert, keys)
        pairs = [propose(expert.pk, other, evidence, at=at) for other, evidence in found.items()]
        _drop_others(expert, {pair.pk for pair in pairs}, at=at)
    return pairs


def propose(one: int, other: int, evidence: dict[str, int], *, at: datetime) -> DuplicatePair:
    """Put a pair before staff, or bring its evidence up to date; what they decided stays decided."""
    older, newer = sorted((one, other))
    try:
        with transaction.atomic():
            pair = _locked_pair(older_id=older, newer_id=newer)
            if pair is None:
                pair = DuplicatePair(older_id=older, newer_id=newer, evidence=evidence)
                begin(pair, by=None, at=at, part=Part.CLOCK, action="propose")
    except IntegrityError:  # somebody else proposed the same pair at this moment
        pair = _locked_pair(older_id=older, newer_id=newer)
    if EvidenceKind.CLAIM in pair.evidence:
        evidence = evidence | {EvidenceKind.CLAIM: 1}
    if pair.evidence != evidence:
        pair.evidence = evidence
        pair.save(update_fields=["evidence"])
    if pair.state == PairState.DROPPED:
        move(pair, action=PairAction.PROPOSE_AGAIN, part=Part.CLOCK, by=None, at=at)
    return pair


def tell_apart(*, pair_id: int, note: str, by: User, at: datetime, version: int) -> DuplicatePair:
    """Remember that these are two people. Raises `note_required` or `stale_version`."""
    return _decide(pair_id, PairAction.TELL_APART, note=note, by=by, at=at, version=version)


def reconsider(*, pair_id: int, note: str, by: User, at: datetime, version: int) -> DuplicatePair:
    """Put a pair that was told apart before staff again. Raises `note_required` or `stale_version`."""
    return _decide(pair_id, PairAction.RECONSIDER, note=note, by=by, at=at, version=version)


def out_of_date(expert_ids: Iterable[int]) -> list[int]:
    """Those whose stored keys are not what their profiles say today."""
    experts = Expert.objects.filter(pk__in=list(expert_ids)).select_related("user", "managed").order_by("pk")
    stored: dict[int, set[tuple[str, str]]] = {}
    for expert_id, kind, key in DuplicateKey.objects.filter(expert__in=experts).values_list(
        "expert_id", "kind", "key"
    ):
        stored.setdefault(expert_id, set()).add((kind, key))
    return [expert.pk for expert in experts if keys_of(expert) != stored.get(expert.pk, set())]


def keys_of(expert: Expert) -> set[tuple[str, str]]:
    """(kind, digest) of everything in which a profile could meet another one."""
    return {(kind, hashlib.sha256(f"{kind}|{what}".encode()).hexdigest()) for kind, what in _commons(expert)}


def _commons(expert: Expert) -> Iterator[tuple[str, str]]:
    if expert.state in GONE:
        return
    if expert.orcid:
        yield EvidenceKind.ORCID, expert.orcid
    for doi in expert.works.exclude(doi="").values_list("doi", flat=True):
        yield _DOI, doi.lower()
    names = {key: n for name in _names_of(expert) for key, n in _spellings(name)}
    organisations = {fold(name) for name in expert.affiliations.values_list("organisation", flat=True)}
    mailed = expert.credentials.filter(basis=Basis.EMPLOYER_DOMAIN, state=CredentialState.CONFIRMED)
    domains = set(mailed.values_list("issuer", flat=True))
    for name, n_words in names.items():
        if expert.country and n_words >= FEWEST_NAME_WORDS:
            yield EvidenceKind.NAME_COUNTRY, f"{name}|{expert.country}"
        yield from ((EvidenceKind.NAME_ORGANISATION, f"{name}|{place}") for place in organisations)
        yield from ((EvidenceKind.NAME_DOMAIN, f"{name}|{domain}") for domain in domains)


def _names_of(expert: Expert) -> list[str]:
    if expert.user is not None:
        return [expert.user.full_name, expert.user.name_ur]
    return [expert.managed.full_name] if hasattr(expert, "managed") else []


def _spellings(name: str) -> Iterator[tuple[str, int]]:
    """A key of the whole name for each way of hearing its words, and how many words it has; any order."""
    heard = [sorted(keys) for word in fold(name).split(" ") if (keys := name_keys(word))]
    if heard:
        for keys in islice(product(*heard), MOST_SPELLINGS):
            yield " ".join(sorted(keys)), len(heard)


def _index(expert: Expert, keys: set[tuple[str, str]]) -> None:
    """Bring the index of one profile up to date."""
    rows = DuplicateKey.objects.filter(expert=expert)
    known = {(row.kind, row.key): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in known.items() if key not in keys]).delete()
    new = [DuplicateKey(expert=expert, kind=kind, key=key) for kind, key in sorted(keys - set(known))]
    DuplicateKey.objects.bulk_create(new, ignore_conflicts=True)


def _evidence(expert: Expert, keys: set[tuple[str, str]]) -> dict[int, dict[str, int]]:
    """What speaks for each other profile, by its id."""
    shared = (
        DuplicateKey.objects.filter(key__in=[key for _kind, key in keys])
        .values("key")
        .annotate(n=Count("pk"))
        .filter(n__range=(2, MOST_SHARING))
    )
    others = DuplicateKey.objects.filter(key__in=shared.values("key")).exclude(expert=expert)
    n_shared = Counter(others.values_list("expert_id", "kind"))
    n_mine = sum(kind == _DOI for kind, _key in keys)
    n_theirs = _n_works(other for (other, kind), n in n_shared.items() if kind == _DOI and n >= FEWEST_WORKS)
    found: dict[int, dict[str, int]] = {}
    for (other, kind), n in n_shared.items():
        if kind != _DOI:
            found.setdefault(other, {})[kind] = 1
        # Co-authors share works too; one person's two lists are the same, or one holds the other.
        elif n >= FEWEST_WORKS and n == min(n_mine, n_theirs[other]):
            found.setdefault(other, {})[EvidenceKind.WORKS] = n
    return found


def _n_works(expert_ids: Iterable[int]) -> dict[int, int]:
    rows = DuplicateKey.objects.filter(kind=_DOI, expert_id__in=list(expert_ids))
    return dict(rows.values_list("expert_id").annotate(n=Count("pk")))


def _drop_others(expert: Expert, found: set[int], *, at: datetime) -> None:
    """Pairs that nothing speaks for any more are no longer shown, unless the person themselves said so."""
    for side in ("older", "newer"):
        proposed = DuplicatePair.objects.filter(**{side: expert}).proposed().exclude(pk__in=found)
        for pair in proposed.select_for_update(of=("self",)):
            claimed = EvidenceKind.CLAIM in pair.evidence
            if not claimed or expert.state in GONE:
                move(pair, action=PairAction.DROP, part=Part.CLOCK, by=None, at=at)


def _decide(
    pair_id: int, action: PairAction, *, note: str, by: User, at: datetime, version: int
) -> DuplicatePair:
    with transaction.atomic():
        pair = _locked_pair(pk=pair_id)
        require(by, f"experts.{action}_pair", pair)
        move(pair, action=action, part=Part.STAFF, by=by, at=at, note=note, version=version)
    return pair


def _locked_pair(**which: int) -> DuplicatePair | None:
    pairs = DuplicatePair.objects.select_for_update(of=("self",)).select_related("older", "newer")
    return pairs.filter(**which).first()
