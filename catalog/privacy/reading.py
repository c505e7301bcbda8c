"""One file, with everything in it: what was found, where, and whether a person must look."""

from datetime import date

from catalog.privacy.hints import hints_in
from catalog.privacy.kinds import kind_of, places_of
from catalog.privacy.numbers import mask, numbers_in
from catalog.privacy.ole import strings
from catalog.privacy.packages import Budget
from catalog.privacy.places import Embedded, Place, Unreadable
from catalog.privacy.report import Finding, Report

MAX_DEPTH = 6
MAX_HINTS = 200


class Reading:
    """Reads a file; with `anew` it also makes the copy without numbers."""

    def __init__(self, on: date, *, anew: bool = False):
        self.on, self.anew = on, anew
        self.report, self.budget = Report(), Budget()
        self.known, self.later, self.stuck = {}, [], []

    def read(self, content: bytes, name: str) -> bytes | None:
        try:
            kind = kind_of(content, name)
            anew = self._document(kind, content, name, "", 0, 0)
        except Unreadable as error:
            self.report = Report([], True, [f"{error}。"])
            return None
        self._tell_copies()
        if kind == "pdf" and self.report.findings:
            self.report.unreadable = False  # what was found stops it already
        return anew

    def _document(self, kind, content, name, prefix, depth, scope):
        self.budget.open_file()
        places = places_of(kind, content, name, self.budget, on=self.on, anew=self.anew)
        try:
            while True:
                self._take(next(places), kind, prefix, depth, scope)
        except StopIteration as end:
            return end.value

    def _take(self, place, kind, prefix, depth, scope):
        if isinstance(place, Place):
            self._place(place, prefix, scope)
        elif isinstance(place, Embedded):
            self._embedded(
                place, prefix, depth, scope if kind != "zip" else (scope, place.where, len(self.known))
            )
        else:
            self._flag(prefix, place)

    def _place(self, place, prefix, scope):
        numbers = numbers_in(place.text, on=self.on)
        if len(self.report.hints) < MAX_HINTS:
            self.report.hints += [
                f"{self._words(prefix + place.where)}：{words}" for words in hints_in(place.text)
            ]
        if not numbers:
            return
        for number in numbers:
            key = (scope, prefix, place.key_of(number), number.kind, number.value.lower())
            finding = Finding(number.kind, number.masked, prefix + place.where_of(number))
            if place.rank:
                self.later.append((place.rank, scope, key, finding))
            else:
                self.known.setdefault(key, finding)
        if self.anew:
            if place.put:
                place.put(mask(place.text, numbers))
            else:
                self.stuck.append(self._words(prefix + place.where))

    def _embedded(self, inner, prefix, depth, scope):
        try:
            if inner.refused:
                raise Unreadable(inner.refused)
            if depth == MAX_DEPTH:
                raise Unreadable("一层套一层，太深了")
            kind = kind_of(inner.content, inner.name)
            anew = self._document(
                kind, inner.content, inner.name, f"{prefix}{inner.where} ", depth + 1, scope
            )
            if anew is not None:
                inner.put(anew)
        except Unreadable as error:
            if inner.must_be_read:
                self._flag(f"{prefix}{inner.where} ", error)
            elif inner.content:
                for place in strings(inner.where, inner.content, rank=2):
                    self._place(place, prefix, scope)

    def _flag(self, prefix, error):
        self.report.unreadable = True
        self.report.hints.append(f"{self._words(prefix)}{error}。")

    def _tell_copies(self):
        """Copies in the order of their ranks: only numbers that no lower rank has told."""
        told = {(key[0], key[-2], key[-1]) for key in self.known}
        for rank in (1, 2, 3):
            more = {
                key: finding
                for each, _, key, finding in self.later
                if each == rank and (key[0], key[-2], key[-1]) not in told
            }
            self.known |= more
            told |= {(key[0], key[-2], key[-1]) for key in more}
        self.report.findings = [
            Finding(each.kind, each.masked, self._words(each.where)) for each in self.known.values()
        ]

    def _words(self, where):
        """A sheet or a member may be named with a number."""
        return mask(where, numbers_in(where, on=self.on))


def text_of(content: bytes, name: str, *, on: date, most: int = 2_000_000) -> str:
    """The text of a file, a line for each place, up to so many characters; empty when nobody here reads it."""
    lines, length = [], 0
    try:
        for place in places_of(kind_of(content, name), content, name, Budget(), on=on, anew=True):
            if isinstance(place, Place) and not place.rank and length < most:
                lines.append(place.text)
                length += len(place.text)
    except Unreadable:
        return ""
    return "\n".join(lines)[:most]
