"""The draw of a hearing: anybody who has the seed and the list of numbers gets the same result.

Pure: knows no framework. Each number draws a ticket, SHA-256 of "seed:number" as 64 hexadecimal digits; within a
category the smallest tickets have the seats, the next one waits first. The seed holds a public number that nobody
knew before the list of numbers was closed, so nobody could choose a number, or a list, that wins.
"""

import hashlib
import unicodedata


def make_seed(notice: str, public_number: str) -> str:
    """One line: the 索引号 of the notice and the public number, as plain as they can be typed again."""
    return f"{_plain(notice)}|{_plain(public_number)}"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def ticket(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(seed: str, numbers: list[int]) -> list[int]:
    """The numbers of one category in the order in which they are drawn."""
    return sorted(numbers, key=lambda number: (ticket(seed, number), number))
