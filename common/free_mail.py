"""Mail services at which anybody gets an address: they say nothing about an employer or an organisation."""

# fmt: off
FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "rocketmail.com",
    "hotmail.com", "hotmail.co.uk", "outlook.com", "live.com", "msn.com", "icloud.com", "me.com",
    "mac.com", "aol.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "mail.com", "mail.ru",
    "yandex.com", "yandex.ru", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.com",
    "zoho.com", "fastmail.com", "hey.com", "qq.com", "163.com", "126.com", "naver.com", "rediffmail.com",
    "libero.it", "orange.fr", "free.fr", "laposte.net", "btinternet.com", "comcast.net", "verizon.net",
    "att.net", "shaw.ca", "bigpond.com", "mailinator.com", "guerrillamail.com", "10minutemail.com",
    "temp-mail.org", "yopmail.com",
))
# fmt: on


def is_free_mail(domain: str) -> bool:
    """Whether a domain is such a service or lies below one.

    >>> is_free_mail("mail.yahoo.com"), is_free_mail("notgmail.com")
    (True, False)
    """
    return any(domain == free or domain.endswith(f".{free}") for free in FREE_MAIL)
