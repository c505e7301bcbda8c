"""Questionnaires as the public meets them: the list, one before, while and after it runs, answering it, and its results."""

from functools import wraps

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linhai_portal.accounts.addresses import origin
from linhai_portal.accounts.rates import count_deed
from linhai_portal.formats import answer as in_format
from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.workflow import InvalidMove
from participation.counting import figures, listing, table
from participation.filling import Filling
from participation.models import Question, Questionnaire
from participation.questionnaire_answering import ALREADY, has_answered, new_mark
from participation.questionnaire_forms import PageForm, initial_of
from participation.views.consultations import START_TRAIL

NAME = "问卷调查"
TRAIL = (START_TRAIL, (NAME, "/questionnaires/"))
TOO_MANY = "从您这里来的答卷一小时内太多了，请过一小时再试。"
_COOKIE, _YEAR = "questionnaire", 365 * 24 * 3600
Once = Questionnaire.Once


@require_safe
def questionnaires(request):
    today = localdate()
    listed = Questionnaire.objects.listed(on=today).select_related("publication__organization")
    rows, links, _ = part_of(request, listed)
    return render(
        request,
        "participation/questionnaires.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": column_tags(NAME, "正在进行的问卷和结束以后的结果", kind="公众参与"),
            "trail": (START_TRAIL,),
            "rows": [(each, each.is_open(on=today), each.is_closed(on=today)) for each in rows],
            "links": links,
        },
    )


def _of_questionnaire(view):
    """The view gets the questionnaire; where it was taken down, the tombstone says what became of it, and no page more."""

    @wraps(view)
    def found(request, pk, **more):
        rows = Questionnaire.objects.with_page()
        parts = ("publication__organization", "consultation__publication", "report")
        questionnaire = get_object_or_404(rows.select_related(*parts), pk=pk)
        if not questionnaire.publication.shows_text(on=localdate()):
            return redirect(questionnaire.publication)
        return view(request, questionnaire, **more)

    return found


def _page(found, title, *trail):
    return {
        "section": "participation",
        "title": title,
        "trail": (*TRAIL, *trail),
        "tags": article_tags(
            str(found),
            column=NAME,
            published_at=found.publication.published_at,
            source=found.publication.issuer,
            kind="公众参与",
        ),
        "questionnaire": found,
    }


def _below(found):
    return (found.short_title, found.get_absolute_url())


