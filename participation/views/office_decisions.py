"""The screens of major decisions: the directories, the matters, the dossier of one with its thirteen steps."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Stage
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import deciding
from participation.decision_forms import DecisionForm, DirectoryForm, StepForm
from participation.decision_steps import BY_CODE
from participation.models import DecisionDirectory, DecisionMatter
from participation.views.announcements import draft_page, facts_page
from participation.views.office_consultations import DRAFT, SEE

WORK = "participation.work_decisionmatter"
NAME = "重大行政决策"
_TABLE = (
    "<table><thead><tr><th>事项名称</th><th>承办单位</th><th>履行程序</th><th>计划时间</th></tr></thead>"
    "<tbody><tr><td></td><td></td><td>公众参与、合法性审查、集体讨论</td><td></td></tr></tbody></table>"
)


def trail(*more):
    return [(NAME, reverse("participation_office:matters")), *more]


@for_staff(SEE)
@require_safe
def matters(request):
    rows = DecisionMatter.objects.visible_to(request.user).select_related("organization")
    rows, links, total = part_of(request, rows.prefetch_related("steps"))
    directories = DecisionDirectory.objects.visible_to(request.user).select_related("publication")
    return office_page(
        request,
        "participation/office/matters.html",
        title=NAME,
        directories=directories[:20],
        rows=[(each, [step for step in each.steps.all() if step.done_on]) for each in rows],
        links=links,
        total=total,
    )


@for_staff(DRAFT)
def directory_new(request):
    """A first one starts with an empty table, an adjustment with the table of the one it takes the place of."""
    of = request.GET.get("of", "")
    rows = DecisionDirectory.objects.visible_to(request.user).select_related("publication")
    old = rows.filter(pk=of).first() if of.isdecimal() else None
    year = old.year if old else localdate().year
    words = "调整" if old else "公布"
    return draft_page(
        request,
        partial(DirectoryForm, initial={"year": year}),
        heading="起草决策事项目录",
        lead="目录写成正文里的一张表，表头是事项名称、承办单位、履行程序、计划时间；调整就是起草一份新的。",
        trail=trail(),
        stage=Stage.DECISION,
        body=old.publication.body if old else _TABLE,
        title=f"关于{words}{year}年度重大行政决策事项目录的通知",
    )


@for_staff(SEE)
def directory(request, pk):
    rows = DecisionDirectory.objects.visible_to(request.user)
    found = get_object_or_404(
        rows.select_related("publication__organization", "publication__drafted_by"), pk=pk
    )
    return facts_page(
        request,
        found,
        DirectoryForm,
        "participation/office/directory.html",
        trail=trail(),
        lines=found.lines(),
    )


def visible(request, pk):
    rows = DecisionMatter.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organization", "directory__publication", "final"), pk=pk)


@for_staff(SEE)
@require_safe
def matter(request, pk):
    found = visible(request, pk)
    works = request.user.has_perm(WORK)
    return office_page(
        request,
        "participation/office/matter.html",
        title=str(found),
        trail=trail(),
        matter=found,
        steps=found.steps.prefetch_related("documents"),
        lacking=deciding.lacking(found),
        consultations=found.consultations.select_related("publication"),
        changes=found.changes.select_related("by")[:100],
        works=works,
        final_form=DecisionForm(matter=found) if works else None,
    )


@for_staff(WORK)
def matter_step(request, pk, code):
    found = visible(request, pk)
    if code not in BY_CODE:
        raise Http404("没有这个环节")
    step = get_object_or_404(found.steps, code=code)
    form = StepForm(request.POST or None, instance=step)
    if request.method == "POST" and form.is_valid():
        deed = partial(deciding.record, found.steps.get(code=code), **form.cleaned_data)
        return carry_out(request, deed, f"已登记“{step}”。", back=found.get_office_url(), by=request.user)
    return office_page(
        request,
        "participation/office/deed.html",
        title=f"{step}（{step.kind.article}）",
        lead=f"{step.kind.hint}。保存以后马上公布在这件事项的页面上。",
        trail=trail((str(found), found.get_office_url())),
        form=form,
        button="登记",
    )


@for_staff(WORK)
@require_POST
def matter_final(request, pk):
    found = visible(request, pk)
    form = DecisionForm(request.POST, matter=found)
    if not form.is_valid():
        return office_page(
            request,
            "participation/office/deed.html",
            title="正式文件",
            trail=trail((str(found), found.get_office_url())),
            form=form,
            button="就是这一件",
        )
    deed = partial(deciding.name_final, found, **form.cleaned_data)
    return carry_out(request, deed, "已记下正式文件。", back=found.get_office_url(), by=request.user)
