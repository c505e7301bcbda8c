"""A text put together from pieces that are stored apart, each with its place and with what has to change to mask it."""

from bisect import bisect_right
from dataclasses import dataclass, field

from catalog.privacy.numbers import find, hidden_positions

INSERTED, DELETED, SMALL, HIDDEN = 1, 2, 4, 8  # SMALL: raised or hidden, so not one word with its neighbours
_NOTES = {INSERTED: "（修订中插入的文字）", DELETED: "（修订中删除的文字）", HIDDEN: "（隐藏文字）"}
BREAK = "\n"
TAIL = "\n"  # no attribute is named so: the text behind an element


@dataclass(slots=True)
class Piece:
    """`owner` is an element of the tree, `attribute` the one that holds the text (None: the text of the element)."""

    text: str
    where: object
    owner: object = None
    attribute: str = None
    marks: int = 0


@dataclass(slots=True)
class Flow:
    pieces: list = field(default_factory=list)
    shown: bool = False  # whether a reader of the document sees it
    copy: int = 0  # its rank among stored copies

    def text(self):
        return "".join(piece.text for piece in self.pieces)

    def starts(self):
        starts, start = [], 0
        for piece in self.pieces:
            starts.append(start)
            start += len(piece.text)
        return starts

    def add_to(self, places):
        if len(self.pieces) == 1 and not self.pieces[0].marks:
            places.add(self.pieces[0].where, self.pieces[0].text, copy=self.copy, shown=self.shown)
        elif self.pieces:
            places.add(_Wheres(self.pieces, self.starts()), self.text(), copy=self.copy, shown=self.shown)

    def mask(self):
        """Put stars in the numbers, in the elements themselves; the owners that changed."""
        text = self.text()
        hidden = [place for number in find(text) for place in hidden_positions(text, number)]
        starts = self.starts()
        changed = {}
        for place in hidden:
            at = bisect_right(starts, place) - 1
            changed.setdefault(at, []).append(place - starts[at])
        for at, offsets in changed.items():
            _star(self.pieces[at], offsets)
        return [self.pieces[at].owner for at in changed]


@dataclass(slots=True)
class _Wheres:
    """Where the signs of a flow stand."""

    pieces: list
    starts: list

    def _piece(self, at):
        return self.pieces[bisect_right(self.starts, at) - 1]

    def __call__(self, at):
        return self._piece(at).where

    def note(self, at):
        """How it stands there; not part of the place, in which a number deleted and written anew is one."""
        marks = self._piece(at).marks
        return "".join(words for mark, words in _NOTES.items() if marks & mark)


def _star(piece, offsets):
    if piece.owner is None:
        return
    signs = list(piece.text)
    for offset in offsets:
        signs[offset] = "*"
    piece.text = "".join(signs)
    if piece.attribute is None:
        piece.owner.text = piece.text
    elif piece.attribute == TAIL:
        piece.owner.tail = piece.text
    else:
        piece.owner.set(piece.attribute, piece.text)


def readings(pieces):
    """The same pieces as they are read before and after the tracked changes, and without what is small or hidden."""
    marks = 0
    for piece in pieces:
        marks |= piece.marks
    if not marks:
        yield Flow(pieces, shown=True)
        return
    yield Flow([piece for piece in pieces if not piece.marks & DELETED], shown=True)
    if marks & (INSERTED | DELETED):
        yield Flow([piece for piece in pieces if not piece.marks & INSERTED])
        yield _only(pieces, INSERTED | DELETED)
    if marks & SMALL:
        yield Flow([piece for piece in pieces if not piece.marks & (SMALL | DELETED)])
        yield Flow([piece for piece in pieces if not piece.marks & (SMALL | INSERTED)])
        yield _only(pieces, SMALL)


def _only(pieces, marks):
    """What bears all these marks, its neighbours kept apart."""
    return Flow([p if p.marks & marks == marks else Piece(BREAK, p.where) for p in pieces])
