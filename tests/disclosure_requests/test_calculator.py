"""The public calculator: worked examples, agreement with the clock, errors beside their field, one address an answer."""

import datetime as dt
import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_requests import facts
from disclosure_requests.clock import deadline_of, opinion_due, payment_due, rules_on
from disclosure_requests.day_strip import days_of
from linhai_portal.calendar import calendar_changed
from linhai_portal.models import SpecialDay
from linhai_portal.workdays import WorkCalendar
from tests.disclosure_requests.test_clock import WORKED, counted
from tests.make import official_special_days

pytestmark = pytest.mark.django_db
day = dt.date.fromisoformat
CALENDAR = WorkCalendar(official_special_days())
ADDRESS = "/requests/calculator/"
DATES = re.compile(r'<time datetime="([^"]+)">')


@pytest.fixture(autouse=True)
def official_calendar(db):
    SpecialDay.objects.bulk_create(
        SpecialDay(date=each.date, kind=each.kind, name=each.name) for each in official_special_days()
    )


def ask(received_on, **told):
    return {"channel": "in_person", "arrived_on": received_on} | told


def page(params):
    answer = Client().get(ADDRESS, params)
    assert answer.status_code == 200
    return answer.content.decode()


def due_in(html):
    """The day in the heading, None while the clock is stopped."""
    heading = re.search(r"<h1>.*?</h1>", html)[0]
    found = DATES.search(heading)
    return found and found[1]


def others_in(html):
    return re.findall(r'<li>([^<]+)：最迟 <time datetime="([^"]+)">', html)


def strip_in(html):
    """(counts, number) of every day behind the first date."""
    strip = re.search(r'<ol class="bricks">(.*?)</ol>', html, re.DOTALL)[1]
    numbers = re.findall(r"<b>(\d+|休|停)</b>", strip)
    return [int(each) if each.isdecimal() else None for each in numbers]


def errors_of(html):
    """Field → what is said beside it."""
    return dict(re.findall(r'<p class="error" id="f-(\w+)_error">([^<]+)</p>', html))


@pytest.mark.parametrize(("received", "first", "seventh", "fifteenth", "twentieth", "extended"), WORKED)
def test_worked_examples_stand_on_the_page(received, first, seventh, fifteenth, twentieth, extended):
    html = page(ask(received, third_party_sent_on=received, fee_notice_on=twentieth))
    assert ("补正告知", seventh) in others_in(html)
    html = page(ask(received))
    assert due_in(html) == twentieth and ("补正告知", seventh) in others_in(html)
    assert strip_in(html).count(None) + 20 == (day(twentieth) - day(received)).days
    assert due_in(page(ask(received, extension_on=twentieth, extension_workdays=20))) == extended
    consulted = ask(received, agency_sent_on=received, agency_delivered_on=received)
    assert ("其他机关提出意见", fifteenth) in others_in(page(consulted))


CONSULTED = {"third_party_sent_on": "2026-02-04", "third_party_delivered_on": "2026-02-06"}


@pytest.mark.parametrize(
    ("params", "due", "other"),
    [
        (
            ask("2026-01-26", **CONSULTED, third_party_answered_on="2026-02-26"),
            "2026-03-16",
            ("第三方提出意见", "2026-03-05"),
        ),
        (ask("2026-01-26", **CONSULTED), "2026-03-24", ("第三方提出意见", "2026-03-05")),
        (
            ask("2025-09-22", correction_notice_on="2025-09-30", correction_received_on="2025-10-14"),
            "2025-11-11",
            ("补正告知", "2025-09-30"),
        ),
        (
            ask("2026-09-18", fee_notice_on="2026-09-24", fee_paid_on="2026-10-12"),
            "2026-11-09",
            ("缴费", "2026-10-29"),
        ),
    ],
)
def test_worked_courses_stand_on_the_page(params, due, other):
    html = page(params)
    assert due_in(html) == due and other in others_in(html)


def test_a_stopped_clock_says_what_it_waits_for():
    noticed = ask("2026-09-18", correction_notice_on="2026-09-20")
    assert "<h1>答复期限停着，等申请人补正</h1>" in page(noticed)
    sent = noticed | {"fee_notice_on": "2026-09-21", "agency_sent_on": "2026-09-22"}
    assert "等申请人补正，等申请人缴费，等征求意见书送达</h1>" in page(sent)
    assert "停着的时候已经答复" in page(noticed | {"replied_on": "2026-09-22"})


def test_a_reply_is_judged_by_the_day():
    assert "按时。" in page(ask("2026-09-18", replied_on="2026-10-22"))
    assert "晚了 3 天。" in page(ask("2026-09-18", replied_on="2026-10-25"))


def test_a_promised_day_is_shown_with_its_article():
    html = page(ask("2026-09-18", delay_on="2026-10-08", delay_promised_on="2026-12-31"))
    assert due_in(html) == "2026-12-31" and "合理期限内答复（条例第三十五条）" in html


