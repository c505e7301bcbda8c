"""An application comes in: from the applicant through the portal, or entered by the office for who came, wrote or called.

The number is given on receipt, once, in one series of the portal: handing in a second time finds the case that is there.
"""

import re

from django.db import transaction

from disclosure_requests.issuing import receipt_letter
from disclosure_requests.models import CaseWords, DisclosureRequest
from disclosure_requests.moving import move
from disclosure_requests.own_records import has_evidence
from disclosure_requests.receipt import Channel, NotConfirmed, received_on
from disclosure_requests.telling import tell_office
from disclosure_requests.workflow import Status
from linhai_portal.counters import next_number
from linhai_portal.lookup_codes import code_index, new_code
from linhai_portal.workflow import InvalidMove

NUMBER = "{year}-{serial:04d}"
NUMBER_OF_OURS = re.compile(r"(?P<year>20\d\d)-(?P<serial>\d{4,9})", re.ASCII)


def series_of(year):
    return f"request/{year}"


def missing(case):
    """What 条例第二十九条 asks for and is not there yet, in words; nothing else may stop an application."""
    applicant = case.applicant
    wanted = [
        (case.organization_id, "受理机关"),
        (applicant.name, "姓名或名称"),
        (_has_proof(case), "身份证明：证件号码或证件图片"),
        (applicant.phone or applicant.address or applicant.email, "联系方式：电话、地址或邮箱至少一项"),
        (case.title or case.document_number or case.description, "所需信息的名称、文号或其他特征"),
        (not case.is_own_records or has_evidence(case), "证明记录不准确的材料（条例第四十一条）"),
        (case.carrier, "信息的载体形式"),
        (case.way, "获取方式"),
        (case.way != "email" or applicant.email, "选择电子邮件的，请填电子邮箱"),
    ]
    return [words for value, words in wanted if not value]


def _has_proof(case):
    applicant = case.applicant
    return (
        applicant.document_number or applicant.credit_code or case.materials.filter(kind="identity").exists()
    )


@transaction.atomic
def submit(case, *, today):
    """By the applicant, through the portal: the 登记回执 given at once confirms it, so it is received today."""
    case.lock()
    case.refresh_from_db()
    if case.status != Status.DRAFT:
        return case
    if lacking := missing(case):
        raise InvalidMove("还缺：" + "；".join(lacking) + "。")
    move(case, "T1", by=None, today=today, channel=Channel.INTERNET.value, arrived_on=today)
    _receive(case, by=None, today=today, on=today)
    return case


@transaction.atomic
def enter(case, *, by, today, channel, arrived_on, confirmed_on=None, tracking_number=""):
    """By the office, for an application on paper, by mail or spoken; what must be confirmed first waits for it."""
    if arrived_on > today:
        raise InvalidMove("提交、签收或寄到的日期不能晚于今天。")
    facts = {"arrived_on": arrived_on, "channel": channel.value, "tracking_number": tracking_number}
    move(case, "T1", by=by, today=today, on=arrived_on, entered_by=by, **facts)
    try:
        day = received_on(channel, arrived_on, confirmed_on)
    except NotConfirmed:
        if confirmed_on:
            raise
        CaseWords.objects.keep([case])
        return case
    _receive(case, by=by, today=today, on=day, confirmed_on=confirmed_on)
    return case


def confirm(case, *, by, today, confirmed_on):
    """Both sides have confirmed it; from that day every period runs（条例第三十一条）."""
    try:
        day = received_on(Channel(case.channel), case.arrived_on, confirmed_on)
    except NotConfirmed as wrong:
        raise InvalidMove(str(wrong)) from wrong
    _receive(case, by=by, today=today, on=day, confirmed_on=confirmed_on)


@transaction.atomic
def _receive(case, *, by, today, on, confirmed_on=None):
    if on > today:
        raise InvalidMove(f"收到日期不能晚于今天（{today}）。")
    serial = next_number(series_of(on.year))
    move(
        case,
        "T2",
        by=by,
        today=today,
        on=on,
        received_on=on,
        confirmed_on=confirmed_on,
        number=NUMBER.format(year=on.year, serial=serial),
    )
    if by is not None:
        receipt_letter(case, today=today)  # on paper, for who came or wrote
    CaseWords.objects.keep([case])
    tell_office(case, f"收到新的申请 {case.number}", once=f"received {case.pk}")


def start_draft():
    """An application that somebody begins to fill in; with its code it is resumed, later looked up."""
    case = DisclosureRequest.objects.create()
    code = new_code()
    DisclosureRequest.objects.filter(pk=case.pk).update(code=code, code_index=code_index(code))
    case.refresh_from_db()
    return case
