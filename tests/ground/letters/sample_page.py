"""One page that has every part, told for both writers."""

from datetime import date

from linhai_portal.letters.page import Cell, Page, Paragraph, Row, Table

DAY = date(2026, 3, 5)
SENTENCE = (
    "示例：你于2026年3月5日通过网上提交的方式向本机关提出的政府信息公开申请收悉，现将有关事项告知如下。"
)


def make_page(**changed):
    told = {
        "title": "临海市人民政府办公室\n政府信息公开告知书",
        "dated": DAY,
        "signer": "临海市人民政府办公室",
        "number": "临政公开〔2026〕5号",
        "addressee": "示例申请人",
        "blocks": (
            Paragraph("一、申请的内容", level=1),
            Paragraph("（一）第一件", level=2),
            *[Paragraph(SENTENCE)] * 12,
            Table(
                (1, 3), (Row((Cell("意见", is_label=True), Cell("同意")), lines=3), Row((Cell("备注", 2),)))
            ),
        ),
        "contact": "联系人：示例，电话：0576-80000000（示例）。",
        "attachments": ("第一份", "第二份"),
        "remark": "此件公开发布",
    }
    return Page(**told | changed)


HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;]]>",
    "xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;',
    "word": '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r>',
    "style": "</style><style>@import url(http://127.0.0.1:9/x.css); *{display:none}</style>",
    "template": "{{ settings.SECRET_KEY }}{% include 'base.html' %}{0}{agency}%s",
    "control": "一\x00二\x1b三\x7f\u202e四\ufffe五\ud800六",
    "emoji": "申请👨‍👩‍👧‍👦🇨🇳1️⃣",
    "unbroken": "x" * 3000,
    "long": "很长的文字。" * 2000,
    "lines": "一行\n" * 300,
}
