"""The columns in which the lists of the catalog are given away (linhai_portal/formats.py)."""

import datetime as dt
from dataclasses import replace
from html import unescape

from django.utils.html import strip_tags
from django.utils.timezone import localtime, make_aware

from catalog.adjustment_words import day_in_words, heading
from linhai_portal.formats import Column, Listing
from linhai_portal.search.sources import label_of

OPTIONAL = ("string", "null")

# In the national layout, which is not made of these columns (exchange/export.py).
DOMAIN_TABLE = Listing("一个领域的标准目录")
ALL_TABLES = Listing("全部领域的标准目录")
TABLE_AS_OF = Listing("一个领域某一天的标准目录")

ITEMS = Listing(
    "目录事项",
    (
        Column("code", "事项编码", lambda item: item.code),
        Column("domain", "领域编号", lambda item: item.domain.number),
        Column("domain_name", "领域", lambda item: item.domain.name),
        Column("level1", "一级事项", lambda item: item.level1),
        Column("level2", "二级事项", lambda item: item.level2),
        Column("level3", "三级事项", lambda item: item.level3),
        Column("content", "公开内容（要素）", lambda item: item.content),
        Column("legal_basis", "公开依据", lambda item: item.legal_basis, "array"),
        Column("time_limit", "公开时限", lambda item: item.time_limit),
        Column("publisher", "公开主体", lambda item: item.publisher_text),
        Column("channels", "公开渠道和载体", lambda item: item.channels, "array"),
        Column("to_everyone", "全社会", lambda item: item.to_everyone, "boolean"),
        Column("audience_group", "特定群体", lambda item: item.audience_group),
        Column("proactive", "主动公开", lambda item: item.proactive, "boolean"),
        Column("on_request", "依申请公开", lambda item: item.on_request, "boolean"),
        Column("levels", "公开层级", lambda item: item.levels, "array"),
        Column("updated_at", "最近修改", lambda item: item.updated_at.isoformat(timespec="seconds")),
    ),
    name_of=lambda item: item.title,
    summary_of=lambda item: f"{item.code}，{item.domain.name}，{item.time_limit}",
    updated_at=lambda item: item.updated_at,
)

UNIT_ITEMS = replace(ITEMS, title="一个单位要公开的事项")

UNITS = Listing(
    "单位",
    (
        Column("slug", "地址名", lambda unit: unit.slug),
        Column("name", "简称", lambda unit: unit.name),
        Column("full_name", "全称", lambda unit: unit.full_name),
        Column("kind", "类别", lambda unit: unit.get_kind_display()),
        Column("level", "层级", lambda unit: unit.level),
        Column("parent", "上级或主管单位", lambda unit: unit.parent.slug if unit.parent else None, OPTIONAL),
        Column("service", "服务类别", lambda unit: unit.service.slug if unit.service else None, OPTIONAL),
        Column("office_address", "办公地址", lambda unit: unit.address),
        Column("phone", "联系电话", lambda unit: unit.phone),
        Column("office_hours", "办公时间", lambda unit: unit.office_hours),
        Column("is_sample", "示例", lambda unit: unit.is_sample, "boolean"),
    ),
    name_of=lambda unit: unit.full_name,
    summary_of=lambda unit: unit.get_kind_display(),
)
VILLAGES = replace(UNITS, title="村（居）民委员会")
PUBLIC_BODIES = replace(UNITS, title="公共企事业单位")

# Rows are triples (domain, unit, 牵头 or 责任).
RESPONSIBILITIES = Listing(
    "责任清单",
    (
        Column("domain", "领域编号", lambda share: share[0].number),
        Column("domain_name", "领域", lambda share: share[0].name),
        Column("unit", "单位地址名", lambda share: share[1].slug),
        Column("unit_name", "单位", lambda share: share[1].name),
        Column("part", "责任", lambda share: share[2]),
    ),
    name_of=lambda share: f"{share[0].name}：{share[1].name}（{share[2]}）",
    address_of=lambda share: f"{share[0].get_absolute_url()}#{share[1].slug}",
)


TIMELINESS = Listing(
    "公开是否按时",
    (
        Column("id", "标识", lambda row: row.identifier),
        Column("kind", "种类", lambda row: row.kind),
        Column("number", "索引号或事项编码", lambda row: row.key),
        Column("title", "标题", lambda row: row.title),
        Column("unit", "单位", lambda row: row.unit),
        Column("period", "期间", lambda row: row.period),
        Column("due_on", "最迟公开日期", lambda row: row.due_on and row.due_on.isoformat(), OPTIONAL),
        Column("published_on", "公开日期", lambda row: row.done_on and row.done_on.isoformat(), OPTIONAL),
        Column("late_days", "迟了几天", lambda row: row.late_days, ("integer", "null")),
        Column("result", "结果", lambda row: row.result),
    ),
    name_of=lambda row: f"{row.title} {row.period}".strip(),
    summary_of=lambda row: row.words,
    address_of=lambda row: row.address,
)
UNIT_TIMELINESS = replace(TIMELINESS, title="一个单位公开是否按时")

