"""When an entry of a file and a row of the profile mean the same thing although they differ."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A position at an organisation. Dates tell two posts of one kind apart, as far as both are known."""

    name: tuple[str, str, str]
    starts: str
    ends: str

    def may_be(self, other: "Post") -> bool:
        if self.name != other.name or not _agree(self.starts, other.starts):
            return False
        follows = _is_before(self.ends, other.starts) or _is_before(other.ends, self.starts)
        return _agree(self.ends, other.ends) and not follows

    def goes_on_as(self, other: "Post") -> bool:
        """The same post at its source, whose end has come or has moved since."""
        return self.name == other.name and self.starts != "" and self.starts == other.starts


@dataclass(frozen=True, slots=True)
class Claim:
    """A credential by its title and its issuer, whom some files do not name."""

    title: str
    issuer: str

    def may_be(self, other: "Claim") -> bool:
        is_open = not (self.issuer and other.issuer)
        return self.title == other.title and (is_open or self.issuer == other.issuer)


def _agree(one: str, other: str) -> bool:
    """Whether two partial dates do not contradict each other: "2019" and "2019-04" do not."""
    known = min(len(one), len(other))
    return one[:known] == other[:known]


def _is_before(one: str, other: str) -> bool:
    known = min(len(one), len(other))
    return one[:known] < other[:known]
