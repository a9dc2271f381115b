"""Input that nobody wishes for gets a clear refusal or a defined result: no crash, no silent zero."""

import pytest

from matching.engine import rank, search
from matching.engine.check import check
from matching.engine.columns import FIRST_DAY, LAST_DAY, Experts, Need
from matching.engine.epoch import fit_epoch
from matching.engine.features import Work
from matching.engine.promises import check_promises
from matching.engine.rank import MatchResult, match_need, why_not
from matching.engine.score import Weights
from matching.engine.segment import build
from matching.engine.spec import NOT_KNOWN, Component, Constraint, Unknown
from matching.engine.text import index, query, score
from matching.engine.text import rank as rank_texts
from matching.engine.tokens import MAX_LETTERS, MAX_WORD, fold_table, tokens
from tests.matching.engine.people import WEIGHTS, Person, experts_from, need_for, need_text, wanted

EMPTY = Person(modes=0, country=-1, zone=-1, seniority=-1, themes=0, categories=0, capacity=-1,
               windows=(), languages=(), skills=(), works=())  # fmt: skip
URDU = "پانی کی صفائی کے لیے شمسی توانائی"


def verified_list(experts: Experts, need: Need, weights: Weights = WEIGHTS) -> MatchResult:
    """The list by the search, equal to the plain one, with every check there is."""
    result = search.match_need(experts, build(experts), need, weights)
    assert result.best.rows.tolist() == rank.match_need(experts, need, weights).best.rows.tolist()
    check(experts, need, weights, 50, result, rows=99)
    check_promises(experts, need, weights, 50, result)
    return result


def component(result: MatchResult, which: Component) -> list[int]:
    return result.best.components[:, which].tolist()


# Profiles and needs


def test_an_empty_profile_is_listed_where_nothing_is_required_and_says_what_to_ask():
    result = verified_list(experts_from(EMPTY), need_for(must=wanted()))

    assert result.best.points.tolist() == [0]
    assert Unknown(int(result.best.unknown[0])) == (
        Unknown.LANGUAGES | Unknown.MODES | Unknown.WINDOWS | Unknown.CAPACITY
    )
    known = [Component(at) for at, points in enumerate(result.best.components[0].tolist()) if points >= 0]
    assert known == [Component.SHOULD]


def test_a_need_without_must_skills_ranks_by_all_the_rest():
    people = experts_from(Person(skills=(), seniority=1), Person(skills=(), seniority=5), Person())

    result = verified_list(people, need_for(must=wanted(), should=wanted()))

    assert component(result, Component.MUST) == [NOT_KNOWN] * 3
    assert result.best.rows.tolist()[-1] == 0
    assert result.best.points.min() > 0


def test_a_need_that_asks_for_nothing_at_all_meets_windows_without_end():
    forever = Person(windows=((FIRST_DAY, LAST_DAY, 5),))

    result = verified_list(experts_from(forever, EMPTY), Need())

    assert sorted(result.best.rows.tolist()) == [0, 1]
    assert result.best.components[:, : Component.TRACK_RECORD].max() == NOT_KNOWN


def test_a_need_that_ends_before_it_starts_leaves_only_those_who_state_no_dates():
    people = experts_from(Person(), Person(windows=()))

    result = verified_list(people, need_for(start_day=200, end_day=100))

    assert result.best.rows.tolist() == [1]
    assert result.excluded.first[Constraint.DATES] == 1


def test_a_skill_that_nobody_has_is_counted_as_the_reason():
    result = verified_list(experts_from(Person(), EMPTY), need_for(must=wanted((999_999, 4, 1))))

    assert (len(result.best), len(result.near)) == (0, 0)
    assert result.excluded.first[Constraint.MUST_SKILL] == 2


def test_an_unknown_skill_beside_a_known_one_lowers_everybody_alike():
    both = wanted((1, 3, 100), (999_999, 1, 100))

    result = verified_list(experts_from(Person(), Person()), need_for(must=both))

    assert component(result, Component.MUST) == [5_000, 5_000]


