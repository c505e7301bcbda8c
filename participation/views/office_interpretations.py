"""The screens of interpretations: the list with what is still to come, one, the plan of a document, the forms of a year."""

import re
from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.models import Publication, Stage
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import interpreting
from participation.interpretation_forms import InterpretationForm, PlanForm
from participation.models import Interpretation, InterpretationPlan
from participation.views.announcements import draft_page, facts_page
from participation.views.office_consultations import DRAFT, SEE

NAME = "政策解读"
_A_YEAR = re.compile("20[0-9]{2}")
_FIRST = 5  # of those that wait, on top of the list
_TABS = [("", "全部"), ("late", "逾期的")]


def trail(*more):
    return [(NAME, reverse("participation_office:interpretations")), *more]


@for_staff(SEE)
@require_safe
def interpretations(request):
    today = localdate()
    rows = Interpretation.objects.visible_to(request.user)
    rows = rows.select_related("publication__organization", "of").order_by("-pk")
    rows, links, total = part_of(request, rows)
    waiting = interpreting.waiting(request.user, on=today)
    return office_page(
        request,
        "participation/office/interpretations.html",
        title=NAME,
        waiting=interpreting.with_last_days(waiting[:_FIRST], on=today),
        waiting_total=waiting.count(),
        rows=rows,
        links=links,
        total=total,
        year=today.year,
    )


@for_staff(SEE)
@require_safe
def interpretations_waiting(request):
    """Public documents without their interpretation, or those of them whose last day is past."""
    today, only = localdate(), request.GET.get("only", "")
    plans = (interpreting.late if only == "late" else interpreting.waiting)(request.user, on=today)
    rows, links, total = part_of(request, plans)
    return office_page(
        request,
        "participation/office/interpretations_waiting.html",
        title="还没有解读的文件",
        trail=trail(),
        rows=interpreting.with_last_days(rows, on=today),
        links=links,
        total=total,
        tabs=_TABS,
        only="late" if only == "late" else "",
    )


@for_staff(DRAFT)
def interpretation_new(request):
    unit, of = request.user.organizations().first(), request.GET.get("of", "")
    initial = {"of": of} if of.isdecimal() else {}
    return draft_page(
        request,
        partial(InterpretationForm, organization=unit, initial=initial),
        heading="起草政策解读",
        lead="解读写在正文里，图解、视频作为正文的图片和附件。问答的每个问题另起一行写“问：”，回答写“答：”。",
        trail=trail(),
        stage=Stage.DECISION,
    )


@for_staff(SEE)
def interpretation(request, pk):
    rows = Interpretation.objects.visible_to(request.user)
    parts = ("publication__organization", "publication__drafted_by", "of")
    found = get_object_or_404(rows.select_related(*parts), pk=pk)
    return facts_page(
        request,
        found,
        partial(InterpretationForm, organization=found.organization),
        "participation/office/interpretation.html",
        trail=trail(),
        entries=found.questions(),
        explanation=interpreting.explanation(found.of),
    )


@for_staff(SEE)
def plan(request, pk):
    """The plan of a document, written by its drafter with the draft."""
    rows = Publication.objects.visible_to(request.user).select_related("organization", "drafted_by")
    found = get_object_or_404(rows, pk=pk)
    stored = InterpretationPlan.objects.filter(publication=found).first()
    may_edit = request.user.has_perm(DRAFT) and interpreting.may_plan(found, request.user)
    if request.method == "POST" and not may_edit:
        raise Http404("现在不能改")
    form = PlanForm(request.POST or None, instance=stored) if may_edit else None
    if request.method == "POST" and form.is_valid():
        deed = partial(interpreting.plan, found, **form.cleaned_data)
        back = reverse("participation_office:plan", args=[pk])
        return carry_out(request, deed, "已保存解读方案。", back=back, by=request.user)
    return office_page(
        request,
        "participation/office/plan.html",
        title="解读方案",
        trail=trail(),
        publication=found,
        plan=stored,
        form=form,
        interpretations=Interpretation.objects.filter(of=found).select_related("publication"),
        explanation=interpreting.explanation(found) if stored and stored.needed else None,
    )


@for_staff(SEE)
@require_safe
def interpretation_forms(request):
    """How many of each form in a year; of the own units for who sees no others."""
    asked = request.GET.get("year", "")
    year = int(asked) if _A_YEAR.fullmatch(asked) else localdate().year
    unit = None if request.user.is_city_wide else request.user.organizations().first()
    counts = interpreting.counted_by_form(year, organization=unit)
    return office_page(
        request,
        "participation/office/interpretation_forms.html",
        title=f"{year} 年各种形式的解读",
        trail=trail(),
        year=year,
        unit=unit,
        counts=counts,
        total=sum(number for _, number in counts),
    )