def test_each_day_says_whether_it_counted_and_why():
    html = page(ask("2026-01-26", **CONSULTED, third_party_answered_on="2026-02-26"))
    for words in [
        "1月26日星期一，收到申请，当天不算",
        "1月27日星期二，工作日，第 1 个工作日",
        "1月31日星期六，周六，不算",
        "2月5日星期四，征求第三方意见，不计入（条例第三十三条）",
        "2月28日星期六，春节调休，上班，第 9 个工作日",
        "<li>2 月 5 日至 2 月 26 日：征求第三方意见，不计入（条例第三十三条）</li>",
        "<li>1 月 27 日至 1 月 30 日：工作日，第 1 至 4 个工作日</li>",
    ]:
        assert words in html, words


def test_a_date_in_a_year_without_an_official_calendar_is_provisional():
    html = page(ask("2026-12-04"))
    assert html.count("暂定</span>") == 1 and "2027 年的放假安排还没有公布" in html
    assert "暂定" not in page(ask("2026-12-03"))
    # Only the limit of the correction notice: what the clock waits for has no date.
    notice = page(ask("2026-12-25", correction_notice_on="2026-12-28"))
    assert notice.count("暂定</span>") == 1 and due_in(notice) is None


def test_a_new_calendar_is_shown_at_once():
    assert "暂定" in page(ask("2026-12-04"))
    SpecialDay.objects.create(date="2027-01-01", kind="holiday", name="元旦")
    calendar_changed()
    assert "暂定" not in page(ask("2026-12-04"))


