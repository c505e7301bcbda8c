"""The columns in which the lists of participation are given away (linhai_portal/formats.py)."""

from linhai_portal.formats import Column, Listing

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
