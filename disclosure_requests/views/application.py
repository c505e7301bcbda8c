"""The public form, step by step (design 05): each step is kept before the next, so nothing is lost and the way back is safe."""

from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Item
from disclosure_requests import drafts, filing
from disclosure_requests.application_form import (
    AgencyStep,
    ApplicantStep,
    CheckStep,
    InformationStep,
    WayStep,
)
from disclosure_requests.holding import (
    held_case,
    held_draft,
    hold_case,
    hold_draft,
    is_draft,
    let_go_of_draft,
)
from disclosure_requests.models import DisclosureRequest
from disclosure_requests.views.frame import public_page
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.rates import count_deed
from linhai_portal.uploads import BadUpload
from linhai_portal.workflow import InvalidMove


@dataclass(frozen=True, slots=True)
class Page:
    key: str
    name: str
    question: str
    lead: str
    form: type


PAGES = (
    Page("agency", "受理机关", "您向哪个机关申请？", "不用注册，也不用说明用途。", AgencyStep),
    Page(
        "applicant",
        "申请人",
        "您是谁，怎么联系您？",
        "只用来办理这份申请，加密保存，不会公开。",
        ApplicantStep,
    ),
    Page(
        "information",
        "所需信息",
        "您需要什么信息？",
        "写得越具体，找得越快。一份申请写一件信息。",
        InformationStep,
    ),
    Page("way", "提供方式", "怎么给您？", "我们尽量按您选的方式提供。", WayStep),
    Page("check", "核对提交", "请核对，没有错就提交", "提交以后给您申请编号和查询码。", CheckStep),
)
# Question and lead where a record about oneself is to be corrected（条例第四十一条）.
OF_OWN_RECORDS = {
    "information": ("您请求更正什么？", "写清楚哪一条记录、哪里不对，并上传能证明的材料。"),
    "way": ("怎么把结果告诉您？", "我们尽量按您选的方式。"),
}
FIRST, *_, LAST = PAGES
_LONGEST_KEY = 18  # digits
_LONGEST_TITLE = DisclosureRequest._meta.get_field("title").max_length
TOO_MANY = "从您这里来的申请一小时内太多了，请过一小时再试。着急的，请打电话或者到窗口，我们帮您填。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, step=FIRST.key):
    page = _page_of(step)
    case = held_draft(request)
    if case and not is_draft(case):
        return _handed_in(request, case)
    if not case and page is not FIRST:
        handed_in = page is LAST and request.method == "POST" and held_case(request)
        return redirect("requests:receipt" if handed_in else "requests:new")
    if request.method == "POST":
        return _told(request, page, case)
    return _shown(request, page, case, page.form(case=case, initial=_from_address(request)))


def _page_of(key):
    page = next((page for page in PAGES if page.key == key), None)
    if page is None:
        raise Http404
    return page


def _from_address(request):
    """A link from a unit's page names the unit, one from an item's page the item: nothing of the person."""
    named, item = request.GET.get("organization", ""), _item_of(request)
    if item and not named:
        links = item.publisher_links.filter(organization__in=Organization.objects.addressees())
        named = links.values_list("organization__slug", flat=True).first() or ""
    return {"organization": named}


def _item_of(request):
    code = request.GET.get("item", "")
    return Item.objects.current().filter(code=code).first() if code and "\0" not in code else None


def _wanted(request, case):
    """The name of the item whose page led here, where the draft has none yet; it can be changed at its step."""
    item = None if case and case.title else _item_of(request)
    return item.title[:_LONGEST_TITLE] if item else ""


