"""What storing a table would do: which rows are new, changed or unchanged, and which items it no longer names."""

from collections import defaultdict
from dataclasses import dataclass, field

from catalog.exchange.rows import LONGEST, PART_NAMES, TABLE_FIELDS, identity_of, too_long, values_of
from catalog.layouts.records import Problem, Record
from catalog.models import Adjustment, Domain, Item
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.names import plain_name

ADD, CHANGE, UNCHANGED, RETIRE, BAD = "add", "change", "unchanged", "retire", "bad"
_FIELDS = list(TABLE_FIELDS)


@dataclass(slots=True)
class PlannedRow:
    """One record (none for an item to be retired) and what becomes of it."""

    action: str
    domain: Domain | None
    record: Record | None = None
    values: tuple = ()
    item_id: int | None = None
    before: tuple = ()
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # what the reader found in the row
    refusals: list[Problem] = field(default_factory=list)  # why the catalog does not take it


@dataclass(slots=True)
class Plan:
    rows: list[PlannedRow]
    domains: list[Domain]
    draft: Adjustment | None = None  # what storing it drafted for the catalogs that are published

    def counts(self):
        """How many rows of each action, every action named."""
        counts = dict.fromkeys((ADD, CHANGE, UNCHANGED, RETIRE, BAD), 0)
        for row in self.rows:
            counts[row.action] += 1
        return counts

    def errors(self):
        found = (problem for row in self.rows for problem in row.problems + row.refusals)
        return [problem for problem in found if problem.severity == "error"]


def plan_import(reading, *, domain=None, user=None, retire_missing=False):
    """Compare what was read with the catalog as it stands. `user` limits it to the items of the person's units."""
    found = {None: domain} if domain else _domains_by_name(reading)
    rows = [
        _placed(record, found.get(None) or found.get(record.domain or reading.domain))
        for record in reading.records
    ]
    for row in rows:
        _check_lengths(row)
    _attach_problems(rows, reading.problems)
    domains = list({row.domain.pk: row.domain for row in rows if row.domain}.values())
    present = _fields_present(reading)
    allowed = None if user is None or user.is_city_wide else _Allowed(user)
    # A row that could not be read may be the very item that seems missing: then nothing is retired.
    retire = retire_missing and may_retire(user) and not any(row.action == BAD for row in rows)
    for each in domains:
        rows += _compare(each, [row for row in rows if row.domain == each], present, allowed, retire)
    return Plan(rows, domains)


def may_retire(user):
    """Without a user it is the server's own command."""
    return user is None or user.has_perm("catalog.retire_item")


def _domains_by_name(reading):
    names = {record.domain or reading.domain for record in reading.records}
    return {each.name: each for each in Domain.objects.filter(name__in=names - {None})}


def _placed(record, domain):
    row = PlannedRow(ADD, domain, record, values_of(record))
    if domain is None:
        _refuse(
            row,
            "领域",
            "没有认出这一行属于哪个领域。",
            "在标题里写“××领域基层政务公开标准目录”，或者上传时选择领域。",
        )
    return row


def _refuse(row, column, message, suggestion):
    record = row.record
    row.refusals.append(Problem(record.row, column, "error", record.sheet, message, suggestion))
    row.action = BAD


def length_problems(reading):
    """What a reading holds that the catalog would not take for its length; found without any database."""
    rows = [PlannedRow(ADD, None, record, values_of(record)) for record in reading.records]
    for row in rows:
        _check_lengths(row)
    return [problem for row in rows for problem in row.refusals]


def _check_lengths(row):
    for name, length in too_long(row.values):
        column = PART_NAMES.get(name, TABLE_FIELDS[name])
        message = f"“{column}”有 {length} 个字，最多能写 {LONGEST[name]} 个字。"
        _refuse(row, TABLE_FIELDS[name], message, "请缩短这一格的文字，细节可以写到公开内容或者附件里。")


def _attach_problems(rows, problems):
    """Problems stand with their record; an error that left no record gets a row of its own so that it is seen."""
    by_place = {(row.record.sheet, row.record.row): row for row in rows}
    for problem in problems:
        row = by_place.get((problem.sheet, problem.row))
        if row is None and problem.severity == "error":
            row = by_place[problem.sheet, problem.row] = PlannedRow(BAD, None)
            rows.append(row)
        if row is not None:
            row.problems.append(problem)
            row.action = BAD if problem.severity == "error" else row.action
    sheets = list(dict.fromkeys(sheet for sheet, _ in by_place))
    rows.sort(key=lambda row: _place(row.record or row.problems[0], sheets))


def _place(found, sheets):
    return sheets.index(found.sheet), found.row


def _fields_present(reading):
    """Which fields each sheet has columns for: what a layout does not print, an import does not wipe."""
    present = defaultdict(set)
    for column in reading.columns:
        present[column.sheet].add(column.leaf)
    return {
        sheet: [place for place, name in enumerate(_FIELDS) if name in _fields_of_leaves(leaves)]
        for sheet, leaves in present.items()
    }


def _fields_of_leaves(leaves):
    fields = {"level1", "level2", "level3"}
    for leaf in leaves:
        fields.update(
            name for name, title in TABLE_FIELDS.items() if leaf == title or leaf in _LEAVES.get(title, ())
        )
    return fields


