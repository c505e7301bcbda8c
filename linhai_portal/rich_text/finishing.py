"""What is set right when a text, an item or a cell is complete."""

from linhai_portal.rich_text.lists import grouped
from linhai_portal.rich_text.model import CAPTION, FLUSH, HEADINGS, Break, Paragraph, Run, Table
from linhai_portal.rich_text.paragraphs import not_bold, tidy_content


def align(cell):
    """What all paragraphs of a cell share is said once, by the cell."""
    found = {each.css if isinstance(each, Paragraph) else "" for each in cell.blocks}
    cell.css = found.pop() if len(found) == 1 else ""
    if cell.css in (CAPTION, FLUSH):
        cell.css = ""
    for each in cell.blocks:
        if isinstance(each, Paragraph) and (cell.css or each.css in (CAPTION, FLUSH)):
            each.css = ""


def one_line(blocks):
    whole = []
    for each in blocks:
        whole += [Run(" "), *each.content]
    return tidy_content([Run(" ") if isinstance(each, Break) else each for each in whole])


def finished(blocks):
    """Lists grouped, captions joined to their tables, headings one below the other."""
    whole = []
    for each in grouped(blocks):
        before = whole[-1] if whole else None
        if _is_caption(before) and isinstance(each, Table) and not each.caption:
            each.caption = one_line([whole.pop()])
        whole.append(each)
    for each in whole:
        if isinstance(each, Paragraph) and (_is_caption(each) or each.tag != "p"):
            each.css = ""
    return _levelled(whole)


def _is_caption(block):
    return isinstance(block, Paragraph) and block.css == CAPTION


def _levelled(blocks):
    """Headings below the page's own: the first is h2, and none skips a level."""
    above = []
    for each in blocks:
        if isinstance(each, Paragraph) and each.tag != "p":
            level = int(each.tag[1])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            each.tag = HEADINGS[min(len(above), len(HEADINGS)) - 1]
            each.content = not_bold(each.content)
    return blocks
