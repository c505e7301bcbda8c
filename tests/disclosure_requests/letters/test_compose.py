import io
import re
from datetime import date
from functools import cache

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from disclosure_requests.letters.compose import (
    LETTER_OF_DECISION,
    LETTERS,
    NOTHING_TOLD,
    compose,
    editable_facts,
)
from disclosure_requests.letters.facts import (
    FACTS,
    CannotCompose,
    EarlierReply,
    FeeBasis,
    Material,
    Opinion,
    Withheld,
)
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.letters.kinds import Series, To
from disclosure_requests.receipt import Channel
from linhai_portal.letters.docx import docx_of
from linhai_portal.letters.page import Paragraph, Table
from linhai_portal.letters.pdf import pdf_of
from tests.disclosure_requests.letters.samples import GIVEN, HEARD, LAW, SAMPLES, make_facts
from tests.ground.letters.sample_page import HOSTILE

CODES = [f"D{number:02}" for number in range(1, 30)] + ["D06R", "D06N", "D28T"]
REGULATION = "《中华人民共和国政府信息公开条例》（以下简称《条例》）"


def text_of(page):
    parts = [page.title, page.number, page.addressee, page.contact, *page.attachments]
    for block in page.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        else:
            parts += [cell.text for row in block.rows for cell in row.cells]
    return "\n".join(parts)


def letter_text(code, **changed):
    return text_of(compose(code, make_facts(code, **changed)))


@cache
def pdf_text(code):
    pages = PdfReader(io.BytesIO(pdf_of(compose(code, make_facts(code))))).pages
    text = "".join(page.extract_text() for page in pages)
    return re.sub(r"— ?\d+ ?—|\s", "", text)


def test_every_letter_of_the_rules_is_here_with_a_sample():
    assert sorted(LETTERS) == sorted(CODES) == sorted(SAMPLES)


def test_every_decision_has_its_letter():
    replied = {
        "G1": "D10",
        "G2": "D10",
        "P": "D11",
        **dict.fromkeys(["N1", "N2", "N3", "N4", "N5", "N6", "N7"], "D12"),
        "N8": "D13",
        "U1a": "D14",
        "U1b": "D15",
        "U2": "D16",
        "U3": "D17",
        "X1": "D18",
        "X2": "D19",
        "X3": "D20",
        "X4": "D21",
        "X5": "D22",
        "O1": "D23",
        "O2": "D24",
        "O3": "D25",
        "C1": "D26",
        "C2": "D27",
        "C3": "D28",
        "C4": "D29",
    }
    assert replied == LETTER_OF_DECISION


@pytest.mark.parametrize("code", CODES)
def test_both_writers_say_every_word_of_the_letter(code):
    page = compose(code, make_facts(code))
    blocks = Document(io.BytesIO(docx_of(page)))
    cells = [cell.text for table in blocks.tables for row in table.rows for cell in row.cells]
    word = "".join("".join([*(each.text for each in blocks.paragraphs), *cells]).split())
    for line in text_of(page).split("\n"):
        line = "".join(line.split())
        assert line in word
        assert line in pdf_text(code)


@pytest.mark.parametrize("code", CODES)
def test_a_letter_has_what_every_letter_has(code):
    facts, letter = make_facts(code), LETTERS[code]
    page = compose(code, facts)
    text = text_of(page)
    assert page.dated == facts.dated
    if letter.is_signed:
        assert page.signer == facts.agency
        assert page.title == f"{facts.agency}\n{letter.title_for(facts)}"
        assert page.number == (facts.number if letter.series else "")
        assert "联系电话：0576-80000000（示例）" in page.contact
        assert text.count(REGULATION) == 1
        assert text.index(REGULATION) == text.index("《中华人民共和国政府信息公开条例》")
    if letter.to is To.APPLICANT:
        assert page.addressee == "张示例"
        assert facts.request_text in text


