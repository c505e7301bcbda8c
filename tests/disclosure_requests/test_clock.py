"""The clock against the worked tables of the rules, and against counting day by day."""

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disclosure_requests.clock import Clock, NoRulesInForce, deadline_of, opinion_due, payment_due, rules_on
from disclosure_requests.day_strip import days_of
from disclosure_requests.facts import Consultation, Delay, Extension, ImpossibleFact, Replied
from disclosure_requests.told_case import read_case
from linhai_portal.workdays import OutOfCalendar, WorkCalendar
from tests.make import official_special_days

day = dt.date.fromisoformat


SPECIALS = official_special_days()
CALENDAR = WorkCalendar(SPECIALS)
RULES = rules_on(day("2026-01-01"))


def told(kind, on, *more):
    """A fact as a script tells it, in few characters."""
    names = {"extension": ("on", "workdays")}.get(kind, ("on",))
    if kind.endswith("consulted"):
        names = ("sent_on", "delivered_on", "answered_on")
    return {"kind": kind} | dict(zip(names, (on, *more), strict=False))


def compute(received_on, *facts):
    return deadline_of(*read_case({"received_on": received_on, "facts": list(facts)}), CALENDAR)


def reply_due(received_on, *facts):
    due = compute(received_on, *facts).reply_due
    return due and due.isoformat()


# rules/requests §3.2: receipt, day 1, 7th, 15th, 20th, +20
WORKED = [
    ("2025-09-15", "2025-09-16", "2025-09-24", "2025-10-11", "2025-10-17", "2025-11-14"),
    ("2025-09-28", "2025-09-29", "2025-10-14", "2025-10-24", "2025-10-31", "2025-11-28"),
    ("2025-09-30", "2025-10-09", "2025-10-16", "2025-10-28", "2025-11-04", "2025-12-02"),
    ("2025-10-01", "2025-10-09", "2025-10-16", "2025-10-28", "2025-11-04", "2025-12-02"),
    ("2025-01-20", "2025-01-21", "2025-02-05", "2025-02-14", "2025-02-21", "2025-03-21"),
    ("2025-01-24", "2025-01-26", "2025-02-10", "2025-02-20", "2025-02-27", "2025-03-27"),
    ("2025-12-22", "2025-12-23", "2025-12-31", "2026-01-13", "2026-01-20", "2026-02-24"),
    ("2026-02-06", "2026-02-09", "2026-02-24", "2026-03-05", "2026-03-12", "2026-04-10"),
    ("2026-02-14", "2026-02-24", "2026-03-03", "2026-03-13", "2026-03-20", "2026-04-20"),
    ("2026-02-17", "2026-02-24", "2026-03-03", "2026-03-13", "2026-03-20", "2026-04-20"),
    ("2026-09-18", "2026-09-20", "2026-09-29", "2026-10-15", "2026-10-22", "2026-11-19"),
    ("2026-09-24", "2026-09-28", "2026-10-12", "2026-10-22", "2026-10-29", "2026-11-26"),
    ("2026-10-01", "2026-10-08", "2026-10-15", "2026-10-27", "2026-11-03", "2026-12-01"),
]


@pytest.mark.parametrize(("received", "first", "seventh", "fifteenth", "twentieth", "extended"), WORKED)
def test_worked_examples_of_the_rules(received, first, seventh, fifteenth, twentieth, extended):
    deadline = compute(received)
    numbered = {each.number: each.date.isoformat() for each in days_of(deadline, CALENDAR) if each.counts}
    assert numbered[1] == first and numbered[15] == fifteenth
    assert deadline.correction_notice_due == day(seventh) and deadline.reply_due == day(twentieth)
    assert reply_due(received, told("extension", twentieth, 20)) == extended
    assert payment_due(day(received), RULES, CALENDAR) == day(twentieth)
    assert opinion_due(day(received), RULES, CALENDAR) == day(fifteenth)


