"""What an applicant does from the status page: each deed has a page that asks and a button that does it."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure_requests import applicant_deeds, following_up
from disclosure_requests.guards import why_not
from disclosure_requests.holding import held_case
from disclosure_requests.status_forms import (
    ContactForm,
    CorrectForm,
    RateForm,
    ReasonsForm,
    SupplementForm,
    WithdrawForm,
)
from disclosure_requests.views.frame import STATUS_NAME, public_page
from disclosure_requests.workflow import Status
from linhai_portal.accounts.rates import count_deed
from linhai_portal.uploads import BadUpload
from linhai_portal.workflow import InvalidMove

TOO_MANY = "从您这里提交的太多了，请过一小时再试。着急的，请打电话给受理机关。"


@dataclass(frozen=True, slots=True)
class Deed:
    """`is_possible` of a case and a day; `verb` takes the case, the day and what the form was told."""

    key: str
    name: str
    question: str
    lead: str
    button: str
    form: type
    verb: object
    is_possible: object


def _may_still_be_told(case, today):
    return case.is_open or case.status == Status.SENT


DEEDS = {
    deed.key: deed
    for deed in (
        Deed(
            "correct",
            "补正",
            "您要补正什么？",
            "写好以后马上送到受理机关，答复期限从今天起重新计算。",
            "提交补正",
            CorrectForm,
            applicant_deeds.correct,
            lambda case, today: case.status == Status.CORRECTION,
        ),
        Deed(
            "reasons",
            "说明理由",
            "为什么需要申请这么多？",
            "申请的数量、频次明显超过合理范围的，机关可以请您说明理由（条例第三十五条）。",
            "提交说明",
            ReasonsForm,
            applicant_deeds.give_reasons,
            lambda case, today: (
                case.reasons_requests.sent().filter(answered_on=None).exists()
                and case.status == Status.REASON
            ),
        ),
        Deed(
            "contact",
            "更新联系方式",
            "怎么联系您？",
            "只用来办理这份申请，加密保存。",
            "保存",
            ContactForm,
            applicant_deeds.change_contact,
            _may_still_be_told,
        ),
        Deed(
            "supplement",
            "补充材料",
            "您要补充什么？",
            "补充的内容和这份申请放在一起，不改变答复的期限。",
            "提交补充",
            SupplementForm,
            applicant_deeds.supplement,
            _may_still_be_told,
        ),
        Deed(
            "rate",
            "评价答复",
            "您对这个答复满意吗？",
            "只用来改进工作，不影响您复议、起诉。归档以前可以再来改。",
            "提交评价",
            RateForm,
            applicant_deeds.rate,
            lambda case, today: following_up.may_rate(case),
        ),
        Deed(
            "withdraw",
            "撤回申请",
            "确定撤回这份申请吗？",
            "撤回以后不再办理，也不能恢复；还需要的，可以重新申请。",
            "确定撤回",
            WithdrawForm,
            applicant_deeds.withdraw,
            lambda case, today: not why_not(case, "T23", today=today),
        ),
    )
}


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def deed(request, deed):
    """The page asks, the button does it: two steps for what can't be undone."""
    case, asked, today = held_case(request), DEEDS.get(deed), localdate()
    if asked is None:
        raise Http404
    if not case or not asked.is_possible(case, today):
        return redirect("requests:status")
    posted = request.method == "POST"
    form = asked.form(request.POST, request.FILES) if posted else asked.form(initial=_known(asked, case))
    if posted and form.is_valid():
        try:
            count_deed(request, "status deed", most=settings.MOST_STATUS_DEEDS_AN_HOUR, words=TOO_MANY)
            asked.verb(case, today=today, **form.cleaned_data)
        except (InvalidMove, BadUpload) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("requests:status")
    page = public_page(asked.question, (STATUS_NAME, reverse("requests:status"))) | {
        "deed": asked,
        "form": form,
        "case": case,
    }
    return render(request, "disclosure_requests/deed.html", page)


def _known(asked, case):
    """What was told before, where the form is for changing it."""
    if asked.form is ContactForm:
        return ContactForm.of(case)
    rating = following_up.rating_of(case) if asked.form is RateForm else None
    return {"satisfaction": rating.satisfaction, "said": rating.said} if rating else None
