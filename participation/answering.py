"""What the government does with an inquiry: accept, hand on, extend once, answer by two persons, publish or not, archive."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.privacy.numbers import find, masked_text
from catalog.privacy.report import KIND_WORDS
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell
from linhai_portal.calendar import work_calendar
from linhai_portal.workflow import InvalidMove
from participation.inquiry_dates import limits
from participation.inquiry_search import inquiry_changed
from participation.models import Inquiry
from participation.telling_askers import answered_task

Status, Kind = Inquiry.Status, Inquiry.Kind


@transaction.atomic
def accept(inquiry, *, by, organization=None):
    """Looked at and accepted; handed on in the same breath where the unit is clear."""
    _check(inquiry, Status.RECEIVED, Status.REFUSED)
    inquiry.move(Status.ACCEPTED, by=by)
    if organization:
        hand_on(inquiry, by=by, organization=organization)


@transaction.atomic
def refuse(inquiry, *, by, reason):
    """An advertisement, a secret, or what another channel decides: the reason is told to whoever asked."""
    inquiry.move(Status.REFUSED, by=by, note=_said(reason, "请写明为什么不受理，告诉提问人到哪里去。"))


@transaction.atomic
def hand_on(inquiry, *, by, organization, note=""):
    """转办: the unit that has to answer; the answer begun by another one is its own and goes."""
    _check(inquiry, Status.ACCEPTED, Status.HANDLING)
    if inquiry.organization_id == organization.pk and inquiry.status == Status.HANDLING:
        raise InvalidMove(f"已经在{organization}办理。")
    inquiry.move(
        Status.HANDLING,
        by=by,
        note=f"转{organization}办理。{note}",
        organization=organization,
        answer="",
        drafted_by=None,
    )
    due = f"最迟 {inquiry.answer_due_on:%Y-%m-%d} 答复。" if inquiry.answer_due_on else ""
    _tell(inquiry, "answer", f"{inquiry}转到您单位，请答复", due)


@transaction.atomic
def hand_back(inquiry, *, by, reason):
    """The unit says that it is not the one; the office hands it on anew."""
    _check(inquiry, Status.HANDLING)
    note = f"{inquiry.organization}退回：{_said(reason, '请写明为什么不归本单位办，归哪个单位。')}"
    inquiry.move(Status.ACCEPTED, by=by, note=note, organization=None, answer="", drafted_by=None)
    _tell(inquiry, "accept", f"{inquiry}被退回，请另外转办", note)


@transaction.atomic
def extend(inquiry, *, by, reason):
    """Once, and not for an error on the site; whoever asked reads why."""
    _said(reason, "请写明为什么要延期，提问人会看到。")
    _check(inquiry, Status.HANDLING)
    if inquiry.kind == Kind.ERROR:
        raise InvalidMove(f"网站找错在 {settings.INQUIRY_ERROR_WORKDAYS} 个工作日内处理，不能延期。")
    if inquiry.extended_on:
        raise InvalidMove("已经延期过一次，不能再延。")
    today = timezone.localdate()
    if inquiry.answer_due_on and inquiry.answer_due_on < today:
        raise InvalidMove("已经过了答复期限，不能延期。请马上答复。")
    inquiry.extended_on = today
    kept = limits(inquiry, work_calendar())
    inquiry.move(Status.HANDLING, by=by, note=f"延期：{reason}", extended_on=today, **kept)


@transaction.atomic
def merge(inquiry, *, by, into):
    """The same asked twice: one answer goes to all. What was merged into it before goes along."""
    into = Inquiry.objects.select_for_update().get(pk=into.pk)
    if into.pk == inquiry.pk:
        raise InvalidMove("不能并入自己。请写另一件的编号。")
    if into.status in (Status.MERGED, Status.REFUSED):
        raise InvalidMove(f"{into}是“{into.get_status_display()}”，不能并到它里面。")
    facts = {"merged_into": into, "organization": into.organization, "answered_on": into.answered_on}
    inquiry.move(Status.MERGED, by=by, note=f"并入 {into.number}", **facts)
    inquiry.duplicates.update(**facts)
    if into.answered_on:
        answered_task.enqueue(into.pk)


@transaction.atomic
def draft(inquiry, *, by, answer, public_title="", public_words=""):
    """Keep what is written of the answer; what goes to the public begins as the question with its numbers masked."""
    _check(inquiry, Status.HANDLING)
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
    _tell(inquiry, "approve", f"{inquiry}的答复待审核")


@transaction.atomic
def send_back(inquiry, *, by, reason):
    _check(inquiry, Status.REVIEW)
    inquiry.move(Status.HANDLING, by=by, note=_said(reason, "请写明答复要改什么。"))
    if inquiry.drafted_by.is_active:
        _notice([inquiry.drafted_by], f"{inquiry}的答复被退回", reason, inquiry)


@transaction.atomic
def approve(inquiry, *, by, is_published):
    """A second person's word: the answer goes to all who asked, and to the public or not."""
    _check(inquiry, Status.REVIEW)
    if inquiry.drafted_by_id == by.pk:
        raise InvalidMove("答复是您拟的，请另一个人审核。")
    today = timezone.localdate()
    inquiry.move(Status.ANSWERED, by=by, approved_by=by, answered_on=today)
    inquiry.duplicates.update(answered_on=today, organization=inquiry.organization)
    if is_published:
        publish(inquiry, by=by)
    else:
        inquiry.move(Status.KEPT, by=by)
    answered_task.enqueue(inquiry.pk)


