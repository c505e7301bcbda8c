"""Demonstration requests at every stage, marked 示例, dated back from the day of loading; every person is invented."""

import datetime as dt

from disclosure_requests import (
    approving,
    archiving,
    asking_reasons,
    charging,
    consulting,
    correcting,
    deciding,
    ending,
    extending,
    filing,
    following_up,
    registering,
    remedying,
    verifying,
)
from disclosure_requests.letter_facts import request_text
from disclosure_requests.models import (
    Applicant,
    Decision,
    DisclosureRequest,
    Dossier,
    Letter,
    Material,
)
from disclosure_requests.receipt import Channel
from disclosure_requests.sample_numbers import give_back, numbers_of_samples
from linhai_portal.accounts.models import Notice, Organization, User
from linhai_portal.calendar import work_calendar

_CITIZEN = {"kind": "citizen", "document": "identity_card", "document_number": "11010519491231002X"}
# Days back in workdays, unit, surname or body, what is asked, and how far it has come.
SAMPLES = [
    (21, "jiaotongyunshuju", "陈", "杜桥镇 2024 年农村公路养护资金使用情况", "check"),
    (20, "jiansheju", "示例物业公司", "东湖片区雨污分流改造工程招标控制价", "drafting"),
    (20, "minzhengju", "周", "2025 年度最低生活保障家庭户数（按镇街）", "signed"),
    (7, "lishiwenhuamingcheng", "郑", "“古城周边环境整治”全部材料", "review"),
    (17, "ziranziyuanguihuaju", "李", "大洋街道某地块国有土地使用权出让合同", "handling"),
    (16, "zonghexingzhengzhifaju", "示例律师事务所", "2025 年行政处罚听证案件数量和结果", "check"),
    (15, "jiaoyuju", "吴", "义务教育学区划分方案的论证材料", "handling"),
    (13, "jiansheju", "王", "2025 年老旧小区加装电梯补助资金拨付明细", "handling"),
    (12, "shengtaihuanjingfenju", "示例环境服务中心", "某船舶修造企业排污许可执行报告", "third_party"),
    (11, "jiaoyuju", "示例食品公司", "2025 年学校食堂大宗食材采购中标结果", "extended"),
    (9, "nongyenongcunju", "示例研究院", "2016—2025 年蜜橘种植补贴发放统计", "fee"),
    (8, "shuiliju", "孙", "2026 年度河道保洁服务合同", "correction"),
    (6, "weijianju", "何", "全市村卫生室设备采购清单", "reason"),
    (4, "renlishebaoju", "赵", "2026 年公益性岗位补贴名单", "unclaimed"),
    (2, "shuiliju", "林", "灵江堤防加固工程监理合同", "received"),
    (1, "caizhengju", "徐", "2025 年度政府采购投诉处理决定", "letter"),
    (25, "caizhengju", "胡", "2025 年乡村振兴专项资金分配表", "sent"),
    (30, "minzhengju", "示例协会", "养老服务设施布局规划", "archived"),
    (5, "minzhengju", "钱", "婚姻登记档案里的出生年份", "verified"),
    (32, "renlishebaoju", "沈", "2025 年职业技能培训补贴发放明细", "reconsider"),
    (28, "jiansheju", "朱", "某小区物业维修资金使用情况", "withdrawn"),
]


def load_samples(*, today):
    """Nothing where samples stand already: a later start does not move them."""
    if DisclosureRequest.objects.filter(is_sample=True).exists():
        return
    people = {name: User.objects.get(username=name) for name in ("officer", "head", "handler", "reviewer")}
    units = {unit.slug: unit for unit in Organization.objects.all()}
    for back, slug, who, title, stage in SAMPLES:
        on = _workdays_before(today, back)
        make = _own_records if stage in _OF_OWN_RECORDS else _draft
        _bring(make(units[slug], who, title), stage, on=on, today=today, **people)
    _forget_notices()


def remove_samples():
    """Dossiers and letters first: outside the demonstration nothing takes them away from their case."""
    of_samples, numbers = {"case__is_sample": True}, numbers_of_samples()
    _forget_notices()
    Decision.objects.filter(**of_samples).delete()
    for model in (Dossier, Letter):
        model.objects.filter(**of_samples).delete()
    DisclosureRequest.objects.filter(is_sample=True).delete()
    give_back(*numbers)


def _forget_notices():
    """Nobody is told of what was done long ago; what waits for somebody stands on the start page."""
    places = [case.get_office_url() for case in DisclosureRequest.objects.filter(is_sample=True)]
    Notice.objects.filter(place__in=places).delete()


def _workdays_before(day, number):
    calendar = work_calendar()
    while number:
        day -= dt.timedelta(days=1)
        number -= calendar.is_workday(day)
    return day


def _draft(unit, who, title):
    case = filing.start_draft()
    person = {"kind": "organization", "credit_code": "91330000MA27XYZ000"}
    if len(who) == 1:
        person = _CITIZEN | {"name": f"{who}某（示例）"}
    else:
        person["name"] = who
    Applicant.objects.create(case=case, phone="13800000000", **person)
    facts = {"organization": unit, "title": title, "carrier": "email", "way": "portal", "is_sample": True}
    DisclosureRequest.objects.filter(pk=case.pk).update(**facts)
    case.refresh_from_db()
    return case


