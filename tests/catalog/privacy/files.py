"""Small files of every format, made by hand where no library of the project writes them."""

import io
import zipfile

import xlsxwriter
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def package(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(content, **changes):
    """The package with parts added or replaced; a function changes what is there."""
    parts = parts_of(content)
    for name, change in changes.items():
        parts[name] = change(parts[name].decode()) if callable(change) else change
    return package(parts)


def relations(*entries):
    """Each entry: id, kind, target, and whether it leads outside."""
    inner = "".join(
        f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for number, kind, target, is_outside in entries
        for mode in [' TargetMode="External"' if is_outside else ""]
    )
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def types(main):
    kind = f"application/vnd.openxmlformats-officedocument.{main}.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{XML}<Types xmlns="{types}"><Override PartName="/main.xml" ContentType="{kind}"/></Types>'


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def letter(body, links=(), **parts):
    """A DOCX with this body; `links` are the relations of its main part."""
    names = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="m" xmlns:wp="d" xmlns:wps="s" xmlns:v="v" xmlns:m="math"'
    return package(
        {
            "[Content_Types].xml": types("wordprocessingml.document"),
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml", False)),
            "word/document.xml": f"{XML}<w:document {names}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*links),
        }
        | parts
    )


def slides(*bodies, **parts):
    """A PPTX with these slides; a body that begins with ! is a hidden one."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    names = f'xmlns:p="p" xmlns:a="{drawing}" xmlns:r="{OFFICE}"'
    numbers = range(1, len(bodies) + 1)
    order = "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in numbers)
    shown = {f"ppt/slides/slide{number}.xml": body for number, body in enumerate(bodies, start=1)}
    return package(
        {
            "[Content_Types].xml": types("presentationml.presentation"),
            "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml", False)),
            "ppt/presentation.xml": f"{XML}<p:presentation {names}><p:sldIdLst>{order}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                *((f"r{number}", "slide", f"slides/slide{number}.xml", False) for number in numbers)
            ),
        }
        | {
            name: f"{XML}<p:sld {names} show='{int(body[0] != '!')}'>{body.lstrip('!')}</p:sld>"
            for name, body in shown.items()
        }
        | parts
    )


def workbook(fill, **properties):
    """An XLSX; `fill` gets the workbook and its first sheet 名单."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"author": "", **properties})
        fill(book, book.add_worksheet("名单"))
    return target.getvalue()


def pdf(*lines, change=None):
    """A PDF of one page with a line of text for each argument; `change` gets its writer."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F1"): DictionaryObject({NameObject(a): NameObject(b) for a, b in font.items()})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(drawing(*lines))
    if change:
        change(writer)
    return written(writer)


def drawing(*lines):
    stream = DecodedStreamObject()
    stream.set_data(
        "\n".join(f"BT /F1 12 Tf 50 {700 - 20 * n} Td {line} ET" for n, line in enumerate(lines)).encode()
    )
    return stream


def shown(text):
    return f"({text}) Tj"


def saved_again(content, change):
    """The PDF with changes appended behind it, as many programs save."""
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    change(writer)
    return written(writer)


def written(writer):
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def pages_of(content):
    return PdfReader(io.BytesIO(content)).pages
