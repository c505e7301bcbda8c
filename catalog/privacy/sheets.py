"""The cells of a worksheet and the shared strings, taken from their XML by patterns where it has the usual spelling.

What the patterns do not match stays behind and is parsed like any other part, so an unusual spelling costs time only.
"""

import re
from decimal import Decimal, InvalidOperation
from html import unescape

from catalog.privacy.package import parse

_CELL = re.compile(
    r'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="([0-9]{1,5})")?(?: t="([a-zA-Z]{1,9})")?'
    r"(?:/>|>(?:<f>([^<]*)</f>)?(?:<v>([^<]*)</v>|<v/>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>)?</c>)"
)
_EMPTY_ROW = re.compile(r'<row r="([0-9]{1,7})"((?: [\w:]{1,30}="[\w.: ]{0,10}")*)\s*(?:/>|>\s*</row>)')
_STRING = re.compile(r"<si>(.*?)</si>|<si ?/>", re.S)
_PLAIN_ITEM = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_PLAIN_STRING = re.compile(r'<t(?: xml:space="preserve")?>([^<]*)</t>')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNUSUAL = re.compile(r"<!|<\?(?!xml )")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_WITH_THOUSANDS = frozenset((3, 4, 5, 6, 7, 8, *range(37, 45)))
_MAY_HOLD = re.compile(r"[@＠﹫&]|_x|(?:\d[^\d]{0,3}){11}")


def split_sheet(content):
    """Columns of the usual cells (references, styles, types, formulas, values, inline texts), hidden rows, and the rest."""
    text = _decoded(content)
    if text is None or _UNUSUAL.search(text, 60):
        return None, set(), content
    parts = _CELL.split(text)
    cells = [parts[number::7] for number in range(1, 7)]
    hidden = set()

    def drop(row):
        if ' hidden="1"' in row[2] or ' hidden="true"' in row[2]:
            hidden.add(row[1])
        return ""

    return cells, hidden, _EMPTY_ROW.sub(drop, "".join(parts[::7])).encode()


def _decoded(content):
    head = content[:100].lower()
    if b"encoding=" in head and b"utf-8" not in head:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def shared_strings(content, *, all_of_them=False):
    """By their index as it is written in cells: the shared strings that may hold a number."""
    text = _decoded(content)
    may_hold = (lambda text: True) if all_of_them else _MAY_HOLD.search
    if text is None or _UNUSUAL.search(text, 60):
        return _parsed_strings(content, may_hold)
    parts = _PLAIN_ITEM.split(text)
    if not "".join(parts[2:-1:2]) and "<si" not in parts[0] + parts[-1]:
        return {str(i): clean(t) for i, t in enumerate(parts[1::2]) if may_hold(t)}
    found = {}
    for index, match in enumerate(_STRING.finditer(text)):
        inner = match[1] or ""
        plain = _PLAIN_STRING.fullmatch(inner)
        string = plain[1] if plain else inner and _text_of(parse(f"<si>{inner}</si>".encode()).root)
        if may_hold(string):
            found[str(index)] = clean(string) if plain else string
    return found


def _parsed_strings(content, may_hold):
    root = parse(content).root
    return {str(index): text for index, item in enumerate(root) if may_hold(text := _text_of(item))}


def _text_of(item):
    """The runs of a string; its pronunciation stands apart."""
    runs, spoken = [], []
    for child in item.iter():
        for text in child:
            if text.tag.rpartition(":")[2] == "t":
                (spoken if child.tag.rpartition(":")[2] == "rPh" else runs).append(text.text or "")
    return clean("".join(runs) + ("\n" + "\n".join(spoken) if spoken else ""))


def clean(text):
    """XML entities and the escapes of the format undone."""
    if "&" in text:
        text = unescape(text)
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text


def digits_of(value):
    """A stored number as plain digits: 1.3800005086E10 is 13800005086; of a number with decimals nothing counts."""
    if value.isdigit():
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if number.is_finite() and 0 < number < 10**22 and number == number.to_integral_value():
        return str(int(number))
    return ""


def amount_styles(styles):
    """The indices of cell styles with a thousands separator, as they are written in cells."""
    codes = {
        each.get("numFmtId"): each.get("formatCode", "")
        for each in styles.iter()
        if each.tag.endswith("numFmt")
    }
    formats = [each for each in styles if each.tag.rpartition(":")[2] == "cellXfs"]
    found = set()
    for index, style in enumerate(formats[0] if formats else ()):
        number = style.get("numFmtId", "0")
        if (
            is_amount(codes[number])
            if number in codes
            else number.isdigit() and int(number) in _WITH_THOUSANDS
        ):
            found.add(str(index))
    return found


def is_amount(code):
    return "," in _QUOTED.sub("", code)


def is_built_in_amount(number):
    return number.isdigit() and int(number) in _WITH_THOUSANDS


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