def _own_records(unit, who, title):
    """With the evidence that 条例第四十一条 asks for."""
    case = _draft(unit, who, title)
    DisclosureRequest.objects.filter(pk=case.pk).update(
        kind=DisclosureRequest.Kind.OWN_RECORDS, description="应当是 1971 年，见户口簿（示例）。"
    )
    Material.keep(
        case,
        "户口簿复印件（示例）".encode(),
        kind=Material.Kind.APPLICATION,
        name="户口簿（示例）.txt",
        content_type="text/plain",
    )
    case.refresh_from_db()
    return case


def _bring(case, stage, *, on, today, officer, head, handler, reviewer):
    if stage == "letter":
        return filing.enter(case, by=officer, today=today, channel=Channel.ORDINARY_MAIL, arrived_on=on)
    filing.submit(case, today=on)
    if stage == "received":
        return None
    clazz = "natural" if case.applicant.is_citizen else "business"
    registering.register(case, by=officer, today=on, applicant_class=clazz)
    if stage in _IN_REVIEW:
        return _IN_REVIEW[stage](case, officer, head, on)
    registering.assign(case, by=officer, today=on, units=[case.organization])
    if stage != "unclaimed":
        registering.accept(case.assignments.get(), by=handler, today=on)
    if stage in _IN_HANDLING:
        _IN_HANDLING[stage](case, officer, head, on)
    elif stage in _REPLIES:
        _reply(case, stage, officer, head, handler, reviewer, on, today)
    return None


def _approved(draft, head, on):
    approving.approve(draft, by=head, today=on)
    return draft


def _correction(case, officer, head, on):
    draft = correcting.propose_correction(
        case,
        by=officer,
        today=on,
        reason="没有写明合同的项目名称。\n没有写明签订年份。",
        guidance="可以写成“2026 年灵江河道保洁服务合同”。",
    )
    correcting.send_correction(_approved(draft, head, on), by=officer, today=on)
    correcting.correction_delivered(draft, by=officer, today=on, on=on)


def _reasons(case, officer, head, on):
    draft = asking_reasons.propose_reasons(
        case,
        by=officer,
        today=on,
        reason="本月已向本机关提出 60 件申请。",
        request_count=60,
        counted_since=on,
    )
    asking_reasons.send_reasons(_approved(draft, head, on), by=officer, today=on)


def _third_party(case, officer, head, on):
    draft = consulting.propose_consultation(
        case,
        by=officer,
        today=on,
        party="third_party",
        name="某船舶修造公司（示例）",
        address="临海市（示例）",
        reason="2025 年度排污许可执行报告和自行监测数据",
        question="执行报告可能含有商业秘密。",
    )
    consulting.send_consultation(_approved(draft, head, on), by=officer, today=on)
    consulting.consultation_delivered(draft, by=officer, today=on, on=on)


def _extension(case, officer, head, on):
    draft = extending.propose_extension(
        case, by=officer, today=on, workdays=20, reason="涉及 62 所学校，需要逐校核对"
    )
    extending.send_extension(_approved(draft, head, on), by=officer, today=on)


def _fee(case, officer, head, on):
    draft = charging.propose_fee(
        case,
        by=officer,
        today=on,
        basis="pages",
        pages=186,
        reason="资料 186 页，明显超过合理范围。",
        payment_way="凭缴款码到代收银行缴纳（示例）。",
    )
    charging.send_fee(_approved(draft, head, on), by=officer, today=on)
    charging.fee_delivered(draft, by=officer, today=on, on=on)


def _withdrawal(case, officer, head, on):
    ending.withdraw(case, by=officer, today=on, note="申请人签名的撤回书（示例）")


def _verified(case, officer, head, on):
    what = "查阅了结婚登记审查处理表，和申请人提供的户口簿比对，出生年份登记为 1970 年（示例）。"
    verifying.verify(case, by=officer, today=on, on=on, checker="示例核查人", what=what, finding="wrong")


_IN_REVIEW = {"review": lambda *facts: None, "correction": _correction, "reason": _reasons}
_IN_HANDLING = {
    "third_party": _third_party,
    "extended": _extension,
    "fee": _fee,
    "withdrawn": _withdrawal,
    "verified": _verified,
}
_OF_OWN_RECORDS = ["verified"]
_REPLIES = ["drafting", "check", "signed", "sent", "archived", "reconsider"]


def _reply(case, stage, officer, head, handler, reviewer, on, today):
    deciding.write(
        case,
        by=handler,
        today=on,
        outcome="G2",
        told={"request_text": request_text(case), "materials": [["明细表（示例）", "12"]]},
    )
    if stage == "drafting":
        return deciding.start(case, by=handler, today=on)
    deciding.hand_in(case, by=handler, today=on)
    if stage == "check":
        return None
    deciding.check(
        case, by=reviewer, today=on, words="依据合法；不涉及国家秘密、商业秘密和个人隐私（示例）。"
    )
    deciding.sign(case, by=head, today=on)
    if stage == "signed":
        return None
    deciding.send(case, by=officer, today=on)
    if stage in ("archived", "reconsider"):
        deciding.delivered(case, by=officer, today=today, on=on)
    if stage == "archived":
        said = {"satisfaction": 4, "said": "答复清楚，就是等得久了一点（示例）。"}
        following_up.follow_up(case, by=officer, today=today, on=today, way="phone", **said)
        archiving.archive(case, by=officer, today=today)
    if stage == "reconsider":
        copy = {"organ": "临海市人民政府（示例）", "filed_on": today, "noticed_on": today}
        remedying.reconsidered(case, by=officer, today=today, procedure="simple", **copy)
    return None
