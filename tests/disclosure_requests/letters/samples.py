"""Invented facts, marked 示例, enough for each of the letters."""

from dataclasses import replace
from datetime import date

from disclosure_requests.letters.facts import EarlierReply, FeeBasis, LetterFacts, Material, Opinion, Withheld
from disclosure_requests.receipt import Channel

COMMON = LetterFacts(
    agency="临海市人民政府办公室",
    number="临政公开〔2026〕5号",
    dated=date(2026, 3, 5),
    contact_person="示例联系人",
    contact_phone="0576-80000000（示例）",
    contact_address="临海市示例路1号",
    applicant="张示例",
    request_number="示例2026-0001",
    channel=Channel.INTERNET,
    received_on=date(2026, 2, 6),
    request_text="示例：2025年度临海市示例工程的招标公告和中标结果。",
    due_on=date(2026, 3, 12),
    reconsideration_organ="台州市人民政府",
    court="临海市人民法院（示例）",
)
LAW = "《中华人民共和国示例法》第八条"
MATERIALS = (Material("示例工程招标公告", 12), Material("示例工程中标通知书", 3))
HEARD = {
    "consulted_on": date(2026, 2, 10),
    "third_party_opinion": Opinion.OBJECTED,
    "third_party_reason": "示例：报价组成属于商业秘密。",
}
THIRD_PARTY = {
    "third_party": "浙江示例建设有限公司",
    "information_summary": "示例工程投标文件中的报价组成。",
    "harm_summary": "示例：报价组成属于商业秘密。",
}
CORRECTED = {"correction_noticed_on": date(2026, 2, 9), "corrected_on": date(2026, 2, 12)}
GIVEN = {"materials": MATERIALS, "carrier": "电子文档", "delivery": "电子邮件"}
OWN_RECORDS = {
    "is_own_records": True,
    "verified_on": date(2026, 3, 2),
    "verified": "示例：查阅了原始登记表，和申请人提供的户口簿比对。",
}
ELSEWHERE = {
    "reason": "示例：该记录由临海市示例局登记。",
    "responsible_agency": "临海市示例局",
    "responsible_contact": "0576-80000001（示例）",
}
SAMPLES = {
    "D01": {"lookup_code": "示例00"},
    "D02": {
        "correction_points": ("示例：没有写明工程名称。", "示例：没有写明年度。"),
        "correction_guidance": "示例：可以写明工程名称或者招标编号。",
        "correction_days": 15,
    },
    "D03": {"counted_since": date(2026, 1, 1), "request_count": 46, "reasons_due_on": date(2026, 3, 19)},
    "D04": {
        "extension_reason": "需要从三个科室的档案中逐件检索（示例）",
        "extension_workdays": 20,
        "original_due": date(2026, 3, 12),
        "new_due": date(2026, 4, 10),
    },
    "D05": {
        "reasons_asked_on": date(2026, 2, 11),
        "reasons_given": "示例：研究本地工程招标情况。",
        "delay_reason": "涉及46个工程的全部档案（示例）",
        "promised_on": date(2026, 6, 30),
    },
    "D06": THIRD_PARTY,
    "D06R": THIRD_PARTY,
    "D06N": THIRD_PARTY
    | HEARD
    | {"public_interest": "示例：关系工程安全。", "disclosure_after": date(2026, 3, 13)},
    "D07": {"consulted_on": date(2026, 3, 5)},
    "D08": {
        "fee_basis": FeeBasis.ITEMS,
        "fee_count": 35,
        "fee_counted_before": 20,
        "payment_way": "示例：凭缴款码到示例银行缴纳。",
    },
    "D09": {
        "consulted_agency": "临海市示例局",
        "information_summary": "示例工程的验收文件。",
        "question": "示例：该文件是否可以公开。",
    },
    "D10": {"decision": "G2"} | GIVEN,
    "D11": {
        "decision": "P",
        "provided_part": "示例：中标通知书全文。",
        "withheld": (Withheld("示例：报价组成", "N4", "示例：属于商业秘密。"),),
    }
    | HEARD
    | GIVEN,
    "D12": {"decision": "N5", "reason": "示例：是内部工作流程的记录。"},
    "D13": {
        "decision": "N8",
        "query_subject": "示例：不动产登记资料",
        "special_law": "《不动产登记暂行条例》第二十七条",
        "window": "示例：市不动产登记中心一楼查询窗口。",
    },
    "D14": {
        "decision": "U1a",
        "searched_on": date(2026, 2, 26),
        "search_scope": "示例：公文系统、工程档案库。",
        "search_words": "示例工程、招标、中标",
    },
    "D15": {
        "decision": "U1b",
        "reason": "示例：招标投标由市住建局管理。",
        "responsible_agency": "临海市示例局",
        "responsible_contact": "0576-80000002（示例）",
    },
    "D16": {"decision": "U2", "reason": "示例：没有按村汇总的数据。"},
    "D17": {"decision": "U3", "still_unclear": "示例：没有指明哪一个工程。"} | CORRECTED,
    "D18": {
        "decision": "X1",
        "reason": "示例：要求查处示例工程的转包。",
        "channel_hint": "示例：12345热线。",
    },
    "D19": {"decision": "X2", "earlier_replies": (EarlierReply("临政公开〔2025〕88号", date(2025, 12, 1)),)},
    "D20": {"decision": "X3", "reason": "示例：《临海年鉴（示例）》。", "channel_hint": "示例：市图书馆。"},
    "D21": {
        "decision": "X4",
        "counted_since": date(2026, 1, 1),
        "request_count": 46,
        "reasons_asked_on": date(2026, 2, 11),
        "reasons_given": "未说明理由。",
        "reason": "示例：所列事项互不相关。",
    },
    "D22": {
        "decision": "X5",
        "reason": "示例：要求在已提供的文件上盖章。",
        "legal_basis": "《政府信息公开条例》第二条",
    },
    "D23": {
        "decision": "O1",
        "correction_number": "临政公开告〔2026〕3号",
        "correction_noticed_on": date(2026, 2, 9),
        "correction_delivered_on": date(2026, 2, 9),
        "correction_due_on": date(2026, 3, 4),
    },
    "D24": {
        "decision": "O2",
        "fee_number": "临政公开告〔2026〕4号",
        "fee_delivered_on": date(2026, 2, 6),
        "fee_due_on": date(2026, 3, 4),
    },
    "D25": {
        "decision": "O3",
        "reason": "示例：该档案已经移交市档案馆。",
        "legal_basis": "《中华人民共和国档案法》（示例）",
    },
    "D26": OWN_RECORDS
    | {
        "decision": "C1",
        "rectified_on": date(2026, 3, 4),
        "record_before": "示例：出生年份为1970年。",
        "record_after": "示例：出生年份为1971年。",
    },
    "D27": OWN_RECORDS | {"decision": "C2", "reason": "示例：和原始登记表一致。"},
    "D28": OWN_RECORDS | ELSEWHERE | {"decision": "C3"},
    "D28T": OWN_RECORDS | ELSEWHERE | {"decision": "C3", "consulted_agency": "临海市示例局"},
    "D29": OWN_RECORDS | ELSEWHERE | {"decision": "C4"},
}


def make_facts(code, **changed):
    return replace(COMMON, **SAMPLES[code] | changed)