@pytest.mark.parametrize("code", CODES)
def test_letters_are_written_as_official_documents_are(code):
    text = letter_text(code)
    assert not re.search(r"第[0-9]+条|[\[\]{}]|年0|月0|\b0[0-9]月", text)
    assert not re.search(r"[，。；：]{2}|[,;:]", text)
    assert not re.search(r"第[（(]?\d+[)）]?[款项]", text)


@pytest.mark.parametrize("code", [code for code in CODES if LETTERS[code].to is To.APPLICANT])
def test_an_organization_is_spoken_to_as_one(code):
    text = letter_text(code, applicant="浙江示例有限公司", is_natural_person=False)
    assert not re.search("你(?!单位)", text)


REMEDY = {
    **dict.fromkeys(["D01", "D02", "D03", "D04", "D05", "D06", "D06R", "D07", "D08", "D09", "D28T"], "R0"),
    **dict.fromkeys(["D12"], "R1"),
    **dict.fromkeys(["D11"], "R1+R2"),
    **dict.fromkeys(["D06N", "D10", *[f"D{n}" for n in range(13, 30)]], "R2"),
}
FIRST = "应当先自收到本告知书之日起60日内向台州市人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向人民法院提起行政诉讼。"
EITHER = (
    "可以自收到本告知书之日起60日内向台州市人民政府申请行政复议，"
    "也可以自收到本告知书之日起6个月内依法向临海市人民法院（示例）提起行政诉讼。"
)
COMPLAINT = "向上一级行政机关或者政府信息公开工作主管部门投诉、举报。"


@pytest.mark.parametrize("code", CODES)
def test_the_remedy_is_that_of_the_table(code):
    text = letter_text(code)
    assert (FIRST in text) == (REMEDY[code] in ("R1", "R1+R2"))
    assert (EITHER in text) == (COMPLAINT in text) == (REMEDY[code] in ("R2", "R1+R2"))
    assert ("行政复议" in text) == ("行政诉讼" in text) == (REMEDY[code] != "R0")
    assert ("临海市人民法院" in text) == (REMEDY[code] in ("R2", "R1+R2"))


@pytest.mark.parametrize("code", CODES)
def test_a_letter_sent_online_names_the_channel_for_reconsideration(code):
    channel = "浙江省行政复议示例平台"
    text = letter_text(code, is_sent_online=True, internet_channel=channel)
    assert (channel in text) == (REMEDY[code] != "R0")
    if REMEDY[code] != "R0":
        with pytest.raises(CannotCompose, match="互联网渠道") as refused:
            letter_text(code, is_sent_online=True)
        assert refused.value.fact == "internet_channel"


@pytest.mark.parametrize("code", CODES)
def test_an_office_may_leave_out_only_a_disputed_remedy(code):
    text = text_of(compose(code, make_facts(code), tells_disputed_remedy=False))
    is_told = REMEDY[code] != "R0" and code not in ("D13", "D16", "D18", "D19", "D20")
    assert ("行政复议" in text) == is_told


@pytest.mark.parametrize(
    ("agency", "is_joint", "article"),
    [
        ("", True, "第三十二条"),
        ("临海市示例局", True, "第三十四条"),
        ("临海市示例局", False, "第十一条第一款"),
    ],
)
def test_a_consultation_is_told_with_its_article(agency, is_joint, article):
    text = letter_text("D07", consulted_agency=agency, is_jointly_made=is_joint)
    assert f"{article}的规定，本机关于2026年3月5日书面征求" in text


@pytest.mark.parametrize(
    ("code", "fact", "limit"),
    [
        ("D01", "is_due_provisional", "答复期限"),
        ("D03", "is_reasons_due_provisional", "说明理由的期限"),
        ("D04", "is_due_provisional", "答复期限"),
        ("D09", "is_opinion_due_provisional", "反馈期限"),
    ],
)
def test_a_date_that_a_new_calendar_may_move_says_so(code, fact, limit):
    words, facts = f"上述{limit}涉及放假安排尚未公布的年份", {"is_jointly_made": False}
    if code == "D09":
        facts["opinion_due_on"] = date(2026, 3, 26)
    assert words in letter_text(code, **facts, **{fact: True})
    assert words not in letter_text(code, **facts, **{fact: False})


