"""Notes of the office, and looking at who asks: each look is written down before anything is shown."""

from django.db import transaction

from disclosure_requests.models import IdentityLook
from disclosure_requests.moving import note_down
from linhai_portal.workflow import InvalidMove


def note(case, *, by, today, note):
    note_down(case, "备注", by=by, today=today, note=note)


@transaction.atomic
def look(case, *, by, why):
    """Gives the lines about the applicant."""
    if not why.strip():
        raise InvalidMove("请写明查看的用途。")
    if case.applicant.destroyed_at:
        raise InvalidMove("申请人的身份信息已按保管期限销毁。")
    IdentityLook.objects.create(case=case, by=by, why=why)
    return case.applicant.contact_lines
