from html import escape

from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def pager(links):
    """Pages of a list, from `page_links`; nothing when there is one page only. In Python for its place on hot pages."""
    if not links:
        return ""
    items = "".join(f"<li>{_item(*link)}</li>\n" for link in links)
    # Everything in it is escaped.
    return mark_safe(f'<nav aria-label="翻页"><ul class="pager">\n{items}</ul></nav>')  # noqa: S308


def _item(words, address, is_current):
    words = escape(words)
    if is_current:
        return f'<b aria-current="page">{words}</b>'
    return f'<a href="{escape(address)}">{words}</a>' if address else f"<span>{words}</span>"