def test_a_withdrawn_application_ends_without_remedy():
    text = letter_text("D25", withdrawn_on=date(2026, 3, 2))
    assert "终止办理告知书" in text and "于2026年3月2日撤回" in text
    assert "行政复议" not in text


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        ("N1", "第十四条"),
        ("N2", "第十四条"),
        ("N3", "第十四条"),
        ("N4", "第十五条"),
        ("N5", "第十六条第一款"),
        ("N6", "第十六条第二款"),
        ("N7", "第十六条第二款"),
    ],
)
def test_a_refusal_cites_the_article_of_its_ground(ground, article):
    text = letter_text("D12", decision=ground, prohibiting_law=LAW, **HEARD)
    assert f"{article}规定：“{GROUNDS[ground].rule}。”" in text
    assert "第三十六条第（三）项" in text
    assert (LAW in text) == (ground == "N2")
    assert ("征求第三方的意见" in text) == (ground == "N4")


ARTICLES = {
    "D01": "第三十一条第（三）项",
    "D02": "第三十条",
    "D03": "第三十五条",
    "D04": "第三十三条第二款",
    "D05": "第三十五条",
    "D06": "第三十二条",
    "D06N": "第十五条、第三十二条",
    "D07": "第三十三条第三款",
    "D08": "第四十二条第一款",
    "D09": "第三十四条",
    "D10": "第三十六条第（二）项",
    "D11": "第三十七条",
    "D13": "第三十六条第（七）项",
    "D14": "第三十六条第（四）项",
    "D15": "第三十六条第（五）项",
    "D16": "第三十八条",
    "D17": "第三十条",
    "D18": "第三十九条第一款",
    "D19": "第三十六条第（六）项",
    "D20": "第三十九条第二款",
    "D21": "第三十五条",
    "D23": "第三十条",
    "D24": "第四十二条",
    **dict.fromkeys(["D26", "D27", "D28", "D28T", "D29"], "第四十一条"),
}


@pytest.mark.parametrize(("code", "article"), ARTICLES.items())
def test_each_letter_cites_its_article(code, article):
    assert article in letter_text(code)


# What each letter cannot do without, beyond what every letter needs.
NEEDED = {
    "D01": ["lookup_code", "due_on"],
    "D02": ["correction_points", "correction_guidance", "correction_days"],
    "D03": ["counted_since", "request_count", "reasons_due_on"],
    "D04": ["extension_reason", "extension_workdays", "original_due", "new_due"],
    "D05": ["reasons_asked_on", "reasons_given", "delay_reason", "promised_on"],
    "D06": ["third_party", "information_summary", "harm_summary"],
    "D06R": ["third_party", "information_summary"],
    "D06N": ["third_party", "information_summary", "public_interest", "disclosure_after", "consulted_on"],
    "D07": ["consulted_on"],
    "D08": ["fee_basis", "fee_count", "payment_way"],
    "D09": ["consulted_agency", "information_summary", "question"],
    "D10": ["decision", "materials", "carrier", "delivery", "reconsideration_organ"],
    "D11": [
        "provided_part",
        "withheld",
        "third_party_opinion",
        "third_party_reason",
        "reconsideration_organ",
    ],
    "D12": ["decision", "reason", "reconsideration_organ"],
    "D13": ["query_subject", "special_law", "window"],
    "D14": ["searched_on", "search_scope", "search_words", "reconsideration_organ"],
    "D15": ["reason", "responsible_contact"],
    "D16": ["reason"],
    "D17": ["still_unclear", "correction_noticed_on", "corrected_on"],
    "D18": ["reason"],
    "D19": ["earlier_replies"],
    "D20": ["reason"],
    "D21": ["counted_since", "request_count", "reasons_asked_on", "reasons_given", "reason"],
    "D22": ["reason", "legal_basis"],
    "D23": ["correction_number", "correction_noticed_on", "correction_delivered_on", "correction_due_on"],
    "D24": ["fee_number", "fee_delivered_on", "fee_due_on"],
    "D25": ["reason", "legal_basis"],
    "D26": ["verified_on", "verified", "rectified_on", "record_before", "record_after"],
    "D27": ["verified_on", "verified", "reason"],
    "D28": ["verified_on", "verified", "reason", "responsible_agency", "responsible_contact"],
    "D28T": ["verified_on", "verified", "applicant", "request_text"],
    "D29": ["verified_on", "verified", "reason", "responsible_agency", "responsible_contact"],
}
ALWAYS = ["agency", "dated", "contact_phone"]
OF_AN_APPLICATION = ["applicant", "request_number", "received_on", "channel", "request_text"]


