"""Where something stands in a text of our editor, in the words of who wrote it: paragraph, or row and column of a table."""

import re

_TAG = re.compile(r"<(/?)(p|h[1-6]|li|pre|table|tr|t[dh])\b", re.I)


def place_in_body(body, position):
    """`position` is that of a sign in the source."""
    paragraphs = tables = rows = columns = depth = 0
    for match in _TAG.finditer(body, 0, max(position, 0)):
        tag, closes = match[2].lower(), bool(match[1])
        if tag == "table":
            depth += -1 if closes else 1
            tables, rows = tables + (not closes), 0
        elif closes:
            continue
        elif tag == "tr":
            rows, columns = rows + 1, 0
        elif tag in ("td", "th"):
            columns += 1
        elif not depth:
            paragraphs += 1
    if depth > 0 and rows:
        return f"正文表格{tables}第{rows}行第{columns}列"
    return f"正文第{max(paragraphs, 1)}段"
