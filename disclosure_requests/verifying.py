"""核查 of a record about the applicant himself, on record before anything is decided（条例第四十一条）."""

from django.db import transaction

from disclosure_requests.models import Verification
from disclosure_requests.moving import check_day, move
from linhai_portal.workflow import InvalidMove


@transaction.atomic
def verify(case, *, by, today, on, checker, what, finding):
    """Each look at the record is a row; the newest is what the outcome must agree with."""
    if not what.strip():
        raise InvalidMove("请写明核查了什么：哪一条记录，和什么材料比对，结果怎样。")
    check_day(case, on, today=today, what="核查日期")
    row = Verification(case=case, on=on, checker=checker, what=what, finding=finding, by=by)
    move(case, "T34", by=by, today=today, on=on, note=row.get_finding_display(), record=row.save)
    return row
