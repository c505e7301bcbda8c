"""延期答复（条例第三十三条第二款）: once, at most twenty workdays, approved and told before the period is over."""

from django.db import transaction

from disclosure_requests.approving import check_approved, propose, sent
from disclosure_requests.clock import rules_on
from disclosure_requests.issuing import issue
from disclosure_requests.letter_facts import facts_of, of_extension
from disclosure_requests.models import Extension
from disclosure_requests.moving import move
from linhai_portal.workflow import InvalidMove


def propose_extension(case, *, by, today, workdays, reason):
    longest = rules_on(case.received_on).extension
    if not 1 <= workdays <= longest:
        raise InvalidMove(f"延期应为 1 至 {longest} 个工作日（条例第三十三条）。")
    return propose(Extension(case=case, reason=reason, workdays=workdays), by=by, today=today, key="T18")


@transaction.atomic
def send_extension(extension, *, by, today):
    """Approval and letter both on or before the day now due: the guard looks before the extension counts."""
    check_approved(extension)
    case, note = extension.case, f"{extension.workdays} 个工作日：{extension.reason}"
    facts = facts_of(case, today=today)
    move(case, "T18", by=by, today=today, note=note, record=sent(extension, today))
    issue(case, "D04", of_extension(extension, facts, new_due=case.reply_due_on), by=extension.approved_by)
    extension.refresh_from_db()