R = "2026-01-26"  # plain due 2026-02-28, a Saturday of work; its 7th workday is 2026-02-04
ASKED = ("third_party_consulted", "2026-02-04", "2026-02-06")
COURSES = {
    "answered": (R, [told(*ASKED, "2026-02-26")], "2026-03-16"),
    "silent": (R, [told(*ASKED, None)], "2026-03-24"),
    "answered after the 15th workday": (R, [told(*ASKED, "2026-03-20")], "2026-03-24"),
    "answered on the day of delivery": (R, [told(*ASKED, "2026-02-06")], "2026-03-03"),
    "sent, delivered and answered on one day": (R, [told(*ASKED[:2], ASKED[1], ASKED[1])], "2026-02-28"),
    "an answer proves delivery": (R, [told(*ASKED[:2], None, "2026-02-26")], "2026-03-16"),
    "agency as third party": (R, [told("agency_consulted", *ASKED[1:], "2026-02-26")], "2026-03-16"),
    "overlapping consultations are a union": (
        R,
        [
            told(*ASKED, "2026-02-26"),
            told("agency_consulted", "2026-02-05", "2026-02-05", "2026-02-25"),
            told("third_party_consulted", "2026-02-26", "2026-02-26", "2026-02-27"),
        ],
        "2026-03-17",
    ),
    "not delivered": (R, [told(*ASKED[:2], None, None)], None),
    "extended": (R, [told(*ASKED, "2026-02-26"), told("extension", "2026-03-02", 10)], "2026-03-30"),
    "correction": (
        "2025-09-22",
        [told("correction_notice", "2025-09-30"), told("correction_received", "2025-10-14")],
        "2025-11-11",
    ),
    "correction not received": ("2025-09-22", [told("correction_notice", "2025-09-30")], None),
    "late correction notice": ("2025-09-22", [told("correction_notice", "2025-10-09")], "2025-10-24"),
    "what a late notice brings changes nothing": (
        "2025-09-22",
        [told("correction_notice", "2025-10-09"), told("correction_received", "2025-10-14")],
        "2025-10-24",
    ),
    "second correction": (
        "2025-09-22",
        [
            told("correction_notice", "2025-09-23"),
            told("correction_received", "2025-09-24"),
            told("correction_notice", "2025-09-25"),
            told("correction_received", "2025-09-29"),
        ],
        "2025-10-28",
    ),
    "fee paid": (
        "2026-09-18",
        [told("fee_notice", "2026-09-24"), told("fee_paid", "2026-10-12")],
        "2026-11-09",
    ),
    "fee not paid": ("2026-09-18", [told("fee_notice", "2026-09-24")], None),
    "extension spent by a restart": (
        R,
        [
            told("extension", "2026-01-28", 20),
            told("correction_notice", "2026-01-29"),
            told("correction_received", "2026-02-04"),
        ],
        "2026-03-10",
    ),
    "extended after a restart": (
        R,
        [
            told("correction_notice", "2026-01-29"),
            told("correction_received", "2026-02-04"),
            told("extension", "2026-02-04", 1),
        ],
        "2026-03-11",
    ),
    "open consultation outlives a restart": (
        R,
        [
            told("third_party_consulted", "2026-01-28", "2026-01-30", "2026-02-06"),
            told("correction_notice", "2026-01-29"),
            told("correction_received", "2026-02-04"),
        ],
        "2026-03-12",
    ),
    "both notices open, one answered": (
        R,
        [
            told("correction_notice", "2026-01-29"),
            told("fee_notice", "2026-01-30"),
            told("fee_paid", "2026-02-03"),
        ],
        None,
    ),
    "extended after the due day": (R, [told("extension", "2026-03-02", 1)], "2026-03-02"),
}


@pytest.mark.parametrize(("received", "facts", "due"), COURSES.values(), ids=COURSES)
def test_courses(received, facts, due):
    assert reply_due(received, *facts) == due
    assert {reply_due(received, *order) for order in permutations(facts)} == {due}
    assert compute(received, *facts).clock is (Clock.RUNNING if due else Clock.STOPPED)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([told("correction_notice", "2026-02-05")], "2026-02-05 的补正告知晚于第 7 个工作日"),
        (
            [told("correction_notice", "2026-01-27"), told("correction_notice", "2026-01-28")],
            "2026-01-28 的补正告知不是第一次",
        ),
        ([told("extension", "2026-03-01", 5)], "2026-03-01 的延期晚于当时的答复期限（2026-02-28）"),
        ([told("fee_notice", "2026-03-01")], "2026-03-01 的收费通知晚于当时的答复期限"),
        (
            [told("third_party_consulted", "2026-03-01", "2026-03-02")],
            "2026-03-01 的征求意见书晚于当时的答复期限",
        ),
        ([told(*ASKED[:2])], "尚未送达"),
        ([told("fee_notice", "2026-01-27"), told("fee_paid", "2026-03-04")], "晚于缴费期限（2026-03-02）"),
        ([told("replied", "2026-02-02"), told("extension", "2026-02-03", 5)], "答复之后还有 1 项记录"),
    ],
)
def test_what_is_irregular_is_noted(facts, said):
    (note,) = [note for note in compute(R, *facts).notes if said in note]
    assert note.endswith("。")


