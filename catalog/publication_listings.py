"""The columns in which the lists of publications are given away (linhai_portal/formats.py)."""

from dataclasses import replace

from django.utils.timezone import localdate

from catalog.listings import OPTIONAL
from linhai_portal.formats import Column, Listing

PUBLICATIONS = Listing(
    "政府信息",
    (
        Column("index_number", "索引号", lambda each: each.index_number),
        Column("title", "标题", lambda each: each.title),
        Column("organization", "单位地址名", lambda each: each.organization.slug),
        Column("organization_name", "单位", lambda each: each.organization.name),
        Column("issuer", "发文机关", lambda each: each.issuer),
        Column("document_number", "发文字号", lambda each: each.document_number),
        Column("formed_on", "成文日期", lambda each: each.formed_on.isoformat()),
        Column("published_at", "发布时间", lambda each: each.published_at.isoformat(timespec="seconds")),
        Column("due_on", "最迟公开日期", lambda each: each.due_on and each.due_on.isoformat(), OPTIONAL),
        Column("column", "栏目", lambda each: each.get_column_display()),
        Column("topic", "主题分类", lambda each: each.get_topic_display()),
        Column("form", "体裁", lambda each: each.get_form_display()),
        Column("is_policy", "政策文件", lambda each: each.is_policy, "boolean"),
        Column(
            "validity",
            "有效性",
            lambda each: badge.label if (badge := each.badge(on=localdate())) else None,
            OPTIONAL,
        ),
        Column("summary", "内容概述", lambda each: each.summary),
    ),
    name_of=lambda each: each.title,
    summary_of=lambda each: each.summary or f"{each.organization.name}，{each.index_number}",
    updated_at=lambda each: each.published_at,
)
POLICIES = replace(PUBLICATIONS, title="政策文件")
COLUMN_PUBLICATIONS = replace(PUBLICATIONS, title="一个栏目的政府信息")
