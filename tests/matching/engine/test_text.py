"""Tokens alike in three scripts, and a cosine that depends on the epoch and two texts alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.epoch import FIRST_REFERENCE, N_KNOWN, UNIT, Epoch, fit_epoch
from matching.engine.features import Work, features
from matching.engine.spec import POINTS_MAX
from matching.engine.text import MAX_TERMS, MAX_WORKS, closeness, index, query, rank, score
from matching.engine.tokens import fold_table, normalise, stem, tokens

WORKS = [
    Work("Solar water pumps", "Low cost pumping for small farms"),
    Work("Genome assembly", "Wheat genomes of Punjab"),
    Work("Computer vision", "Counting pumps in satellite images"),
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Zürich naïve", ["zurich", "naiv"]),
        ("the batteries and the battery", ["batteri", "batteri"]),
        ("mapping maps mapped", ["map", "map", "map"]),
        ("AI, GIS and AIDS", ["ai", "gis", "aids"]),
        ("C++ and C# code", ["c++", "c#", "code"]),
        ("ALL CAPITAL BATTERIES", ["capit", "batteri"]),
        ("engineer's x-ray", ["engin", "ray"]),
        ("fuzzy classes, taxes, analysis, campus", ["fuzzi", "class", "tax", "analysi", "campus"]),
        ("sing the ring", ["sing", "ring"]),
        ("5G in 2026", ["5g", "2026"]),
        ("falling, missed, buzzed", ["fall", "miss", "buzz"]),
        ("COVID-19, covid19, word2vec", ["covid", "19", "covid", "word", "vec"]),
        ("", []),
    ],
)
def test_english_is_stemmed_lightly_and_acronyms_are_kept(written, meant):
    assert tokens(written) == meant


def test_arabic_and_urdu_keyboards_write_the_same_word():
    arabic_letters, urdu_letters = "\u0643\u064a\u0645\u064a\u0627", "\u06a9\u06cc\u0645\u06cc\u0627"

    assert tokens(arabic_letters) == tokens(urdu_letters) != []


def test_joiners_vowel_signs_and_elongation_do_not_split_words():
    assert normalise("مصنوعی\u200cذہانت") == "مصنوعیذہانت"
    assert normalise("عِلْم") == "علم"
    assert normalise("عـــلم") == "علم"
    assert normalise("۱۲٣") == "123"


def test_letters_of_scripts_with_signs_below_accents_are_kept():
    assert normalise("क्षमा") == "क्षमा"


def test_urdu_stop_words_are_dropped():
    assert tokens("پانی کی صفائی") == ["پانی", "صفایی"]


def test_aliases_of_a_skill_become_one_token_in_all_three_languages():
    folds = fold_table(
        {"Machine learning": ["ML", "مشین لرننگ", "mashini taleem"], "": ["nothing"], "the": ["of"]}
    )

    spellings = ["machine learning", "ML", "مشین لرننگ", "mashini taleem"]

    assert {tuple(tokens(spelling, folds)) for spelling in spellings} == {("machin·learn",)}


def test_the_longest_alias_wins():
    folds = fold_table({"water": [], "water treatment plant": ["water treatment"]})

    assert tokens("water treatment water", folds) == ["water·treatment·plant", "water"]


def test_an_alias_that_keeps_only_an_everyday_word_folds_nothing():
    folds = fold_table(
        {"Digital learning": ["e-learning", "online learning"], "Processor design": ["RISC-V"]}
    )

    assert tokens("learning e-learning", folds) == ["learn", "learn"]
    assert tokens("online learning on RISC-V", folds) == ["digit·learn", "processor·design"]


def test_an_acronym_that_ends_like_a_plural_is_folded():
    folds = fold_table({"Information security management": ["ISMS"]})

    assert tokens("Audit of an ISMS", folds) == ["audit", "inform·secur·manag"]


def test_stem_leaves_other_scripts_and_numbers_alone():
    assert (stem("صفائی"), stem("h2s")) == ("صفائی", "h2s")


def test_pairs_reach_over_no_stop_word_and_not_from_title_to_text():
    found = features(Work("Water of Thar", "desert farms in 5G reach"))

    assert {pair for pair in found if " " in pair} == {"desert farm", "5g reach"}
    assert "5g" not in found


def test_a_vector_has_unit_length_and_keeps_words_that_the_epoch_never_saw():
    epoch = fit_epoch(WORKS)

    vector = epoch.vector(Work("solar unheardof pumps"))

    known, unknown = ([w for t, w in vector.items() if (t < N_KNOWN) == side] for side in (True, False))
    assert (len(known), len(unknown)) == (2, 3)
    assert abs(sum(weight * weight for weight in vector.values()) ** 0.5 - UNIT) < 3
    assert min(unknown) > max(known)


def test_a_word_unknown_to_the_epoch_is_met_by_the_same_word():
    epoch = fit_epoch(WORKS)

    assert score(query(Work("agrivoltaics"), epoch), index([[Work("agrivoltaics")]], epoch))[0] > 0


def test_text_not_known_is_not_zero():
    epoch = fit_epoch(WORKS)
    texts = index([[WORKS[0]], [], [WORKS[1]]], epoch)

    assert np.sign(score(query(Work("solar water"), epoch), texts)).tolist() == [1, -1, 0]
    assert score(query(Work("the of"), epoch), texts).tolist() == [-1, -1, -1]
    assert score(query(Work("solar"), epoch), index([[], []], epoch)).tolist() == [-1, -1]


def test_neighbours_lend_their_words_and_a_text_is_not_its_own_neighbour():
    works = [Work("photovoltaic irrigation farms"), Work("photovoltaic irrigation pumps"), Work("genome")]
    epoch = fit_epoch(works)
    need = query(Work("pumps"), epoch)

    lent, own, foreign = closeness(need, index([[work] for work in works], epoch)).tolist()

    assert own > lent > foreign == 0
    assert epoch.neighbourhood([epoch.vector(works[2])]) == {}
    assert list(epoch.neighbourhood([epoch.vector(works[0])])) == [FIRST_REFERENCE + 1]


def test_another_expert_changes_nobodys_text_score():
    epoch = fit_epoch(WORKS)
    need = query(Work("pumps for farms"), epoch)

    alone = closeness(need, index([[WORKS[0]]], epoch))
    together = closeness(need, index([[WORKS[0]], [WORKS[1], WORKS[2]]], epoch))

    assert alone[0] == together[0]


def test_a_long_list_of_works_is_no_advantage():
    epoch = fit_epoch(WORKS)
    need = query(Work("solar pumps"), epoch)

    one, twice, diluted = closeness(need, index([[WORKS[0]], [WORKS[0]] * 2, WORKS], epoch)).tolist()

    assert one <= twice
    assert diluted < one


def test_very_long_texts_and_lists_are_bounded():
    words = [
        " ".join(f"word{chr(97 + part % 26)}{chr(97 + at)}{part}x" for part in range(300)) for at in range(60)
    ]
    long = Work(
        "", " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(9_000))
    )
    epoch = fit_epoch([long])

    texts = index([[Work(text) for text in words], [long]], epoch)

    first = texts.packed >> 31
    assert first[: texts.ptr[1]].sum() == MAX_WORKS + 1
    assert texts.ptr[2] - texts.ptr[1] == MAX_TERMS + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5), st.text(max_size=40))
def test_any_text_at_all_gives_points_within_bounds(texts, need):
    epoch = fit_epoch(Work(text) for text in texts)

    points = score(query(Work(need), epoch), index([[Work(text)] for text in texts], epoch))

    assert ((points >= -1) & (points <= POINTS_MAX)).all()


def test_without_reference_texts_no_text_is_known():
    epoch = Epoch.empty()

    assert score(query(Work("water"), epoch), index([[Work("water")]], epoch)).tolist() == [-1]


def test_a_digest_names_an_epoch():
    epoch = fit_epoch(WORKS)

    assert epoch.digest() == fit_epoch(WORKS).digest()
    assert epoch.digest() != fit_epoch(WORKS[:2]).digest()
    assert epoch.digest() != fit_epoch(WORKS, {"Machine learning": ["ML"]}).digest()


def test_rank_is_fit_index_and_score_on_the_given_texts():
    experts = {
        "e1": [{"title": "Solar pumps", "text": "", "year": 2020}],
        "e2": [{"title": "Genome", "text": ""}],
    }

    people, needs, matrix = rank(experts, {"n1": {"title": "Pumps", "text": "solar", "year": None}})

    assert (people, needs, matrix.shape) == (["e1", "e2"], ["n1"], (2, 1))
    assert matrix[0, 0] > matrix[1, 0] == 0
