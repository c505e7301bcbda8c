"""The OpenAPI 3.1 description of what `formats.published` offers; its schemas come from the columns that are written."""

import re

from django.conf import settings

from linhai_portal.formats import CONTENT_TYPES, ROWS_A_PAGE, published

_TEXT, _NUMBER, _YES_NO = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_TEXTS = {"type": "array", "items": _TEXT}
_WORDS = {
    "unit": "公开主体，地址名",
    "audience": "公开对象：everyone 全社会，group 特定群体",
    "mode": "公开方式：proactive 主动公开，on_request 依申请公开",
    "disclosure": "公开属性：proactive 主动公开，on_request 依申请公开，negative 列入负面清单，none 不予公开而没有列入",
    "level": "公开层级，例如 乡级",
    "channel": "公开渠道，例如 政府网站",
    "q": "搜索词，几个词之间空一格",
    "town": "镇（街道），地址名",
    "service": "服务类别，地址名",
    "kind": "种类",
    "domain": "领域编号",
    "year": "年份：动态调整是生效的，政府信息是成文的，决策事项是列入目录的，问答是答复的，例如 2026",
    "column": "政府信息公开平台的栏目：1 至 15 按条例第二十条的次序，systems 制度，reports 年报",
    "topic": "主题分类的代码，例如 education",
    "form": "政府信息的体裁，例如 notice；政策解读的形式，例如 questions",
    "validity": "有效性：in_force 有效，not_yet 尚未施行，amended 已修改，lapsed 失效，repealed 废止",
    "item": "事项编码，例如 03-05-05",
    "result": "结果：met 按时，late 迟了，missing 定期公开没有按时，uncovered 还没有公开过信息的事项",
    "code": "事项编码，例如 03-05-05",
    "since": "从哪天起，例如 2026-10-01",
    "until": "到哪天止，例如 2026-10-31",
    "on": "哪一天，例如 2026-10-01，不写是今天",
    "number": "领域编号，例如 3",
    "slug": "单位的地址名，例如 jiaoyuju",
    "pk": "意见征集的编号，例如 12",
    "clause": "条款，例如 第三条，空着是对全文的意见",
}


def _object(properties):
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


# As exchange.export.item_json writes it; here `address` is the path on this site.
_ITEM = _object(
    dict.fromkeys(("code", "address", "level1", "level2", "level3", "content", "time_limit"), _TEXT)
    | dict.fromkeys(("publisher", "other_channel", "audience_group", "attribute"), _TEXT)
    | dict.fromkeys(("to_everyone", "proactive", "on_request"), _YES_NO)
    | dict.fromkeys(("legal_basis", "channels", "levels"), _TEXTS)
    | {"sequence": _NUMBER, "time_limit_workdays": {"type": ["integer", "null"]}}
    | {
        "time_limit_rule": _object(
            {"unit": _TEXT, "n": {"type": ["integer", "null"]}, "period": _TEXT, "anchor": _TEXT}
        )
    }
)
_CATALOG = _object(
    {
        "domains": {
            "type": "array",
            "items": _object(
                {"number": _TEXT, "name": _TEXT, "title": _TEXT, "items": {"type": "array", "items": _ITEM}}
            ),
        }
    }
)


def api_document(origin):
    site = settings.SITE
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site['portal_name']}开放数据",
            "version": "1",
            "description": "各个列表的 JSON、CSV、XLSX 和 Atom，不用登录。JSON 分页，next 是下一页的地址。",
            "license": {
                "name": site["data_license"],
                "url": site["data_license_address"] or f"{origin}/open-data/#license",
            },
        },
        "servers": [{"url": origin}],
        "paths": {
            f"{path_of(each)}.{format}": {"get": _operation(each, format)}
            for each in published.values()
            for format in each.formats
        },
    }


def path_of(open_list):
    return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", open_list.place)


def _operation(open_list, format):
    content_type = CONTENT_TYPES[format].partition(";")[0]
    schema = _schema(open_list.listing) if format == "json" else _TEXT
    return {
        "summary": f"{open_list.listing.title}（{format.upper()}）",
        "operationId": re.sub(r"\W+", "_", f"{path_of(open_list)}_{format}").strip("_"),
        "parameters": _parameters(open_list, format),
        "responses": {
            "200": {"description": "数据", "content": {content_type: {"schema": schema}}},
            "304": {"description": "和 If-None-Match 里的版本相同，没有变化"},
            "404": {"description": "没有这个列表、编号或者这一页"},
        },
    }


def _parameters(open_list, format):
    in_path = re.findall(r"<\w+:(\w+)>", open_list.place)
    found = [_parameter(name, "path") for name in in_path]
    found += [_parameter(name, "query") for name in open_list.parameters]
    if format == "json" and open_list.listing.columns:
        found.append(
            {
                "name": "page",
                "in": "query",
                "description": f"第几页，每页最多 {ROWS_A_PAGE} 行",
                "schema": {"type": "integer", "minimum": 1},
            }
        )
    return found


def _parameter(name, place):
    facts = {"name": name, "in": place, "description": _WORDS.get(name, name), "schema": _TEXT}
    return facts | {"required": True} if place == "path" else facts


def _schema(listing):
    if not listing.columns:
        return _CATALOG
    row = {column.name: _column_schema(column) for column in listing.columns} | {
        "address": {"type": "string", "format": "uri"}
    }
    return _object(
        {
            "title": _TEXT,
            "total": _NUMBER,
            "page": _NUMBER,
            "next": {"type": ["string", "null"], "format": "uri"},
            "rows": {"type": "array", "items": _object(row)},
        }
    )


def _column_schema(column):
    if column.type == "array":
        return _TEXTS | {"description": column.label}
    kind = list(column.type) if isinstance(column.type, tuple) else column.type
    return {"type": kind, "description": column.label}
