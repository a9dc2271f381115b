"""Links to messengers in a text: a way round the portal, like an address or a number."""

import re
import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LINK = re.compile(
    r"(?<![\w.-])(?:(?:wa|t|m|signal|line)\s?\.\s?me\s?/"
    r"|(?:[\w-]+\.)?(?:whatsapp|messenger|wechat|weixin|viber|discord|discordapp|skype)\.(?:com|gg|net)\b"
    r"|telegram\.(?:me|dog|org)\b|discord\.gg\b)"
    r"|\b(?:skype|tg|viber|whatsapp|sgnl|weixin|imo):",
    re.IGNORECASE,
)


def has_messenger_link(text: str) -> bool:
    """Whether a text leads to somebody in a messenger.

    >>> has_messenger_link("https://wa.me/923001234567"), has_messenger_link("We use Signal: a good tool.")
    (True, False)
    """
    return _LINK.search(unicodedata.normalize("NFKC", text).translate(_UNSEEN)) is not None
