"""Telling members of staff what became of their unit's work: in the portal at once, by mail a few minutes later.

The portal's notice is certain, for it is written in the transaction of the deed. Its mail goes out at most once: a
notice is marked as mailed before the mail server gets it, and the mark is taken back only when the server certainly
did not take the letter. A worker killed in between leaves a notice without its mail, never one with two (docs/adr/0012).
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from linhai_portal.accounts.models.notices import Notice
from linhai_portal.accounts.models.users import User
from linhai_portal.bulk import batches
from linhai_portal.mailing import NotTaken, hand_over

logger = logging.getLogger(__name__)

_LONGEST_SUBJECT = 200
_LISTED = 30  # notices named in one letter; the rest is counted
_RETRY_MINUTES = [5, 15, 60, 240, 720, 1440]


@transaction.atomic
def tell(people, *, kind, subject, place, text="", once=None):
    """Give each of these people a notice that leads to `place`; one who was told the same `once` before gets none.

    Called inside the transaction of the deed. The mail carries kind and subject only, so no subject names a citizen.
    """
    people = {person.pk: person for person in people}
    if once:
        for told in Notice.objects.filter(once=once, recipient__in=people).values_list(
            "recipient", flat=True
        ):
            del people[told]
    facts = {"kind": kind, "subject": subject, "text": text, "place": place, "once": once}
    _give([_notice(person, **facts) for person in people.values()], ignore_conflicts=bool(once))


@transaction.atomic
def tell_each(notices):
    """Give each person a notice of the own, as pairs of person and what `tell` is told, in one statement for all."""
    _give([_notice(person, **facts) for person, facts in notices])


def _notice(person, *, subject, **facts):
    return Notice(recipient=person, subject=" ".join(subject.split())[:_LONGEST_SUBJECT], **facts)


def _give(notices, **options):
    Notice.objects.bulk_create(notices, batch_size=500, **options)
    soon = timezone.now() + dt.timedelta(seconds=settings.NOTICE_MAIL_DELAY)
    for notice in notices:
        if notice.recipient.gets_mail:
            # Part of this transaction, so the worker sees it after the commit, and a kill cannot come between.
            mail_task.using(run_after=soon).enqueue(notice.recipient_id)


@task
def mail_task(person, tries=0):
    """One letter with everything that waits for this person; those told within the delay are joined in it."""
    notices = _take(person)
    if not notices:
        return
    try:
        _send(notices)
    except NotTaken as reason:
        logger.warning("notices for account %s not mailed, try %s: %s", person, tries + 1, reason)
        _give_back(person, notices, tries)


@transaction.atomic
def _take(pk):
    """Mark what is to be mailed, so that no other worker and no later run mails it too."""
    person = _locked(pk)
    if not (person.is_staff and person.gets_mail):
        return []  # deactivated, without a role, or mail switched off since it was told
    now = timezone.now()
    notices = list(person.notices.to_mail(now=now).order_by("pk"))
    _mark(notices, now)
    return notices


@transaction.atomic
def _give_back(pk, notices, tries):
    """Take the mark back and try again later, unless another task for this person waits anyway or it was enough."""
    _locked(pk)
    _mark(notices, None)
    same = DBTaskResult.objects.filter(status="READY", task_path=mail_task.module_path)
    if tries < len(_RETRY_MINUTES) and not same.filter(args_kwargs__args__0=pk).exists():
        later = timezone.now() + dt.timedelta(minutes=_RETRY_MINUTES[tries])
        mail_task.using(run_after=later).enqueue(pk, tries + 1)


def _locked(pk):
    """One worker at a time for one person; rows that point to the account are not held up."""
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def _mark(notices, at):
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=at)


def _send(notices):
    hand_over(_letter(notices), what=f"notices {[each.pk for each in notices]}")


def _letter(notices):
    person, first = notices[0].recipient, notices[0].subject
    subject = first if len(notices) == 1 else f"{first[:60]}，等 {len(notices)} 条通知"
    facts = {
        "person": person,
        "notices": [(each, absolute(each.get_absolute_url())) for each in notices[:_LISTED]],
        "more": len(notices) - _LISTED,
        "all": absolute(reverse("notices:list")),
    }
    body = render_to_string("emails/notices.txt", facts)
    return EmailMessage(f"临海市政务公开：{subject}", body, None, [person.email])


def absolute(path):
    """The address of a page of the portal for who is not on it; a worker has no request to ask."""
    return settings.SITE_ADDRESS.rstrip("/") + path


def forget_outlived(*, today):
    """Read notices are kept for a time (`NOTICE_DAYS`); unread ones stay until somebody reads them."""
    for batch in batches(list(Notice.objects.outlived(on=today).values_list("pk", flat=True))):
        Notice.objects.filter(pk__in=batch).delete()