@transaction.atomic
def publish(inquiry, *, by):
    """先查后发: what a citizen's number stands in does not go out, and whoever did not want it is not overruled."""
    _check(inquiry, Status.ANSWERED, Status.KEPT)
    if inquiry.keep_private:
        raise InvalidMove("提问人不要公开，不能公开。")
    if found := findings(inquiry):
        raise InvalidMove(f"公开的文字里有个人信息：{'；'.join(found)}。请选不公开，或者退回改了再公开。")
    inquiry.move(Status.PUBLIC, by=by, published_at=timezone.now())
    inquiry_changed(inquiry)


@transaction.atomic
def take_down(inquiry, *, by, reason):
    _check(inquiry, Status.PUBLIC, Status.ARCHIVED)
    note = f"撤下：{_said(reason, '请写明为什么撤下。')}"
    inquiry.move(Status.KEPT, by=by, note=note, published_at=None)
    inquiry_changed(inquiry)


def archive(inquiry, *, by):
    inquiry.move(Status.ARCHIVED, by=by)


def told_by_phone(inquiry):
    """Whoever left no mail address was called."""
    Inquiry.objects.filter(pk=inquiry.pk, told_at=None).update(told_at=timezone.now())


def findings(inquiry):
    """What the gate finds in the texts that would go out, masked, each with its kind and place."""
    places = (
        ("标题", inquiry.public_title),
        ("问题", inquiry.public_words),
        ("答复", inquiry.answer),
    )
    return [
        f"{place}里的{KIND_WORDS[number.kind]} {number.masked}"
        for place, text in places
        for number in find(text)
    ]


def _check(inquiry, *statuses):
    """As it is now, and as nobody else changes it meanwhile: the table alone does not tell two deeds of one step apart."""
    inquiry.lock()
    inquiry.refresh_from_db()
    if inquiry.status not in statuses:
        raise InvalidMove(
            f"{inquiry}是“{inquiry.get_status_display()}”，不能做这一步。请刷新页面查看最新情况。"
        )


def _said(reason, words):
    if not reason.strip():
        raise InvalidMove(words)
    return reason.strip()


def _tell(inquiry, deed, subject, text=""):
    people = User.objects.who_may(f"participation.{deed}_inquiry", organization=inquiry.organization)
    _notice(people, subject, text, inquiry)


def _notice(people, subject, text, inquiry):
    tell(people, kind="提问", subject=subject, text=text, place=inquiry.get_office_url())
