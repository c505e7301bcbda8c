"""The six sections of the report in their fixed order (条例第五十条), live or as they were frozen."""

from disclosure_requests.annual_report.checking import live
from disclosure_requests.annual_report.grids import grids
from disclosure_requests.models import YearFigures

TITLES = ["一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
_EMPTY = "无"


def live_paper(year, organization):
    report = live(year, organization)
    return paper_of(year, organization, report.tables, texts_of(report))


def texts_of(report):
    """The words to freeze; section 六 names the processing fee in every case, also when there was none."""
    words = {name: getattr(report.figures, name) for name in YearFigures.TEXTS}
    return words | {"processing_fees": report.processing_fees}


def frozen_paper(row):
    return paper_of(row.year, row.organization, row.tables, row.texts) | {"notes": notes_of(row)}


def notes_of(row):
    """What stands under the title: that figures are an older system's, and what a further version corrects and why."""
    notes = []
    if row.taken_over and row.version == 1:
        notes.append(f"本报告的数字由原系统迁入，原公布日期 {row.original_on}。")
    if row.corrects:
        notes.append(f"本报告更正 {row.corrects.published_on} 公布的报告。更正理由：{row.correction_reason}")
    return notes


def paper_of(year, organization, tables, texts):
    name = YearFigures(year=year, organization=organization).public_name
    second, third, fourth = grids(tables)
    first, fifth, sixth = TITLES
    fee = f"{year} 年收取信息处理费 {texts['processing_fees']} 元。"
    return {
        "title": f"{name} {year} 年政府信息公开工作年度报告",
        "year": year,
        "tables": tables,
        "notes": [],
        "parts": [
            _part(first, _lines(texts["overview"]) or [_period(year)]),
            *(_part(grid.title, [], grid) for grid in (second, third, fourth)),
            _part(fifth, [*_lines(texts["problems"]), *_lines(texts["measures"])] or [_EMPTY]),
            _part(sixth, [fee, *(_lines(texts["other"]) or [])]),
        ],
    }


def _period(year):
    return f"本报告的统计期限为 {year} 年 1 月 1 日至 {year} 年 12 月 31 日。"


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def _part(title, lines, grid=None):
    return {"title": title, "lines": lines, "grid": grid}