def needed():
    for code in CODES:
        if LETTERS[code].is_signed:
            yield from ((code, name) for name in ALWAYS)
        if LETTERS[code].to is To.APPLICANT:
            yield from ((code, name) for name in OF_AN_APPLICATION)
        yield from ((code, name) for name in NEEDED[code])


@pytest.mark.parametrize(("code", "name"), [*needed()])
def test_a_missing_fact_is_named(code, name):
    default = getattr(NOTHING_TOLD, name)
    with pytest.raises(CannotCompose, match=re.escape(FACTS[name].label)) as refused:
        compose(code, make_facts(code, **{name: default}))
    assert refused.value.fact == name
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(("code", "name"), [*needed()])
def test_blank_is_missing_too(code, name):
    value = getattr(make_facts(code), name)
    if type(value) in (str, tuple):
        blank = " 　\n" if type(value) is str else ()
        with pytest.raises(CannotCompose):
            compose(code, make_facts(code, **{name: blank}))


CONTRADICTIONS = [
    ("D12", {"decision": "N4", "reason": "示例"}, "先书面征求第三方的意见"),
    ("D12", {"decision": "N4"} | HEARD | {"third_party_opinion": Opinion.AGREED}, "第三方同意公开"),
    ("D12", {"decision": "N2"}, "禁止公开的法律"),
    ("D12", {"decision": "N2", "prohibiting_law": "市政府第8号文件"}, "规章和文件不够"),
    ("D12", {"decision": "U1a"}, "应使用 D14 政府信息不存在告知书"),
    ("D12", {"decision": "N9"}, "请核对决定类型"),
    ("D13", {"special_law": "市政府通知"}, "规章和文件不够"),
    ("D11", {"withheld": (Withheld("一", "N9", "二"),)}, "依据应为 N1"),
    ("D11", {"withheld": (Withheld("一", "N5", " "),)}, "具体理由"),
    ("D11", {"materials": ()}, "提供的材料"),
    ("D10", {"decision": "G1", "access_way": "", "url": ""}, "网址"),
    ("D10", {"materials": ()}, "查阅、抄录"),
    ("D10", HEARD, "公共利益"),
    ("D04", {"extension_workdays": 21}, "1至20个工作日"),
    ("D04", {"extension_workdays": 0}, "1至20个工作日"),
    ("D04", {"new_due": date(2026, 3, 12)}, "应晚于"),
    ("D04", {"dated": date(2026, 3, 13)}, "原答复期限已过"),
    ("D05", {"promised_on": date(2026, 3, 4)}, "早于成文日期"),
    ("D06", {"information_summary": "张示例要的报价。"}, "写出了申请人"),
    ("D06N", {"third_party_opinion": Opinion.SILENT}, "第三方不同意公开而决定公开的"),
    ("D06N", {"disclosure_after": date(2026, 3, 4)}, "早于成文日期"),
    ("D08", {"fee_count": 20}, "没有应收的信息处理费"),
    ("D08", {"fee_basis": FeeBasis.PAGES, "fee_count": 30}, "没有应收的信息处理费"),
    ("D09", {"is_jointly_made": False}, "反馈期限"),
    ("D14", {"searched_on": date(2026, 3, 6)}, "早于"),
    ("D14", {"searched_on": date(2026, 2, 5)}, "早于"),
    ("D17", {"corrected_on": None}, "收到补正"),
    ("D23", {"correction_due_on": date(2026, 3, 5)}, "还没有过"),
    ("D24", {"fee_due_on": date(2026, 3, 9)}, "还没有过"),
    ("D16", {"dated": date(2026, 2, 5)}, "早于“收到申请之日”"),
]


