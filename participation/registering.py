"""Registration for a hearing: seats are given by the draw, or in the order of arrival; never more than there are.

Whoever gives or takes a seat holds the row of the hearing, so that two at once come one after the other.
"""

import unicodedata

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from catalog.ending import check_reason
from linhai_portal.crypto import blind_index
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove
from participation.models import FromPerson, Hearing, HearingRegistration
from participation.models.hearing_registrations import code_from, code_index

Status = HearingRegistration.Status


def register(hearing, *, sent, category, person_name, contact, **facts):
    """From the public page; gives the registration and the code that opens it again, which is kept nowhere.

    `sent` is the same when one page is sent twice: then it is one registration, and the code is the same.
    """
    if not hearing.registers(on=timezone.localdate()):
        raise InvalidMove("现在不在报名时间里。您可以打公告上的电话询问。")
    return _keep(hearing, sent, category, person_name, contact, **facts)


def enter(hearing, *, by, sent, category, person_name, contact, channel, **facts):
    """What came by letter, call or over the counter, entered while registration is open: afterwards the list stands."""
    if channel == FromPerson.Channel.ONLINE:
        raise InvalidMove("网上报名由本人在网页上提交。")
    if not hearing.registers(on=timezone.localdate()):
        raise InvalidMove("报名时间以外不能再录入：名单在报名截止的那一刻就定了。")
    return _keep(hearing, sent, category, person_name, contact, entered_by=by, channel=channel, **facts)


@transaction.atomic
def _keep(hearing, sent, category, person_name, contact, **facts):
    hearing, person = _hold(hearing), person_index(person_name, contact)
    code = code_from(f"{hearing.pk}\0{sent}\0{person}")
    known = hearing.registrations.taking_part().filter(person_index=person).first()
    if known and known.code_index == code_index(code):
        return known, code
    if known:
        raise InvalidMove("您已经报过名了，一个人只报一次。要改的，先用编号和查询码退出，再重新报。")
    last = hearing.registrations.aggregate(last=Max("number"))["last"] or 0
    registration = HearingRegistration(
        hearing=hearing,
        category=category,
        number=last + 1,
        person_name=person_name,
        contact=contact,
        received_at=timezone.now(),
        code_index=code_index(code),
        person_index=person,
        **facts,
    )
    registration.save()
    if not hearing.is_by_draw:
        _seat_or_wait(registration, by=facts.get("entered_by"))
    bump()
    return registration, code


def person_index(name, contact):
    """Same name and same contact is the same person, however the number is written; families share a telephone."""
    return blind_index("\0".join(_plain(each) for each in (name, contact)), purpose="registration")


def _plain(text):
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in wide if sign.isalnum())


def _hold(hearing):
    return Hearing.objects.select_for_update().get(pk=hearing.pk)


def _seat_or_wait(registration, *, by):
    seat = free_seat(registration.category)
    if seat:
        registration.move(Status.SEATED, by=by, seat=seat)
    else:
        registration.move(Status.WAITING, by=by)


def free_seat(category):
    """The lowest seat nobody has, or None; asked by whoever holds the hearing."""
    taken = set(category.registrations.seated().values_list("seat", flat=True))
    return next((seat for seat in range(1, category.seats + 1) if seat not in taken), None)


@transaction.atomic
def refuse(registration, *, by, reason):
    """Before the list stands, and with a reason that is shown beside the number."""
    hearing = _hold(registration.hearing)
    if hearing.list_stands(on=timezone.localdate()):
        raise InvalidMove("名单已经定了，不能再改。抽签的公共数字公布以后，谁都不能再挑。")
    if not reason.strip():
        raise InvalidMove("请写明不符合哪个条件；理由和编号一起公布。")
    check_reason(reason)
    _leave(registration, Status.REFUSED, by=by, note=reason)


@transaction.atomic
def take_back(registration, *, by):
    """Refused by mistake: it is in the list again, behind those who have a seat by then."""
    hearing = _hold(registration.hearing)
    if hearing.list_stands(on=timezone.localdate()):
        raise InvalidMove("名单已经定了，不能再改。")
    try:
        with transaction.atomic():
            registration.move(Status.NEW, by=by)
    except IntegrityError as reason:
        raise InvalidMove("这个人后来又报了名，不用恢复。") from reason
    if not hearing.is_by_draw:
        _seat_or_wait(registration, by=by)
    bump()


@transaction.atomic
def withdraw(registration, *, by=None, note=""):
    """Who can't come gives his seat to whoever waits first."""
    hearing = _hold(registration.hearing)
    if hearing.held_marked_at:
        raise InvalidMove("听证会已经开过了，不能再退出。")
    if hearing.waits_for_draw(on=timezone.localdate()):
        raise InvalidMove("抽签的名单已经定了。请等抽签以后再退出，名额给候补的人。")
    _leave(registration, Status.WITHDRAWN, by=by, note=note)


def _leave(registration, to, *, by, note):
    registration.move(to, by=by, note=note, seat=None)
    move_up(registration.category, by=by)
    bump()


def move_up(category, *, by):
    """The first of those who wait has the seat that became free."""
    seat = free_seat(category)
    first = category.registrations.filter(status=Status.WAITING).order_by("place", "number").first()
    if seat and first:
        first.move(Status.SEATED, by=by, seat=seat, note="前面的人退出，依次递补")


def counts(hearing):
    """Of each category: how many registered, and how many of them take part; one question for all."""
    known = Count("registrations", filter=Q(registrations__status__in=HearingRegistration.TAKES_PART))
    seated = Count("registrations", filter=Q(registrations__status=Status.SEATED))
    return hearing.categories.annotate(registered=known, taken=seated).order_by("pk")


def refusals(hearing):
    """Numbers that were refused, each with the reason, for everybody to read; at most a page of them."""
    rows = hearing.registrations.filter(status=Status.REFUSED).defer("person_name", "contact")
    return [
        (
            each.number,
            next(event.note for event in reversed(each.events.all()) if event.to_status == Status.REFUSED),
        )
        for each in rows.prefetch_related("events")[:200]
    ]
