"""The pages about the site itself, cut at their headings; each section with an anchor is found by itself."""

from html.parser import HTMLParser

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.urls import reverse

from linhai_portal.search.documents import Document
from linhai_portal.search.sources import Source, join

KIND = "page"
# Name of the address, which is the template's too, and the words by which people look for it.
PAGES = {"help": "使用帮助", "accessibility": "无障碍说明", "sitemap": "网站地图"}


def page_documents():
    for name, words in PAGES.items():
        reader = _Sections()
        reader.feed(_content(f"portal/{name}.html"))
        for place, (anchor, heading, text) in enumerate(reader.sections):
            address = reverse(name) + (f"#{anchor}" if anchor else "")
            keys = () if place else (words,)
            yield Document(
                KIND, address, "".join(heading), address, text=" ".join(text), facts=words, keys=keys
            )


def _content(template_name):
    """The page without its frame, which is the same everywhere and needs the collected static files."""
    template = get_template(template_name).template
    blocks = template.nodelist.get_nodes_by_type(BlockNode)
    context = Context({"site": settings.SITE})
    with context.bind_template(template):
        return next(block for block in blocks if block.name == "content").nodelist.render(context)


class _Sections(HTMLParser):
    """From the first heading on; a heading of the second level that has an anchor, or whose section has, starts anew."""

    def __init__(self):
        super().__init__()
        self.sections = []
        self._anchor, self._in_heading = "", False

    def handle_starttag(self, tag, attributes):
        anchor = dict(attributes).get("id", "")
        if tag == "section":
            self._anchor = anchor
        elif tag == "h1" or (tag == "h2" and (anchor or self._anchor)):
            self.sections.append((anchor or self._anchor, [], []))
            self._anchor, self._in_heading = "", True

    def handle_endtag(self, tag):
        if tag in ("h1", "h2"):
            self._in_heading = False

    def handle_data(self, data):
        if self.sections and data.strip():
            _, heading, text = self.sections[-1]
            (heading if self._in_heading else text).append(data.strip())


join(Source(KIND, "帮助", page_documents, place=90))