@pytest.mark.parametrize(("code", "changed", "words"), CONTRADICTIONS)
def test_a_contradiction_is_refused(code, changed, words):
    with pytest.raises(CannotCompose, match=words) as refused:
        compose(code, make_facts(code, **changed))
    assert str(refused.value).endswith(("。", "）。"))


def test_an_unknown_letter_is_refused():
    with pytest.raises(CannotCompose, match="没有代码"):
        compose("D99", make_facts("D01"))


@pytest.mark.parametrize("basis", FeeBasis)
def test_the_fee_is_reckoned_line_by_line(basis):
    counted = {"fee_basis": basis, "fee_count": 35, "fee_counted_before": 20 if basis == "items" else 0}
    page = compose("D08", make_facts("D08", **counted))
    table = next(block for block in page.blocks if isinstance(block, Table))
    lines = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    by_items = [
        ["第1至10件", "不收费", "10", "0"],
        ["第11至30件", "100元/件", "20", "2000"],
        ["第31至35件", "200元/件", "5", "1000"],
        ["减：本月此前已通知", "", "20", "-1000"],
        ["本次收取", "", "", "2000"],
    ]
    by_pages = [
        ["第1至30页", "不收费", "30", "0"],
        ["第31至35页", "10元/页", "5", "50"],
        ["本次收取", "", "", "50"],
    ]
    assert lines == (by_items if basis == "items" else by_pages)
    assert f"收取信息处理费{2000 if basis == 'items' else 50}元" in text_of(page)


@pytest.mark.parametrize("opinion", Opinion)
def test_what_is_given_says_what_became_of_the_third_partys_opinion(opinion):
    text = letter_text(
        "D10", **HEARD | {"third_party_opinion": opinion, "public_interest": "示例：关系安全。"}
    )
    said = {"agreed": "第三方同意公开。", "objected": "示例：关系安全。", "silent": "第三方逾期未提出意见"}
    assert [name for name, words in said.items() if words in text] == [opinion]
    assert "征求意见所需时间依法不计算在答复期限内" in text


def test_published_information_needs_only_the_place():
    text = letter_text("D10", decision="G1", materials=(), url="https://www.example.gov.cn/示例")
    assert "第三十六条第（一）项" in text and "网址：https://www.example.gov.cn/示例" in text
    assert "附件" not in text


def test_materials_are_attached_and_counted():
    page = compose("D10", make_facts("D10"))
    assert page.attachments == ("示例工程招标公告", "示例工程中标通知书")
    assert "共2份15页" in text_of(page)
    assert compose("D14", make_facts("D14", **GIVEN)).attachments == ()


def test_a_withheld_part_says_what_why_and_by_which_article():
    parts = (Withheld("第二页", "N5", "内部流程。"), Withheld("报价", "N4", "商业秘密。"))
    text = letter_text("D11", withheld=parts)
    assert (
        "1.第二页，属于本机关的内部事务信息，根据《条例》第十六条第一款和第三十六条第（三）项的规定不予公开。"
        in text
    )
    assert "2.报价，公开后会对第三方合法权益造成损害，根据《条例》第十五条" in text


@pytest.mark.parametrize(
    ("written", "printed"), [("甲、乙", "甲、乙。"), ("甲。", "甲。"), ("甲\n乙", "甲\n乙。")]
)
def test_a_forgotten_full_stop_is_added(written, printed):
    assert f"检索词为：{printed}\n经检索" in letter_text("D14", search_words=written)


def test_an_address_of_the_web_can_be_copied():
    assert "https://example.gov.cn/a\n" in letter_text(
        "D10", decision="G1", access_way="见 https://example.gov.cn/a"
    )


