"""What a row of an upload would change, in the words of the table."""

from catalog.exchange.rows import PART_NAMES
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models.items import names_of


def changes_in_words(row):
    """Triples (what, before, after) for people; an empty value is said, not shown as nothing."""
    return [
        (
            PART_NAMES.get(each.get("field"), each["title"]),
            _words(each["title"], each["before"]),
            _words(each["title"], each["after"]),
        )
        for each in row.changes
    ]


def _words(title, value):
    if isinstance(value, bool):
        value = "是" if value else "否"
    elif isinstance(value, int):
        value = "、".join(names_of(value, LEVELS if title == "公开层级" else CHANNELS))
    elif isinstance(value, list):
        value = "\n".join(value)
    return value or "（空）"
