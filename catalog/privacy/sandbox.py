"""Files are read in a process of their own: a hostile one can exhaust or abort that, nothing else (docs/adr/0007).

The process has the file as standard input and answers one line of JSON, for a copy followed by its bytes.
"""

import base64
import gc
import json
import re
import resource
import subprocess
import sys
from pathlib import Path

from catalog.privacy.reading import every_text_here, masked_copy_here, scan_here, texts_here
from catalog.privacy.report import Finding, Report, Unreadable

SECONDS = 50  # the contract gives 60 to a file
MEMORY_BYTES = 1 << 30
_ROOT = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from catalog.privacy.sandbox import answer; answer(*sys.argv[2:])"
_SILENT = {"unreadable": True}


def scan(content, name):
    """The report on a file; whatever goes wrong inside makes it unreadable."""
    told = _ask("scan", content, name)
    findings = [Finding(*each) for each in told.get("findings", [])]
    return Report(findings, told.get("unreadable", False), told.get("hints", []))


def texts(content, name):
    """What a file says, for the search index; empty when it cannot be read."""
    return _ask("texts", content, name).get("texts", "")


def every_text(content, name):
    """All that is stored in a file, hidden sheets, comments and properties too; empty when it cannot be read."""
    return _ask("every_text", content, name).get("texts", "")


def masked_copy(content, name):
    """The same file with its numbers masked everywhere; ValueError says what to do where that cannot be done."""
    told = _ask("masked_copy", content, name)
    if "copy" not in told:
        raise ValueError(
            told.get("sentence", "这个文件读不出来，不能制作脱敏副本。请检查文件是否损坏或者加密。")
        )
    return base64.b64decode(told["copy"])


def _ask(task, content, name):
    command = [sys.executable, "-I", "-c", _START, _ROOT, task, _ending(name)]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return _SILENT


def _ending(name):
    """A name may hold a number, and commands are seen by others: only its ending goes along."""
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return ending[0] if ending else "."


def answer(task, name):
    """What the process does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # the process ends before it matters
    content = sys.stdin.buffer.read()
    try:
        told = _TASKS[task](content, name)
    except Unreadable as reason:
        told = {"unreadable": True, "hints": [str(reason)] if str(reason) else []}
    except ValueError as sentence:
        told = {"unreadable": True, "sentence": str(sentence)} if task == "masked_copy" else _SILENT
    except Exception:  # a damaged file can make a reader fail in any way
        told = _SILENT
    json.dump(told, sys.stdout)


def _scanned(content, name):
    report = scan_here(content, name)
    findings = [(finding.kind, finding.masked, finding.where) for finding in report.findings]
    return {"findings": findings, "unreadable": report.unreadable, "hints": report.hints}


def _texts(content, name):
    return {"texts": texts_here(content, name)}


def _every_text(content, name):
    return {"texts": every_text_here(content, name)}


def _masked_copy(content, name):
    return {"copy": base64.b64encode(masked_copy_here(content, name)).decode()}


_TASKS = {"scan": _scanned, "texts": _texts, "every_text": _every_text, "masked_copy": _masked_copy}