def test_earlier_replies_are_told_by_day_and_number():
    replies = (
        EarlierReply("甲〔2024〕1号", date(2024, 5, 6)),
        EarlierReply("乙〔2025〕2号", date(2025, 7, 8)),
    )
    text = letter_text("D19", earlier_replies=replies)
    assert "1.2024年5月6日，甲〔2024〕1号。\n2.2025年7月8日，乙〔2025〕2号。" in text


@pytest.mark.parametrize("channel", Channel)
def test_the_receipt_says_why_that_day(channel):
    text = letter_text("D01", channel=channel)
    assert "之日即2026年2月6日为收到申请之日" in text


def test_a_number_has_neither_zeros_nor_第():
    assert Series.REPLY.number("临政", 2026, 5) == "临政公开〔2026〕5号"
    assert Series.NOTICE.number("临政", 2026, 12) == "临政公开告〔2026〕12号"


@pytest.mark.parametrize("code", CODES)
def test_what_is_editable_is_named_and_the_law_is_locked(code):
    facts = make_facts(code)
    names = {each.name for each in editable_facts(code, facts)}
    paragraphs = [block for block in compose(code, facts).blocks if isinstance(block, Paragraph)]
    assert {name for each in paragraphs for name in each.facts} <= names
    for each in paragraphs:
        if re.search("行政复议|行政诉讼|投诉、举报。", each.text):
            assert each.is_locked
    assert all(each.label for each in editable_facts(code, facts))


@pytest.mark.parametrize("code", CODES)
def test_what_is_required_is_really_required(code):
    facts = make_facts(code)
    for each in editable_facts(code, facts):
        default = getattr(NOTHING_TOLD, each.name)
        if each.is_required:
            with pytest.raises(CannotCompose):
                compose(code, make_facts(code, **{each.name: default}))


WRITTEN = [
    (code, each.name)
    for code in CODES
    for each in editable_facts(code, make_facts(code))
    if type(getattr(make_facts(code), each.name)) is str
]


@settings(max_examples=60)
@given(st.sampled_from(WRITTEN), st.text(min_size=1, max_size=60))
@example(("D22", "legal_basis"), "《档案法》")
@example(("D13", "special_law"), "《档案法》")
def test_whatever_is_written_stands_in_its_place_and_changes_nothing_else(place, text):
    """Braces, markup or a forged paragraph of law in a fact leave every locked paragraph as it was.

    Only where the regulation is named in full may move: it is at the first mention that is left.
    """
    (code, name), text = place, f"写{text}完"
    if name in ("special_law", "prohibiting_law"):
        text += LAW
    before, after = compose(code, make_facts(code)), compose(code, make_facts(code, **{name: text}))
    locked = [
        [
            block.text.replace(REGULATION, "《条例》")
            for block in page.blocks
            if isinstance(block, Paragraph) and block.is_locked
        ]
        for page in (before, after)
    ]
    assert locked[0] == locked[1]


@pytest.mark.parametrize(("code", "name"), WRITTEN)
def test_the_regulation_is_named_in_full_at_its_first_mention_whatever_is_written(code, name):
    law = f"《示例》{LAW}" if name in ("special_law", "prohibiting_law") else "示例。"
    text = letter_text(code, **{name: law})
    mentions = re.findall(re.escape(REGULATION) + "|《条例》|《中华人民共和国政府信息公开条例》", text)
    assert mentions.count(REGULATION) == bool(mentions) and mentions[:1] in ([], [REGULATION])


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_facts_neither_break_nor_inject(hostile):
    changed = {
        "applicant": f"张{hostile}"[:60],
        "request_text": hostile,
        "materials": (Material(hostile[:99] + "件", 1),),
    }
    page = compose("D10", make_facts("D10", **changed))
    reader = PdfReader(io.BytesIO(pdf_of(page)))
    assert not any("/Annots" in each for each in reader.pages)
    assert "对本告知书不服的" in "".join("".join(each.extract_text().split()) for each in reader.pages)
    assert Document(io.BytesIO(docx_of(page))).paragraphs
