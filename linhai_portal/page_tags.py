"""The meta tags of a government site (国办发〔2017〕47号 网站标签): name and content, for the three kinds of pages.

Each function gives them as HTML, one a line, for `base.html`.
"""

from html import escape

from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

COLUMN_TYPE = "信息公开目录"


def site_tags():
    """The home page."""
    return _html({})


def column_tags(name, description, *, keywords=(), kind=COLUMN_TYPE):
    """A column or list page."""
    words = ",".join([name, *keywords])
    return _html(
        {
            "ColumnName": name,
            "ColumnDescription": description,
            "ColumnKeywords": words,
            "ColumnType": kind,
        }
    )


def article_tags(title, *, column, published_at, source, keywords="", kind=COLUMN_TYPE):
    """A content page; `published_at` is an aware datetime, written in local time to the minute."""
    words = {"Keywords": keywords} if keywords else {}
    return _html(
        {
            "ColumnName": column,
            "ColumnType": kind,
            "ArticleTitle": title,
            "PubDate": f"{localtime(published_at):%Y-%m-%d %H:%M}",
            "ContentSource": source,
        }
        | words
    )


def _html(tags):
    site = settings.SITE
    tags = {
        "SiteName": site["site_name"],
        "SiteDomain": site["site_domain"],
        "SiteIDCode": site["site_id_code"],
    } | tags
    lines = [f'<meta name="{name}" content="{escape(content)}">\n' for name, content in tags.items()]
    return mark_safe("".join(lines))  # noqa: S308
