"""The clauses of a draft, read from its text: what people comment on, one by one, and what the final text is compared by.

Pure: knows no framework. A draft written in articles (第三条 …) is split by them; one in numbered parts (三、…) by these;
any other by its paragraphs. The 起草说明 is what stands under a heading of that name.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_ARTICLE = re.compile(rf"第{_NUMERAL}条(?:之{_NUMERAL})?")
_PART = re.compile(rf"{_NUMERAL}、")
_CHAPTER = re.compile(rf"第{_NUMERAL}[编章节](?:[\s　]|$)")
_EXPLANATION = re.compile(r"[《（(]?.{0,60}?起草说明[》）)]?")
_DRAFT = re.compile(r"[（(]?(?:征求意见稿|草案|正文|附件\d*)[）)]?[:：]?")
_HEADING = re.compile(r"[\s　]+([^\s　，。；：、]{1,16})$|[\s　]*[（(【]([^）)】]{1,16})[）)】]$")
_SAME_LABEL = 0.3  # as much nearer are two clauses of one number
_LEAST_ALIKE = 0.3
_MOST_COMPARED = 10_000  # pairs of clauses


@dataclass(frozen=True)
class Clause:
    """`label` names it, once in a draft: 第三条, 三、 or 第 3 段; `text` is what follows, lines joined by newlines."""

    label: str
    text: str
    heading: str = ""
    chapter: str = ""


@dataclass(frozen=True)
class Draft:
    """`preface` stands before the first clause; `explanation` is the 起草说明, empty where none is written."""

    preface: str
    clauses: tuple[Clause, ...]
    explanation: str

    def labels(self):
        return [clause.label for clause in self.clauses]

    def beside(self, final: "Draft") -> list[tuple[Clause | None, Clause | None]]:
        """Each clause with the one of the final text that it became, in order; None where it is gone, or new there.

        An article put in moves the numbers of all that follow, so the words count more than the number.
        """
        old, new = self.clauses, final.clauses
        if len(old) * len(new) > _MOST_COMPARED:
            return _by_label(old, new)
        return _aligned(old, new)


def read_draft(text: str) -> Draft:
    """From plain text, one paragraph a line."""
    body, explanation = _parted([line.strip() for line in text.splitlines() if line.strip()])
    body = _without_heading(body)
    mark = next((each for each in (_ARTICLE, _PART) if any(map(each.match, body))), None)
    preface, clauses = _split(body, mark) if mark else ([], _paragraphs(body))
    return Draft("\n".join(preface), tuple(_once(clauses)), "\n".join(explanation))


def _parted(lines):
    """The draft, and what stands under the heading 起草说明 as far as the heading of the draft, if that comes after."""
    start = next((place for place, line in enumerate(lines) if _EXPLANATION.fullmatch(line)), None)
    if start is None:
        return lines, []
    rest = lines[start + 1 :]
    end = next((place for place, line in enumerate(rest) if _DRAFT.fullmatch(line)), len(rest))
    return lines[:start] + rest[end + 1 :], rest[:end]


def _without_heading(lines):
    """征求意见稿 as a line of its own only says what follows."""
    return [line for line in lines if not _DRAFT.fullmatch(line)]


def _split(lines, mark):
    preface, clauses, chapter = [], [], ""
    for line in lines:
        found = mark.match(line)
        if found:
            clauses.append(_begun(found[0], line[found.end() :], chapter))
        elif mark is _ARTICLE and _CHAPTER.match(line):
            chapter = line
        elif clauses:
            clauses[-1][1].append(line)
        else:
            preface.append(line)
    return preface, [
        Clause(label, "\n".join(words), heading, chapter) for label, words, heading, chapter in clauses
    ]


def _begun(label, rest, chapter):
    """A short first line without a stop is the heading of the clause: 第三条　设点要求."""
    heading = _HEADING.fullmatch(rest)
    if heading:
        return label, [], heading[1] or heading[2], chapter
    return label, [rest.strip(" 　")] if rest.strip(" 　") else [], "", chapter


def _paragraphs(lines):
    return [Clause(f"第 {number} 段", line) for number, line in enumerate(lines, start=1)]


def _once(clauses):
    """A label that comes again (in an annex that counts anew) says the how many-th it is."""
    seen = {}
    for clause in clauses:
        seen[clause.label] = times = seen.get(clause.label, 0) + 1
        label = clause.label if times == 1 else f"{clause.label}（{times}）"
        yield Clause(label, clause.text, clause.heading, clause.chapter)


def _by_label(old, new):
    found = {clause.label: clause for clause in new}
    known = {clause.label for clause in old}
    return [
        *((clause, found.get(clause.label)) for clause in old),
        *((None, clause) for clause in new if clause.label not in known),
    ]


def _aligned(old, new):
    """The order-keeping pairing with the most likeness in all."""
    likeness = [[_likeness(a, b) for b in map(_signs, new)] for a in map(_signs, old)]
    best = _best(likeness, len(old), len(new))
    pairs, i, j = [], 0, 0
    while i < len(old) or j < len(new):
        if (
            i < len(old)
            and j < len(new)
            and best[i][j] == likeness[i][j] + best[i + 1][j + 1]
            and likeness[i][j]
        ):
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif i < len(old) and best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return pairs


def _best(likeness, olds, news):
    """How alike the rest of both can be made, from each place on."""
    best = [[0.0] * (news + 1) for _ in range(olds + 1)]
    for i in range(olds - 1, -1, -1):
        for j in range(news - 1, -1, -1):
            both = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    return best


def _signs(clause):
    words = f"{clause.heading}{clause.text}"
    return clause.label, frozenset(a + b for a, b in pairwise(words))


def _likeness(one, other):
    """0 where they are too unlike to be one clause."""
    (label, a), (other_label, b) = one, other
    shared = 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0
    alike = shared + _SAME_LABEL * (label == other_label)
    return alike if alike >= _LEAST_ALIKE else 0.0
