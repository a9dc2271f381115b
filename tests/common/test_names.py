"""Names that are one name in several spellings and scripts."""

import pytest

from common.names import name_keys

ONE_NAME = [
    "Mohammad Muhammad Mohammed Mohamad محمد",
    "Mehmood Mahmud Mahmood محمود",
    "Qureshi Quraishi Qureishi قریشی",
    "Chaudhry Chaudhary Choudhury Chowdhury چودھری",
    "Hussain Husain Hussein حسین",
    "Syed Sayyid Sayed سید",
    "Usman Uthman Osman عثمان",
    "Ahmed Ahmad احمد",
    "Fatima Fatimah فاطمہ",
    "Tariq Tarique Tarek طارق",
    "Aisha Ayesha Aysha عائشہ",
    "Siddiqui Siddiqi Siddique صدیقی",
    "Nawaz نواز",
    "Yaqub Yaqoob Yacoob یعقوب",
    "Abdul Abdur عبدال",
    "Haq Haque Huq الحق",
    "Altaf الطاف",
    "Baloch بلوچ",
]
TWO_NAMES = ["Muhammad Mahmood", "Amir Umar", "Bilal Bilqis", "Sana Samina", "Khan Kamran"]


@pytest.mark.parametrize("spellings", ONE_NAME)
def test_the_spellings_of_one_name_share_a_key(spellings: str) -> None:
    first, *others = spellings.split()

    for other in others:
        assert name_keys(first) & name_keys(other), (first, other)


@pytest.mark.parametrize("names", TWO_NAMES)
def test_names_that_differ_in_consonants_share_none(names: str) -> None:
    first, other = names.split()

    assert not name_keys(first) & name_keys(other)


def test_titles_initials_and_joining_words_say_nothing() -> None:
    assert name_keys("Prof. Dr. M. Zia ul Haq") == name_keys("Zia Haq")


def test_a_mononym_is_a_whole_name() -> None:
    assert name_keys("Bilal") == {"bll"}


@pytest.mark.parametrize("text", ["", " ", "123", "!!", "Dr.", "ﷺ", "Ł", "李明", "\u200d", "a" * 400])
def test_any_text_has_keys_or_none(text: str) -> None:
    assert all(name_keys(text))