PUBLICATIONS_OF_ITEM = Listing(
    "一个事项已公开的信息",
    (
        Column("index_number", "索引号", lambda each: each.index_number),
        Column("title", "标题", lambda each: each.title),
        Column("unit", "发布单位", lambda each: each.organization.name),
        Column("document_number", "发文字号", lambda each: each.document_number),
        Column("formed_on", "成文日期", lambda each: each.formed_on.isoformat()),
        Column("published_at", "发布时间", lambda each: each.published_at.isoformat(timespec="seconds")),
        Column("due_on", "最迟公开日期", lambda each: str(each.due_on or "") or None, OPTIONAL),
        Column("late_days", "迟了几天", lambda each: each.late_days(), ("integer", "null")),
    ),
    summary_of=lambda each: f"{each.organization.name}，{each.index_number}",
    updated_at=lambda each: each.published_at,
)


def _plain(html):
    return unescape(strip_tags(html))


HITS = Listing(
    "搜索",
    (
        Column("key", "键", lambda hit: hit.key),
        Column("kind", "种类", lambda hit: hit.kind),
        Column("kind_name", "种类名称", lambda hit: label_of(hit.kind)),
        Column("title", "标题", lambda hit: _plain(hit.title)),
        Column("snippet", "摘要", lambda hit: _plain(hit.snippet)),
        Column("facts", "说明", lambda hit: hit.facts),
        Column("date", "日期", lambda hit: hit.date.isoformat() if hit.date else None, OPTIONAL),
        Column("outdated", "失效、废止或者已修改", lambda hit: hit.outdated or None, OPTIONAL),
    ),
    name_of=lambda hit: f"{_plain(hit.title)}{f'（{hit.outdated}）' if hit.outdated else ''}",
    summary_of=lambda hit: _plain(hit.snippet),
    address_of=lambda hit: hit.address,
)


def _changed_at(sheet):
    """The moment from which it says what it says: of its approval, or when its day broke."""
    day = make_aware(dt.datetime.combine(sheet.effective_on, dt.time()))
    return max(sheet.approved_at, day) if sheet.status == sheet.Status.EFFECTIVE else sheet.approved_at


# Rows are read `with_what_they_do`.
ADJUSTMENTS = Listing(
    "动态调整",
    (
        Column("number", "编号", lambda sheet: sheet.number),
        Column("effective_on", "生效日期", lambda sheet: sheet.effective_on.isoformat()),
        Column("status", "状态", lambda sheet: sheet.get_status_display()),
        Column("summary", "调整内容", heading),
        Column("added", "新增", lambda sheet: sheet.add_count, "integer"),
        Column("changed", "修改", lambda sheet: sheet.change_count, "integer"),
        Column("retired", "取消", lambda sheet: sheet.retire_count, "integer"),
        Column("restored", "恢复", lambda sheet: sheet.restore_count, "integer"),
        Column("published", "首次发布", lambda sheet: sheet.publish_count, "integer"),
        Column("domains", "领域编号", lambda sheet: [each.number for each in sheet.domains.all()], "array"),
        Column("domain_names", "领域", lambda sheet: [each.name for each in sheet.domains.all()], "array"),
        Column("reason", "调整理由", lambda sheet: sheet.reason),
        Column("legal_basis", "调整依据", lambda sheet: sheet.basis),
        Column("unit", "提出单位地址名", lambda sheet: sheet.organization.slug),
        Column("unit_name", "提出单位", lambda sheet: sheet.organization.name),
        Column(
            "approved_at",
            "批准时间",
            lambda sheet: localtime(sheet.approved_at).isoformat(timespec="seconds"),
        ),
    ),
    name_of=lambda sheet: f"{sheet.number} {heading(sheet)}",
    summary_of=lambda sheet: f"{day_in_words(sheet)}。理由：{sheet.reason}。依据：{sheet.basis}",
    updated_at=_changed_at,
)


NEGATIVE_LIST = Listing(
    "负面清单",
    (
        Column("number", "编号", lambda entry: entry.number),
        Column("title", "不公开的信息", lambda entry: entry.title),
        Column("ground", "理由代码", lambda entry: entry.ground),
        Column("ground_name", "理由", lambda entry: entry.law.label),
        Column("force", "效力", lambda entry: entry.law.force),
        Column("article", "条例条款", lambda entry: entry.law.article),
        Column("legal_basis", "法律依据", lambda entry: entry.legal_basis),
        Column("condition", "条件和期限", lambda entry: entry.condition),
        Column("item", "事项编码", lambda entry: entry.item.code if entry.item else None, OPTIONAL),
        Column("domain", "领域编号", lambda entry: entry.domain.number if entry.domain else None, OPTIONAL),
        Column(
            "publisher",
            "公开主体地址名",
            lambda entry: entry.publisher.slug if entry.publisher else None,
            OPTIONAL,
        ),
        Column("words", "名称里的词", lambda entry: entry.words),
        Column("unit", "提出单位地址名", lambda entry: entry.organization.slug),
        Column("unit_name", "提出单位", lambda entry: entry.organization.name),
        Column("in_force_from", "生效日期", lambda entry: entry.in_force_from.isoformat()),
        Column("review_on", "复核日期", lambda entry: entry.review_on.isoformat()),
    ),
    name_of=lambda entry: entry.title,
    summary_of=lambda entry: f"{entry.number}，{entry.law.force}，{entry.law.label}，{entry.review_on}前复核",
    updated_at=lambda entry: entry.decided_at or entry.approved_at,
)
