"""Questions with their answers, read from the text of an interpretation, so that nothing is typed twice.

Pure: knows no framework. A question is a line that begins with 问： (问题一：, 1. 问：), its answer what follows from 答： on
to the next question. A line that is numbered and ends with ？ is a question as well, answered by the lines after it.
"""

import re
from dataclasses import dataclass

_NUMERAL = "[一二三四五六七八九十百零〇0-9０-９]+"
_NUMBER = rf"(?:[（(]?{_NUMERAL}[、.．）)]\s*)?"
_ASKED = re.compile(rf"{_NUMBER}(?:问|问题)\s*(?:{_NUMERAL})?\s*[：:]\s*")
_NUMBERED = re.compile(rf"[（(]?{_NUMERAL}[、.．）)]\s*(?=.{{4,}}[？?]$)")
_ANSWERED = re.compile(rf"{_NUMBER}(?:答|答复|回答)\s*(?:{_NUMERAL})?\s*[：:]\s*")


@dataclass(frozen=True)
class Entry:
    """`line` is the question as it stands in the text; `answer` is empty where none is written."""

    question: str
    answer: str
    line: str


def read_questions(text: str) -> tuple[Entry, ...]:
    """From plain text, one paragraph a line; what stands before the first question belongs to none."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        mark = _ASKED.match(line) or _NUMBERED.match(line)
        if mark:
            found.append((line[mark.end() :], [], line))
        elif found:
            answer = _ANSWERED.match(line)
            found[-1][1].append(line[answer.end() :] if answer else line)
    return tuple(
        Entry(question, "\n".join(filter(None, answer)), line) for question, answer, line in found if question
    )
