"""What of a consultation keeps a publication from going out; asked by the catalog when it is handed in and when it goes out.

A correction is held against what it corrects: its text takes the place of that.
"""

import re

from django.utils import timezone

from catalog.models import Publication
from catalog.privacy.numbers import find
from linhai_portal.rich_text import plain_text
from participation.adopting import lacking, tells_the_ledger
from participation.clauses import read_draft
from participation.models import Consultation
from participation.models.consultations import SHORTEST_DAYS

_FOR_GOOD = "{}长期公开，不设公示截止日期。请删去公示截止日期。"
_QUOTED = re.compile("《(.+)》")
_STAGE = re.compile(r"[（(][^（()）]*(?:征求意见稿|草案|送审稿|修订稿)[^（()）]*[）)]$")


def guard_final(publication):
    """None, or why a document that was out for comment can't go out yet (713号第二十九条：没有研究采纳情况，不提交讨论)."""
    today = timezone.localdate()
    named = publication.consultations.select_related("publication", "feedback")
    for consultation in [*named, *_of_that_name(publication, on=today)]:
        if refusals := lacking(consultation, on=today):
            return f"征求意见“{consultation}”还没有办完：{''.join(refusals)}"
        if not consultation.is_answered(on=today):
            return f"征求意见“{consultation}”的采纳情况还没有公布，正式文件不能先发布。"
    return None


def _of_that_name(publication, *, on):
    """Consultations on a draft of its name that nobody has linked to a document: forgetting to is no way around the answer."""
    if not publication.is_policy or publication.shown_at or publication.corrects_id:
        return []
    name = document_name(publication.title)
    rows = Consultation.objects.listed(on=on).filter(final=None, publication__title__contains=name)
    rows = rows.exclude(feedback__in=Publication.objects.listed(on=on))
    rows = rows.select_related("publication", "feedback")
    return [each for each in rows if document_name(each.publication.title) == name]


def document_name(title):
    """What a title is about: of 关于公开征求《某办法（征求意见稿）》意见的公告 and of 关于印发《某办法》的通知 the same 某办法."""
    found = _QUOTED.search(title)
    return _STAGE.sub("", found[1] if found else title).strip()


def guard_notice(publication):
    """None, or why the announcement of a consultation can't go out as it is."""
    consultation = Consultation.objects.filter(publication=publication.corrects_id or publication.pk).first()
    if consultation is None:
        return None
    draft = read_draft(plain_text(publication.body))
    dates = _changed_clauses if publication.corrects_id else _dates_refusal
    return (
        dates(consultation, draft)
        or _numbers_refusal(consultation)
        or (_FOR_GOOD.format("征求意见的公告") if publication.display_until else None)
        or _text_refusal(draft)
    )


def _numbers_refusal(consultation):
    """Its facts stand on the public page beside the text that the gate reads; the telephone is the unit's own."""
    words = f"{consultation.ground}\n{consultation.short_reason}\n{consultation.postal_address}"
    if find(words):
        return "依据、期限少于 30 日的理由或者寄信地址里有身份证号、手机号一类的个人信息。请删去号码。"
    return None


def _dates_refusal(consultation, _):
    today = timezone.localdate()
    if consultation.closes_on <= today:
        return "截止日期已经过了或者就是今天。请改成以后的日期。"
    opened = max(consultation.opens_on, today)
    short = (consultation.closes_on - opened).days < SHORTEST_DAYS and not consultation.short_reason.strip()
    if short:
        return f"从公布（{opened:%Y-%m-%d}）到截止不满 {SHORTEST_DAYS} 日。请把截止日期改晚，或者写明期限少于 {SHORTEST_DAYS} 日的理由。"
    return None


def _changed_clauses(consultation, draft):
    """What was said of 第三条 must not come to stand under another one."""
    if draft.labels() != consultation.draft().labels() and consultation.opinions.exists():
        return (
            "已经有人逐条提了意见，更正不能增加、删去条款或者改条款的编号。确需改的，撤下以后重新征求意见。"
        )
    return None


def _text_refusal(draft):
    if not draft.clauses:
        return "正文里没有征求意见稿。请把征求意见稿写在正文里。"
    if not draft.explanation:
        return "正文里没有起草说明。请加一个标题“起草说明”，把说明写在它下面。"
    return None


def guard_feedback(publication):
    """None, or why the feedback can't go out as it is: it says what the ledger says, and stays."""
    found = Consultation.objects.filter(feedback=publication.corrects_id or publication.pk).first()
    if found is None:
        return None
    if refusals := lacking(found, on=timezone.localdate()):
        return "".join(refusals)
    if publication.attribute != Publication.Attribute.PROACTIVE:
        return "采纳情况要主动公开。请把公开方式改为主动公开。"
    if publication.display_until:
        return _FOR_GOOD.format("采纳情况")
    if tells_the_ledger(found, publication.body):
        return None
    if publication.corrects_id:
        return "采纳情况的表要和采纳台账一致，更正不能改。要改决定的，先撤下采纳情况，改台账，再公布一次。"
    return "正文里的采纳情况表和采纳台账不一致。请在征求意见的页面点“按台账重写正文”，再提交。"
