"""The draw of a hearing: anybody who has the seed and the list of numbers gets the same result.

Pure: knows no framework. Each number draws a ticket, SHA-256 of "seed:number" as 64 hexadecimal digits; within a
category the smallest tickets have the seats, the next one waits first. The seed holds a public number that nobody
knew before the list of numbers was closed, so nobody could choose a number, or a list, that wins (docs/adr/0022).
"""

import hashlib
import string
import unicodedata


def digits_of(public_number: str) -> str:
    """Its digits alone: blanks, commas and words around them would be a choice between many seeds."""
    plain = unicodedata.normalize("NFKC", public_number)
    return "".join(sign for sign in plain if sign in string.digits)


def make_seed(notice: str, public_number: str) -> str:
    """One line: the 索引号 of the notice and the digits of the public number."""
    return f"{notice}|{digits_of(public_number)}"


def ticket(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(seed: str, numbers: list[int]) -> list[int]:
    """The numbers of one category in the order in which they are drawn."""
    return sorted(numbers, key=lambda number: (ticket(seed, number), number))
