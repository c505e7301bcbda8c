"""The gate itself: `scan` says what a file holds, `masked_copy` gives it back with stars in the numbers."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

from catalog.privacy.report import Finding, Report

MAX_FILE_BYTES = 200 << 20
SECONDS = 50
_PROJECT = Path(__file__).parents[2]


class NoCopy(Exception):
    """Why there is no masked copy, and what to do."""


def scan(content: bytes, name: str = "", *, on: date | None = None) -> Report:
    """Always an answer: whatever cannot be read, in its time and memory, is for a person to look at."""
    if len(content) > MAX_FILE_BYTES:
        return Report([], True, ["文件超过200兆字节，请人工查看。"])
    head, _ = _asked("scan", content, name, on)
    if head is None:
        return Report([], True, ["读取这个文件用的时间或内存太多，请人工查看。"])
    return Report([Finding(*finding) for finding in head["findings"]], head["unreadable"], head["hints"])


def masked_copy(content: bytes, name: str = "", *, on: date | None = None) -> bytes:
    """The file in its own format, clean for `scan`; raises NoCopy where that cannot be done."""
    if len(content) > MAX_FILE_BYTES:
        raise NoCopy("文件超过200兆字节，不能制作脱敏副本。")
    head, copy = _asked("mask", content, name, on)
    if head is None or head.get("refused") or "refused" not in head:
        raise NoCopy(
            head["refused"] if head and "refused" in head else "读取这个文件时出错，不能制作脱敏副本。"
        )
    return copy


def text_in(content: bytes, name: str = "") -> str:
    """What search may find in a file; empty where it cannot be read in its time and memory."""
    return (
        ""
        if len(content) > MAX_FILE_BYTES
        else _asked("text", content, name, None)[1].decode(errors="replace")
    )


def _asked(deed, content, name, on):
    """The head and the rest of what the other process prints; None when it did not live to say it."""
    day = (on or date.today()).isoformat()
    command = [sys.executable, "-m", "catalog.privacy.process", deed, name.replace("\0", ""), day]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return None, b""
    head, _, rest = done.stdout.partition(b"\n")
    return (json.loads(head), rest) if done.returncode == 0 and head else (None, b"")
