"""How far two names are from each other."""


def distance(a, b, most):
    """Characters to add, drop or change to make one the other (Levenshtein); `most + 1` when it is more than that."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, character in enumerate(a, start=1):
        before, row = row, [i]
        for j, other in enumerate(b, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (character != other)))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
