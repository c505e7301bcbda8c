"""What a reader of a format hands on: the places of a file, and files within it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from catalog.privacy.numbers import Number


class Unreadable(Exception):
    """The file, or one inside it, needs a person; the words say why."""


@dataclass
class Place:
    """One place and the text in it.

    Texts with the same `key` are one place: a formula and its result, a link and its target. Above rank 0 stands what
    may be a second copy (a chart's cells, an unknown part): its numbers are told only when no lower rank has them.
    `put` writes a text of the same length back.
    """

    where: str
    text: str
    put: Callable[[str], None] | None = None
    key: Hashable = None
    rank: int = 0

    def where_of(self, number: Number) -> str:
        return self.where

    def key_of(self, number: Number) -> Hashable:
        return self.key or self.where_of(number)


@dataclass
class Embedded:
    """A file within the file; `must_be_read` where a person must look when nobody else can."""

    where: str
    name: str
    content: bytes
    put: Callable[[bytes], None] | None = None
    must_be_read: bool = True
    refused: str = ""  # why it could not even be taken out


@dataclass
class Slots:
    """Pieces of a file that a reader sees as one text; what is written back is spread over them again."""

    pieces: list = field(default_factory=list)

    def add(self, text: str, get: Callable[[], str] | None = None, put: Callable[[str], None] | None = None):
        if text:
            self.pieces.append((text, get, put))

    @property
    def text(self) -> str:
        return "".join(piece[0] for piece in self.pieces)

    def put(self, changed: str) -> None:
        """Sign by sign, for another reading of the same pieces may have changed some already."""
        start = 0
        for text, get, put in self.pieces:
            part = changed[start : start + len(text)]
            start += len(text)
            if put and part != text:
                now = get()
                put(
                    "".join(
                        sign if sign != old else kept for sign, old, kept in zip(part, text, now, strict=True)
                    )
                )
