"""What an import would change or has changed, in the words of the table."""

from catalog.exchange.rows import PART_NAMES
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models.elements import names_of


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


def outcome_in_words(plan, counts):
    """What storing the table came to, in a sentence or two."""
    words = "新增 {add} 项，修改 {change} 项，不变 {unchanged} 项，取消 {retire} 项，跳过 {bad} 行。".format(
        **counts
    )
    if plan.draft:
        return f"{words}已发布的目录没有改动，改动写进了一份目录调整，共 {plan.draft.lines.count()} 项，批准后生效。"
    if any(domain.published_on for domain in plan.domains):
        return f"{words}已发布的目录没有要起草的调整，或者同样的调整已经在办理。"
    return words
