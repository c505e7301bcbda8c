"""Inquiries as the public meets them: answered ones to read, and the one page on which somebody asks."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.rates import count_deed
from linhai_portal.formats import answer
from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.workflow import InvalidMove
from participation import asking
from participation.inquiry_figures import by_month, of_public, years
from participation.inquiry_forms import ELSEWHERE, InquiryForm
from participation.inquiry_holding import hold
from participation.listings import INQUIRIES
from participation.models import HotTopic, Inquiry
from participation.models.inquiries import SEALED
from participation.views.start import NAME as START

NAME = "问答"
TRAIL = ((START, "/participation/"), (NAME, "/inquiries/"))
TOO_MANY = "从您这里来的提问一小时内太多了，请过一小时再试。着急的，请打 12345。"


def public_page(title, description="政府各单位答复过的咨询、建议和网站找错"):
    return {
        "section": "participation",
        "title": title,
        "tags": column_tags(title, description, kind="公众参与"),
        "trail": TRAIL,
    }


@require_safe
def inquiries(request):
    rows, choices = _chosen(request.GET)
    rows, links, total = part_of(request, rows.order_by("-published_at", "-pk"))
    page = public_page(NAME) | {
        "trail": TRAIL[:1],
        "rows": rows,
        "links": links,
        "total": total,
        "choices": choices,
        "is_filtered": any(value for *_, value in choices),
        "year": localdate().year,
        "figures": of_public(year=localdate().year),
    }
    return render(request, "participation/inquiries.html", page)


def _chosen(params):
    """The public ones that pass the filters, and the selects; a value nobody offers is passed over."""
    rows = Inquiry.objects.public()
    choices = _choices(rows, params)
    columns = {"unit": "organization__slug", "kind": "kind", "year": "answered_on__year"}
    for name, _, options, value in choices:
        if value in dict(options):
            rows = rows.filter(**{columns[name]: value})
    return rows.select_related("organization").defer(*SEALED), choices


def _choices(rows, params):
    """The units, kinds and years that public answers have, and no other."""
    named = rows.order_by()
    units = Organization.objects.filter(pk__in=named.values("organization"))
    years = [str(day.year) for day in rows.dates("answered_on", "year", order="DESC")]
    return [
        ("unit", "单位", list(units.values_list("slug", "name")), params.get("unit", "")),
        ("kind", "种类", Inquiry.Kind.choices, params.get("kind", "")),
        ("year", "年份", [(year, f"{year} 年") for year in years], params.get("year", "")),
    ]


@require_safe
def inquiries_file(request, format):
    rows, _ = _chosen(request.GET)
    return answer(request, format, INQUIRIES, rows.order_by("-published_at", "-pk"))


@require_safe
def inquiry(request, number):
    found = get_object_or_404(Inquiry.objects.public().select_related("organization"), number=number)
    page = public_page(found.public_title) | {
        "inquiry": found,
        "correction": found.corrections.made().last(),
        "topic": _answered_topic(found),
    }
    page["tags"] = article_tags(
        found.public_title,
        column=NAME,
        published_at=found.published_at,
        source=found.organization.full_name,
        kind="公众参与",
    )
    return render(request, "participation/inquiry.html", page)


def _answered_topic(inquiry):
    """The hot topic it led to, where that was answered in public."""
    return HotTopic.objects.answered(on=localdate()).filter(inquiries=inquiry).first()


@require_safe
def figures(request):
    """Received, to be answered, answered, in time, public: month by month of a year."""
    known, asked = years(), request.GET.get("year", "")
    year = next((each for each in known if str(each) == asked), known[0] if known else localdate().year)
    lines, total = by_month(year=year)
    page = public_page(f"{year} 年提问的统计", "每个月收到、答复、按时答复、公开的提问各几件") | {
        "year": year,
        "years": known,
        "lines": lines,
        "total": total,
    }
    return render(request, "participation/inquiry_figures.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """What is wrong is said beside it and nothing is lost; a complaint is told where to go and never stored."""
    if request.POST.get("kind") in dict(ELSEWHERE):
        return render(request, "participation/elsewhere.html", _elsewhere() | {"words": _sent(request)})
    form = InquiryForm(request.POST or None, initial=_initial(request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            count_deed(request, "inquiry", most=settings.MOST_INQUIRIES_AN_HOUR, words=TOO_MANY)
            found = asking.ask(**form.told())
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            hold(request, found)
            return redirect("participation:inquiry_receipt")
    return render(request, "participation/ask.html", public_page("我要提问") | {"form": form})


def _initial(params):
    """What the footer's link knows: that something is wrong with a page, and which."""
    return {"kind": params.get("kind", ""), "page_address": params.get("page", "")[:500]}


def _sent(request):
    return "\n".join(filter(None, (request.POST.get(name, "").strip() for name in ("title", "words"))))


@require_safe
def elsewhere(request):
    return render(request, "participation/elsewhere.html", _elsewhere())


def _elsewhere():
    return public_page("投诉、举报、信访到哪里去", "投诉、举报、信访的渠道和电话")
