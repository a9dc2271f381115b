"""From stored codes and integers to sentences, when read, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from common.charts import Bar, Segment, bars, stacked
from common.templatetags.formats import number
from matching.enums import Constraint, Gap, Question, Reader
from matching.labels import matches as labels
from programmes.enums import Component
from programmes.labels import COMPONENTS
from taxonomy.models import Skill

POINTS_MAX = 10_000
Said = dict[tuple[int, ...], str]
"""Sentences by the words of a label, which live as long as the process, and the skills filled in."""


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of the score: what it is, its value out of 10,000 or None, its weight, the points it gave.

    `room` and `share` draw it: the points that it could have given and those that it gave, in percent of
    the weightiest line.
    """

    label: str
    value: int | None
    weight: int
    gave: int
    room: int
    share: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair was suggested, worded for one reader. `question` is empty when nothing needs asking.

    `values` and `weights` stand in the order of `Component`; only pages that show the score word them.
    """

    points: int
    reasons: list[str]
    gaps: list[str]
    question: str
    not_known: list[str]
    values: Sequence[int]
    weights: Sequence[int]

    @property
    def parts(self) -> list[ScorePart]:
        return score_parts(self.values, self.weights)

    @property
    def picture(self) -> list[Segment]:
        return stacked(((part.label, part.gave) for part in self.parts), POINTS_MAX)


def explain_to_host(frozen: Mapping[str, Any]) -> Explanation:
    """Why this expert."""
    return explain(frozen, Reader.ORGANISATION, skill_names([frozen]))


def explain_to_expert(frozen: Mapping[str, Any]) -> Explanation:
    """Why you were suggested."""
    return explain(frozen, Reader.EXPERT, skill_names([frozen]))


def explain_to_ministry(frozen: Mapping[str, Any]) -> Explanation:
    """How the score was made."""
    return explain(frozen, Reader.MINISTRY, skill_names([frozen]))


def explain(
    frozen: Mapping[str, Any], reader: Reader, names: Mapping[int, str], said: Said | None = None
) -> Explanation:
    """Word one explanation; `names` holds the names of the skills it mentions. Empty codes read as empty.

    `said` keeps the sentences for further ones to the same reader.
    """
    said = {} if said is None else said
    question = frozen.get("question")
    return Explanation(
        points=frozen.get("points", 0),
        reasons=[
            _sentence(labels.REASONS[reader][Component(code)], ids, names, said)
            for code, _points, ids in frozen.get("reasons", ())
        ],
        gaps=[
            _sentence(labels.GAPS[reader][Gap(code)], ids, names, said)
            for code, _points, ids in frozen.get("gaps", ())
        ],
        question=_sentence(labels.QUESTIONS[reader][Question(question[0])], question[1], names, said)
        if question
        else "",
        not_known=[
            _sentence(COMPONENTS[Component(code)], (), names, said) for code in frozen.get("not_known", ())
        ],
        values=frozen.get("components", ()),
        weights=frozen.get("weights", ()),
    )


def score_parts(values: Iterable[int], weights: Iterable[int]) -> list[ScorePart]:
    """The score's lines; what each gave adds up to the score."""
    lines = list(zip(Component, values, weights, strict=False))
    known = [weight for _component, value, weight in lines if value >= 0]
    total, widest = sum(known) or 1, max(known, default=0) or 1
    gave = _rounded([weight * max(value, 0) for _component, value, weight in lines], total)
    return [
        ScorePart(
            label=str(COMPONENTS[component]),
            value=value if value >= 0 else None,
            weight=weight,
            gave=gave[at],
            room=100 * weight // widest if value >= 0 else 0,
            share=weight * value // (widest * 100) if value >= 0 else 0,
        )
        for at, (component, value, weight) in enumerate(lines)
    ]


