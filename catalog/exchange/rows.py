"""One row of the national table as the reader gives it, and as an Item keeps it."""

import unicodedata
from functools import lru_cache

from catalog.layouts.records import Record
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Item
from catalog.models.elements import flags_of, names_of
from catalog.time_limits import TimeRule, propose_rule
from linhai_portal.spreadsheets import MAX_CELL

# Field of Item → what it is called in the table; the order is that of the table.
TABLE_FIELDS = {
    "level1": "一级事项",
    "level2": "二级事项",
    "level3": "三级事项",
    "content": "公开内容",
    "legal_basis": "公开依据",
    "time_limit": "公开时限",
    "publisher_text": "公开主体",
    "channel_flags": "公开渠道",
    "other_channel": "公开渠道",
    "to_everyone": "公开对象",
    "audience_group": "公开对象",
    "proactive": "公开方式",
    "on_request": "公开方式",
    "level_flags": "公开层级",
}

# What a person calls a field that shares its column of the table with another.
PART_NAMES = {
    "other_channel": "其他渠道",
    "to_everyone": "面向全社会",
    "audience_group": "特定群体",
    "proactive": "主动公开",
    "on_request": "依申请公开",
}
# Field of Item → the characters its column holds. The entries of 公开依据 share one cell of an exported workbook.
LONGEST = {
    name: length
    for name in TABLE_FIELDS
    if (length := getattr(Item._meta.get_field(name), "max_length", None))
} | {"legal_basis": MAX_CELL}


def too_long(values):
    """The fields (of the values in the order of TABLE_FIELDS) that their column does not hold, with their length."""
    lengths = zip(TABLE_FIELDS, values, strict=True)
    return [
        (name, length)
        for name, value in lengths
        if name in LONGEST and (length := _length(value)) > LONGEST[name]
    ]


def _length(value):
    return len(value) if isinstance(value, str) else len("\n".join(value))


def values_of(record):
    """The fields of Item that a record gives, in the order of TABLE_FIELDS."""
    return (
        record.level1,
        record.level2,
        record.level3,
        record.content,
        record.legal_basis,
        record.time_limit,
        record.publisher,
        flags_of(record.channels, CHANNELS),
        record.other_channel,
        record.to_everyone,
        record.audience_group,
        record.proactive,
        record.on_request,
        flags_of(record.levels, LEVELS),
    )


def record_of(values, *, row=0, sheet="", domain=None):
    """The record that prints these values (in the order of TABLE_FIELDS)."""
    facts = dict(zip(TABLE_FIELDS, values, strict=True))
    return Record(
        row=row,
        sheet=sheet,
        domain=domain,
        publisher=facts.pop("publisher_text"),
        channels=names_of(facts.pop("channel_flags"), CHANNELS),
        levels=names_of(facts.pop("level_flags"), LEVELS),
        time_limit_workdays=None,
        **facts,
    )


def identity_of(level1, level2, level3):
    """What makes a row the same item within its domain: the three names after NFKC and trimming of blanks."""
    return _plain(level1), _plain(level2), _plain(level3)


@lru_cache(maxsize=65536)
def _plain(name):
    return unicodedata.normalize("NFKC", name.strip())


def rule_fields(time_limit):
    """The rule proposed for a time limit as printed, as the fields of Item that hold it."""
    rule = propose_rule(time_limit)
    if rule.unit in ("workday", "day") and not rule.n:
        rule = TimeRule("unknown")  # 0个工作日 counts nothing
    return {
        "limit_unit": rule.unit,
        "limit_number": rule.n,
        "limit_period": rule.period,
        "limit_anchor": rule.anchor,
    }


def fill_item(item, values, *, propose_rule=True):
    """Give an item (stored or not) the values of a row, in the order of TABLE_FIELDS; gives the item."""
    for name, value in zip(TABLE_FIELDS, values, strict=True):
        setattr(item, name, value)
    if item.attribute != item.Attribute.WITHHELD:
        item.attribute = item.Attribute.PROACTIVE if item.proactive else item.Attribute.ON_REQUEST
    if propose_rule:
        for name, value in rule_fields(item.time_limit).items():
            setattr(item, name, value)
    return item


def has_new_limit(item, row):
    """Whether a planned change brings a new printed time limit whose rule nobody has reviewed."""
    return "time_limit" in row.changed and not item.limit_reviewed_on
