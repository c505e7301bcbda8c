"""A page as PDF/A-2b, for the applicant: fonts embedded, text to select, tagged; the same page gives the same bytes.

Another version of WeasyPrint or another font gives other bytes: an issued letter is kept as a file, never made again.
"""

import logging

from django.conf import settings
from django.template.loader import render_to_string
from PIL import ImageFile
from weasyprint import HTML, URLFetcher

from linhai_portal.letters import page as standard
from linhai_portal.letters.page import A4, Page

# WeasyPrint lets Pillow take broken pictures, in the whole process; those that people upload must be whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# It tells each font that it makes smaller.
logging.getLogger("fontTools").setLevel(logging.ERROR)


def pdf_of(page: Page) -> bytes:
    return pdf_of_html(render_to_string("letters/page.html", {"page": page, **_measures(page)}))


def pdf_of_html(html: str) -> bytes:
    """Nothing is fetched from anywhere: what it shows, it has in itself."""
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(
        pdf_variant="pdf/a-2b", pdf_tags=True
    )


def font_families() -> dict:
    return {kind: _families(names) for kind, names in settings.LETTER_FONTS.items()}


def sheet_numbers(count: int) -> bytes:
    """Empty A4 sheets with the numbers 1 to `count` in the upper right corner, to be laid over those of a bundle."""
    facts = {"numbers": range(1, count + 1), "font": _families(settings.LETTER_FONTS["number"])}
    html = render_to_string("letters/numbers.html", facts)
    return HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()


def _measures(page):
    """Lengths as CSS writes them; points from the grid, millimetres from the paper."""
    paper = page.paper
    signer, dated = page.signature_indents
    line_side = (paper.width - standard.LETTER_LINE_MM) / 2
    return {
        "paper": {side: f"{getattr(paper, side):g}mm" for side in paper.__dataclass_fields__},
        "fonts": font_families(),
        "red": f"#{standard.RED}",
        "body": f"{standard.BODY_PT}pt",
        "line": f"{standard.LINE_PT}pt",
        "title": f"{standard.TITLE_PT}pt/{standard.TITLE_LINE_PT}pt",
        "small": f"{standard.SMALL_PT}pt",
        "spacing": f"-{standard.TIGHTER_PT}pt" if paper is A4 else "0",
        "number_line": f"{standard.NUMBER_LINE_MM}mm",
        "name": f"{page.name_pt:g}pt",
        "name_above": f"{standard.LETTER_NAME_MM - paper.top if page.is_letter else standard.NAME_MM:g}mm",
        "line_left": f"{line_side - paper.left:g}mm",
        "line_right": f"{line_side - paper.right:g}mm",
        "foot_line": f"{paper.height - paper.top - standard.LETTER_FOOT_MM:g}mm",
        "signer_indent": f"{signer:g}em",
        "date_indent": f"{dated:g}em",
    }


def _families(names):
    return ", ".join(f'"{name}"' for name in names)
