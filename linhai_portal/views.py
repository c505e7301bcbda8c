"""The home page, the pages about the site itself, the display modes and the pages for what went wrong."""

import logging
import secrets

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.models import Domain, PlatformColumn, Publication
from linhai_portal.accounts.models import Organization
from linhai_portal.context import DISPLAY_COOKIES
from linhai_portal.page_tags import column_tags, site_tags
from participation.models import Consultation

logger = logging.getLogger(__name__)

YEAR = 365 * 24 * 3600
FREQUENT_WORDS = ["入学报名", "老年助餐", "低保", "征地补偿标准", "公租房"]


NEWEST, ASKED = 6, 3


@require_safe
def home(request):
    elder = request.COOKIES.get(DISPLAY_COOKIES["elder"]) == "on"
    domains = Domain.objects.of_the_plan().only("number", "name", "theme", "item_count")
    page = {
        "section": "home",
        "tags": site_tags(),
        "themes": by_theme(domains),
        "domain_total": len(domains),
        "item_total": sum(domain.item_count for domain in domains),
        "frequent_words": FREQUENT_WORDS,
    }
    if elder:
        return render(request, "portal/home_elder.html", page)
    today = localdate()
    listed = Publication.objects.listed(on=today)
    newest = listed.select_related("organization").defer("body")[:NEWEST]
    page["newest"] = [(each, each.badge(on=today)) for each in newest]
    page["columns"] = _columns(listed)
    return render(request, "portal/home.html", page | _asked(today))


def _asked(today):
    """What may be commented on now, what closes first on top."""
    asked = Consultation.objects.open(on=today).order_by("closes_on", "pk")
    rows = asked.select_related("publication__organization")[:ASKED]
    return {
        "asked": [(each, each.days_left(on=today)) for each in rows],
        "asked_total": asked.count() if len(rows) == ASKED else len(rows),
    }


def _columns(listed):
    """The columns of the disclosure platform that hold something; an empty one is not shown (国办发〔2017〕47号)."""
    return set(listed.order_by().values_list("column", flat=True).distinct())


def by_theme(domains):
    """Pairs (theme, its domains) in the order of the themes; what has no theme yet stands last, as 其他."""
    themes = {value: (label, []) for value, label in [*Domain.Theme.choices, ("", "其他")]}
    for domain in domains:
        themes[domain.theme][1].append(domain)
    return [(label, rows) for label, rows in themes.values() if rows]


@require_safe
def sitemap(request):
    filled = _columns(Publication.objects.listed(on=localdate()))
    page = {
        "title": "网站地图",
        "tags": column_tags("网站地图", "本站的全部栏目、领域和单位", kind="网站说明"),
        "columns": [each for each in PlatformColumn if each in filled],
        "themes": by_theme(Domain.objects.of_the_plan()),
        "template_domains": Domain.objects.exclude(kind=Domain.Kind.DOMAIN),
        "organizations": Organization.objects.governmental(),
    }
    return render(request, "portal/sitemap.html", page)


@require_safe
def help_page(request):
    tags = column_tags(
        "使用帮助", "怎么查目录、怎么看目录、怎么联系我们", keywords=["我为政府网站找错"], kind="网站说明"
    )
    return render(request, "portal/help.html", {"title": "使用帮助", "tags": tags})


@require_safe
def accessibility(request):
    tags = column_tags("无障碍说明", "本站的无障碍功能、长者模式和反馈方式", kind="网站说明")
    return render(request, "portal/accessibility.html", {"title": "无障碍说明", "tags": tags})


@require_safe
def display(request):
    """Turn a way of showing on or off and go back: a matter of taste kept in a cookie, so a plain link may do it."""
    back = request.GET.get("next", "/")
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, cookie in DISPLAY_COOKIES.items():
        wish = request.GET.get(name)
        if wish == "on":
            response.set_cookie(
                cookie, "on", max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        elif wish == "off":
            response.delete_cookie(cookie, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


def _trouble(request, status, template, title):
    return render(request, template, {"title": title, "tags": site_tags()}, status=status)


def bad_request(request, exception):
    return _trouble(request, 400, "400.html", "这个请求看不懂")


def permission_denied(request, exception):
    return _trouble(request, 403, "403.html", "这一页您不能打开")


def csrf_failure(request, reason=""):
    return _trouble(request, 403, "403_csrf.html", "这一页放得太久了")


def page_not_found(request, exception):
    return _trouble(request, 404, "404.html", "没有找到这一页")


def server_error(request):
    """Needs nothing that may itself be broken; the reference number leads the office to the line in the log."""
    reference = secrets.token_hex(4)
    logger.error("错误编号 %s：%s %s", reference, request.method, request.path)
    page = loader.get_template("500.html").render({"reference": reference})
    return HttpResponse(page, status=500)
