"""Links to messengers are found; words about messengers are none."""

import doctest

import pytest

from common import messengers
from common.messengers import has_messenger_link


def test_the_examples_are_true() -> None:
    assert doctest.testmod(messengers).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "wa.me/923001234567",
        "https://api.whatsapp.com/send?phone=92300",
        "https://t.me/somebody",
        "find me: T . me / somebody",
        "https://signal.me/#p/x",
        "skype:somebody?chat",
        "viber://chat?number=1",
        "discord.gg/abc",
        "https://www.wechat.com/x",
        "wa\u200b.me/1",
    ],
)
def test_a_way_into_a_messenger_is_found(text: str) -> None:
    assert has_messenger_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "We use WhatsApp groups for farmers.",
        "The signal: strong. The line: weak.",
        "Send it to me. / Or not.",
        "See https://format.me/ for a template",
        "doi 10.1000/182",
    ],
)
def test_words_about_messengers_are_no_way(text: str) -> None:
    assert not has_messenger_link(text)