# Weights


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((0,) * 9, "at least one weight must be above zero"),
        ((), "9 weights are needed, got 0"),
        ((-1, *(1,) * 8), "weight of must must be from 0 to 1000, got -1"),
        ((*(1,) * 8, 1_001), "weight of track_record must be from 0 to 1000, got 1001"),
    ],
)
def test_weights_that_make_no_sense_are_refused_in_a_sentence(values, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        Weights("1", values)


def test_weight_on_what_is_known_of_nobody_gives_no_points_and_says_not_known():
    only_track_record = Weights("1", (*(0,) * 8, 1))

    result = verified_list(experts_from(Person(), Person()), need_for(), only_track_record)

    assert result.best.points.tolist() == [0, 0]
    assert component(result, Component.TRACK_RECORD) == [NOT_KNOWN] * 2


# Texts


def text_points(need: str, *works: str) -> list[int]:
    """Points of one expert per text."""
    epoch = fit_epoch(Work(work) for work in (*works, "something else", "another matter"))
    return score(query(Work(need), epoch), index([[Work(work)] for work in works], epoch)).tolist()


def test_a_text_of_ten_thousand_words_is_read_to_its_last_word():
    long = " ".join(
        f"filler{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(10_000)
    )

    assert tokens(f"{long} agrivoltaics")[-1] == "agrivolta"
    assert (
        verified_list(experts_from(Person(works=(long,))), need_for(text=need_text(long))).best.components[
            0, Component.TEXT
        ]
        > 0
    )


def test_of_a_text_without_end_the_beginning_counts():
    endless = "solar pumps " * 200_000

    assert len(endless) > 10 * MAX_LETTERS
    assert tokens(endless) == tokens(endless[:MAX_LETTERS])


def test_one_sign_that_stands_for_many_letters_does_not_get_past_the_limit():
    assert len("".join(tokens("\ufdfa" * (MAX_LETTERS // 4)))) <= MAX_LETTERS


def test_a_blob_without_spaces_is_no_word():
    assert tokens("x" * (MAX_WORD + 1)) == []
    assert tokens("x" * MAX_WORD) != []
    assert text_points("solar pumps", "x" * 5_000) == [NOT_KNOWN]


@pytest.mark.parametrize(
    "nothing", ["", " \n\t", "\x00\x01", "\ud800", "🙂🙂", "؟،۔", "َُِ", "\u200d\u200c", "the of and"]
)
def test_a_text_without_a_word_is_not_known_on_either_side(nothing):
    assert text_points(nothing, "solar pumps") == [NOT_KNOWN]
    assert text_points("solar pumps", nothing) == [NOT_KNOWN]


@pytest.mark.parametrize(
    "written",
    [
        URDU.replace("ی", "ي").replace("ک", "ك").replace("ہ", "ه"),  # an Arabic keyboard
        "\u200f".join(URDU),  # direction marks between all letters
        URDU.replace("ن", "ن\u200d"),  # joiners
        URDU.replace("ش", "شَ"),  # vowel signs
        URDU.replace("پ", "\ufb56").replace("ص", "\ufebb"),  # presentation forms, as in old documents
        f"  {URDU}۔ ",
    ],
)
def test_urdu_from_any_keyboard_or_document_is_the_same_text(written):
    assert tokens(written) == tokens(URDU) != []
    assert text_points(written, URDU) == text_points(URDU, URDU)


def test_three_scripts_in_one_text_meet_through_the_skills_other_names():
    folds = {"Solar energy": ["شمسی توانائی", "shamsi tawanai"], "Water treatment": ["پانی کی صفائی"]}
    epoch = fit_epoch([Work("Solar energy"), Work("Water treatment"), Work("Genome")], folds)
    texts = index([[Work("Solar energy")], [Work("Genome")]], epoch)

    for need in ("شمسی توانائی", "Shamsi tawanai ka mansooba", "village میں shamsi tawanai اور پانی"):
        fits, does_not = score(query(Work(need), epoch), texts).tolist()
        assert fits > does_not == 0
    assert tokens("shamsi\u200d tawanai", fold_table(folds)) == ["solar·energi"]


def test_ranking_nobody_or_for_nothing_is_an_empty_table():
    document = {"title": "Solar pumps", "text": ""}

    assert rank_texts({"a": [document]}, {})[2].shape == (1, 0)
    assert rank_texts({}, {"n": document})[2].shape == (0, 1)
    assert rank_texts({"a": []}, {"n": document})[2].tolist() == [[NOT_KNOWN]]
    assert rank_texts({"a": [{"title": None, "text": None}]}, {"n": document})[2].tolist() == [[NOT_KNOWN]]


def test_an_expert_with_nothing_can_be_asked_about_any_need():
    verdict = why_not(experts_from(EMPTY), need_for(text=need_text("")), WEIGHTS, 0)

    assert verdict.failed == (Constraint.MUST_SKILL,)
    assert match_need(experts_from(EMPTY), need_for(), WEIGHTS).n_eligible == 0
