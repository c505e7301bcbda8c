"""What the parts and elements of a document are called where a clerk looks for them, instead of their names in the file."""

import re

from catalog.privacy.package import local

_PARTS = tuple(
    (re.compile(pattern), label)
    for pattern, label in (
        (r"word/document\d*\.xml$", "正文"),
        (r"word/header(\d*)\.xml$", "页眉{}"),
        (r"word/footer(\d*)\.xml$", "页脚{}"),
        (r"word/comments", "批注"),
        (r"word/foot", "脚注"),
        (r"word/endnotes", "尾注"),
        (r"word/glossary/", "构建基块"),
        (r"word/settings\.xml$", "文档设置"),
        (r"word/people", "审阅人名单"),
        (r"(?:word|xl)/styles\d*\.xml$", "样式表"),
        (r"word/numbering", "编号格式"),
        (r"ppt/slides/slide(\d+)\.xml$", "幻灯片{}"),
        (r"ppt/notesSlides/notesSlide(\d+)\.xml$", "备注页{}"),
        (r"ppt/slideLayouts/slideLayout(\d+)\.xml$", "版式{}"),
        (r"ppt/slideMasters/slideMaster(\d+)\.xml$", "母版{}"),
        (r"ppt/(?:notes|handout)Masters/", "备注和讲义母版"),
        (r"ppt/commentAuthors|ppt/authors", "批注人名单"),
        (r"ppt/comments/\D*(\d*)\.xml$", "批注{}"),
        (r"ppt/presentation\.xml$", "演示文稿设置"),
        (r"ppt/tags/", "演示文稿标记"),
        (r"docProps/", "文档属性"),
        (r"xl/workbook\.xml$", "工作簿"),
        (r"xl/sharedStrings", "共享字符串"),
        (r"xl/persons/", "批注人名单"),
        (r"xl/comments|xl/threadedComments", "批注"),
        (r"xl/connections", "数据连接"),
        (r"xl/queryTables/", "查询"),
        (r"xl/tables/table(\d*)\.xml$", "表{}"),
        (r"xl/pivotTables/\D*(\d*)\.xml$", "数据透视表{}"),
        (r"xl/pivotCache/\D*(\d*)\.xml$", "数据透视表缓存{}"),
        (r"xl/externalLinks/\D*(\d*)\.xml$", "外部工作簿缓存{}"),
        (r"xl/revisions/\D*(\d*)", "修订记录{}"),
        (r"xl/slicer", "切片器"),
        (r"\w+/charts/\D*(\d*)\.xml$", "图表{}"),
        (r"\w+/diagrams/\D*(\d*)\.xml$", "SmartArt图形{}"),
        (r"\w+/drawings/\D*(\d*)\.xml$", "图形{}"),
        (r"\w+/drawings/\D*(\d*)\.vml$", "旧式图形{}"),
        (r"customXml/\D*(\d*)", "自定义数据{}"),
        (r".*\.rels$", "链接"),
    )
)
_ELEMENTS = {
    **dict.fromkeys(("oddHeader", "evenHeader", "firstHeader", "hdr"), "页眉"),
    **dict.fromkeys(("oddFooter", "evenFooter", "firstFooter", "ftr"), "页脚"),
    **dict.fromkeys(("formula1", "formula2", "dataValidation"), "数据有效性"),
    **dict.fromkeys(("formula", "cfRule", "cfvo"), "条件格式"),
    **dict.fromkeys(("filter", "filterColumn", "customFilter", "autoFilter"), "筛选条件"),
    **dict.fromkeys(("inputCells", "scenario"), "方案"),
    **dict.fromkeys(("protectedRange", "sheetProtection"), "保护设置"),
    **dict.fromkeys(("tabColor", "sheetPr"), "工作表设置"),
    **dict.fromkeys(("listItem", "alias", "tag", "dropDownList", "comboBox", "sdt"), "内容控件"),
    **dict.fromkeys(("bookmarkStart", "bookmarkEnd"), "书签"),
    **dict.fromkeys(("docVar", "docVars"), "文档变量"),
    **dict.fromkeys(("mailMerge", "query", "connectString", "dataSource"), "邮件合并"),
    **dict.fromkeys(("person", "author", "cmAuthor", "comment", "cm", "threadedComment"), "批注人"),
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"), "修订人"),
    **dict.fromkeys(("numFmt", "cellStyle"), "格式"),
    "f": "公式",
    "definedName": "定义的名称",
    "hyperlink": "链接",
    "tableColumn": "列名",
    "title": "“标题”",
    "subject": "“主题”",
    "creator": "“作者”",
    "description": "“备注”",
    "keywords": "“标记”",
    "category": "“类别”",
    "contentStatus": "“状态”",
    "lastModifiedBy": "“最后一次保存者”",
    "Company": "“单位”",
    "Manager": "“经理”",
    "HyperlinkBase": "“超链接基础”",
    "Template": "“模板”",
    "lpstr": "“标题列表”",
    "property": "“自定义”",
    "lpwstr": "“自定义”",
}
_SHARED = re.compile(
    r"ppt/(?:slideLayouts|slideMasters|notesMasters|theme|presentation)|xl/(?:workbook|worksheets)"
)
_NOTE_OF_SLIDE = re.compile(r"备注页\d*$")
_PDF = {
    "Title": "“标题”",
    "Author": "“作者”",
    "Subject": "“主题”",
    "Keywords": "“关键字”",
    "Creator": "“创建程序”",
    "Producer": "“制作程序”",
    "Company": "“单位”",
    "Comments": "“备注”",
}


def part_words(name, number):
    """The `number` tells parts apart for which there is no word."""
    for pattern, label in _PARTS:
        if match := pattern.match(name):
            return label.format(*match.groups())
    return f"文件内部数据{number}"


def slide_labels(package):
    """Slides by their order in the presentation, which is not that of their names in the file."""
    main = "ppt/presentation.xml"
    if main not in package.contents:
        return {}
    relations, labels = package.relations(main), {}
    listed = [each for each in package.part(main).root.iter() if local(each.tag) == "sldId"]
    for number, element in enumerate(listed, start=1):
        relation = next((relations[value] for value in element.attrib.values() if value in relations), None)
        name = package.target(main, relation) if relation is not None else ""
        if name in package.contents:
            hidden = package.part(name).root.get("show") in ("0", "false")
            labels[name] = f"幻灯片{number}（隐藏幻灯片）" if hidden else f"幻灯片{number}"
    return labels


def labels_of_parts(package, mains):
    """The words for every part: what hangs on a sheet or slide is named after it. `mains` are the sheets and slides."""
    labels = dict(mains)
    numbers = {name: number for number, name in enumerate(package.contents, start=1)}
    for main, label in mains.items():
        waiting = [main]
        while waiting:
            name = waiting.pop()
            for relation in package.relations(name).values():
                target = package.target(name, relation)
                if target in package.contents and target not in labels and not _SHARED.match(target):
                    labels[target] = (
                        f"{label} {_NOTE_OF_SLIDE.sub('备注', part_words(target, numbers[target]))}"
                    )
                    waiting.append(target)
    return {name: part_words(name, number) for name, number in numbers.items()} | labels


def element_words(name):
    """An element no program shows as a thing of its own is one among other contents."""
    return _ELEMENTS.get(name, "其他内容")


def pdf_property_words(name):
    return f"文档属性{_PDF.get(name, f'“{name}”')}"
