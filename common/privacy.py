"""The register of personal data: every field of every model is classified (docs/adr/0009).

A test walks all models and fails on a field that nobody classified; export, erasure and the log
canary read the same register.
"""

from enum import StrEnum


class DataClass(StrEnum):
    OPEN = "open"  # may be published
    INTERNAL = "internal"  # says nothing about a person
    PERSONAL = "personal"  # about a person: private by default
    CONTACT = "contact"  # reaches a person: only after acceptance
    SECRET = "secret"  # gives access


def classified(
    *, open: str = "", internal: str = "", personal: str = "", contact: str = "", secret: str = ""
) -> dict[str, DataClass]:
    """Field names by class, written as words: `privacy = classified(personal="headline bio")`."""
    words = {
        DataClass.OPEN: open,
        DataClass.INTERNAL: internal,
        DataClass.PERSONAL: personal,
        DataClass.CONTACT: contact,
        DataClass.SECRET: secret,
    }
    found: dict[str, DataClass] = {}
    for data_class, names in words.items():
        for name in names.split():
            if name in found:
                raise ValueError(f"{name} is classified twice")
            found[name] = data_class
    return found
