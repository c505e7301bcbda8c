"""信息处理费（条例第四十二条，国办函〔2020〕109号）: by items of a natural month or by pages of one application."""

from django.db import transaction
from django.db.models import Max, Q

from disclosure_requests.approving import check_approved, propose, sent
from disclosure_requests.ending import close
from disclosure_requests.fees import bands_by_page, further_item_fee, total
from disclosure_requests.issuing import issue
from disclosure_requests.letter_facts import facts_of, of_fee
from disclosure_requests.models import DisclosureRequest, FeeNotice
from disclosure_requests.moving import check_day, move, note_down
from disclosure_requests.telling import tell_handlers, tell_office
from linhai_portal.workflow import InvalidMove

Basis = FeeNotice.Basis


def month_of(case):
    """The applications of the same applicant to the same agency received in the same month, up to this one.

    One billed by pages is not counted among the items.
    """
    if not case.applicant.identity_index:
        return DisclosureRequest.objects.filter(pk=case.pk)
    same = DisclosureRequest.objects.of_applicant(case.applicant).filter(
        organization=case.organization,
        received_on__year=case.received_on.year,
        received_on__month=case.received_on.month,
    )
    earlier = Q(received_on__lt=case.received_on) | Q(received_on=case.received_on, pk__lte=case.pk)
    by_pages = FeeNotice.objects.sent().filter(basis=Basis.PAGES)
    return same.filter(earlier).exclude(pk__in=by_pages.values("case"))


def already_noticed(case):
    """Up to how many items of the month notices have asked for already."""
    told = FeeNotice.objects.sent().filter(case__in=month_of(case), basis=Basis.ITEMS)
    return told.aggregate(n=Max("quantity"))["n"] or 0


def amount_of(case, basis, quantity):
    if basis == Basis.ITEMS:
        return further_item_fee(quantity, already_noticed(case))
    return total(bands_by_page(quantity))


def propose_fee(case, *, by, today, basis, reason, payment_way, pages=None):
    quantity = month_of(case).count() if basis == Basis.ITEMS else pages
    if not quantity:
        raise InvalidMove("按量计收要填提供的页数（A4 及以下幅面的单面为 1 页）。")
    amount = amount_of(case, basis, quantity)
    if amount <= 0:
        raise InvalidMove(f"{quantity} {'件' if basis == Basis.ITEMS else '页'}没有超过免费的数量，不收费。")
    notice = FeeNotice(
        case=case, reason=reason, basis=basis, quantity=quantity, amount=amount, payment_way=payment_way
    )
    return propose(notice, by=by, today=today, key="T10")


@transaction.atomic
def send_fee(notice, *, by, today):
    """Another notice of the month may have gone out since this one was drafted: asked for is what is left by now."""
    check_approved(notice)
    case = notice.case
    before = already_noticed(case) if notice.basis == Basis.ITEMS else 0
    facts = of_fee(notice, facts_of(case, today=today), counted_before=before)
    FeeNotice.objects.filter(pk=notice.pk).update(amount=max(facts.fee_amount, 0))
    move(case, "T10", by=by, today=today, note=f"{facts.fee_amount} 元", record=sent(notice, today))
    issue(case, "D08", facts, by=notice.approved_by)
    notice.refresh_from_db()


@transaction.atomic
def fee_delivered(notice, *, by, today, on):
    check_day(notice.case, on, today=today, since=notice.sent_on, what="送达日期")
    FeeNotice.objects.filter(pk=notice.pk).update(delivered_on=on)
    note_down(notice.case, "收费通知书送达", by=by, today=today, on=on)
    notice.refresh_from_db()


@transaction.atomic
def fee_paid(notice, *, by, today, on, receipt_number):
    """From the payment the whole period runs anew; after the limit it is the head's decision, which the clock notes."""
    check_day(notice.case, on, today=today, since=notice.delivered_on or notice.sent_on, what="缴费日期")
    if not receipt_number.strip():
        raise InvalidMove("请填财政票据号码。")
    rows = FeeNotice.objects.filter(pk=notice.pk, paid_on=None)
    if not rows.update(paid_on=on, receipt_number=receipt_number):
        raise InvalidMove("缴费已经登记过。请刷新页面查看最新情况。")
    move(notice.case, "T11", by=by, today=today, on=on, note=f"票据 {receipt_number}")
    tell_office(notice.case, f"申请 {notice.case.number} 已缴费，期限重新计算")
    tell_handlers(notice.case, f"申请 {notice.case.number} 已缴费，期限重新计算")
    notice.refresh_from_db()


def abandon_unpaid(case, *, by, today):
    close(case, "T12", by=by, today=today, outcome="O2")
