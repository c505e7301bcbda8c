"""What of a consultation keeps a publication from going out; asked by the catalog when it is handed in and when it goes out."""

from django.utils import timezone

from participation.adopting import lacking
from participation.models import Consultation
from participation.models.consultations import SHORTEST_DAYS


def guard_final(publication):
    """None, or why a document that was out for comment can't go out yet (713号第二十九条：没有研究采纳情况，不提交讨论)."""
    for consultation in publication.consultations.select_related("publication", "feedback"):
        if refusals := lacking(consultation, on=timezone.localdate()):
            return f"征求意见“{consultation}”还没有办完：{''.join(refusals)}"
        if not (consultation.feedback and consultation.feedback.published_at):
            return f"征求意见“{consultation}”的采纳情况还没有公布，正式文件不能先发布。"
    return None


def guard_notice(publication):
    """None, or why the announcement of a consultation can't go out as it is."""
    consultation = Consultation.objects.filter(publication=publication).first()
    if consultation is None:
        return None
    today, draft = timezone.localdate(), consultation.draft()
    if consultation.closes_on <= today:
        return "截止日期已经过了或者就是今天。请改成以后的日期。"
    opened = max(consultation.opens_on, today)
    short = (consultation.closes_on - opened).days < SHORTEST_DAYS and not consultation.short_reason.strip()
    if short:
        return f"从公布（{opened:%Y-%m-%d}）到截止不满 {SHORTEST_DAYS} 日。请把截止日期改晚，或者写明期限少于 30 日的理由。"
    if not draft.clauses:
        return "正文里没有征求意见稿。请把征求意见稿写在正文里。"
    if not draft.explanation:
        return "正文里没有起草说明。请加一个标题“起草说明”，把说明写在它下面。"
    return None
