"""The day of receipt (收到申请之日) by the way an application came: the anchor of every period; 条例第三十一条."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linhai_portal.workdays import WorkCalendar


class NotConfirmed(ValueError):
    """The day of confirmation is missing or cannot be; the message is one Chinese sentence that says what to do."""


class Channel(StrEnum):
    IN_PERSON = "in_person"
    INTERNET = "internet"
    EMAIL = "email"
    EMS = "ems"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    FAX = "fax"
    ORAL = "oral"

    @property
    def label(self) -> str:
        return _WAYS[self].label

    @property
    def rule(self) -> str:
        """Which day is the day of receipt, in words."""
        return _WAYS[self].rule


class Confirmation(StrEnum):
    """Whether office and applicant must have confirmed the application to each other."""

    NONE = "none"
    AUTOMATIC = "automatic"  # by the 登记回执 of the same day, unless another day is told
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class _Way:
    label: str
    confirmation: Confirmation
    rule: str


_HANDED_IN = "当面提交的，提交那天是收到申请之日"
_SIGNED_FOR = "需要签收的信函，行政机关签收那天是收到申请之日"
_ONLINE = "网上、邮箱提交的，双方确认那天是收到申请之日；当天收到登记回执的，就是提交那天"
_WAYS = {
    Channel.IN_PERSON: _Way("当面提交", Confirmation.NONE, _HANDED_IN),
    Channel.INTERNET: _Way("网上提交", Confirmation.AUTOMATIC, _ONLINE),
    Channel.EMAIL: _Way("电子邮件", Confirmation.AUTOMATIC, _ONLINE),
    Channel.EMS: _Way("邮政特快专递（EMS）", Confirmation.NONE, _SIGNED_FOR),
    Channel.REGISTERED_MAIL: _Way("挂号信", Confirmation.NONE, _SIGNED_FOR),
    Channel.ORDINARY_MAIL: _Way(
        "平常信函", Confirmation.NEEDED, "不用签收的平常信函，双方确认那天是收到申请之日"
    ),
    Channel.FAX: _Way("传真", Confirmation.NEEDED, "传真提交的，双方确认那天是收到申请之日"),
    Channel.ORAL: _Way(
        "口头申请", Confirmation.NEEDED, "口头申请由工作人员代为填写的，申请人确认那天是收到申请之日"
    ),
}


def received_on(channel: Channel, arrived_on: date, confirmed_on: date | None = None) -> date:
    """The day from which every period runs; `arrived_on` is when it was handed in, sent, signed for or spoken.

    Raises NotConfirmed where the confirmation is missing, came before the application, or has no meaning.
    """
    confirmation = _WAYS[channel].confirmation
    if confirmation is Confirmation.NONE and confirmed_on and confirmed_on != arrived_on:
        raise NotConfirmed(f"{channel.label}不需要确认，请把确认的日期留空。")
    if confirmed_on and confirmed_on < arrived_on:
        raise NotConfirmed("确认的日期早于提交或者寄到的日期，请核对。")
    if confirmation is Confirmation.NEEDED and not confirmed_on:
        raise NotConfirmed(f"{channel.label}从双方确认那天起算，请填确认的日期。")
    return confirmed_on or arrived_on


def is_confirmed_late(channel: Channel, arrived_on: date, confirmed_on: date | None, calendar: WorkCalendar):
    """Online the office confirms by the next workday: an applicant is not made to wait for the clock to start."""
    is_online = _WAYS[channel].confirmation is Confirmation.AUTOMATIC
    return bool(is_online and confirmed_on and confirmed_on > calendar.nth_workday_after(arrived_on, 1))
