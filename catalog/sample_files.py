"""Small files for the attachments of the demonstration, made when they are wanted; nothing in them is about a person."""

import io
import zipfile

import xlsxwriter

# Born in 1900 by its digits, and a well-known service number: nobody's.
_NOBODY, _NOBODYS_PHONE = "331082190001019996", "13800138000"
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def districts():
    rows = [("学校", "班级数", "计划人数"), ("第一示例小学", 6, 270), ("第二示例小学", 4, 180)]
    return _workbook({"招生计划": rows})


def names_with_a_hidden_sheet():
    """What the gate is for: the sheet shown is harmless, the hidden one is not."""
    shown = [
        ("姓名", "学校", "资助项目"),
        ("赵某", "第一示例小学", "营养餐"),
        ("钱某某", "第二示例小学", "课本费"),
    ]
    return _workbook(
        {"公示": shown, "底表": [("姓名", "身份证号", "电话"), ("赵某", _NOBODY, _NOBODYS_PHONE)]}
    )


def _workbook(sheets):
    """The first sheet is shown, the others are hidden."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name != next(iter(sheets)):
                sheet.hide()
    return content.getvalue()


def form():
    lines = ["入学登记表（示例）", "儿童姓名：", "监护人姓名：", "居住地址：", "希望就读的学校："]
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", _DOCUMENT.format(text))
    return content.getvalue()


def accounts():
    return "科目,决算数（万元，示例）\n教育支出,128600\n社会保障支出,21400\n".encode()


FILES = {
    "plan.xlsx": ("学区和招生计划.xlsx", districts),
    "form.docx": ("入学登记表.docx", form),
    "names.xlsx": ("学生资助名单.xlsx", names_with_a_hidden_sheet),
    "accounts.txt": ("部门决算表.txt", accounts),
}