@pytest.mark.parametrize(
    ("params", "field", "said"),
    [
        ({"channel": "", "arrived_on": "2026-09-18"}, "channel", "请选一种提交方式"),
        ({"channel": "pigeon", "arrived_on": "2026-09-18"}, "channel", "没有这种提交方式"),
        ({"channel": "fax"}, "arrived_on", "请选一个日期"),
        (ask("2026-02-30"), "arrived_on", "没有这一天"),
        (ask("2019-05-14"), "arrived_on", "早于 2019-05-15"),
        (ask("2099-12-20"), "arrived_on", "2099 年"),
        (ask("9999-12-31"), "arrived_on", "2099 年"),
        ({"channel": "oral", "arrived_on": "2026-09-18"}, "confirmed_on", "请填确认的日期"),
        (ask("2026-09-18", confirmed_on="2026-09-17"), "confirmed_on", "不需要确认"),
        (
            {"channel": "fax", "arrived_on": "2026-09-18", "confirmed_on": "2026-09-17"},
            "confirmed_on",
            "早于",
        ),
        (ask("2026-09-18", correction_notice_on="2026-09-17"), "correction_notice_on", "早于收到申请之日"),
        (ask("2026-09-18", third_party_sent_on="2026-09-17"), "third_party_sent_on", "早于收到申请之日"),
        (ask("2026-09-18", correction_received_on="2026-09-20"), "correction_received_on", "补正告知"),
        (ask("2026-09-18", fee_paid_on="2026-09-20"), "fee_paid_on", "收费通知"),
        (ask("2026-09-18", agency_answered_on="2026-09-20"), "agency_sent_on", "这一项也要写"),
        (
            ask("2026-09-18", agency_sent_on="2026-09-20", agency_delivered_on="2026-09-19"),
            "agency_delivered_on",
            "送达日期早于送出日期",
        ),
        (
            ask("2026-09-18", third_party_2_sent_on="2026-09-20", third_party_2_answered_on="2026-09-19"),
            "third_party_2_answered_on",
            "早于征求意见书送出",
        ),
        (ask("2026-09-18", extension_on="2026-09-20"), "extension_workdays", "这一项也要写"),
        (ask("2026-09-18", extension_workdays="5"), "extension_on", "这一项也要写"),
        (
            ask("2026-09-18", extension_on="2026-09-20", extension_workdays="0"),
            "extension_workdays",
            "1 至 20",
        ),
        (
            ask("2026-09-18", extension_on="2026-09-20", extension_workdays="21"),
            "extension_workdays",
            "1 至 20",
        ),
        (
            ask("2026-09-18", extension_on="2026-09-20", extension_workdays="十"),
            "extension_workdays",
            "写 1 到 20 的数字",
        ),
        (
            ask("2026-09-18", delay_on="2026-09-20", delay_promised_on="2026-09-19"),
            "delay_promised_on",
            "早于告知之日",
        ),
        (
            ask("2026-09-18", delay_on="2026-09-20", delay_promised_on="2029-09-19"),
            "delay_promised_on",
            "两年",
        ),
        (ask("2026-09-18", replied_on="0026-09-19"), "replied_on", "两年"),
        (ask("2026-09-18", replied_on="<b>"), "replied_on", "没有这一天"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(params, field, said):
    html = page(params)
    errors = errors_of(html)
    assert errors.keys() == {field} and said in errors[field]
    assert f'href="#f-{field}"' in html and "<title>有错误：" in html
    assert f'aria-invalid="true" aria-describedby="f-{field}_error' in html or f"f-{field}_helptext" in html


def test_what_stands_in_the_form_is_seen_and_nothing_else_is_unfolded():
    html = page(ask("2026-09-18", fee_notice_on="2026-09-24"))
    assert re.findall(r"<details open><summary>(.*?)</summary>", html) == ["收费"]
    assert 'value="2026-09-24"' in html


def test_the_address_of_an_answer_holds_what_was_told_and_no_more():
    told = ask("2026-09-18", extension_on="2026-10-08", extension_workdays="10")
    html = page(told | {"confirmed_on": "", "utm": "x"})
    address = re.search(r'<a class="addr" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert address == (
        "http://testserver/requests/calculator/?channel=in_person&arrived_on=2026-09-18"
        "&extension_on=2026-10-08&extension_workdays=10"
    )
    assert due_in(Client().get(address).content.decode()) == due_in(html) == "2026-11-05"


@pytest.mark.parametrize("params", [{}, {"utm_source": "x"}])
def test_the_empty_form_accuses_nobody(params):
    html = page(params)
    assert "<h1>依申请公开期限计算</h1>" in html and errors_of(html) == {} and "有错误" not in html


def test_a_longer_story_costs_no_more_queries(client, django_assert_num_queries):
    long = ask("2026-01-26", **CONSULTED, fee_notice_on="2026-04-01", fee_paid_on="2026-04-02")
    client.get(ADDRESS, ask("2026-01-27"))  # the calendar itself is read once per process
    for params in ({}, ask("2026-01-26"), long, ask("x")):
        with django_assert_num_queries(2):  # the version of the data, the state of the calendar
            client.get(ADDRESS, params)


DAY_FIELDS = {
    "correction_notice_on": facts.CorrectionNotice,
    "correction_received_on": facts.CorrectionReceived,
    "fee_notice_on": facts.FeeNotice,
    "fee_paid_on": facts.FeePaid,
    "replied_on": facts.Replied,
}


@st.composite
def stories(draw):
    """A receipt, what the form is told, and the same as facts; some cannot have happened."""
    received = draw(st.dates(dt.date(2019, 5, 15), dt.date(2027, 6, 1)))
    told, happened = {}, []
    some_day = st.integers(-1, 60).map(lambda n: received + dt.timedelta(n))
    for field in draw(st.sets(st.sampled_from([*DAY_FIELDS]))):
        told[field] = draw(some_day)
        happened.append(lambda field=field: DAY_FIELDS[field](told[field]))
    if draw(st.booleans()):
        told["extension_on"], told["extension_workdays"] = draw(some_day), draw(st.integers(0, 21))
        happened.append(lambda: facts.Extension(told["extension_on"], told["extension_workdays"]))
    if draw(st.integers(0, 4)) == 0:
        told["delay_on"], told["delay_promised_on"] = draw(some_day), draw(some_day)
        happened.append(lambda: facts.Delay(told["delay_on"], told["delay_promised_on"]))
    for key in draw(st.sets(st.sampled_from(["third_party", "third_party_2", "agency", "agency_2"]))):
        sent = told[f"{key}_sent_on"] = draw(some_day)
        later = st.integers(-1, 30).map(lambda n, sent=sent: sent + dt.timedelta(n))
        days = [draw(st.none() | later), draw(st.none() | later)]
        told |= dict(zip((f"{key}_delivered_on", f"{key}_answered_on"), days, strict=True))
        happened.append(
            lambda sent=sent, days=days, key=key: facts.Consultation(
                sent, *days, third_party=key.startswith("third")
            )
        )
    return received, {name: f"{value}" for name, value in told.items() if value is not None}, happened


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories())
def test_the_page_agrees_with_the_clock_whatever_happened(story):
    received, told, happened = story
    html = page(ask(f"{received}", **told))
    try:
        told_facts = [make() for make in happened]
        deadline = deadline_of(received, told_facts, CALENDAR)
    except facts.ImpossibleFact:
        errors = errors_of(html)
        assert errors and errors.keys() <= told.keys()
        return
    assert errors_of(html) == {}
    assert due_in(html) == (deadline.reply_due and f"{deadline.reply_due}")
    if deadline.reply_due:
        assert strip_in(html) == [each.number for each in days_of(deadline, CALENDAR)]
    assert all(note in html for note in deadline.notes)
    assert ("补正告知", f"{deadline.correction_notice_due}") in others_in(html)
    assert ("暂定</span>" in html) >= deadline.provisional
    rules = rules_on(received)
    for fact in told_facts:
        if isinstance(fact, facts.FeeNotice):
            assert ("缴费", f"{payment_due(fact.on, rules, CALENDAR)}") in others_in(html)
        elif isinstance(fact, facts.Consultation) and fact.delivered_on:
            assert f"{opinion_due(fact.delivered_on, rules, CALENDAR)}" in dict(
                map(reversed, others_in(html))
            )


@given(st.dates(dt.date(2019, 6, 1), dt.date(2026, 10, 1)))
def test_the_limit_of_an_opinion_is_the_fifteenth_day_counted_one_by_one(delivered):
    assert opinion_due(delivered, rules_on(delivered), CALENDAR) == counted(delivered, 15)
