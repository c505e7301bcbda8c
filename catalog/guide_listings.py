"""The columns in which life events and checklists are given away (linhai_portal/formats.py)."""

from django.utils.timezone import localdate

from linhai_portal.formats import Column, Listing


def _material(row):
    facts = "，".join(filter(None, [row["form"], row["count"], row["issuer"], row["note"]]))
    return f"{row['name']}（{facts}）" if facts else row["name"]


def _joined(rows, *names):
    return ["：".join(filter(None, (row[name] for name in names))) for row in rows]


def _stages(event):
    return ["：".join(filter(None, (each.title, each.explanation))) for each in event.stages.all()]


def _entries(event, name):
    entries = [entry for stage in event.stages.all() for entry in stage.entries.all()]
    entries = [entry for entry in entries if entry.is_shown(on=localdate())]
    return [getattr(entry, name) for entry in entries if getattr(entry, name)]


_FIRST = (
    Column("slug", "地址名", lambda guide: guide.slug),
    Column("title", "名称", lambda guide: guide.title),
    Column("lead", "一句话", lambda guide: guide.lead),
    Column("unit", "责任单位地址名", lambda guide: guide.organization.slug),
    Column("unit_name", "责任单位", lambda guide: guide.organization.name),
)
_LAST = (
    Column("is_sample", "示例，待责任单位核定", lambda guide: guide.is_sample, "boolean"),
    Column("published_at", "公布时间", lambda guide: guide.published_at.isoformat(timespec="seconds")),
)
_WORDS = {
    "name_of": lambda guide: guide.title,
    "summary_of": lambda guide: guide.lead or guide.organization.name,
    "updated_at": lambda guide: guide.published_at,
}

CHECKLISTS = Listing(
    "办事指南",
    (
        *_FIRST,
        Column("basis", "设定依据", lambda each: each.basis, "array"),
        Column("conditions", "申请条件", lambda each: each.conditions, "array"),
        Column("materials", "办理材料", lambda each: [_material(row) for row in each.materials], "array"),
        Column("steps", "办理流程", lambda each: _joined(each.steps, "name", "detail"), "array"),
        Column(
            "places",
            "办理地点、时间和电话",
            lambda each: ["，".join(filter(None, place.values())) for place in each.where()],
            "array",
        ),
        Column("statutory_limit", "法定时限", lambda each: each.statutory_limit),
        Column("promised_limit", "承诺时限", lambda each: each.promised_limit),
        Column("fee", "收费", lambda each: each.fee),
        Column("result", "办理结果", lambda each: each.result),
        Column("complaint_phone", "监督电话", lambda each: each.complaint_phone),
        Column("questions", "常见问题", lambda each: _joined(each.questions, "question", "answer"), "array"),
        Column("missing", "还在补充的要素", lambda each: each.missing_elements(), "array"),
        *_LAST,
    ),
    **_WORDS,
)

LIFE_EVENTS = Listing(
    "一件事",
    (
        *_FIRST,
        Column("theme", "生活主题", lambda event: event.get_theme_display()),
        Column("stages", "步骤", _stages, "array"),
        Column(
            "items", "目录事项编码", lambda event: [item.code for item in _entries(event, "item")], "array"
        ),
        Column(
            "checklists",
            "办事指南地址名",
            lambda event: [each.slug for each in _entries(event, "checklist")],
            "array",
        ),
        Column(
            "publications",
            "政府信息索引号",
            lambda event: [each.index_number for each in _entries(event, "publication")],
            "array",
        ),
        *_LAST,
    ),
    **_WORDS,
)
