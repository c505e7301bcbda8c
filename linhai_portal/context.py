"""What every page shows: the names and footer values of the site, and how the reader wants to see it."""

from urllib.parse import quote

from django.conf import settings

DISPLAY_COOKIES = {"elder": "display_elder", "contrast": "display_contrast"}


def site(request):
    return {
        "site": settings.SITE,
        "elder": request.COOKIES.get(DISPLAY_COOKIES["elder"]) == "on",
        "contrast": request.COOKIES.get(DISPLAY_COOKIES["contrast"]) == "on",
        "here": quote(request.get_full_path()),
    }