@require_safe
@_of_questionnaire
def questionnaire(request, found):
    today, consultation = localdate(), found.consultation
    page = {
        "is_open": found.is_open(on=today),
        "is_closed": found.is_closed(on=today),
        "questions": found.questions.count(),
        "consultation": consultation
        if consultation and consultation.publication.is_listed(on=today)
        else None,
        "report": found.report if found.report and found.report.is_listed(on=today) else None,
    }
    if page["is_closed"]:
        page["total"], page["figures"] = figures(found)
    return render(request, "participation/questionnaire.html", _page(found, found.short_title) | page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_of_questionnaire
def fill(request, found):
    """Page after page; the browser gets its mark with the first one, where each browser answers once."""
    if not found.is_open(on=localdate()):
        return render(
            request, "participation/questionnaire_closed.html", _page(found, "现在不能答", _below(found))
        )
    return _marked(request, found, _filled_in(request, found))


def _filled_in(request, found):
    if request.method != "POST":
        return _begun(request, found)
    try:
        filling = Filling.read(found, request.POST.get("carried", ""))
    except InvalidMove as refusal:
        return _shown(request, found, Filling(found), refusal=str(refusal))
    return _taken(request, found, filling)


def _begun(request, found):
    """Whoever has answered is told so at once."""
    known = {Once.BROWSER: _browser, Once.ADDRESS: lambda request, found: origin(request)}
    mark = known[Once(found.once)](request, found) if found.once in known else ""
    refusal = ALREADY[Once(found.once)] if has_answered(found, mark) else ""
    return _shown(request, found, Filling(found), refusal=refusal)


def _taken(request, found, filling):
    """What the page was told is kept when it is right, then on to the next, back, or the end."""
    questions = filling.here()
    form = _form(found, filling, questions, request.POST)
    is_valid = form.is_valid()
    if is_valid:
        filling.take(form.told(), questions)
        filling.code = form.cleaned_data.get("code", filling.code)
    if "back" in request.POST:
        filling.back()
        return _shown(request, found, filling)
    filling.opened = form.opened_at
    if not is_valid:
        return _shown(request, found, filling, form=form)
    if filling.forward():
        return _shown(request, found, filling)
    return _handed_in(request, found, filling)


def _handed_in(request, found, filling):
    left = filling.lacking()
    if left is not None:
        filling.page = left
        return _shown(request, found, filling, refusal="这一页还有必答的题没有答。")
    try:
        count_deed(request, "answers", most=settings.MOST_ANSWERS_AN_HOUR, words=TOO_MANY)
        filling.hand_in(mark=_mark(request, found, filling))
    except InvalidMove as refusal:
        return _shown(request, found, filling, refusal=str(refusal))
    return redirect("participation:filled", found.pk)


def _mark(request, found, filling):
    marks = {
        Once.NONE: lambda: filling.sent,
        Once.BROWSER: lambda: _browser(request, found),
        Once.ADDRESS: lambda: origin(request),
        Once.CODE: lambda: filling.code,
    }
    return marks[Once(found.once)]()


def _browser(request, found):
    try:
        return request.get_signed_cookie(f"{_COOKIE}-{found.pk}", "", salt=_COOKIE)
    except BadSignature:
        return ""


def _marked(request, found, response):
    if found.once == Once.BROWSER and not _browser(request, found):
        response.set_signed_cookie(
            f"{_COOKIE}-{found.pk}",
            new_mark(),
            salt=_COOKIE,
            max_age=_YEAR,
            path=found.get_absolute_url(),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _form(found, filling, questions, data=None):
    return PageForm(
        data,
        initial=initial_of(questions, filling.answers) | {"code": filling.code},
        questions=questions,
        questionnaire=found,
        opened=filling.opened,
        asks_code=found.once == Once.CODE and filling.page == 0,
    )


def _shown(request, found, filling, *, form=None, refusal=""):
    form = form or _form(found, filling, filling.here())
    filling.opened = form.opened_at
    facts = {
        "form": form,
        "refusal": refusal,
        "carried": filling.carried(),
        "number": filling.page + 1,
        "pages": len(filling.pages),
        "may_go_back": filling.may_go_back,
        "is_last": filling.is_last,
        "is_through": filling.page == len(filling.pages),
    }
    return render(
        request,
        "participation/questionnaire_fill.html",
        _page(found, found.short_title, _below(found)) | facts,
    )


@never_cache
@require_safe
@_of_questionnaire
def filled(request, found):
    return render(
        request, "participation/questionnaire_filled.html", _page(found, "收到了，谢谢您", _below(found))
    )


def _check_closed(found):
    """What is shown of the answers is shown when nobody answers any more."""
    if not found.is_closed(on=localdate()):
        raise Http404("问卷结束以后才有这一页")


@require_safe
@_of_questionnaire
def texts(request, found, position):
    """What people wrote, as far as somebody has read it and it may be shown."""
    _check_closed(found)
    question = get_object_or_404(found.questions.filter(kind=Question.Kind.TEXT), position=position)
    rows, links, total = part_of(request, question.texts.public())
    facts = {"question": question, "rows": rows, "links": links, "total": total}
    return render(
        request,
        "participation/questionnaire_texts.html",
        _page(found, f"第 {position} 题的回答", _below(found)) | facts,
    )


@require_safe
@_of_questionnaire
def results_csv(request, found):
    _check_closed(found)
    return in_format(request, "csv", listing(found), table(found))
