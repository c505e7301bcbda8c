import datetime as dt
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from participation.icalendar import Entry, calendar_file, escaped, folded

EVENT = Entry(
    uid="event-7@www.example.gov.cn",
    stamp=dt.datetime(2026, 10, 1, 1, 30, tzinfo=dt.UTC),
    starts_at=dt.datetime(2026, 10, 13, 6, 0, tzinfo=dt.UTC),
    ends_at=dt.datetime(2026, 10, 13, 7, 30, tzinfo=dt.UTC),
    title="《助餐办法》在线访谈；答问, 第一场",
    place="崇和门 1 号\\二楼",
    description="嘉宾：\n市民政局局长",
    address="https://www.example.gov.cn/events/7/",
)
# What a text field holds: no control characters but line breaks and tabs.
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"))


def unfolded(data):
    return data.replace(b"\r\n ", b"").decode()


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


def facts(data):
    """Name and value of each line, as a phone reads them."""
    return [line.split(":", 1) for line in unfolded(data).splitlines()]


def test_the_file_says_when_where_and_what_in_local_time_with_its_zone():
    lines = unfolded(calendar_file(EVENT, maker="临海市政务公开")).split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:临海市政务公开"]
    assert "DTSTART;TZID=Asia/Shanghai:20261013T140000" in lines
    assert "DTEND;TZID=Asia/Shanghai:20261013T153000" in lines
    assert "DTSTAMP:20261001T013000Z" in lines
    assert "SUMMARY:《助餐办法》在线访谈；答问\\, 第一场" in lines
    assert "LOCATION:崇和门 1 号\\\\二楼" in lines
    assert "DESCRIPTION:嘉宾：\\n市民政局局长" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_every_component_that_begins_ends_and_the_zone_is_named_in_the_file():
    found = facts(calendar_file(EVENT, maker="x"))
    begun = [value for name, value in found if name == "BEGIN"]
    assert sorted(begun) == sorted(value for name, value in found if name == "END")
    assert ["TZID", "Asia/Shanghai"] in found and ["UID", EVENT.uid] in found


def test_a_change_has_a_higher_number_under_the_same_name_and_a_cancellation_says_so():
    first = dict(facts(calendar_file(EVENT, maker="x")))
    off = replace(EVENT, sequence=2, is_cancelled=True)
    then = dict(facts(calendar_file(off, maker="x")))
    assert (first["SEQUENCE"], first["STATUS"]) == ("0", "CONFIRMED")
    assert (then["SEQUENCE"], then["STATUS"], then["UID"]) == ("2", "CANCELLED", first["UID"])


def test_what_is_not_known_has_no_line():
    bare = Entry("u", EVENT.stamp, EVENT.starts_at, EVENT.ends_at, "题目")
    names = {name for name, _ in facts(calendar_file(bare, maker="x"))}
    assert names.isdisjoint({"LOCATION", "DESCRIPTION", "URL"})


def test_a_line_break_of_any_kind_is_one_and_no_control_character_gets_through():
    assert escaped("甲\r\n乙\r丙\n丁\x00\x1b;") == "甲\\n乙\\n丙\\n丁\\;"


def test_no_text_makes_a_line_of_its_own():
    data = calendar_file(
        Entry("u", EVENT.stamp, EVENT.starts_at, EVENT.ends_at, "题\r\nATTENDEE:x"), maker="x"
    )
    assert "ATTENDEE" not in {name for name, _ in facts(data)}


@given(texts)
def test_what_was_written_is_read_back_from_lines_of_at_most_75_octets(text):
    data = folded(f"SUMMARY:{escaped(text)}")
    assert all(len(line) <= 75 and line.decode() for line in data.removesuffix(b"\r\n").split(b"\r\n"))
    assert unescaped(unfolded(data).removesuffix("\r\n").removeprefix("SUMMARY:")) == text
