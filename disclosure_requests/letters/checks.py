"""What no letter may say: each check refuses facts that contradict each other or the statute."""

import re
from itertools import pairwise

from disclosure_requests.clock import rules_on
from disclosure_requests.letters.facts import FACTS, CannotCompose, LetterFacts, Opinion, is_missing
from disclosure_requests.letters.grounds import GROUNDS

# 规章 and documents are not enough: a law or an administrative regulation, with its article.
_CITED = re.compile(r"《[^《》]*(?:法|条例|规定|办法|决定|细则)》.*第.+条")


def refuse(words, fact=""):
    raise CannotCompose(words, fact)


def need(facts: LetterFacts, *names: str, because: str):
    for name in names:
        if is_missing(getattr(facts, name)):
            refuse(f"{because}，请填写“{FACTS[name].label}”。", name)


def in_order(*names: str):
    """The days of these facts follow each other; those that are not told are passed over."""

    def check(facts):
        told = [name for name in names if not is_missing(getattr(facts, name))]
        for earlier, later in pairwise(told):
            if getattr(facts, later) < getattr(facts, earlier):
                refuse(f"“{FACTS[later].label}”早于“{FACTS[earlier].label}”，请核对。", later)

    return check


def is_over(name: str):
    """The period that the letter says was missed is really over on the day of the letter."""

    def check(facts):
        if facts.dated and getattr(facts, name) and facts.dated <= getattr(facts, name):
            refuse(f"“{FACTS[name].label}”还没有过，不能视为放弃申请。", name)

    return check


def is_ahead(name: str):
    def check(facts):
        if facts.dated and getattr(facts, name) and getattr(facts, name) < facts.dated:
            refuse(f"“{FACTS[name].label}”早于成文日期，请重新确定。", name)

    return check


def cites_a_law(name: str):
    def check(facts):
        text = getattr(facts, name)
        if text and not _CITED.search(text):
            refuse(f"“{FACTS[name].label}”请写全称和条款，例如《……法》第×条；规章和文件不够。", name)

    return check


def extension(facts: LetterFacts):
    """条例第三十三条第二款: at most twenty workdays, told before the period is over."""
    longest = rules_on(facts.received_on).extension if facts.received_on else None
    if longest and facts.extension_workdays is not None and not 1 <= facts.extension_workdays <= longest:
        refuse(f"延期应为1至{longest}个工作日（《条例》第三十三条第二款）。", "extension_workdays")
    if facts.original_due and facts.new_due and facts.new_due <= facts.original_due:
        refuse("“延期后的答复期限”应晚于“原答复期限”，请核对。", "new_due")
    if facts.original_due and facts.dated and facts.dated > facts.original_due:
        refuse("原答复期限已过，不能再延期（《条例》第三十三条第二款）。", "original_due")


def fee(facts: LetterFacts):
    if facts.fee_basis and facts.fee_count is not None and facts.fee_amount <= 0:
        refuse("按标准计算，这次没有应收的信息处理费，不能发收费通知。", "fee_count")


def third_party_heard(facts: LetterFacts):
    """Withheld for a third party only after it was asked and answered, or its time is over; 条例第十五条、第三十二条."""
    if "N4" not in facts.grounds:
        return
    need(
        facts,
        "consulted_on",
        "third_party_opinion",
        because="以第三方合法权益为由不予公开，应当先书面征求第三方的意见",
    )
    if facts.third_party_opinion is Opinion.AGREED:
        refuse(
            "第三方同意公开的，不能以第三方合法权益为由不予公开（《条例》第十五条）。", "third_party_opinion"
        )
    if facts.third_party_opinion is Opinion.OBJECTED:
        need(facts, "third_party_reason", because="第三方不同意公开的")


def objection_overruled(facts: LetterFacts):
    """Given in spite of an objection only for the public interest; 条例第三十二条."""
    if facts.third_party_opinion is Opinion.OBJECTED:
        need(facts, "public_interest", because="第三方不同意公开而决定公开的")


def objected(facts: LetterFacts):
    if facts.third_party_opinion not in (None, Opinion.OBJECTED):
        refuse(
            "只有第三方不同意公开而决定公开的，才发这份告知书（《条例》第三十二条）。", "third_party_opinion"
        )


def known_grounds(facts: LetterFacts):
    for each in facts.withheld:
        if each.ground not in GROUNDS:
            refuse(f"不予公开的依据应为 {'、'.join(GROUNDS)} 之一，不能是“{each.ground}”。", "withheld")
        if is_missing(each.part) or is_missing(each.reason):
            refuse("不予公开的每一部分都要写明是哪些内容和具体理由。", "withheld")


def something_given(facts: LetterFacts):
    if facts.decision == "G1":
        if is_missing(facts.url) and is_missing(facts.access_way):
            refuse("请填写“获取的方式、途径”或者“网址”（《条例》第三十六条第（一）项）。", "access_way")
    elif is_missing(facts.materials) and is_missing(facts.viewing):
        refuse(
            "请填写“提供的材料”或者“查阅、抄录的时间和地点”（《条例》第三十六条第（二）项）。", "materials"
        )


def applicant_unnamed(facts: LetterFacts):
    """A third party is not told who asks; rules: requests §10."""
    for name in ("information_summary", "harm_summary", "question", "public_interest"):
        if len(facts.applicant) > 1 and facts.applicant in getattr(facts, name):
            refuse(f"“{FACTS[name].label}”写出了申请人，请改写后再征求意见。", name)