def test_nothing_is_noted_on_an_ordinary_course():
    ordinary = [told("correction_notice", "2026-02-04"), told("correction_received", "2026-02-10")]
    assert compute(R, *ordinary, told("extension", "2026-03-16", 20)).notes == ()


def test_the_reply_ends_the_clock_and_leaves_the_date():
    ended = compute(R, told("replied", "2026-02-10"), told("correction_notice", "2026-02-11"))
    assert (ended.clock, ended.reply_due) == (Clock.ENDED, day("2026-02-28"))
    stopped = compute(R, told("correction_notice", "2026-01-27"), told("replied", "2026-01-28"))
    assert (stopped.clock, stopped.reply_due) == (Clock.ENDED, None)


def test_a_promised_day_takes_the_place_of_the_period_until_a_restart():
    """条例第三十五条."""
    delay = Delay(day("2026-02-10"), promised_on=day("2026-04-30"))
    delayed = deadline_of(day(R), [delay], CALENDAR)
    assert delayed.reply_due == day("2026-04-30")
    assert [*days_of(delayed, CALENDAR)][-1].why == "工作日，延迟答复（条例第三十五条）"
    with pytest.raises(ImpossibleFact, match="早于告知之日"):
        Delay(day("2026-02-10"), promised_on=day("2026-02-09"))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([told(*ASKED, "2026-02-03")], "早于"),
        ([told(*ASKED, "2026-02-05")], "早于"),
        ([told("agency_consulted", "2026-02-04", "2026-02-03")], "送达日期早于送出日期"),
        ([told("extension", "2026-02-04", 21)], "1 至 20 个工作日"),
        ([told("extension", "2026-02-04", 0)], "1 至 20 个工作日"),
        ([told("extension", "2026-02-04", 5), told("extension", "2026-02-05", 5)], "第二次延期"),
        ([told("correction_received", "2026-02-04")], "没有尚待补正的补正告知"),
        (
            [told("correction_received", "2026-02-04"), told("correction_notice", "2026-02-05")],
            "没有尚待补正的",
        ),
        ([told("fee_paid", "2026-02-04")], "没有尚未缴费的收费通知"),
        ([told("replied", "2026-01-25")], "早于收到申请之日"),
    ],
)
def test_impossible_facts_are_refused(facts, said):
    with pytest.raises(ImpossibleFact, match=said):
        compute(R, *facts)


def test_an_extension_spent_by_a_restart_cannot_be_granted_again():
    restarted = COURSES["extension spent by a restart"][1]
    paid = [told("fee_notice", "2026-02-06"), told("fee_paid", "2026-02-09")]
    (note,) = compute(R, *restarted, *paid).notes
    assert "2026-01-28 的延期在期限重新计算（2026-02-04）前作出，不再计入，也不能再次延期" in note
    with pytest.raises(ImpossibleFact, match="第二次延期"):
        compute(R, *restarted, told("extension", "2026-02-10", 5))


def test_the_regulation_of_2008_is_not_computed():
    assert compute("2019-05-15").reply_due
    with pytest.raises(NoRulesInForce, match="2019-05-15"):
        compute("2019-05-14")


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(OutOfCalendar):
        compute("2099-12-20")
    with pytest.raises(OutOfCalendar):
        compute(R, told("correction_notice", R), told("correction_received", "2100-01-01"))


@pytest.mark.parametrize(
    ("received", "facts", "provisional"),
    [
        ("2026-12-03", [], False),
        ("2026-12-04", [], True),
        ("2026-12-03", [told("extension", "2026-12-31", 1)], True),
        ("2019-12-30", [], True),  # 12-31 counts, and 2019 is not in the table
        ("2019-12-31", [], False),
        ("2026-12-25", [told("correction_notice", "2026-12-28")], True),  # its 7th workday is in 2027
        ("2026-12-01", [told("correction_notice", "2026-12-02")], False),
        # The only workdays of 2019 are excluded, but the 7th workday counts them.
        ("2019-12-27", [told("agency_consulted", "2019-12-27", "2019-12-27", "2020-01-02")], True),
    ],
)
def test_provisional_is_what_counts_a_day_without_an_official_calendar(received, facts, provisional):
    assert compute(received, *facts).provisional is provisional


