"""The report for taking away: HTML for a page, a workbook, Word and PDF on landscape A4, all from the same cells."""

import xlsxwriter
from django.template.loader import render_to_string
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from disclosure_requests.annual_report.grids import grids, placed
from linhai_portal.letters.pdf import font_families, pdf_of_html

_BODY = Pt(12)
_TABLE = Pt(10.5)  # 五号, the smallest that a reader of seventy has to put up with
_FACE = "仿宋_GB2312"
_MARGIN = Mm(20)
_WIDTH = Mm(297 - 2 * 20)


def write_html(target, paper):
    target.write(render_to_string("disclosure_requests/annual_report_file.html", paper).encode())


def write_xlsx(target, paper):
    """One sheet a table; cells that span are merged."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        looks = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": 10.5}
        head = workbook.add_format(looks | {"align": "center", "bold": True})
        label = workbook.add_format(looks | {"align": "left"})
        figure = workbook.add_format(looks | {"align": "center"})
        title = workbook.add_format({"bold": True, "font_size": 14})
        for number, grid in enumerate(grids(paper["tables"]), start=2):
            sheet = workbook.add_worksheet(f"表{number}")
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.write_string(0, 0, f"{paper['title']}　{grid.title}", title)
            for column, width in enumerate(grid.widths):
                sheet.set_column(column, column, width)
            for row, column, cell in placed(grid):
                look = head if cell.scope.startswith("col") else label if cell.is_head else figure
                _write(sheet, row + 1, column, cell, look)


def _write(sheet, row, column, cell, look):
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", look)
    if isinstance(cell.words, int):
        sheet.write_number(row, column, cell.words, look)
    else:
        sheet.write_string(row, column, cell.words, look)


def write_docx(target, paper):
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FACE, _BODY
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACE)
    _landscape(document.sections[0])
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper["title"])
    run.bold, run.font.size = True, Pt(18)
    for note in paper["notes"]:
        document.add_paragraph(note)
    for part in paper["parts"]:
        document.add_paragraph().add_run(part["title"]).bold = True
        for line in part["lines"]:
            document.add_paragraph(line)
        if part["grid"]:
            _add_table(document, part["grid"])
    document.save(target)


def _landscape(section):
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _add_table(document, grid):
    table = document.add_table(rows=len(grid.rows), cols=grid.columns, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = int(_WIDTH * width / sum(grid.widths))
    for number, row in enumerate(table.rows):
        facts = row._tr.get_or_add_trPr()
        facts.append(OxmlElement("w:cantSplit"))
        if number < grid.head:
            facts.append(OxmlElement("w:tblHeader"))  # again on every page
    for row, column, cell in placed(grid):
        last = table.cell(row + cell.rows - 1, column + cell.columns - 1)
        paragraph = table.cell(row, column).merge(last).paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        is_label = cell.is_head and not cell.scope.startswith("col")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_label else WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(str(cell.words)).font.size = _TABLE


def write_pdf(target, paper):
    """Landscape A4 like the Word file, the head of a long table again on every page."""
    html = render_to_string("disclosure_requests/annual_report_pdf.html", paper | {"fonts": font_families()})
    target.write(pdf_of_html(html))


WRITERS = {"html": write_html, "docx": write_docx, "xlsx": write_xlsx, "pdf": write_pdf}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
