"""The clauses of a draft, read from its text: what people comment on, one by one, and what the final text is compared by.

Pure: knows no framework. A draft written in articles (第三条 …) is split by them; one in numbered parts (三、…) by these;
any other by its paragraphs. The 起草说明 is what stands under a heading of that name.
"""

import re
from dataclasses import dataclass

_NUMERAL = "[一二三四五六七八九十百零〇]+"
_ARTICLE = re.compile(rf"第{_NUMERAL}条(?:之{_NUMERAL})?")
_PART = re.compile(rf"{_NUMERAL}、")
_CHAPTER = re.compile(rf"第{_NUMERAL}[编章节](?:[\s　]|$)")
_EXPLANATION = re.compile(r"[《（(]?.{0,60}?起草说明[》）)]?")
_DRAFT = re.compile(r"[（(]?(?:征求意见稿|草案|正文|附件\d*)[）)]?[:：]?")
_HEADING = re.compile(r"[\s　]+([^\s　，。；：、]{1,16})$|[\s　]*[（(【]([^）)】]{1,16})[）)】]$")
LONGEST_LABEL = 20


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
