"""卷宗: everything of a case in one PDF with page numbers, an index, and a list of digests.

The originals and `manifest.json` are attached to the PDF, so that whoever has it can recompute every digest, and the
chain of what happened, with any tool and without this portal: each event's digest is over the one before it.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils.timezone import localtime
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PdfReadError, PyPdfError

from disclosure_requests.letter_facts import request_text
from linhai_portal.letters.page import Cell, Page, Paragraph, Row, Table, day
from linhai_portal.letters.pdf import pdf_of, sheet_numbers

_HOW = (
    "本卷宗各件的原件和 manifest.json 附在这个 PDF 的附件里。用任何工具计算原件的 SHA-256，与下表一致，即没有改动；"
    "“办理经过”每一行的摘要由上一行的摘要和本行内容算出，最后一行与首页所列一致，即没有增删。"
)
_MOST_PAGES = 2000
_NO_PAGES = "原件是“{name}”，不能印成页，附在这个 PDF 的附件里。"


@dataclass(frozen=True, slots=True)
class Piece:
    """`file` is the name of the original among the attachments, `content` the original, `pages` how it is shown."""

    name: str
    on: date
    file: str
    content: bytes
    pages: PdfReader

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def events_of(case):
    """The course of the case, each row with its digest; the last digest stands for all."""
    rows, before = [], ""
    for event in case.events.select_related("by").order_by("pk"):
        row = {
            "at": localtime(event.at).isoformat(timespec="seconds"),
            "on": event.happened_on.isoformat() if event.happened_on else "",
            "move": event.move,
            "deed": event.deed,
            "from": event.from_status,
            "to": event.to_status,
            "by": event.by.name if event.by else "申请人",
            "note": event.note,
        }
        before = hashlib.sha256((before + _canonical(row)).encode()).hexdigest()
        rows.append(row | {"digest": before})
    return rows


def _canonical(row):
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def build(case, *, today):
    """The whole PDF, the number of its pages, and the last digest of the chain."""
    events = events_of(case)
    pieces = [*_pieces(case, today), _course(case, events, today)]
    firsts = _first_pages(pieces)
    index = PdfReader(BytesIO(pdf_of(_index(case, pieces, firsts, events, today))))
    manifest = _manifest(case, pieces, firsts, events)
    content, pages = _bind(index, pieces, manifest)
    return content, pages, events[-1]["digest"]


def _first_pages(pieces):
    """The index is not counted: its length is known only when it is written."""
    firsts, n = [], 1
    for piece in pieces:
        firsts.append(n)
        n += len(piece.pages.pages)
    return firsts


def _pieces(case, today):
    """By time, the application first."""
    form = pdf_of(_application(case, today))
    yield Piece("申请表", case.arrived_on or today, "申请表.pdf", form, PdfReader(BytesIO(form)))
    papers = [(each.at, each) for each in case.materials.all()] + [
        (each.issued_at, each) for each in case.letters.all()
    ]
    for at, paper in sorted(papers, key=lambda pair: pair[0]):
        yield _material(paper, localtime(at).date()) if hasattr(paper, "content_type") else _letter(paper)
    for n, each in enumerate(case.verifications.all(), start=1):
        yield _verification(n, each)
    for n, each in enumerate(case.follow_ups.select_related("by"), start=1):
        yield _follow_up(n, each)


def _letter(letter):
    content = letter.read("pdf")
    return Piece(str(letter), letter.dated, f"{letter}.pdf", content, PdfReader(BytesIO(content)))


def _follow_up(n, row):
    lines = [
        ("日期", day(row.on)),
        ("方式", row.get_way_display()),
        ("满意程度", row.get_satisfaction_display()),
        ("申请人的话", row.said),
        ("后来的办理", row.done),
        ("随访人", row.by.name if row.by else "申请人在网上评价"),
    ]
    return _record("随访记录", n, row.on, lines)


def _verification(n, row):
    lines = [
        ("日期", day(row.on)),
        ("核查人", row.checker),
        ("核查了什么", row.what),
        ("结果", row.get_finding_display()),
    ]
    return _record("核查记录", n, row.on, lines)


def _record(title, n, on, lines):
    """What stands in a row of the case only, as a page of its own."""
    content = pdf_of(Page(title=title, dated=on, blocks=[_two_columns(lines)]))
    return Piece(f"{title} {n}", on, f"{title}{n}.pdf", content, PdfReader(BytesIO(content)))


def _material(material, on):
    content = material.read()
    shown = f"{material.get_kind_display()}：{material.name}"
    return Piece(shown, on, material.name, content, _pages_of(material, content, on))


def _pages_of(material, content, on):
    """PDF as it is, pictures on a page each; of everything else a page says where the original is."""
    try:
        if material.content_type == "application/pdf":
            return _readable(content)
        if material.content_type.startswith("image/"):
            page = BytesIO()
            Image.open(BytesIO(content)).convert("RGB").save(page, "PDF", resolution=150)
            return PdfReader(page)
    except (PyPdfError, OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        pass  # what cannot be shown, locked or broken, is attached all the same
    words = Paragraph(_NO_PAGES.format(name=material.name))
    return PdfReader(BytesIO(pdf_of(Page(title=material.get_kind_display(), dated=on, blocks=[words]))))


def _readable(content):
    """Read to its last page and written anew: a page that breaks does so here, where it can be left out."""
    source, writer = PdfReader(BytesIO(content)), PdfWriter()
    if len(source.pages) > _MOST_PAGES:
        raise PdfReadError("more pages than anybody prints")
    for page in source.pages:
        writer.add_page(page).merge_page(PageObject.create_blank_page(width=1, height=1))
    written = BytesIO()
    writer.write(written)
    return PdfReader(written)


def _application(case, today):
    lines = [
        ("申请编号", case.number or ""),
        ("受理机关", case.organization.full_name),
        ("提交方式", case.get_channel_display()),
        ("收到申请之日", day(case.received_on) if case.received_on else ""),
        *case.applicant.contact_lines,
        ("请求更正" if case.is_own_records else "所需信息", request_text(case)),
        ("载体和获取方式", f"{case.get_carrier_display()}，{case.get_way_display()}"),
    ]
    return Page(title=f"{case.get_kind_display()}表", dated=today, blocks=[_two_columns(lines)])


def _two_columns(lines):
    rows = [Row((Cell(label, is_label=True), Cell(value))) for label, value in lines]
    return Table((22, 78), tuple(rows))


def _course(case, events, today):
    head = Row(tuple(Cell(words, is_label=True) for words in ("时间", "事项", "经手", "说明", "摘要")))
    rows = [
        Row(
            (
                Cell(e["at"][:16].replace("T", " ")),
                Cell(e["deed"]),
                Cell(e["by"]),
                Cell(e["note"]),
                Cell(e["digest"][:12]),
            )
        )
        for e in events
    ]
    content = pdf_of(Page(title="办理经过", dated=today, blocks=[Table((20, 20, 14, 30, 16), (head, *rows))]))
    return Piece("办理经过", today, "办理经过.pdf", content, PdfReader(BytesIO(content)))


def _index(case, pieces, firsts, events, today):
    head = Row(tuple(Cell(words, is_label=True) for words in ("序号", "名称", "日期", "页号", "SHA-256")))
    rows = [
        Row((Cell(str(n)), Cell(piece.name), Cell(day(piece.on)), Cell(str(first)), Cell(piece.sha256)))
        for n, (piece, first) in enumerate(zip(pieces, firsts, strict=True), start=1)
    ]
    chain = Paragraph(f"办理经过的摘要链：{events[-1]['digest']}")
    table = Table((8, 30, 20, 8, 34), (head, *rows))
    return Page(title=f"卷内目录\n{case}", dated=today, blocks=[Paragraph(_HOW), chain, table])


def _manifest(case, pieces, firsts, events):
    rows = [
        {
            "number": n,
            "name": piece.name,
            "on": piece.on.isoformat(),
            "page": first,
            "file": _file(n, piece),
            "sha256": piece.sha256,
        }
        for n, (piece, first) in enumerate(zip(pieces, firsts, strict=True), start=1)
    ]
    facts = {
        "case": case.number,
        "organization": case.organization.full_name,
        "pieces": rows,
        "events": events,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def _file(n, piece):
    return f"{n:02d}-{piece.file}".replace("/", "_")


def _bind(index, pieces, manifest):
    writer = PdfWriter()
    for page in index.pages:
        writer.add_page(page)
    numbers = PdfReader(BytesIO(sheet_numbers(sum(len(piece.pages.pages) for piece in pieces))))
    n = 0
    for piece in pieces:
        for page in piece.pages.pages:
            writer.add_page(page).merge_page(numbers.pages[n])
            n += 1
    for number, piece in enumerate(pieces, start=1):
        writer.add_attachment(_file(number, piece), piece.content)
    writer.add_attachment("manifest.json", manifest)
    bound = BytesIO()
    writer.write(bound)
    return bound.getvalue(), len(writer.pages)