def _told(request, page, case):
    dropped = request.POST.get("drop", "")
    if case and dropped.isdecimal() and len(dropped) <= _LONGEST_KEY:
        with suppress(InvalidMove):  # handed in meanwhile, which the next page says
            drafts.drop(case, dropped)
        return _to(page)
    form = page.form(request.POST, request.FILES, case=case)
    puts_aside = "save" in request.POST
    if not (form.is_valid() or (puts_aside and form.may_be_put_aside())):
        return _shown(request, page, case, form)
    try:
        if page is LAST and not puts_aside:
            return _hand_in(request, case)
        case, told = case or _begun(request), form.told()
        if page is FIRST and told["asked"].get("kind") == DisclosureRequest.Kind.INFORMATION:
            told["asked"]["title"] = _wanted(request, case) or case.title
        drafts.keep(case, **told)
    except (InvalidMove, BadUpload) as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, page, case, form)
    return redirect("requests:draft") if puts_aside else _to(PAGES[PAGES.index(page) + 1])


def _to(page):
    return redirect("requests:new") if page is FIRST else redirect("requests:step", page.key)


def _begun(request):
    count_deed(request, "draft", most=settings.MOST_DRAFTS_AN_HOUR, words=TOO_MANY)
    case = drafts.begin()
    hold_draft(request, case)
    return case


def _hand_in(request, case):
    """Pressed twice it is one case: the second finds it handed in."""
    count_deed(request, "submit", most=settings.MOST_SUBMISSIONS_AN_HOUR, words=TOO_MANY)
    return _handed_in(request, filing.submit(case, today=localdate()))


def _handed_in(request, case):
    hold_case(request, case)
    return redirect("requests:receipt")


def _shown(request, page, case, form):
    is_own = case is not None and case.is_own_records
    question, lead = (is_own and OF_OWN_RECORDS.get(page.key)) or (page.question, page.lead)
    shown = public_page(question) | {
        "page": page,
        "lead": lead,
        "is_own_records": is_own,
        "pages": PAGES,
        "place": PAGES.index(page),
        "form": form,
        "case": case,
        "is_last": page is LAST,
        "before": PAGES[PAGES.index(page) - 1] if page is not FIRST else None,
        "wanted": _wanted(request, case) if page is FIRST else "",
        "lacking": filing.missing(case) if page is LAST else [],
    }
    if case and not is_own and page.key in ("information", "way", "check"):
        shown["answers"] = drafts.answers_to(case)
        drafts.note_shown(case, shown["answers"], today=localdate())
    return render(request, "disclosure_requests/apply.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found(request):
    """What was shown is what was wanted: the draft goes, and that it helped is counted.

    Nobody reads that it is cancelled while the draft is there, or after it was handed in in another window.
    """
    case = held_draft(request)
    if request.method != "POST":
        if is_draft(case):
            return redirect("requests:draft")
        return render(request, "disclosure_requests/found.html", public_page("找到就好，申请已经取消"))
    if is_draft(case):
        with suppress(InvalidMove):  # handed in or deleted at this moment
            drafts.found_already(case, today=localdate())
        case = held_draft(request)
    handed_in = case or held_case(request)
    if handed_in and not is_draft(handed_in):
        return _handed_in(request, handed_in)
    let_go_of_draft(request)
    return redirect("requests:found")


@never_cache
@require_http_methods(["GET", "HEAD"])
def draft(request):
    case = held_draft(request)
    if not is_draft(case):
        return redirect("requests:resume")
    page = public_page("草稿存好了") | {
        "case": case,
        "until": drafts.kept_until(case),
        "next": next_page(case),
    }
    return render(request, "disclosure_requests/draft.html", page)


@never_cache
@require_POST
def discard(request):
    """On a computer that others use: nothing stays."""
    case = held_draft(request)
    if is_draft(case):
        with suppress(InvalidMove):
            drafts.discard(case)
    let_go_of_draft(request)
    return redirect("requests:guide")


def next_page(case):
    """The first step that is not filled in yet."""
    filled = [
        case.organization_id,
        case.applicant.name,
        case.title or case.document_number or case.description,
        case.carrier and case.way,
    ]
    return next((page for page, value in zip(PAGES, filled, strict=False) if not value), LAST)
