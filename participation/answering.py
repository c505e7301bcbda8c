"""What the government does with an inquiry: accept, hand on, answer by two persons, publish or not, archive."""

from django.db import transaction
from django.utils import timezone

from catalog.privacy.numbers import find, masked_text
from catalog.privacy.report import KIND_WORDS
from linhai_portal.accounts.models import User
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation.inquiry_search import inquiry_changed
from participation.inquiry_steps import check, check_told, note_down, said, tell_people, tell_who_may
from participation.models import Inquiry
from participation.telling_askers import answered_task, to_be_called

Status = Inquiry.Status
# What one unit began is nothing to another one: its draft, and an extension that nobody has granted yet.
_DRAFT = {"answer": "", "public_title": "", "public_words": "", "drafted_by": None}
_EXTENSION = {"extension_asked_by": None, "extension_reason": ""}


class DraftedMeanwhile(InvalidMove):
    """Another one wrote at the same answer; nothing was kept of the second."""


@transaction.atomic
def accept(inquiry, *, by, organization=None):
    """Looked at and accepted; handed on in the same breath where the unit is clear. A refusal told before is taken back."""
    check(inquiry, Status.RECEIVED, Status.REFUSED)
    if inquiry.destroyed_at:
        raise InvalidMove("提问人的身份信息已按保管期限销毁，不能再受理。请本人重新提问。")
    inquiry.move(Status.ACCEPTED, by=by, told_at=None)
    bump()
    inquiry.duplicates.update(told_at=None)
    if organization:
        hand_on(inquiry, by=by, organization=organization)


@transaction.atomic
def refuse(inquiry, *, by, reason):
    """An advertisement, a secret, or what another channel decides: whoever asked is told that there is a reason to read."""
    reason = said(reason, "请写明为什么不受理，告诉提问人到哪里去。")
    check_told(reason)
    inquiry.move(Status.REFUSED, by=by, note=reason)
    bump()
    answered_task.enqueue(inquiry.pk)


@transaction.atomic
def hand_on(inquiry, *, by, organization):
    """转办: the unit that has to answer; where nobody works in it yet, the office answers for it."""
    check(inquiry, Status.ACCEPTED, Status.HANDLING)
    if inquiry.organization_id == organization.pk and inquiry.status == Status.HANDLING:
        raise InvalidMove(f"已经在{organization}办理。")
    note = f"转{organization}办理。"
    if not User.objects.working_in([organization], permission="participation.answer_inquiry").exists():
        note += "这个单位还没有填报员，由公开办代拟答复。"
    inquiry.move(Status.HANDLING, by=by, note=note, organization=organization, **_begun(inquiry))
    inquiry.duplicates.update(organization=organization)
    due = f"最迟 {inquiry.answer_due_on:%Y-%m-%d} 答复。" if inquiry.answer_due_on else ""
    tell_who_may(inquiry, "answer", f"{inquiry}转到您单位，请答复", due)


def _begun(inquiry):
    return _DRAFT | ({} if inquiry.extended_on else _EXTENSION)


@transaction.atomic
def hand_back(inquiry, *, by, reason):
    """The unit says that it is not the one; the office hands it on anew."""
    check(inquiry, Status.HANDLING)
    note = f"{inquiry.organization}退回：{said(reason, '请写明为什么不归本单位办，归哪个单位。')}"
    inquiry.move(Status.ACCEPTED, by=by, note=note, organization=None, **_begun(inquiry))
    inquiry.duplicates.update(organization=None)
    tell_who_may(inquiry, "accept", f"{inquiry}被退回，请另外转办", note)


@transaction.atomic
def draft(inquiry, *, by, answer, public_title="", public_words="", seen=""):
    """Keep what is written of the answer; what goes to the public begins as the question with its numbers masked.

    `seen` is the `draft_mark` of what the writer began from: what another wrote meanwhile is not lost.
    """
    check(inquiry, Status.HANDLING)
    if seen and seen != inquiry.draft_mark:
        raise DraftedMeanwhile(
            f"{inquiry.drafted_by or '别人'}刚刚存了另一稿，在下面。您写的还在框里：改好以后再按一次，就用您写的。"
        )
    facts = {
        "answer": answer,
        "public_title": public_title or masked_text(inquiry.title),
        "public_words": public_words or masked_text(inquiry.words),
        "drafted_by": by,
    }
    Inquiry.objects.filter(pk=inquiry.pk).update(**facts)
    inquiry.refresh_from_db()


