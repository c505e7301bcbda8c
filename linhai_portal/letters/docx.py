"""A page as a Word document, for the office to keep and to print; the same page gives the same bytes."""

import io
import zipfile
from datetime import datetime, time

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable

from linhai_portal.letters.page import (
    A4,
    BODY_PT,
    LETTER_FOOT_MM,
    LETTER_LINE_MM,
    LETTER_NAME_MM,
    LINE_PT,
    NAME_MM,
    NUMBER_LINE_MM,
    RED,
    SMALL_PT,
    TIGHTER_PT,
    TITLE_LINE_PT,
    TITLE_PT,
    Head,
    Page,
    Paragraph,
)

# Fonts are named as the standard names them; whoever opens the document has them. GB/T 9704-2012 5.2.2
FANGSONG, KAI, HEI = "仿宋_GB2312", "楷体_GB2312", "黑体"
TITLE_FONT, NUMBER_FONT = "方正小标宋简体", "宋体"
LEVEL_FONTS = {1: HEI, 2: KAI}
LATIN = "Times New Roman"
LINE_PITCH = 579  # twentieths of a point: 22 lines in 225 mm
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP knows
_HALF_NUMBER_LINE_MM = 2.5  # of its 14 pt


def docx_of(page: Page) -> bytes:
    document = _Writer(page).document()
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _undated(written):
    """The same archive without the time of writing."""
    target = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in sorted(source.namelist()):
            archive.writestr(
                zipfile.ZipInfo(member, _ZIP_DAY), source.read(member), compress_type=zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def _element(tag, parent=None, **attributes):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    if parent is not None:
        parent.append(element)
    return element


def _set_fonts(properties, east_asia, latin=LATIN):
    """On a `w:rPr`; no theme may say otherwise."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east_asia)):
        fonts.set(qn(f"w:{name}"), value)


class _Writer:
    def __init__(self, page: Page):
        self.page = page
        self.word = Document()

    def document(self):
        self._set_properties()
        self._set_defaults()
        self._set_section()
        self._write_head()
        self._write_title()
        self._write_body()
        self._write_end()
        return self.word

    def _set_properties(self):
        core, day = self.word.core_properties, datetime.combine(self.page.dated, time())
        core.title, core.author, core.last_modified_by = (
            self.page.name[:255],
            self.page.signer[:255],
            "",
        )
        core.created = core.modified = day
        core.comments, core.revision, core.language = "", 1, "zh-CN"

    def _set_defaults(self):
        style = self.word.styles["Normal"]
        style.font.size = Pt(BODY_PT)
        for properties in self.word.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
            _set_fonts(properties, FANGSONG)
            for language in properties.xpath("w:lang"):
                language.set(qn("w:eastAsia"), "zh-CN")
        _set_fonts(style.element.get_or_add_rPr(), FANGSONG)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(LINE_PT)
        style.paragraph_format.widow_control = False  # 22 lines to a page, whatever falls on it
        # The exact pitch makes the lines; programs differ in what a grid does to it.
        style.element.get_or_add_pPr().insert_element_before(
            _element("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:jc"
        )
        spacing = _element("w:spacing", val=round(-20 * TIGHTER_PT))
        style.element.get_or_add_rPr().insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz")

    def _set_section(self):
        section, paper = self.word.sections[0], self.page.paper
        section.start_type = WD_SECTION_START.NEW_PAGE
        section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
        section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
        section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
        section.gutter = section.header_distance = Mm(0)
        self._set_grid(section)
        if self.page.is_numbered:
            self._write_footers(section)

    def _set_grid(self, section):
        """22 lines of 28 characters; 5.2.4."""
        for old in section._sectPr.xpath("w:docGrid"):
            section._sectPr.remove(old)
        if self.page.paper is A4:
            _element("w:docGrid", section._sectPr, type="lines", linePitch=LINE_PITCH)

    def _write_footers(self, section):
        """Odd pages to the right, even ones to the left, one character from the edge; 7.5."""
        self.word.settings.odd_and_even_pages_header_footer = True
        foot = self.page.paper.bottom - NUMBER_LINE_MM - _HALF_NUMBER_LINE_MM
        distance = min(foot, LETTER_FOOT_MM) if self.page.is_letter else foot
        section.footer_distance = Mm(distance)
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            self._write_page_number(footer, side, Mm(foot - distance))
        if self.page.is_letter:
            section.different_first_page_header_footer = True
            self._write_lower_line(section.first_page_footer)

    def _write_page_number(self, footer, side, below):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = self.word.styles["Normal"]
        shape = paragraph.paragraph_format
        shape.alignment, shape.space_after, shape.line_spacing = side, below, Pt(SMALL_PT)
        shape.left_indent = shape.right_indent = Pt(SMALL_PT)
        self._run(paragraph, "— ", NUMBER_FONT, SMALL_PT)
        for kind in ("begin", None, "end"):
            run = self._run(paragraph, "", NUMBER_FONT, SMALL_PT)
            if kind:
                _element("w:fldChar", run._r, fldCharType=kind)
            else:
                _element("w:instrText", run._r).text = "PAGE"
        self._run(paragraph, " —", NUMBER_FONT, SMALL_PT)

    def _write_lower_line(self, footer):
        footer.is_linked_to_previous = False
        self._rule(footer.paragraphs[0], "thinThickSmallGap", 12, above=1)

    def _rule(self, paragraph, kind, eighths, *, above):
        """A red line so many millimetres below what stands before; that of 信函格式 is wider than the type area."""
        paragraph.style = self.word.styles["Normal"]
        paragraph.paragraph_format.line_spacing = Mm(above)
        if self.page.is_letter:
            side = (self.page.paper.width - LETTER_LINE_MM) / 2
            paragraph.paragraph_format.left_indent = Mm(side - self.page.paper.left)
            paragraph.paragraph_format.right_indent = Mm(side - self.page.paper.right)
        borders = OxmlElement("w:pBdr")
        _element("w:bottom", borders, val=kind, sz=eighths, space=0, color=RED)
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )

    def _write_head(self):
        page = self.page
        if page.head is Head.NONE:
            if page.number:
                self._line(page.number, align=WD_ALIGN_PARAGRAPH.CENTER)
                self._empty()
            return
        if page.is_letter:
            self._write_letter_head(self.word.sections[0].first_page_header)
        else:
            self._red_name(self._paragraph()).space_before = Mm(NAME_MM)
            self._empty(2)
            self._line(page.number, align=WD_ALIGN_PARAGRAPH.CENTER)
            self._rule(self._paragraph(), "single", 12, above=4)
        self._empty(2)

    def _write_letter_head(self, header):
        """The name stands above the type area, so it is in the header of the first page."""
        header.is_linked_to_previous = False
        self.word.sections[0].header_distance = Mm(LETTER_NAME_MM)
        self._red_name(header.paragraphs[0])
        self._rule(header.add_paragraph(), "thickThinSmallGap", 12, above=4)
        number = self._line(self.page.number, align=WD_ALIGN_PARAGRAPH.RIGHT)
        number.paragraph_format.space_before = Pt(7 / 8 * BODY_PT)

    def _red_name(self, paragraph):
        paragraph.style, paragraph.alignment = self.word.styles["Normal"], WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(self.page.name_pt * 1.1)
        run = self._run(paragraph, self.page.signer, TITLE_FONT, self.page.name_pt)
        run.font.color.rgb = RGBColor.from_string(RED)
        return paragraph.paragraph_format

    def _write_title(self):
        if not self.page.title:
            return
        for line in self.page.title.split("\n"):
            title = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER)
            title.paragraph_format.line_spacing = Pt(TITLE_LINE_PT)
            title.paragraph_format.keep_with_next = True
            self._run(title, line, TITLE_FONT, TITLE_PT)
        self._empty()

    def _write_body(self):
        if self.page.addressee:
            self._line(f"{self.page.addressee}：")
        for block in self.page.blocks:
            if isinstance(block, Paragraph):
                self._body(block.text, LEVEL_FONTS.get(block.level, FANGSONG))
            else:
                self._table(block)
        if self.page.contact:
            self._body(self.page.contact)

    def _body(self, text, font=FANGSONG):
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Pt(2 * BODY_PT)
        self._count_characters(paragraph, firstLineChars=2)
        self._run(paragraph, text, font)

    def _count_characters(self, paragraph, **indents):
        """Word prefers indents told in characters to those in points, whatever the font is."""
        for name, number in indents.items():
            paragraph._p.pPr.ind.set(qn(f"w:{name}"), str(round(number * 100)))

    def _table(self, block):
        table = self.word.add_table(len(block.rows), len(block.widths), "Table Grid" if block.ruled else None)
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        widths = [Mm(self.page.paper.text_width * share / 100) for share in block.column_shares]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row, line in zip(block.rows, table.rows, strict=True):
            line.height = Pt(row.height_pt)
            _element("w:cantSplit", line._tr.get_or_add_trPr())
            place = 0
            for cell in row.cells:
                end = place + cell.columns
                target = line.cells[place].merge(line.cells[end - 1])
                target.width = sum(widths[place:end])
                self._cell(target, cell, SMALL_PT if block.ruled else BODY_PT)
                place = end

    def _cell(self, target, cell, size):
        target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = target.paragraphs[0]
        if cell.is_label:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = Pt(size * 1.4)
        self._run(paragraph, cell.text, FANGSONG, size)

    def _write_end(self):
        page = self.page
        if page.attachments:
            self._empty()
            for place, line in enumerate(page.attachment_lines):
                self._attachment(line, is_first=not place)
        if page.signer:
            self._keep_last()
            self._empty(2 if page.is_sealed else 1, keep=True)
            signer, dated = page.signature_indents
            self._signed(page.signer, signer, keep=True)
            self._signed(page.date_text, dated)
        if page.remark:
            self._body(f"（{page.remark}）")
        if self._last_table():
            # Word wants a paragraph after a table; it must not need a page of its own.
            self._paragraph().paragraph_format.line_spacing = Pt(1)

    def _attachment(self, text, *, is_first):
        """Further lines under the first character of the name."""
        several = len(self.page.attachments) > 1
        number, _, name = text.partition(".") if several else ("", "", text)
        hanging = 1.5 if several else 0
        paragraph = self._paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent = Pt((5 + hanging) * BODY_PT)
        shape.first_line_indent = -Pt((3 + hanging if is_first else hanging) * BODY_PT)
        shape.tab_stops.add_tab_stop(Pt((5 + hanging) * BODY_PT))
        self._run(paragraph, ("附件：" if is_first else "") + (f"{number}.\t{name}" if several else name))

    def _signed(self, text, indent, *, keep=False):
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.paragraph_format.keep_with_next = keep
        paragraph.paragraph_format.right_indent = Pt(indent * BODY_PT)
        self._count_characters(paragraph, rightChars=indent)
        self._run(paragraph, text)

    def _keep_last(self):
        """A signature stands under text, never on a page of its own; 7.3.5.5."""
        table = self._last_table()
        last = [each for cell in table.rows[-1].cells for each in cell.paragraphs] if table else []
        for paragraph in last or self.word.paragraphs[-1:]:
            paragraph.paragraph_format.keep_with_next = True

    def _last_table(self):
        """The table that nothing follows yet."""
        contents = list(self.word.iter_inner_content())
        return contents[-1] if contents and isinstance(contents[-1], WordTable) else None

    def _line(self, text, *, align=WD_ALIGN_PARAGRAPH.LEFT):
        paragraph = self._paragraph(align)
        self._run(paragraph, text)
        return paragraph

    def _empty(self, lines=1, *, keep=False):
        for _ in range(lines):
            self._paragraph().paragraph_format.keep_with_next = keep

    def _paragraph(self, align=None):
        paragraph = self.word.add_paragraph()
        paragraph.alignment = align
        return paragraph

    def _run(self, paragraph, text, font=FANGSONG, size=BODY_PT):
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        _set_fonts(run._r.get_or_add_rPr(), font, font if font == NUMBER_FONT else LATIN)
        return run
