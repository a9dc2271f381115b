"""Tokens alike in three scripts, and a cosine that depends on the epoch and two texts alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.spec import POINTS_MAX
from matching.engine.text import (
    MAX_TERMS,
    UNIT,
    Work,
    cosine,
    fit_epoch,
    index,
    query,
    rank,
    score,
    work_vector,
)
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
        ("C++ and C# code", ["c++", "c#", "cod"]),
        ("ALL CAPITAL BATTERIES", ["capital", "batteri"]),
        ("engineer's x-ray", ["engineer", "ray"]),
        ("fuzzy classes, taxes, analysis, campus", ["fuzzi", "class", "tax", "analysis", "campus"]),
        ("sing the ring", ["sing", "ring"]),
        ("5G in 2026", ["5g", "2026"]),
        ("falling, missed, buzzed", ["fall", "miss", "buzz"]),
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
    folds = fold_table({"Digital learning": ["e-learning", "online learning"], "Processor design": ["RISC-V"]})

    assert tokens("learning e-learning", folds) == ["learn", "learn"]
    assert tokens("online learning on RISC-V", folds) == ["digital·learn", "processor·design"]


def test_an_acronym_that_ends_like_a_plural_is_folded():
    folds = fold_table({"Information security management": ["ISMS"]})

    assert tokens("Audit of an ISMS", folds) == ["audit", "information·securiti·management"]


def test_stem_leaves_other_scripts_and_numbers_alone():
    assert (stem("صفائی"), stem("h2s")) == ("صفائی", "h2s")


def test_a_work_vector_has_unit_length_and_forgets_unknown_words():
    epoch = fit_epoch(WORKS)

    vector = work_vector(Work("solar unheardof pumps"), epoch)

    assert len(vector) == 2
    assert abs(sum(weight * weight for weight in vector.values()) ** 0.5 - UNIT) < 2
    assert work_vector(Work("unheardof"), epoch) == {}


def test_text_not_known_is_not_zero():
    epoch = fit_epoch(WORKS)
    texts = index([[WORKS[0]], [], [WORKS[1]]], epoch)

    assert score(query(Work("solar pumps"), epoch), texts, len(epoch.terms)).tolist() == [POINTS_MAX, -1, 0]
    assert score(query(Work("the of"), epoch), texts, len(epoch.terms)).tolist() == [-1, -1, -1]


def test_another_expert_changes_nobodys_text_score():
    epoch = fit_epoch(WORKS)
    need = query(Work("pumps for farms"), epoch)

    alone = cosine(need, index([[WORKS[0]]], epoch), len(epoch.terms))
    together = cosine(need, index([[WORKS[0]], [WORKS[1], WORKS[2]]], epoch), len(epoch.terms))

    assert alone[0] == together[0]


def test_a_long_list_of_works_keeps_only_its_heaviest_terms():
    many = [Work(" ".join(f"word{at}x{part}" for part in range(30))) for at in range(40)]
    epoch = fit_epoch(many)

    texts = index([many], epoch)

    assert texts.ptr.tolist() == [0, MAX_TERMS]
    assert (np.diff(texts.term) > 0).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5), st.text(max_size=40))
def test_any_text_at_all_gives_a_cosine_within_bounds(texts, need):
    epoch = fit_epoch(Work(text) for text in texts)

    points = cosine(
        query(Work(need), epoch), index([[Work(text)] for text in texts], epoch), len(epoch.terms)
    )

    assert ((points >= 0) & (points <= POINTS_MAX + 10)).all()


def test_a_digest_names_an_epoch():
    epoch = fit_epoch(WORKS)

    assert epoch.digest() == fit_epoch(reversed(WORKS)).digest()
    assert epoch.digest() != fit_epoch(WORKS, {"Machine learning": ["ML"]}).digest()


def test_rank_is_fit_index_and_score_on_the_given_texts():
    experts = {
        "e1": [{"title": "Solar pumps", "text": "", "year": 2020}],
        "e2": [{"title": "Genome", "text": ""}],
    }

    people, needs, matrix = rank(experts, {"n1": {"title": "Pumps", "text": "solar", "year": None}})

    assert (people, needs, matrix.shape) == (["e1", "e2"], ["n1"], (2, 1))
    assert matrix[0, 0] > matrix[1, 0] == 0