def _rounded(parts: Sequence[int], whole: int) -> list[int]:
    """Parts in wholes, rounded down but for the largest rests, so that they add up to their sum in wholes.

    >>> _rounded([5, 8, 2], 3)
    [2, 3, 0]
    """
    down = [part // whole for part in parts]
    missing = sum(parts) // whole - sum(down)
    for at in sorted(range(len(parts)), key=lambda at: -(parts[at] % whole))[:missing]:
        down[at] += 1
    return down


def skill_names(explanations: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Names of all skills that these explanations mention, in one query."""
    return names_of_skills(skill_ids_of(explanations))


def skill_ids_of(explanations: Iterable[Mapping[str, Any]]) -> set[int]:
    """Ids of all skills that these explanations mention."""
    ids: set[int] = set()
    for frozen in explanations:
        for line in (*frozen.get("reasons", ()), *frozen.get("gaps", ())):
            ids.update(line[2])
        if frozen.get("question"):
            ids.update(frozen["question"][1])
    return ids


def names_of_skills(ids: Iterable[int]) -> dict[int, str]:
    """Names in the reader's language, in one query."""
    skills = Skill.objects.filter(pk__in=set(ids)).only("name", "name_ur").order_by()
    return {skill.pk: str(skill) for skill in skills}


def excluded_sentences(counts: Mapping[str, int], reader: Reader) -> list[str]:
    """Why the others are not in a list, in the order in which reasons are counted."""
    told = counts_for(counts, reader)
    words = labels.EXCLUDED_TO_HOST if reader is Reader.ORGANISATION else labels.EXCLUDED
    return [str(words[code] % {"n": told[code]}) for code in Constraint if told.get(code)]


def excluded_bars(counts: Mapping[str, int], reader: Reader) -> list[Bar]:
    """The same as a picture: the most frequent reason first."""
    told = counts_for(counts, reader)
    words = labels.CONSTRAINTS_TO_HOST if reader is Reader.ORGANISATION else labels.CONSTRAINTS
    return bars((str(words[code]), told[code]) for code in Constraint if told.get(code))


def counts_for(counts: Mapping[str, int], reader: Reader) -> Mapping[str, int]:
    """Counts as this reader may have them: a host does not learn how many conflicts are confirmed."""
    if reader is not Reader.ORGANISATION:
        return counts
    told = {code: n for code, n in counts.items() if code != Constraint.CONFLICT}
    both = counts.get(Constraint.EXCLUDED, 0) + counts.get(Constraint.CONFLICT, 0)
    return told | ({Constraint.EXCLUDED: both} if both else {})


def relaxation_sentences(counts: Mapping[str, int], best: Mapping[str, int]) -> list[str]:
    """What the host could change, how many more that would bring (the most first), and the best score."""
    known = sorted((code for code in labels.RELAXATIONS if counts.get(code)), key=lambda code: -counts[code])
    sentences = []
    for code in known:
        sentence = str(labels.RELAXATIONS[code] % {"n": counts[code]})
        if code in best:
            sentence = labels.BEST_OF_THEM % {"sentence": sentence, "points": number(best[code])}
        sentences.append(str(sentence))
    return sentences


def enumeration(words: Iterable[str]) -> str:
    """Words in a row, separated as the reader's language does it.

    >>> enumeration(["wind", "solar"])
    'wind, solar'
    """
    return pgettext("between the words of a list", ", ").join(words)


def one_after_the_other(sentences: Iterable[str]) -> str:
    """Sentences without full stops as parts of one, separated as the reader's language does it.

    >>> one_after_the_other(["1 is busy", "2 are away"])
    '1 is busy; 2 are away'
    """
    return pgettext("between the parts of a sentence", "; ").join(sentences)


def _sentence(words: Any, ids: Sequence[int], names: Mapping[int, str], said: Said) -> str:
    """Fill in the skills' names; a skill that has left the vocabulary is passed over."""
    key = (id(words), *ids)
    if key not in said:
        skills = enumeration(names[pk] for pk in ids if pk in names) if ids else ""
        said[key] = str(words) % {"skills": skills}
    return said[key]
