"""What people can take part in now; each kind of participation gives a section of the public start page."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Chance:
    """One thing that is open: where it leads, and until when or from when, in words."""

    words: str
    address: str
    when: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with the chances under it, at most a handful, and the page that lists all of the kind."""

    heading: str
    nothing: str
    all_words: str
    all_address: str
    chances: list[Chance] = field(default_factory=list)


# Functions of the day that give a Section, in the order of the page.
SECTIONS = []


def sections(*, on):
    return [section(on) for section in SECTIONS]
