"""HTML cut into tags and text, in linear time whatever it holds.

The parser of the standard library takes quadratic time for unclosed comments, and a tree built by the rules of HTML5
multiplies unclosed elements. What comes out of here is not trusted: `sanitise` reads the final text once more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

# What stands between these is no markup.
RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"}
TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
)
LAX_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)([^>]*+)>")
ATTRIBUTE = re.compile(r"([^\s=/\"'>]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
UNCLOSED_QUOTES = 50  # so many are looked for the closing one; after that, a tag ends at its first `>`


@dataclass
class Tag:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    closes: bool = False


def tokens(html: str) -> Iterator[Tag | str]:
    position, unclosed = 0, 0
    while (start := html.find("<", position)) != -1:
        if start > position:
            yield unescape(html[position:start])
        if (position := _end_of_comment(html, start)) is not None:
            continue
        match = TAG.match(html, start) if unclosed < UNCLOSED_QUOTES else None
        if not match:
            match = LAX_TAG.match(html, start)
            unclosed += bool(match)
        if not match:
            yield "<"
            position = start + 1
            if html.find(">", start) == -1:  # no tag can follow
                break
            continue
        name = match[2].lower()
        position = match.end()
        yield Tag(name, _attributes(match[3]), closes=bool(match[1]))
        if name in RAW and not match[1]:
            position = _end_of_raw(html, name, position)
    if position < len(html):
        yield unescape(html[position:])


def _end_of_comment(html, start):
    """Where `<!-- … -->`, `<![if …]>` or `<?xml …>` ends; None where none begins. What is not closed ends the text."""
    if html.startswith("<!--", start):
        return _after(html, "-->", start + 2)
    if html[start + 1 : start + 2] in ("!", "?"):
        return _after(html, ">", start)
    return None


def _after(html, mark, start):
    found = html.find(mark, start)
    return len(html) if found == -1 else found + len(mark)


def _end_of_raw(html, name, start):
    """Where the closing tag begins; all the rest belongs to an element that is never closed."""
    found = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(html, start)
    return found.start() if found else len(html)


def _attributes(text):
    found = {}
    for name, *values in ATTRIBUTE.findall(text) if "=" in text else ():
        found.setdefault(name.lower(), unescape("".join(values)))
    return found
