"""What the public pages about one's own application share: where they stand, and that they are of no column."""

from django.urls import reverse

from disclosure_requests.views.guide import NAME
from linhai_portal.page_tags import site_tags

STATUS_NAME = "查办理进度"


def public_page(title, *trail):
    return {
        "section": "requests",
        "trail": [(NAME, reverse("requests:guide")), *trail],
        "title": title,
        "tags": site_tags(),
    }
