"""Many ticked cases of the queue at once: what will happen to each is shown before, what became of each after."""

from io import BytesIO

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods
from pypdf import PdfWriter

from disclosure_requests import bulk
from disclosure_requests.looking import look
from disclosure_requests.models import Decision, DisclosureRequest, Letter
from disclosure_requests.views.deeds import VIEW, may
from disclosure_requests.views.papers import BY_POST, download, paper
from disclosure_requests.workflow import Status
from linhai_portal.office import for_staff, office_page

MOST_LETTERS = 100


@for_staff(VIEW)
@require_http_methods(["GET", "POST"])
def bulk_deed(request, deed):
    """Choose, confirm, result: three pages of one address, and only the confirmed form does anything."""
    may(request, deed)
    cases, today = _ticked(request), localdate()
    if not cases:
        return redirect("cases:queue")
    form = deed.form(request.POST or None, case=cases[0], user=request.user, today=today)
    told = form.is_valid()
    if told and "confirmed" in request.POST:
        steps = {case.pk: request.POST.get(f"step-{case.pk}") for case in cases}
        facts = form.cleaned_data
        lines = bulk.carry_out(deed, cases, steps, by=request.user, today=today, facts=facts)
        return _page(request, deed, lines, stage="done")
    lines = bulk.foreseen(deed, cases, by=request.user, today=today)
    return _page(request, deed, lines, form=form, stage="confirm" if told or not form.fields else "choose")


def _page(request, deed, lines, *, stage, form=None):
    titles = {"choose": "批量{}", "confirm": "确认批量{}", "done": "批量{}的结果"}
    return office_page(
        request,
        "disclosure_requests/office/bulk.html",
        title=titles[stage].format(deed.name),
        deed=deed,
        stage=stage,
        form=form,
        can=[line for line in lines if not line.why_not],
        cannot=[line for line in lines if line.why_not],
        words=_words(form) if stage == "confirm" else [],
    )


def _words(form):
    """What the confirmed form says, for people."""
    told = form.cleaned_data if form.fields else {}
    units = told.get("units", [])
    lines = [(f"{'牵头' if n == 0 else '协办'}单位", unit.name) for n, unit in enumerate(units)]
    if told.get("due_on"):
        lines.append(("内部期限", told["due_on"]))
    return lines + ([("承办人", told["to"])] if told.get("to") else [])


def _ticked(request):
    """Those of the ticked cases that exist for this person, in the order of the queue."""
    told = request.POST if request.method == "POST" else request.GET
    keys = {int(key) for key in told.getlist("case") if key.isascii() and key.isdigit() and len(key) < 19}
    if not keys or len(keys) > bulk.MOST:
        words = f"一次最多 {bulk.MOST} 件，请少勾选一些。" if keys else "请先在表里勾选申请。"
        messages.error(request, words)
        return []
    cases = DisclosureRequest.objects.visible_to(request.user).filter(pk__in=keys).by_nearest_limit()
    found = list(cases.select_related("organization", "applicant"))
    if not found:
        messages.error(request, "没有这样的申请。")
    elif len(found) < len(keys):
        words = f"另有 {len(keys) - len(found)} 件找不到，或者不再由您单位办理，没有列在这里。"
        messages.warning(request, words)
    return found


@paper
def bulk_letters(request):
    """The letters of all ticked cases in one PDF, or only the replies that wait to be posted; each is a look."""
    cases = _ticked(request)
    letters = _letters_of(cases, only_to_post="to_post" in request.GET) if cases else []
    if not cases or not letters or len(letters) > MOST_LETTERS:
        if len(letters) > MOST_LETTERS:
            words = f"共 {len(letters)} 份文书，一次最多打印 {MOST_LETTERS} 份。请少勾选一些。"
            messages.error(request, words)
        elif cases:
            messages.error(request, "勾选的申请没有可以打印的文书。")
        return redirect("cases:queue")
    bundle = PdfWriter()
    for letter in letters:
        look(letter.case, by=request.user, why=f"批量打印：{letter}"[:100])
        bundle.append(BytesIO(letter.read("pdf")))
    content = BytesIO()
    bundle.write(content)
    return download(content.getvalue(), f"文书 {len(letters)} 份.pdf")


def _letters_of(cases, *, only_to_post):
    """In the order of the cases, and of each as they were issued; what was destroyed is not there any more."""
    found = Letter.objects.filter(case__in=cases).exclude(pdf="").select_related("case__applicant")
    if only_to_post:
        waiting = {"is_current": True, "case__status": Status.SIGNED, "case__way__in": BY_POST}
        found = found.filter(pk__in=Decision.objects.filter(**waiting).values("letter"))
    place = {case.pk: n for n, case in enumerate(cases)}
    return sorted(found, key=lambda letter: (place[letter.case_id], letter.pk))
