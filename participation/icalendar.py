"""A calendar file (RFC 5545) of one event. Pure: knows no framework.

Moments are told in local time with the zone's rules in the file, so that a phone abroad shows the right hour.
"""

import datetime as dt
import re
from dataclasses import dataclass

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LONGEST_LINE = 75  # octets, without the line break (§3.1)
_ZONE = "Asia/Shanghai"
_LOCAL = dt.timezone(dt.timedelta(hours=8))
# What no text of a calendar may hold (§3.1, CONTROL); a tab is a blank.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TIME_ZONE = [
    "BEGIN:VTIMEZONE",
    f"TZID:{_ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T020000",  # the end of the last summer time
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
]


@dataclass(frozen=True)
class Entry:
    """`uid` is the same whenever the file is fetched, so that the second one replaces the first.

    `sequence` grows with each change (§3.8.7.4); a phone takes out what `is_cancelled`.
    """

    uid: str
    stamp: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    place: str = ""
    description: str = ""
    address: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_file(entry: Entry, *, maker: str) -> bytes:
    """`maker` names the program or office that made the file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{escaped(maker)}",
        "CALSCALE:GREGORIAN",
        *_TIME_ZONE,
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{entry.stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        _moment("DTSTART", entry.starts_at),
        _moment("DTEND", entry.ends_at),
        f"SEQUENCE:{entry.sequence}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{escaped(entry.title)}",
    ]
    lines += [f"LOCATION:{escaped(entry.place)}"] if entry.place else []
    lines += [f"DESCRIPTION:{escaped(entry.description)}"] if entry.description else []
    lines += [f"URL:{entry.address}"] if entry.address else []
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(folded(line) for line in lines)


def _moment(name: str, moment: dt.datetime) -> str:
    return f"{name};TZID={_ZONE}:{moment.astimezone(_LOCAL):%Y%m%dT%H%M%S}"


def escaped(text: str) -> str:
    """TEXT of §3.3.11: backslash, semicolon, comma and line break."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"([\\;,])", r"\\\1", _CONTROLS.sub("", text))
    return text.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which splits a character; each further one begins with a blank."""
    pieces, room = [b""], _LONGEST_LINE
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
            room = _LONGEST_LINE - 1
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
