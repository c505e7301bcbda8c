"""A process of its own that reads one file from standard input: what is crafted to break a reader breaks only this.

The first line printed is JSON; for a copy the content of it follows. Called as `python -m catalog.privacy.process`.
"""

import json
import resource
import sys
from datetime import date

from catalog.privacy.kinds import MASKABLE, kind_of
from catalog.privacy.places import Unreadable
from catalog.privacy.reading import Reading, text_of
from catalog.privacy.report import Report

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 45


def main(deed, name, on):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        head, copy = {"scan": scanned, "mask": masked, "text": extracted}[deed](content, name, on)
    except Exception as error:  # whatever a crafted file leads a reader to is an answer: a person must look
        head, copy = _head(Report([], True, [f"读取时出错（{type(error).__name__}），请人工查看。"])), b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + copy)


def _head(report):
    return {"findings": report.findings, "unreadable": report.unreadable, "hints": report.hints}


def scanned(content, name, on):
    reading = Reading(on)
    reading.read(content, name)
    return _head(reading.report), b""


def masked(content, name, on):
    """The copy, or in `refused` why there is none."""
    try:
        kind = kind_of(content, name)
    except Unreadable as error:
        return {"refused": f"{error}，不能制作脱敏副本。"}, b""
    if kind not in MASKABLE:
        return {
            "refused": "这种格式不能制作脱敏副本，请在原来的程序里改好后重新上传，或者另存为docx、xlsx。"
        }, b""
    reading = Reading(on, anew=True)
    copy = reading.read(content, name)
    if reading.report.unreadable:
        return {"refused": "".join(reading.report.hints) + "不能制作脱敏副本。"}, b""
    if reading.stuck:
        return {"refused": f"{reading.stuck[0]}里的号码不能自动遮盖，请手工修改。"}, b""
    copy = content if copy is None else copy
    again = Reading(on)
    again.read(copy, name)
    if again.report.findings or again.report.unreadable:
        return {"refused": "自动遮盖后仍有号码，请手工修改。"}, b""
    return {"refused": ""}, copy


def extracted(content, name, on):
    """What a reader sees of the file, for the search: no second copies, no files within it."""
    return {}, text_of(content, name, on=on).encode(errors="replace")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], date.fromisoformat(sys.argv[3]))
