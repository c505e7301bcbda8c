"""A file of special days as the State Council's notices are kept: `date,kind,name`, one line for each day."""

import csv
import datetime as dt
import io
import re

from linhai_portal.workdays import FIRST_DAY, HOLIDAY, LAST_DAY, WORKDAY, Special

COLUMNS = ["date", "kind", "name"]
_SOURCE = "source"  # the export of the staff pages has it; where the days come from is told beside the file
_KINDS = {HOLIDAY: "放假", WORKDAY: "调休上班"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LONGEST_NAME = 30
_MOST_BYTES = 200_000  # a year has some forty days


class BadCalendar(ValueError):
    """The file is refused; `problems` are Chinese sentences, one for each row that is wrong."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


def read_days(data: bytes, *, has_names: bool = True) -> list[Special]:
    """Raises BadCalendar; typed lines have no names of columns above them."""
    rows = _rows(data, has_names)
    days, problems, lines = [], [], {}
    for line, row in rows:
        try:
            day = _day_of(row)
        except ValueError as wrong:
            problems.append(f"第 {line} 行：{wrong}")
            continue
        if day.date in lines:
            problems.append(f"第 {line} 行：{_twice(day, *lines[day.date])}")
            continue
        lines[day.date] = line, day
        days.append(day)
    if not rows:
        problems.append("文件里没有日期。请一行写一天，例如 2027-01-01,holiday,元旦。")
    if problems:
        raise BadCalendar(problems)
    return days


def _rows(data, has_names):
    """Pairs of line number and row, without blank lines."""
    text = io.StringIO(_text(data), newline="")
    reader = csv.DictReader(text, None if has_names else COLUMNS, skipinitialspace=True)
    try:
        names = [name.strip() for name in reader.fieldnames or []]
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as wrong:
        raise BadCalendar(["这不是 CSV 文件，请另存为 CSV 再导入。"]) from wrong
    if {*names} - {_SOURCE} != {*COLUMNS}:
        raise BadCalendar([f"第一行应为列名 {','.join(COLUMNS)}，现在是“{','.join(names)[:60]}”。"])
    return [(line, {name.strip(): row[name] for name in row if name}) for line, row in rows]


def _text(data):
    if len(data) > _MOST_BYTES:
        raise BadCalendar([f"文件超过 {_MOST_BYTES // 1000} KB，不像放假安排，请核对是不是选错了文件。"])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadCalendar(["这不是文本文件，请另存为 CSV（UTF-8）再导入。"])


def _day_of(row):
    """Raises ValueError in Chinese."""
    date, kind, name = ((row.get(each) or "").strip() for each in COLUMNS)
    if kind not in _KINDS:
        raise ValueError(f"类别“{kind}”不认识，放假写 {HOLIDAY}，调休上班写 {WORKDAY}。")
    if not name:
        raise ValueError("没有名称，请写节日的名称，例如 国庆节。")
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"名称超过 {_LONGEST_NAME} 个字，请写简短些。")
    return Special(_date(date), kind, name)


def _date(text):
    try:
        day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"没有“{text[:20]}”这一天，日期写成 2027-01-01 这样。")
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{day} 不在 2000 年至 2099 年之间，请核对年份。")
    return day


def _twice(day, line, before):
    if before.kind != day.kind:
        return f"{day.date} 在第 {line} 行是{_KINDS[before.kind]}，这里是{_KINDS[day.kind]}，只能留一行。"
    return f"{day.date} 在第 {line} 行已经有了，请删去一行。"