def test_every_make_up_workday_counts_and_no_day_off_does():
    make_up = [each.date for each in SPECIALS if each.kind == "workday"]
    assert len(make_up) >= 26
    for special in SPECIALS:
        (first,) = [*days_of(deadline_of(special.date - dt.timedelta(1), [], CALENDAR), CALENDAR)][:1]
        assert first.counts is (special.kind == "workday") and special.name in first.why


def test_days_say_why():
    answered = compute(R, told(*ASKED, "2026-02-26"), told("agency_consulted", "2026-02-25", "2026-02-26"))
    why = {each.date.isoformat(): each.why for each in days_of(answered, CALENDAR)}
    assert why["2026-01-27"] == "工作日" and why["2026-01-31"] == "周六"
    assert why["2026-02-05"] == "征求第三方意见，不计入（条例第三十三条）"
    assert why["2026-02-26"] == "征求第三方、其他机关意见，不计入（条例第三十三条）"
    assert why["2026-02-27"] == "征求其他机关意见，不计入（条例第三十三条）"


# The same law once more, day by day and from plain values; it shares nothing with the clock but the calendar.


def counted(after, n, leave_out=()):
    """The n-th workday after a day, leaving out some."""
    while n:
        after += dt.timedelta(1)
        n -= CALENDAR.is_workday(after) and after not in leave_out
    return after


def dates_from(after, through):
    return {after + dt.timedelta(n) for n in range(1, (through - after).days + 1)}


def excluded_days(fact):
    """None while nobody can know them."""
    sent, delivered, answered = (
        fact[name] and day(fact[name]) for name in ("sent_on", "delivered_on", "answered_on")
    )
    if not (delivered or answered):
        return None
    ends = [answered] if answered else []
    if delivered:
        ends.append(counted(delivered, 15))
    return dates_from(sent, min(ends))


def by_counting(received_on, facts):
    """(clock, last day of the correction notice, reply due), or ValueError for the impossible."""
    received = anchor = day(received_on)
    first_days = [counted(received, n) for n in range(1, 8)]
    facts = sorted(facts, key=lambda fact: fact.get("on") or fact["sent_on"])
    notices = answers = extra = extensions = 0
    waits, owes, out, unknown = False, False, set(), False
    for fact in facts:
        kind, on = fact["kind"], day(fact.get("on") or fact["sent_on"])
        if kind == "replied":
            return "ended", first_days[6], due(anchor, extra, out, waits or owes or unknown)
        if kind == "correction_notice":
            waits = waits or (notices == 0 and on <= first_days[6])
            notices += 1
        elif kind == "correction_received":
            answers += 1
            if answers > notices:
                raise ValueError
            if waits:
                waits, anchor, extra = False, on, 0
        elif kind == "fee_notice":
            owes = True
        elif kind == "fee_paid":
            if not owes:
                raise ValueError
            owes, anchor, extra = False, on, 0
        elif kind == "extension":
            extensions += 1
            if extensions > 1 or fact["workdays"] > 20:
                raise ValueError
            extra = fact["workdays"]
        elif excluded_days(fact) is None:
            unknown = True
        else:
            out |= excluded_days(fact)
    stopped = waits or owes or unknown
    return "stopped" if stopped else "running", first_days[6], due(anchor, extra, out, stopped)


def due(anchor, extra, out, stopped):
    return None if stopped else counted(anchor, 20 + extra, out)


@st.composite
def histories(draw):
    """A receipt and facts of different days; some cannot have happened."""
    received = draw(st.dates(dt.date(2019, 5, 15), dt.date(2027, 6, 1)))
    offsets = draw(st.lists(st.integers(0, 70), max_size=7, unique=True))
    facts = [draw(facts_on(received + dt.timedelta(offset))) for offset in sorted(offsets)]
    replied = draw(st.booleans())
    if replied:
        facts.append(told("replied", (received + dt.timedelta(71)).isoformat()))
    return received.isoformat(), facts


