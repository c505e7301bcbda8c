"""The columns in which the lists of participation are given away (linhai_portal/formats.py)."""

from django.utils.timezone import localdate, localtime

from linhai_portal.formats import Column, Listing


def _number(row):
    return str(row.pk)


def _day(day):
    return day.isoformat() if day else None


def _minute(moment):
    return localtime(moment).isoformat(timespec="minutes") if moment else None


def _address(publication):
    """Of what came after, once the public may read it."""
    return publication.index_number if publication and publication.is_listed(on=localdate()) else None


_MAYBE = ("string", "null")
_ANNOUNCED = (
    Column("number", "编号", _number),
    Column("index_number", "公告索引号", lambda each: each.publication.index_number),
    Column("title", "标题", lambda each: each.publication.title),
    Column("unit", "单位地址名", lambda each: each.organization.slug),
    Column("unit_name", "单位", lambda each: each.organization.name),
)


def _announced(title, *columns):
    """A list of what is announced: what all have, then what its kind adds."""
    return Listing(
        title,
        (*_ANNOUNCED, *columns),
        summary_of=lambda each: each.publication.summary,
        updated_at=lambda each: each.publication.published_at,
    )


CONSULTATIONS = _announced(
    "意见征集",
    Column("kind", "类型", lambda each: each.get_kind_display()),
    Column("opens_on", "开始日期", lambda each: _day(each.opens_on)),
    Column("closes_on", "截止日期", lambda each: _day(each.closes_on)),
    Column("days", "期限（日）", lambda each: each.days, "integer"),
    Column("short_reason", "期限少于 30 日的理由", lambda each: each.short_reason),
    Column("state", "进展", lambda each: each.state(on=localdate()).label),
    Column("feedback", "采纳情况索引号", lambda each: _address(each.feedback), _MAYBE),
    Column("final", "正式文件索引号", lambda each: _address(each.final), _MAYBE),
)

# Rows are public opinions with their cluster.
OPINIONS = Listing(
    "公众意见",
    (
        Column("number", "编号", _number),
        Column("clause", "条款，空着是全文", lambda each: each.clause),
        Column("opinion", "意见", lambda each: each.public_words),
        Column("identity", "提意见的人", lambda each: each.get_identity_display()),
        Column("main_opinion", "归入的主要意见", lambda each: each.cluster.summary if each.cluster else ""),
        Column(
            "decision", "是否采纳", lambda each: each.cluster.get_decision_display() if each.cluster else ""
        ),
        Column("reason", "理由", lambda each: each.cluster.reason if each.cluster else ""),
    ),
    name_of=lambda each: each.clause or "全文",
    summary_of=lambda each: each.public_words,
    address_of=lambda each: each.consultation.get_absolute_url(),
)

HEARINGS = _announced(
    "听证会",
    Column("held_at", "举行时间", lambda each: _minute(each.held_at)),
    Column("place", "地点", lambda each: each.place),
    Column("registers_from", "报名开始", lambda each: _day(each.registers_from)),
    Column("registers_until", "报名截止", lambda each: _day(each.registers_until)),
    Column("method", "遴选办法", lambda each: each.get_method_display()),
    Column("is_held", "已经举行", lambda each: bool(each.held_marked_at), "boolean"),
    Column("participants", "参加人名单索引号", lambda each: _address(each.participants), _MAYBE),
    Column("report", "听证报告索引号", lambda each: _address(each.report), _MAYBE),
)

QUESTIONNAIRES = _announced(
    "问卷调查",
    Column("opens_on", "开始日期", lambda each: _day(each.opens_on)),
    Column("closes_on", "截止日期", lambda each: _day(each.closes_on)),
    Column("is_closed", "已经结束", lambda each: each.is_closed(on=localdate()), "boolean"),
    Column("report", "结果应用情况索引号", lambda each: _address(each.report), _MAYBE),
)

EVENTS = _announced(
    "访谈、发布会和开放日",
    Column("kind", "形式", lambda each: each.get_kind_display()),
    Column("starts_at", "开始时间", lambda each: _minute(each.starts_at)),
    Column("ends_at", "结束时间", lambda each: _minute(each.ends_at)),
    Column("place", "地点", lambda each: each.place),
    Column("seats", "名额", lambda each: each.seats, ("integer", "null")),
    Column("registers_until", "报名截止", lambda each: _minute(each.registration_until), _MAYBE),
    Column("questions_until", "提问截止", lambda each: _minute(each.questions_until), _MAYBE),
    Column("called_off_at", "取消时间", lambda each: _minute(each.called_off_at), _MAYBE),
    Column("transcript", "文字实录索引号", lambda each: _address(each.transcript), _MAYBE),
)

INTERPRETATIONS = _announced(
    "政策解读",
    Column("form", "形式", lambda each: each.get_form_display()),
    Column("of", "解读的文件索引号", lambda each: _address(each.of), _MAYBE),
    Column("published_on", "发布日期", lambda each: _day(localdate(each.publication.published_at))),
)

# Rows are topics with `listed`, their public responses, the first answer first.
HOT_TOPICS = Listing(
    "热点回应",
    (
        Column("number", "编号", _number),
        Column("title", "标题", lambda each: each.listed[0].publication.title),
        Column("unit", "单位地址名", lambda each: each.listed[0].organization.slug),
        Column("unit_name", "单位", lambda each: each.listed[0].organization.name),
        Column("answered_at", "最近回应时间", lambda each: _minute(each.answered_at)),
        Column(
            "responses",
            "回应的索引号",
            lambda each: [response.publication.index_number for response in each.listed],
            "array",
        ),
    ),
    name_of=lambda each: each.listed[0].publication.title,
    summary_of=lambda each: each.listed[-1].publication.summary,
    updated_at=lambda each: each.answered_at,
)

DECISION_MATTERS = Listing(
    "重大行政决策事项",
    (
        Column("number", "编号", _number),
        Column("year", "年度", lambda each: each.year, "integer"),
        Column("name", "事项名称", lambda each: each.name),
        Column("units", "承办单位", lambda each: each.units),
        Column("procedure", "履行程序", lambda each: each.procedure),
        Column("planned", "计划时间", lambda each: each.planned),
        Column("left_on", "调出目录的日期", lambda each: _day(each.left_on), _MAYBE),
        Column(
            "steps_done",
            "已经完成的环节",
            lambda each: [step.kind.label for step in each.steps.all() if step.done_on],
            "array",
        ),
        Column("final", "正式文件索引号", lambda each: _address(each.final), _MAYBE),
    ),
    summary_of=lambda each: f"{each.units}，计划 {each.planned}",
)

# Rows are public inquiries with their organization.
INQUIRIES = Listing(
    "问答",
    (
        Column("number", "编号", lambda each: each.number),
        Column("kind", "种类", lambda each: each.get_kind_display()),
        Column("unit", "答复单位地址名", lambda each: each.organization.slug),
        Column("unit_name", "答复单位", lambda each: each.organization.name),
        Column("title", "标题", lambda each: each.public_title),
        Column("question", "问题", lambda each: each.public_words),
        Column("answer", "答复", lambda each: each.answer),
        Column("received_on", "提问日期", lambda each: each.received_on.isoformat()),
        Column("answered_on", "答复日期", lambda each: each.answered_on.isoformat()),
        Column("rating", "评价，5 是非常满意", lambda each: each.rating, ("integer", "null")),
    ),
    name_of=lambda each: each.public_title,
    summary_of=lambda each: f"{each.organization.name}：{each.answer}",
    updated_at=lambda each: each.published_at,
)
