"""The columns of a table of publications, and by which names older sites export them."""

from dataclasses import dataclass

from catalog.layouts.texts import squeeze


@dataclass(frozen=True)
class Column:
    field: str
    name: str
    also: tuple[str, ...] = ()
    required: bool = False


COLUMNS = [
    Column("title", "标题", ("信息标题", "文章标题", "名称", "信息名称"), required=True),
    Column("unit", "单位", ("发布单位", "公开单位", "责任单位", "所属单位", "公开主体"), required=True),
    Column("issuer", "发文机关", ("发布机构", "发文机构", "制发机关", "发文单位")),
    Column("document_number", "发文字号", ("文号", "文件编号", "文件字号")),
    Column("formed_on", "成文日期", ("生成日期", "发文日期", "印发日期")),
    Column("published_at", "发布时间", ("发布日期", "公开日期", "公开时间", "上网时间"), required=True),
    Column("items", "事项编码", ("公开事项", "事项编号", "事项代码")),
    Column("column", "栏目", ("公开栏目", "信息类别", "所属栏目")),
    Column("topic", "主题分类", ("主题", "主题类别")),
    Column("form", "体裁", ("体裁分类", "文种")),
    Column("body", "正文", ("内容", "正文内容", "信息内容", "文章内容")),
    Column("body_file", "正文文件", ("内容文件",)),
    Column("files", "附件", ("附件名称", "附件文件", "附件列表")),
    Column("address", "原网址", ("原地址", "旧网址", "原链接", "链接", "网址", "URL"), required=True),
    Column("looked_by", "查看人", ("人工查看", "查看人登录名")),
    Column("summary", "内容概述", ("摘要", "内容摘要", "概述")),
    Column("keywords", "关键词", ("关键字",)),
    Column("source", "来源", ("信息来源", "稿源")),
    Column("is_policy", "政策文件", ("是否政策文件",)),
    Column("registration_number", "规范性文件统一编号", ("统一编号",)),
    Column("effective_on", "施行日期", ("实施日期", "生效日期")),
    Column("expires_on", "有效期至", ("有效期",)),
    Column("ending", "有效性", ("效力状况", "效力", "时效性", "时效")),
    Column("ended_on", "失效、废止日期", ("失效日期", "废止日期", "失效废止日期")),
    Column("ending_basis", "失效、废止依据", ("失效依据", "废止依据")),
    Column("display_until", "公示截止日期", ("公示期至", "公示截止")),
]
NAMES = {each.field: each.name for each in COLUMNS}
REQUIRED = [each for each in COLUMNS if each.required]
_BY_NAME = {squeeze(name).casefold(): each.field for each in COLUMNS for name in (each.name, *each.also)}


def field_of(header: str) -> str | None:
    """The field that a header means, whatever its blanks, width and the note in brackets behind it; None if none."""
    words = squeeze(header).casefold().lstrip("*")
    return _BY_NAME.get(words) or _BY_NAME.get(words.partition("(")[0].rstrip("*"))