_LEAVES = {
    "公开对象": ("全社会", "特定群体"),
    "公开方式": ("主动", "依申请公开"),
    "公开层级": ("市级", "县级", "乡级", "村级"),
}


class _Allowed:
    """Whose rows a unit's person may touch: the items and the publishers of the own units."""

    def __init__(self, user):
        self._units = set(Organization.objects.administered_by(user).values_list("pk", flat=True))
        self._items = set(Item.objects.current().administered_by(user).values_list("pk", flat=True))
        self._names = PublisherNames()

    def item(self, pk):
        return pk in self._items

    def publisher(self, printed):
        return any(
            isinstance(each, Organization) and each.pk in self._units
            for each in self._names.find_all(printed)
        )


def _compare(domain, rows, present, allowed, retire):
    """Match the rows of one domain with its items; gives the rows for items to be retired."""
    items = list(Item.objects.current().in_domain(domain).order_by("position").values_list("pk", *_FIELDS))
    everything = list(range(len(_FIELDS)))
    for row, item in _matches(rows, items):
        _judge(row, item, present.get(row.record.sheet, everything), allowed)
    named = {row.item_id for row in rows}
    missing = [item for item in items if item[0] not in named and (allowed is None or allowed.item(item[0]))]
    retired = missing if retire else []
    gone = {item[0] for item in retired}
    _check_level1(rows, {item[1] for item in items if item[0] not in gone})
    return [PlannedRow(RETIRE, domain, None, item[1:], item[0], item[1:]) for item in retired]


def _check_level1(rows, standing):
    """In the national layout a blank 一级事项 repeats the one above: a catalog has them all or has none."""
    for row in rows:
        if row.action == ADD and standing and bool(row.values[0]) != any(standing):
            said, advice = (
                ("都没有一级事项，这一行却写了", "请把名称写到二级事项")
                if row.values[0]
                else ("都有一级事项，这一行却没有", "请补上一级事项")
            )
            _refuse(
                row, "一级事项", f"这个领域目录里的其他事项{said}。", f"{advice}，导出的目录才能原样导回。"
            )


def _matches(rows, items):
    """Pairs (row, item or None): by the three names, then by publisher where those are not unique, then in order."""
    items_by_name, rows_by_name = defaultdict(list), defaultdict(list)
    for item in items:
        items_by_name[identity_of(*item[1:4])].append(item)
    for row in rows:
        rows_by_name[identity_of(*row.values[:3])].append(row)
    for name, same in rows_by_name.items():
        candidates = items_by_name.get(name, [])
        if len(same) == 1 and len(candidates) <= 1:
            yield same[0], candidates[0] if candidates else None
        else:
            yield from _matches_by_publisher(same, candidates)


def _matches_by_publisher(rows, items):
    """Among rows and items of one name: those quite alike first, then those of one publisher in their order."""
    publisher = _FIELDS.index("publisher_text")
    for alike in (repr, lambda values: plain_name(values[publisher])):
        waiting = defaultdict(list)
        for item in items:
            waiting[alike(item[1:])].append(item)
        left = []
        for row in rows:
            same = waiting[alike(row.values)]
            if same:
                yield row, same.pop(0)
            else:
                left.append(row)
        rows, items = left, [item for same in waiting.values() for item in same]
    yield from ((row, None) for row in rows)


def _judge(row, item, fields, allowed):
    if item is not None:
        row.item_id, row.before = item[0], item[1:]
        if row.values != row.before:
            _take_fields(row, fields)
    if row.action != BAD:
        row.action = ADD if item is None else CHANGE if row.changed else UNCHANGED
    if allowed and row.action in (ADD, CHANGE):
        _check_unit(row, allowed)


def _take_fields(row, fields):
    """Of an item that exists already, the table changes only the fields it has columns for."""
    row.changed = [_FIELDS[place] for place in fields if row.values[place] != row.before[place]]
    row.values = tuple(
        row.values[place] if place in fields else before for place, before in enumerate(row.before)
    )


def _check_unit(row, allowed):
    """Neither takes a person an item of others, nor hands over one of the own."""
    printed = row.record.publisher or "空白"
    if (row.item_id and not allowed.item(row.item_id)) or (
        not row.item_id and not allowed.publisher(printed)
    ):
        message = (
            "目录里的这一项由别的单位公开，您的单位不能改。"
            if allowed.publisher(printed)
            else f"这一行的公开主体是“{printed}”，不是您的单位。"
        )
        _refuse(row, "公开主体", message, "只上传本单位的事项，或者请市政务公开办导入整张表。")
    elif "publisher_text" in row.changed and not allowed.publisher(printed):
        message = f"这一行要把公开主体改成“{printed}”，其中没有您的单位。"
        _refuse(row, "公开主体", message, "请写上您的单位。要转给别的单位，请联系市政务公开办。")


def changes_of(row):
    """What a change alters, by the fields of an item, as the preview keeps it."""
    return [
        {"field": name, "before": before, "after": after}
        for name, before, after in zip(_FIELDS, row.before, row.values, strict=True)
        if name in row.changed
    ]
