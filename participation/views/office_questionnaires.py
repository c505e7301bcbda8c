"""The screens of a questionnaire: the list, one with its questions and live counts, its texts, its codes, its report."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.formats import answer as in_format
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove
from participation import drafting_questions, questionnaire_answering, questionnaire_report
from participation.announcing import may_draft
from participation.counting import figures, listing, table
from participation.models import Consultation, Question, Questionnaire, TextAnswer
from participation.questionnaire_forms import CodesForm, JudgingForm, QuestionForm, QuestionnaireForm
from participation.views.announcements import draft_page, facts_page

SEE, DRAFT, WORK = (
    "catalog.view_publication",
    "catalog.draft_publication",
    "participation.work_questionnaire",
)
NAME = "问卷调查"


def trail(*more):
    return [(NAME, reverse("participation_office:questionnaires")), *more]


@for_staff(SEE)
@require_safe
def questionnaires(request):
    rows = Questionnaire.objects.visible_to(request.user).select_related("publication__organization")
    rows, links, _ = part_of(request, rows.order_by("-pk"))
    return office_page(
        request, "participation/office/questionnaires.html", title=NAME, rows=rows, links=links
    )


@for_staff(DRAFT)
def questionnaire_new(request):
    return draft_page(
        request,
        partial(QuestionnaireForm, consultations=_consultations(request)),
        heading="起草问卷",
        lead="正文先写为什么问、结果用来做什么。题目保存以后再加，会自动印在正文后面，和正文一起审核。",
        trail=trail(),
        stage="decision",
    )


def _consultations(request, *, chosen=None):
    return Consultation.objects.offered_to(request.user, on=localdate(), chosen=chosen)


def visible(request, pk):
    rows = Questionnaire.objects.visible_to(request.user)
    parts = ("publication__organization", "publication__drafted_by", "report")
    return get_object_or_404(rows.select_related(*parts), pk=pk)


@for_staff(SEE)
def questionnaire(request, pk):
    """While it is a draft its questions are written here; then its figures are counted here."""
    found, today = visible(request, pk), localdate()
    works = request.user.has_perm(WORK) and found.publication.published_at is not None
    total, all_figures = figures(found) if works else (0, [])
    return facts_page(
        request,
        found,
        partial(QuestionnaireForm, consultations=_consultations(request, chosen=found.consultation_id)),
        "participation/office/questionnaire.html",
        trail=trail(),
        questions=found.questions.select_related("asked_after"),
        works=works,
        is_open=found.is_open(on=today),
        is_closed=found.is_closed(on=today),
        may_draft=may_draft(found.report),
        total=total,
        figures=all_figures,
        codes=_codes(found) if works and found.once == Questionnaire.Once.CODE else None,
    )


def _codes(found):
    made = found.invitation_codes
    return {"form": CodesForm(), "made": made.count(), "used": made.filter(is_used=True).count()}


def _question_form(request, found, question, verb, *, title):
    form = QuestionForm(request.POST or None, instance=question, questionnaire=found)
    if request.method == "POST" and form.is_valid():
        deed = partial(verb, found, form.save(commit=False), by=request.user)
        return carry_out(request, deed, "已保存，正文里的题目也改好了。", back=found.get_office_url())
    return office_page(
        request,
        "participation/office/deed.html",
        title=title,
        trail=trail((str(found), found.get_office_url())),
        form=form,
        button="保存",
    )


@for_staff(DRAFT)
def question_new(request, pk):
    found = visible(request, pk)
    if not found.may_be_edited_by(request.user):
        raise Http404("现在不能改")
    question = Question(questionnaire=found, position=0)
    return _question_form(request, found, question, drafting_questions.add_question, title="加一题")


def _question(request, pk):
    rows = Question.objects.filter(questionnaire__in=Questionnaire.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("questionnaire__publication"), pk=pk)
    if not found.questionnaire.may_be_edited_by(request.user):
        raise Http404("现在不能改")
    return found


@for_staff(DRAFT)
def question(request, pk):
    found = _question(request, pk)
    change = drafting_questions.change_question
    return _question_form(request, found.questionnaire, found, change, title=f"改{found}")


@for_staff(DRAFT)
@require_POST
def question_drop(request, pk):
    found = _question(request, pk)
    deed = partial(drafting_questions.drop_question, found.questionnaire, found, by=request.user)
    return carry_out(request, deed, "已去掉。", back=found.questionnaire.get_office_url())


@for_staff(DRAFT)
@require_POST
def question_up(request, pk):
    found = _question(request, pk)
    deed = partial(drafting_questions.move_up, found.questionnaire, found, by=request.user)
    return carry_out(request, deed, "已上移。", back=found.questionnaire.get_office_url())


@for_staff(WORK)
@require_POST
def questionnaire_codes(request, pk):
    """The codes as a file, the only time they can be read."""
    found, form = visible(request, pk), CodesForm(request.POST)
    try:
        codes = questionnaire_answering.make_codes(found, **form.cleaned_data) if form.is_valid() else []
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
        return redirect(found.get_office_url())
    if not codes:
        messages.error(request, "".join(form.errors["count"]))
        return redirect(found.get_office_url())
    answer = HttpResponse("".join(f"{code}\n" for code in codes), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"邀请码-{found.pk}.txt")
    answer["Cache-Control"] = "no-store"
    return answer


@for_staff(WORK)
@require_safe
def questionnaire_csv(request, pk):
    found = visible(request, pk)
    return in_format(request, "csv", listing(found), table(found))


@for_staff(WORK)
def questionnaire_texts(request, pk):
    """Texts to be read, and what is done with those that are ticked."""
    found = visible(request, pk)
    form = None
    if request.method == "POST":
        form = JudgingForm(request.POST, questionnaire=found)
        if form.is_valid():
            return _judged(request, form)
    status = request.GET.get("status", TextAnswer.Status.NEW)
    rows = TextAnswer.objects.filter(response__questionnaire=found).select_related("question")
    if status in TextAnswer.Status.values:
        rows = rows.filter(status=status)
    rows, links, total = part_of(request, rows)
    return office_page(
        request,
        "participation/office/questionnaire_texts.html",
        title="文字回答",
        trail=trail((str(found), found.get_office_url())),
        rows=rows,
        links=links,
        total=total,
        form=form,
        states=[*TextAnswer.Status.choices, ("", "全部")],
        status=status,
    )


def _judged(request, form):
    keys = [each.pk for each in form.cleaned_data["texts"]]
    to = TextAnswer.Status(form.cleaned_data["deed"])
    rows = TextAnswer.objects.filter(pk__in=keys).exclude(status=to)
    deed = partial(questionnaire_answering.judge, rows, to, by=request.user)
    return carry_out(request, deed, f"{len(keys)} 条：{to.label}。", back=request.get_full_path())


@for_staff(WORK)
@require_POST
def questionnaire_report_new(request, pk):
    found = visible(request, pk)
    deed = partial(questionnaire_report.draft_report, found, by=request.user)
    done = "结果和应用情况已起草。请写明结果怎么用，提交审核。"
    return carry_out(request, deed, done, back=found.get_office_url())
