"""改期、取消: an event that was announced is held at another time or not at all, and everybody is told at once.

The announcement stays as it was reviewed. What is written here is a time and a reason, public without three persons like
a step of a decision's dossier (docs/adr/0021), and refused when it holds anybody's number. Whoever booked a seat and left
a mail address gets one letter for each change; it goes out at most once (docs/adr/0012).
"""

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from catalog.ending import check_reason
from catalog.models import Publication
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import absolute, tell
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation import topic_reminders
from participation.models import Event, EventChange, Registration
from participation.writing import write_to


@transaction.atomic
def move(event, *, by, starts_at, ends_at, reason):
    """To another time; seats and questions close no later than it begins and ends."""
    locked = _hold(event, reason)
    now = timezone.now()
    if locked.starts_at <= now:
        raise InvalidMove("活动已经开始，不能改期。没有办成的，请取消。")
    if starts_at <= now or ends_at <= starts_at:
        raise InvalidMove("新的开始时间要在现在以后，结束时间要晚于开始时间。")
    if starts_at == locked.starts_at and ends_at == locked.ends_at:
        raise InvalidMove("时间没有变，不用改期。")
    limits = {
        "registration_until": _earlier(locked.registration_until, starts_at),
        "questions_until": _earlier(locked.questions_until, ends_at),
    }
    was_at = locked.starts_at
    Event.objects.filter(pk=locked.pk).update(starts_at=starts_at, ends_at=ends_at, **limits)
    return _write_down(locked, by=by, was_at=was_at, starts_at=starts_at, reason=reason)


@transaction.atomic
def call_off(event, *, by, reason):
    """It is not held; also when its hour has passed, as long as nobody spoke."""
    locked = _hold(event, reason)
    if locked.rows.exists() or locked.transcript_id:
        raise InvalidMove("已经有现场实录，说明活动办过了，不能取消。")
    Event.objects.filter(pk=locked.pk).update(called_off_at=timezone.now())
    return _write_down(locked, by=by, was_at=locked.starts_at, starts_at=None, reason=reason)


def _hold(event, reason):
    locked = Event.objects.select_for_update(of=("self",)).select_related("publication").get(pk=event.pk)
    if locked.publication.status not in Publication.ONCE_PUBLISHED:
        raise InvalidMove("公告还没有发布。要改的，直接改公告；不办的，撤回公告。")
    if locked.called_off_at:
        raise InvalidMove("活动已经取消了。")
    if not reason.strip():
        raise InvalidMove("请写明原因，向社会公布。")
    check_reason(reason)
    return locked


def _earlier(limit, moment):
    return limit and min(limit, moment)


def _write_down(event, *, by, was_at, starts_at, reason):
    change = EventChange.objects.create(
        event=event, by=by, was_at=was_at, starts_at=starts_at, reason=reason.strip()
    )
    if event.topic_id:
        topic_reminders.plan(event.topic_id)
    bump()
    tell_registered_task.enqueue(change.pk)
    return change


@task
def tell_registered_task(pk):
    change = EventChange.objects.select_related("event__publication__organization").get(pk=pk)
    mailed = change.event.registrations.untold(change).filter(contact_kind=Registration.ContactKind.MAIL)
    for registration in mailed.iterator(chunk_size=500):
        _tell(registration, change)


def _tell(registration, change):
    """No title and no name stand in the letter: what was announced may have been taken down since."""
    before = registration.told_of_id
    if not change.event.registrations.untold(change).filter(pk=registration.pk).update(told_of=change):
        return
    facts = {"event": change.event, "change": change, "address": absolute(change.event.get_absolute_url())}
    told = ("您报名的活动有变动", "emails/event.txt", facts)
    if not write_to(registration.contact, *told, what=f"registration {registration.pk}"):
        Registration.objects.filter(pk=registration.pk).update(told_of=before)


def to_be_called(event):
    """Who booked a seat and has to be told by telephone of the last change, or whose letter could not be delivered."""
    last = event.changes.last()
    return event.registrations.untold(last) if last else event.registrations.none()


def told_by_phone(registration):
    last = registration.event.changes.last()
    if last is None:
        raise InvalidMove("活动没有改期，也没有取消，不用告诉。")
    Registration.objects.filter(pk=registration.pk).update(told_of=last)


def announcements_changed(publications):
    """An announcement was taken down before the day, and people have seats: whoever works on the event is told."""
    now = timezone.now()
    gone = Event.objects.filter(
        publication__in=publications,
        publication__status=Publication.Status.TAKEN_DOWN,
        called_off_at=None,
        starts_at__gt=now,
    )
    for event in gone.select_related("publication__organization"):
        if seats := event.seats_taken():
            _say_that_people_come(event, seats)


def _say_that_people_come(event, seats):
    tell(
        User.objects.who_may("participation.work_event", organization=event.organization),
        kind="活动",
        subject=f"公告撤下了，还有 {seats} 个人报了名",
        text="活动不办的，请登记取消，报了名的人会得到通知；照办的，请另发公告并告诉他们。",
        place=event.get_office_url(),
        once=f"event:{event.pk}:taken down",
    )
