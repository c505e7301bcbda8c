"""Who is told what of a consultation: its authors how their opinion was taken, its unit what is due.

An author who left a mail address gets one letter when the feedback is public. Of one result it goes out at most once: the
opinion is marked first, and the mark is taken back only when the mail server certainly did not take the letter
(docs/adr/0012). Who was told a result that changed since, because the feedback was taken down, is told anew.
"""

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from catalog.models import Publication
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import absolute, tell
from linhai_portal.calendar import soon
from linhai_portal.workflow import InvalidMove
from participation.consultation_days import feedback_due
from participation.models import Cluster, Consultation, Opinion
from participation.writing import write_to


def feedback_went_out(publication):
    """The authors are told in the background, by a task that is part of the transaction."""
    consultation = Consultation.objects.filter(feedback=publication).first()
    if consultation:
        consultation.opinions.filter(told_at__lt=F("cluster__decided_at")).update(told_at=None)
        tell_authors_task.enqueue(consultation.pk)


@task
def tell_authors_task(pk):
    consultation = Consultation.objects.select_related("publication", "feedback").get(pk=pk)
    if not consultation.is_answered(on=timezone.localdate()):
        return  # taken down before everybody was told
    for opinion in untold(consultation).iterator(chunk_size=500):
        tell_author(consultation, opinion)


def untold(consultation, kind=Opinion.ContactKind.MAIL):
    """Opinions whose authors left a contact of this kind and do not know the result yet."""
    rows = consultation.opinions.counted().filter(told_at=None, contact_kind=kind)
    return rows.exclude(cluster=None).select_related("cluster").order_by("pk")


def tell_author(consultation, opinion):
    """Not what was decided anew since the row was read: another task tells that."""
    result = Cluster.objects.filter(pk=opinion.cluster_id, decided_at=opinion.cluster.decided_at)
    mine = Opinion.objects.filter(pk=opinion.pk, told_at=None, cluster__in=result)
    if not mine.update(told_at=timezone.now()):
        return
    facts = {
        "consultation": consultation,
        "opinion": opinion,
        "address": absolute(consultation.get_absolute_url()),
    }
    told = ("您的意见有了结果", "emails/opinion.txt", facts)
    if not write_to(opinion.contact, *told, what=f"opinion {opinion.pk}"):
        Opinion.objects.filter(pk=opinion.pk).update(told_at=None)


def to_be_called(consultation):
    """Opinions whose authors left something else than a mail address and were not told yet."""
    return untold(consultation, Opinion.ContactKind.OTHER)


def told_by_telephone(opinion):
    """Somebody called the author; a second press changes nothing."""
    if not opinion.consultation.is_answered(on=timezone.localdate()):
        raise InvalidMove("采纳情况还没有公布，还不能告诉作者结果。")
    Opinion.objects.filter(pk=opinion.pk, told_at=None).update(told_at=timezone.now())


def remind_of_feedback(*, today):
    """Each morning: who may put opinions together is told once when a consultation closed, and again when it is nearly due."""
    for consultation in Consultation.objects.unanswered(on=today).select_related("publication__organization"):
        due = feedback_due(consultation)
        _remind(consultation, "征求意见结束了，请归并意见、公布采纳情况", due, key="closed")
        if due and due <= soon(today):
            _remind(consultation, "采纳情况快到或者已过公布期限", due, key="due")


def _remind(consultation, words, due, *, key):
    organization = consultation.organization
    tell(
        User.objects.who_may("participation.work_consultation", organization=organization),
        kind="征求意见",
        subject=f"“{consultation}”{words}",
        text=f"最迟 {due:%Y-%m-%d} 公布。" if due else "",
        place=consultation.get_office_url(),
        once=f"consultation:{consultation.pk}:{key}",
    )


def tell_those_left(*, today):
    """Each morning: authors whose letter the mail server did not take, or who were left when a worker was stopped."""
    untold = Opinion.objects.counted().filter(told_at=None, contact_kind=Opinion.ContactKind.MAIL)
    answered = Consultation.objects.filter(feedback__in=Publication.objects.listed(on=today))
    for consultation in answered.filter(pk__in=untold.values("consultation")):
        tell_authors_task.enqueue(consultation.pk)