@st.composite
def facts_on(draw, on):
    kinds = ["correction_notice", "correction_received", "fee_notice", "fee_paid", "extension"]
    kind = draw(st.sampled_from([*kinds, "third_party_consulted", "agency_consulted"]))
    if kind == "extension":
        return told(kind, on.isoformat(), draw(st.integers(1, 21)))
    if not kind.endswith("consulted"):
        return told(kind, on.isoformat())
    delivered = on + dt.timedelta(draw(st.integers(0, 10)))
    answered = draw(st.none() | st.integers(0, 40).map(lambda n: (delivered + dt.timedelta(n)).isoformat()))
    delivery_known = draw(st.integers(0, 9)) > 0
    return told(kind, on.isoformat(), delivered.isoformat() if delivery_known else None, answered)


@settings(max_examples=500, deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_agrees_with_counting_day_by_day_in_whatever_order_facts_are_told(history, random):
    received, facts = history
    shuffled = random.sample(facts, len(facts))
    try:
        expected = by_counting(received, facts)
    except ValueError:
        with pytest.raises(ImpossibleFact):
            compute(received, *shuffled)
        return
    found = compute(received, *shuffled)
    assert (found.clock, found.correction_notice_due, found.reply_due) == expected
    assert found == compute(received, *facts)
    strip = [*days_of(found, CALENDAR)]
    if found.reply_due:
        assert strip[-1].date == found.reply_due and strip[-1].number == found.workdays
        assert {each.date for each in strip} == dates_from(found.anchor, found.reply_due)
    else:
        assert strip == []


@given(
    st.lists(st.integers(0, 12).flatmap(lambda n: facts_on(day(R) + dt.timedelta(3 * n))), max_size=6),
    st.data(),
)
def test_facts_of_one_day_may_be_told_in_any_order_too(facts, data):
    found = []
    for order in (facts, data.draw(st.permutations(facts))):
        try:
            deadline = compute(R, *order)
            found.append((deadline.clock, deadline.reply_due, deadline.notes, [*days_of(deadline, CALENDAR)]))
        except ImpossibleFact:
            found.append(None)
    assert found[0] == found[1]


RECEIPTS = st.dates(dt.date(2019, 6, 1), dt.date(2027, 1, 1))


@st.composite
def answered_consultations(draw, received):
    sent = received + dt.timedelta(draw(st.integers(0, 40)))
    delivered = sent + dt.timedelta(draw(st.integers(0, 5)))
    return Consultation(sent, delivered, draw(st.none() | st.just(delivered + dt.timedelta(3))))


@st.composite
def consulted(draw):
    received = draw(RECEIPTS)
    return received, draw(st.lists(answered_consultations(received), max_size=4))


@given(consulted())
def test_consultations_only_lengthen_and_each_further_one_does_no_harm(case):
    received, consultations = case
    dues = [
        deadline_of(received, consultations[:n], CALENDAR).reply_due for n in range(len(consultations) + 1)
    ]
    assert dues[0] == counted(received, 20) and dues == sorted(dues)


@given(consulted())
def test_the_same_days_excluded_twice_are_excluded_once(case):
    received, consultations = case
    once, twice = (deadline_of(received, facts, CALENDAR) for facts in (consultations, consultations * 2))
    assert once.reply_due == twice.reply_due


@given(RECEIPTS, st.integers(0, 30))
def test_a_later_receipt_is_never_due_earlier(received, later):
    dues = [deadline_of(received + dt.timedelta(n), [], CALENDAR).reply_due for n in (0, later)]
    assert dues == sorted(dues)


@given(consulted(), st.integers(1, 20))
def test_an_extension_adds_its_workdays_and_no_day_of_the_reply_is_lost(case, workdays):
    received, consultations = case
    plain = deadline_of(received, consultations, CALENDAR)
    extension = Extension(received, workdays)
    extended = deadline_of(received, [*consultations, extension], CALENDAR)
    assume(all(each.through <= plain.reply_due for each in plain.exclusions))
    assert CALENDAR.workdays_between(plain.reply_due, extended.reply_due) == workdays


@given(histories())
def test_a_reply_leaves_the_date_as_it_was(history):
    received, facts = history
    running = [fact for fact in facts if fact["kind"] != "replied"]
    last = day(received) + dt.timedelta(200)
    try:
        told_so_far = read_case({"received_on": received, "facts": running})
        before = deadline_of(*told_so_far, CALENDAR)
    except ImpossibleFact:
        assume(False)
    after = deadline_of(told_so_far[0], [*told_so_far[1], Replied(last)], CALENDAR)
    assert (after.clock, after.reply_due) == (Clock.ENDED, before.reply_due)
