"""One page of the directory as its reader may see it, and what somebody's words mean."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from common.text import words_of
from experts.enums import PublicPart, State
from experts.labels import STATE_TONES, STATES
from experts.models import Expert, ExpertLanguage, ExpertSkill
from experts.selectors.verification import name_of
from matching.selectors.audience import Viewer, listed_for, parts_for
from matching.selectors.found import Found, Sought, Turn
from taxonomy.labels import country_name, language_name
from taxonomy.models import SkillAlias
from taxonomy.selectors import vocabulary

PER_PAGE = 25
MOST_PAGES = 40
"""Nobody leafs through everybody: whoever wants more than this has to say what they look for."""
MOST_WORDS = 8
SKILLS_SHOWN = 6
_SIGNER = Signer(salt="matching.directory")


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One expert of a list; what the reader may not see is empty."""

    expert_id: int
    code: str
    name: str
    headline: str
    country: str
    skills: list[str]
    n_more_skills: int
    languages: list[str]
    themes: list[str]
    state: str  # for staff, who also see those who are not listed
    tone: str


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of the list, how many there are in all, and the way to its neighbours."""

    rows: list[DirectoryRow]
    n: int
    facets: dict[str, dict[str, int]]
    number: int
    before: str | None  # empty for the first page, None where there is none
    after: str | None
    is_cut: bool
    viewer: Viewer = field(repr=False)

    @property
    def most(self) -> int:
        return MOST_PAGES * PER_PAGE


def turn_of(text: str) -> Turn:
    """Where a page begins by what its address says; whatever nobody signed is the first page."""
    try:
        number, way, key = _SIGNER.unsign(text).split(".")
        return Turn(int(key), way == "b", min(max(int(number), 1), MOST_PAGES))
    except (BadSignature, ValueError):
        return Turn()


def _written(turn: Turn) -> str:
    return _SIGNER.sign(f"{turn.number}.{'b' if turn.back else 'n'}.{turn.key}")


def directory_page(found: Found, turn: Turn, viewer: Viewer) -> DirectoryPage:
    """The page whose ids were found, read anew: who is not listed any more has gone from it."""
    number = turn.number
    goes_on = (found.has_more or turn.back) and bool(found.keys)
    before = None
    if number == 2 or (number > 1 and not found.keys):
        before = ""
    elif number > 2:
        before = _written(Turn(found.keys[0], True, number - 1))
    after = _written(Turn(found.keys[-1], False, number + 1)) if goes_on and number < MOST_PAGES else None
    return DirectoryPage(
        rows=directory_rows(found.ids, viewer),
        n=found.n,
        facets=found.facets,
        number=number,
        before=before,
        after=after,
        is_cut=goes_on and number >= MOST_PAGES,
        viewer=viewer,
    )


def directory_rows(expert_ids: Sequence[int], viewer: Viewer) -> list[DirectoryRow]:
    """Those of these experts whom the viewer may see at this moment, in the order given; five queries."""
    if not expert_ids:
        return []
    now = listed_for(viewer).filter(pk__in=expert_ids).select_related("user", "managed")
    listed = {expert.pk: expert for expert in now}
    parts = {pk: parts_for(expert, viewer) for pk, expert in listed.items()}
    skills, languages, themes = _skills(parts), _languages(parts), _themes(parts)
    rows = []
    for pk in expert_ids:
        if pk in listed:
            rows.append(_row(listed[pk], parts[pk], skills[pk], languages[pk], themes[pk], viewer))
    return rows


def _row(
    expert: Expert,
    parts: frozenset[PublicPart],
    skills: list[str],
    languages: list[str],
    themes: list[str],
    viewer: Viewer,
) -> DirectoryRow:
    is_staff = viewer.reads_as_staff(expert)
    state = State(expert.state)
    return DirectoryRow(
        expert_id=expert.pk,
        code=expert.public_id,
        name=str(expert.user or name_of(expert)),  # staff alone list who has no account
        headline=expert.headline if PublicPart.HEADLINE in parts else "",
        country=country_name(expert.country) if PublicPart.COUNTRY in parts and expert.country else "",
        skills=skills[:SKILLS_SHOWN],
        n_more_skills=max(len(skills) - SKILLS_SHOWN, 0),
        languages=languages,
        themes=themes,
        state=str(STATES[state]) if is_staff else "",
        tone=STATE_TONES[state] if is_staff else "",
    )


Parts = dict[int, frozenset[PublicPart]]


def _who_shows(parts: Parts, part: PublicPart) -> list[int]:
    return [pk for pk, shown in parts.items() if part in shown]


def _skills(parts: Parts) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    held = ExpertSkill.objects.filter(expert__in=_who_shows(parts, PublicPart.SKILLS))
    known = vocabulary().skills
    for pk, skill_id, typed in held.values_list("expert_id", "skill_id", "typed"):
        found[pk].append(str(known[skill_id]) if skill_id in known else typed)
    return found


def _languages(parts: Parts) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    spoken = ExpertLanguage.objects.filter(expert__in=_who_shows(parts, PublicPart.LANGUAGES))
    for pk, code in spoken.values_list("expert_id", "code"):
        found[pk].append(str(language_name(code)))
    return found


def _themes(parts: Parts) -> dict[int, list[str]]:
    of_expert: dict[int, set[int]] = defaultdict(set)
    rows = Expert.themes.through.objects.filter(expert__in=_who_shows(parts, PublicPart.MOTIVATION))
    for pk, theme_id in rows.values_list("expert_id", "theme_id"):
        of_expert[pk].add(theme_id)
    themes = vocabulary().themes
    return defaultdict(
        list, {pk: [str(theme) for at, theme in themes.items() if at in own] for pk, own in of_expert.items()}
    )


def sought_words(text: str) -> list[Sought]:
    """What to look for: the longest runs of words that name a skill in any script, and single words."""
    words = words_of(text)[:MOST_WORDS]
    if not words:
        return [Sought(())] if text.strip() else []
    holding = reduce(or_, (Q(folded__contains=word) for word in set(words)))
    named: dict[tuple[str, ...], set[int]] = defaultdict(set)
    holds: dict[str, set[int]] = defaultdict(set)
    for folded, skill_id in SkillAlias.objects.filter(holding).values_list("folded", "skill_id"):
        own = words_of(folded)
        named[tuple(own)].add(skill_id)
        for word in own:
            holds[word].add(skill_id)
    found, at = [], 0
    while at < len(words):
        ends = (end for end in range(len(words), at, -1) if tuple(words[at:end]) in named)
        end = next(ends, at + 1)
        run = tuple(words[at:end])
        skill_ids = named[run] or holds[words[at]]
        found.append(Sought(run, tuple(sorted(skill_ids))))
        at = end
    return found
