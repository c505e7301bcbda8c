"""The meta tags of a government site (国办发〔2017〕47号 网站标签): name and content, for the three kinds of pages.

A page gives the list of its kind to the template; `components/meta_tags.html` writes them all.
"""

from django.conf import settings
from django.utils.timezone import localtime

COLUMN_TYPE = "信息公开目录"


def site_tags():
    """The home page."""
    site = settings.SITE
    return [
        ("SiteName", site["site_name"]),
        ("SiteDomain", site["site_domain"]),
        ("SiteIDCode", site["site_id_code"]),
    ]


def column_tags(name, description, *, keywords=(), kind=COLUMN_TYPE):
    """A column or list page."""
    words = ",".join([name, *keywords])
    return [
        *site_tags(),
        ("ColumnName", name),
        ("ColumnDescription", description),
        ("ColumnKeywords", words),
        ("ColumnType", kind),
    ]


def article_tags(title, *, column, published_at, source, kind=COLUMN_TYPE):
    """A content page; `published_at` is an aware datetime, written in local time to the minute."""
    return [
        *site_tags(),
        ("ColumnName", column),
        ("ColumnType", kind),
        ("ArticleTitle", title),
        ("PubDate", f"{localtime(published_at):%Y-%m-%d %H:%M}"),
        ("ContentSource", source),
    ]
