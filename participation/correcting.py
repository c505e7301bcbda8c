"""更正 of an answer that was given: through two persons like the answer, told to all who asked, the earlier wording kept."""

from django.db import transaction
from django.utils import timezone

from catalog.privacy.numbers import find
from linhai_portal.workflow import InvalidMove
from participation.answering import findings
from participation.inquiry_search import inquiry_changed
from participation.inquiry_steps import check, note_down, said, tell_people, tell_who_may
from participation.models import Inquiry, InquiryCorrection
from participation.telling_askers import answered_task

Status = Inquiry.Status
CORRECTABLE = (Status.PUBLIC, Status.KEPT, Status.ARCHIVED)
_TEXTS = ("answer", "public_title", "public_words")


@transaction.atomic
def draft_correction(inquiry, *, by, reason, **texts):
    check(inquiry, *CORRECTABLE)
    reason = said(reason, "请写明更正了什么，公开在答复下面。")
    if find(reason):
        raise InvalidMove("“更正了什么”是公开的，不能有个人号码。请删去。")
    if inquiry.corrections.waiting().exists():
        raise InvalidMove("已经有一份更正等审核。要改的，先退回那一份。")
    if all(texts[name] == getattr(inquiry, name) for name in _TEXTS):
        raise InvalidMove("和现在的一样，没有要更正的。")
    InquiryCorrection.objects.create(inquiry=inquiry, drafted_by=by, reason=reason, **texts)
    note_down(inquiry, by=by, note=f"拟更正：{reason}")
    tell_who_may(inquiry, "approve", f"{inquiry}的答复要更正，待审核")


@transaction.atomic
def approve_correction(inquiry, *, by):
    """The gate looks at the new words as they would stand; whoever asked is told anew."""
    correction = _waiting(inquiry)
    if correction.drafted_by_id == by.pk:
        raise InvalidMove("更正是您拟的，请另一个人审核。")
    earlier = inquiry.answer, inquiry.public_title, inquiry.public_words
    for name in _TEXTS:
        setattr(inquiry, name, getattr(correction, name))
    _check_gate(inquiry)
    correction.earlier_answer, correction.earlier_title, correction.earlier_words = earlier
    correction.approved_by, correction.approved_at = by, timezone.now()
    correction.save()
    inquiry.drafted_by, inquiry.approved_by = correction.drafted_by, by
    inquiry.told_at = None
    inquiry.save(update_fields=[*_TEXTS, "drafted_by", "approved_by", "told_at"])
    inquiry.duplicates.update(told_at=None)
    note_down(inquiry, by=by, note=f"更正：{correction.reason}")
    inquiry_changed(inquiry)
    answered_task.enqueue(inquiry.pk)


@transaction.atomic
def return_correction(inquiry, *, by, reason):
    """Nothing went out, so the draft goes; that there was one, and why not, stands in the course."""
    correction = _waiting(inquiry)
    reason = said(reason, "请写明为什么退回。")
    correction.delete()
    note_down(inquiry, by=by, note=f"退回更正：{reason}")
    if correction.drafted_by.is_active:
        tell_people([correction.drafted_by], f"{inquiry}的更正被退回", reason, inquiry)


def _waiting(inquiry):
    check(inquiry, *CORRECTABLE)
    correction = inquiry.corrections.waiting().select_related("drafted_by").first()
    if correction is None:
        raise InvalidMove("没有等审核的更正，或者别人已经办了。请刷新页面查看最新情况。")
    return correction


def _check_gate(inquiry):
    """A private answer may hold a number, unless others who asked the same read it too."""
    only = "" if inquiry.published_at else "答复"
    is_read_by_others = inquiry.published_at or inquiry.duplicates.exists()
    if is_read_by_others and (found := findings(inquiry, only=only)):
        raise InvalidMove(f"更正以后的文字里有个人信息：{'；'.join(found)}。请退回改了再通过。")
