"""What the portal's own records say of ties between an expert and organisations that have met them.

Names are compared by their words, domains only where a code was mailed to an address there. Works name no
co-authors, so that only a work of the same DOI on two profiles tells of one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from common.text import words_of
from experts.enums import AffiliationKind, Basis, CredentialState
from experts.models import Affiliation, Expert, Work
from incubators.models import Membership, Organisation
from matching.enums import ConflictKind, DismissReason, MatchState, TieEvidence
from matching.models import Match

Found = list[list[str]]
"""Pairs of a code of `TieEvidence` and the words that stand in the records."""
YEARS = 3
_NO_NAME = frozenset(["the", "of", "and", "for", "a", "an", "pvt", "private", "ltd", "limited", "inc", "llc"])
_KINDS = {
    AffiliationKind.EMPLOYMENT: ConflictKind.EMPLOYER,
    AffiliationKind.HONORARY: ConflictKind.SAME_ORGANISATION,
}


def evidence_of(
    expert: Expert, organisations: Iterable[Organisation], today: date
) -> Mapping[tuple[int, ConflictKind], Found]:
    """(organisation id, kind) -> what speaks for it, in a fixed number of queries."""
    hosts = {host.pk: host for host in organisations}
    said: dict[tuple[int, ConflictKind], Found] = defaultdict(list)
    for host_id, kind, code, words in (
        *_posts(expert, hosts, today),
        *_domains(expert, hosts),
        *_memberships(expert, hosts),
        *_shared_works(expert, hosts, today),
        *_said_by_hosts(expert, hosts),
    ):
        said[host_id, kind].append([code.value, words])
    return said


_Said = Iterator[tuple[int, ConflictKind, TieEvidence, str]]
_Hosts = Mapping[int, Organisation]


def _posts(expert: Expert, hosts: _Hosts, today: date) -> _Said:
    called = defaultdict(list)
    for pk, host in hosts.items():
        for key in {name_key(host.name), name_key(host.name_ur)} - {""}:
            called[key].append(pk)
    for post in expert.affiliations.filter(kind__in=_KINDS).order_by("pk"):
        if _is_lately(post, today):
            for pk in called[name_key(post.organisation)]:
                yield pk, _KINDS[AffiliationKind(post.kind)], TieEvidence.SAME_NAME, post.organisation


def name_key(name: str) -> str:
    """The words of an organisation's name that tell it from others.

    >>> name_key("The Ravi Centre (Pvt.) Ltd") == name_key("Ravi centre")
    True
    """
    return " ".join(word for word in words_of(name) if word not in _NO_NAME)


def _is_lately(post: Affiliation, today: date) -> bool:
    ended = post.ends[:4]
    return post.is_current or not ended.isdigit() or int(ended) >= today.year - YEARS


def _domains(expert: Expert, hosts: _Hosts) -> _Said:
    mailed = expert.credentials.filter(basis=Basis.EMPLOYER_DOMAIN, state=CredentialState.CONFIRMED)
    domains = list(mailed.order_by("pk").values_list("issuer", flat=True))
    for pk, host in hosts.items():
        own = _domain_of(host)
        for domain in domains:
            if own and (domain == own or domain.endswith(f".{own}")):
                yield pk, ConflictKind.EMPLOYER, TieEvidence.MAIL_DOMAIN, domain


def _domain_of(host: Organisation) -> str:
    named = host.email_domain or urlsplit(host.website).hostname or ""
    return named.strip().lower().removeprefix("@").removeprefix("www.")


def _memberships(expert: Expert, hosts: _Hosts) -> _Said:
    if expert.user_id is not None:
        own = Membership.objects.filter(user=expert.user_id, organisation_id__in=hosts).order_by("pk")
        for pk in own.values_list("organisation_id", flat=True):
            yield pk, ConflictKind.SAME_ORGANISATION, TieEvidence.MEMBER, ""


def _shared_works(expert: Expert, hosts: _Hosts, today: date) -> _Said:
    own = expert.works.filter(year__gte=today.year - YEARS).exclude(doi="")
    dois = {doi.lower(): title for doi, title in own.order_by("pk").values_list("doi", "title")}
    of_members = Work.objects.exclude(doi="").exclude(expert=expert)
    host_of_work = "expert__user__memberships__organisation_id"
    rows = of_members.filter(**{f"{host_of_work}__in": list(hosts)}).order_by("pk")
    shared = {(pk, doi.lower()) for pk, doi in rows.values_list(host_of_work, "doi")} if dois else set()
    for pk, doi in sorted(shared):
        if doi in dois:
            yield pk, ConflictKind.CO_AUTHOR, TieEvidence.SHARED_WORK, dois[doi]


def _said_by_hosts(expert: Expert, hosts: _Hosts) -> _Said:
    said = Match.objects.filter(
        expert=expert,
        need__organisation_id__in=hosts,
        state=MatchState.DISMISSED,
        reasons__contains=[DismissReason.CONFLICT],
    )
    for pk in sorted(set(said.values_list("need__organisation_id", flat=True))):
        yield pk, ConflictKind.OTHER, TieEvidence.HOST_SAYS, ""
