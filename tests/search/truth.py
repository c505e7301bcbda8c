"""What a search must find, told without the index: plain comparison of characters."""

import unicodedata


def _plain(text):
    return unicodedata.normalize("NFKC", text).lower()


def _is_cjk(character):
    return "㐀" <= character <= "鿿" or character == "〇" or "\U00020000" <= character <= "\U0003134f"


def _is_letter(character):
    return character.isalnum() and not _is_cjk(character)


def words(query):
    """Everything between what is neither letter, digit nor character."""
    return "".join(each if each.isalnum() else " " for each in _plain(query)).split()


def holds(text, query):
    """Every word stands somewhere as it is; letters and digits at its ends not inside a longer run of them."""
    wanted = words(query)
    return bool(wanted) and all(_stands(word, _plain(text)) for word in wanted)


def _stands(word, text):
    place = text.find(word)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(word) : place + len(word) + 1]
        cut_before = _is_letter(word[0]) and before and _is_letter(before)
        cut_after = _is_letter(word[-1]) and after and _is_letter(after)
        if not cut_before and not cut_after:
            return True
        place = text.find(word, place + 1)
    return False