@transaction.atomic
def submit(inquiry, *, by, **texts):
    draft(inquiry, by=by, **texts)
    if not inquiry.answer.strip():
        raise InvalidMove("请先写答复。")
    inquiry.move(Status.REVIEW, by=by)
    tell_who_may(inquiry, "approve", f"{inquiry}的答复待审核")


@transaction.atomic
def send_back(inquiry, *, by, reason):
    check(inquiry, Status.REVIEW)
    inquiry.move(Status.HANDLING, by=by, note=said(reason, "请写明答复要改什么。"))
    if inquiry.drafted_by.is_active:
        tell_people([inquiry.drafted_by], f"{inquiry}的答复被退回", reason, inquiry)


@transaction.atomic
def approve(inquiry, *, by, is_published):
    """A second person's word: the answer goes to all who asked, and to the public or not."""
    check(inquiry, Status.REVIEW)
    if inquiry.drafted_by_id == by.pk:
        raise InvalidMove("答复是您拟的，请另一个人审核。")
    if inquiry.duplicates.exists() and (found := findings(inquiry, only="答复")):
        raise InvalidMove(f"并进来的提问人也会看到{'；'.join(found)}。请退回改了再通过。")
    today = timezone.localdate()
    inquiry.move(Status.ANSWERED, by=by, approved_by=by, answered_on=today)
    inquiry.duplicates.update(answered_on=today, organization=inquiry.organization)
    if is_published:
        publish(inquiry, by=by)
    else:
        inquiry.move(Status.KEPT, by=by)
        bump()
    answered_task.enqueue(inquiry.pk)


@transaction.atomic
def publish(inquiry, *, by):
    """先查后发: what a citizen's number stands in does not go out, and whoever did not want it is not overruled."""
    check(inquiry, Status.ANSWERED, Status.KEPT)
    if inquiry.drafted_by_id == by.pk:
        raise InvalidMove("答复是您拟的，请另一个人决定公开。")
    if inquiry.keep_private:
        raise InvalidMove("提问人不要公开，不能公开。")
    if found := findings(inquiry):
        raise InvalidMove(f"公开的文字里有个人信息：{'；'.join(found)}。请选不公开，或者退回改了再公开。")
    inquiry.move(Status.PUBLIC, by=by, published_at=timezone.now())
    inquiry_changed(inquiry)


@transaction.atomic
def take_down(inquiry, *, by, reason):
    check(inquiry, Status.PUBLIC, Status.ARCHIVED)
    note = f"撤下：{said(reason, '请写明为什么撤下。')}"
    inquiry.move(Status.KEPT, by=by, note=note, published_at=None)
    inquiry_changed(inquiry)


def archive(inquiry, *, by):
    inquiry.move(Status.ARCHIVED, by=by)


@transaction.atomic
def told_by_phone(inquiry, *, by):
    """Whoever left no mail address was called; the others are told by letter."""
    waiting = to_be_called(inquiry.leading).filter(pk=inquiry.pk)
    if not waiting.update(told_at=timezone.now()):
        raise InvalidMove(f"{inquiry}还没有答复，或者已经告诉了，或者留的是邮箱，由系统发信。")
    note_down(inquiry, by=by, note="已打电话告诉提问人。")


def findings(inquiry, *, only=""):
    """What the gate finds in the texts that would go out, masked, each with its kind and place."""
    places = {"标题": inquiry.public_title, "问题": inquiry.public_words, "答复": inquiry.answer}
    return [
        f"{place}里的{KIND_WORDS[number.kind]} {number.masked}"
        for place, text in places.items()
        if only in ("", place)
        for number in find(text)
    ]
