import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def plain_name(text):
    """A name for comparing: NFKC, without blanks, in lower case; `市 教育局（本级）` and `市教育局(本级)` are one."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()
