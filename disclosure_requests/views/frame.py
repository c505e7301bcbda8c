"""What the public pages about one's own application share: where they stand, and that they are of no column."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

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


def letter_file(letter):
    """The PDF of a letter as it was issued, to be kept."""
    disposition = content_disposition_header(as_attachment=True, filename=f"{letter}.pdf")
    headers = {"Content-Disposition": disposition}
    return HttpResponse(letter.read("pdf"), content_type="application/pdf", headers=headers)
