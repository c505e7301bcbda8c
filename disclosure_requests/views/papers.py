"""The files of a case as the office opens them; each shows who asks, so opening one is a look that is written down."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disclosure_requests import deciding
from disclosure_requests.dossier import build
from disclosure_requests.issuing import approval_of, preview, public_copy, reply_code, reply_facts
from disclosure_requests.letters.sheets import Address, envelope, labels
from disclosure_requests.looking import look
from disclosure_requests.models import DisclosureRequest, Dossier
from disclosure_requests.queue_tabs import queued_cases
from disclosure_requests.views.deeds import SEE, VIEW, case_of
from disclosure_requests.workflow import Status
from linhai_portal.letters.pdf import pdf_of
from linhai_portal.office import for_staff
from linhai_portal.workflow import InvalidMove

BY_POST = [DisclosureRequest.Way.POST, DisclosureRequest.Way.COURIER]
MOST_LABELS = 140  # ten sheets
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def paper(view):
    """Only for who may see the identity, and kept by no cache."""
    return never_cache(for_staff(VIEW, SEE)(require_safe(view)))


def _look(request, case, why):
    """Written down before anything is shown; what was destroyed is not there any more."""
    try:
        look(case, by=request.user, why=why)
    except InvalidMove as refusal:
        raise Http404(str(refusal)) from refusal


def download(content, name, content_type=_TYPES["pdf"]):
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = "sandbox"
    return answer


@paper
def material(request, pk, file):
    found = get_object_or_404(case_of(request, pk).materials, pk=file)
    _look(request, found.case, f"打开材料：{found.get_kind_display()}")
    return download(found.read(), found.name, found.content_type)


@paper
def letter(request, pk, file, kind):
    """As it was issued."""
    found = get_object_or_404(case_of(request, pk).letters, pk=file)
    _look(request, found.case, f"打开文书：{found}"[:100])
    return download(found.read(kind), f"{found}.{kind}", _TYPES[kind])


@paper
def letter_envelope(request, pk, file):
    found = get_object_or_404(case_of(request, pk).letters, pk=file)
    if not found.goes_to_applicant:
        raise Http404("这份文书不寄给申请人")
    case, unit = found.case, found.case.organization
    _look(request, case, "打印信封")
    sender = Address("", unit.address, unit.full_name, unit.phone)
    return download(
        pdf_of(envelope(_address(case.applicant), sender, found.dated)), f"信封 {case.number}.pdf"
    )


@paper
def labels_to_post(request):
    """Address labels for all replies that wait to be posted."""
    waiting = queued_cases(request.user).filter(status=Status.SIGNED, way__in=BY_POST)
    cases = list(waiting.by_nearest_limit().select_related("applicant")[:MOST_LABELS])
    if not cases:
        messages.error(request, "没有等着邮寄的答复。")
        return redirect("cases:queue")
    for case in cases:
        _look(request, case, "打印地址标签")
    to = [_address(case.applicant) for case in cases]
    return download(pdf_of(labels(to, localdate())), "地址标签.pdf")


def _address(person):
    return Address(person.postcode, person.address, person.name, person.phone)


@paper
def dossier(request, pk):
    """As it was sealed; before, as it would be sealed today."""
    found = case_of(request, pk)
    kept = Dossier.objects.filter(case=found).first()
    if kept and kept.destroyed_at:
        raise Http404("卷宗已经销毁")
    _look(request, found, "打开卷宗")
    content = kept.read() if kept else build(found, today=localdate())[0]
    return download(content, f"卷宗 {found.number}.pdf")


@paper
def reply_preview(request, pk):
    """The reply as its letter would be, before it is numbered."""
    return _of_reply(request, pk, "预览答复", lambda code, facts, decision: preview(code, facts))


@paper
def reply_approval(request, pk):
    """审批单: what was drafted, and who said what about it."""
    return _of_reply(request, pk, "打印审批单", approval_of)


@paper
def reply_public_copy(request, pk):
    """The letter that was signed, without the names of the applicant and of third parties."""
    return _of_reply(request, pk, "制作公开副本", public_copy, signed=True)


def _of_reply(request, pk, why, make, *, signed=False):
    case = case_of(request, pk)
    decision = deciding.current(case)
    if decision is None:
        raise Http404("还没有写答复")
    if signed and decision.letter is None:
        messages.error(request, "答复签发以后才有公开副本。")
        return redirect(case.get_office_url())
    today = decision.letter.dated if decision.letter else localdate()
    facts = reply_facts(case, decision, today=today)
    if decision.letter:
        facts = replace(facts, number=decision.letter.number)
    try:
        content = make(reply_code(decision), facts, decision)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
        return redirect(case.get_office_url())
    _look(request, case, why)
    return download(content, f"{why} {case.number}.pdf")
