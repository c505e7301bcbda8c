"""随访 after the reply: the office asks, or the applicant says on the status page, whether it was satisfactory."""

from django.db import transaction

from disclosure_requests.models import FollowUp
from disclosure_requests.moving import check_day, move
from disclosure_requests.telling import tell_office
from disclosure_requests.workflow import MOVES_BY_KEY, Status
from linhai_portal.workflow import InvalidMove

DISSATISFIED = (FollowUp.Satisfaction.DISSATISFIED, FollowUp.Satisfaction.VERY_DISSATISFIED)


@transaction.atomic
def follow_up(case, *, by, today, on, way, satisfaction, said="", done=""):
    check_day(case, on, today=today, since=case.replied_on, what="随访日期")
    row = FollowUp(case=case, on=on, way=way, satisfaction=satisfaction, said=said, done=done, by=by)
    note = f"{row.get_way_display()}，{row.get_satisfaction_display()}"
    move(case, "T32", by=by, today=today, on=on, note=note, record=row.save)
    return row


def rating_of(case):
    return case.follow_ups.by_applicant().first()


def may_rate(case):
    """Once the reply was opened; what was said may be changed until the dossier is sealed, and first said even after."""
    is_answered = case.status in MOVES_BY_KEY["T33"].sources and bool(case.replied_on)
    return is_answered and (case.status != Status.ARCHIVED or rating_of(case) is None)


@transaction.atomic
def rate(case, *, today, satisfaction, said=""):
    """By the applicant, whom number and code have let in; a second answer takes the place of the first."""
    case.lock()
    case.refresh_from_db()
    if not may_rate(case):
        raise InvalidMove("这份申请已经归档，评价不能再改。" if case.replied_on else "还没有答复，不能评价。")
    row = rating_of(case) or FollowUp(case=case, way=FollowUp.Way.ONLINE)
    row.on, row.satisfaction, row.said = today, satisfaction, said
    move(case, "T33", by=None, today=today, note=row.get_satisfaction_display(), record=row.save)
    if satisfaction in DISSATISFIED:
        subject = f"申请 {case.number} 的申请人对答复{row.get_satisfaction_display()}，请随访"
        tell_office(case, subject, once=f"rated {case.pk} {satisfaction}")
