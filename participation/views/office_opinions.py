"""The screens where opinions are looked at, put together and decided; made for twenty thousand of them on one draft."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove
from participation import adopting, hearing_opinions, looking
from participation.models import Cluster, Consultation, Opinion
from participation.opinion_forms import DecisionForm, EnteredOpinionForm, LookForm, SortingForm
from participation.views.office_consultations import WORK, trail, visible

_STATES = [
    ("new", "待查看"),
    ("loose", "待归并"),
    ("taken", "已收下"),
    ("refused", "不作为意见"),
    ("", "全部"),
]


def _trail(found, *more):
    return trail((str(found), found.get_office_url()), *more)


def _found(request, consultation):
    """What the filter of the address finds, the newest first."""
    rows, asked = consultation.opinions.all(), request.GET
    state = asked.get("state", "new")
    if state == "loose":
        rows = rows.unclustered()
    elif state in Opinion.Status.values:
        rows = rows.filter(status=state)
    if "clause" in asked and asked["clause"] != "any":
        rows = rows.filter(clause=asked["clause"])
    if asked.get("cluster", "").isdecimal() and len(asked["cluster"]) < 19:
        rows = rows.filter(cluster=asked["cluster"])
    for word in asked.get("q", "").split()[:5]:
        rows = rows.filter(words__icontains=word)
    return rows


@for_staff(WORK)
def opinions(request, pk):
    """The list, and what is done with those that are ticked or with all the filter finds."""
    consultation = visible(request, pk)
    found = _found(request, consultation)
    form = None
    if request.method == "POST":
        form = SortingForm(request.POST, consultation=consultation, found=found)
        if form.is_valid():
            return _sorted(request, consultation, form)
    rows, links, total = part_of(request, found.select_related("cluster"))
    return office_page(
        request,
        "participation/office/opinions.html",
        title="意见",
        trail=_trail(consultation),
        consultation=consultation,
        rows=rows,
        links=links,
        total=total,
        form=form,
        states=_STATES,
        state=request.GET.get("state", "new"),
        labels=consultation.draft().labels(),
        clause=request.GET.get("clause", "any"),
        clusters=consultation.clusters.all()[:500],
        q=request.GET.get("q", ""),
    )


def _sorted(request, consultation, form):
    facts, chosen = form.cleaned_data, form.chosen
    deeds = {
        "take": partial(hearing_opinions.take, chosen, by=request.user),
        "refuse": partial(hearing_opinions.refuse, chosen, by=request.user, reason=facts["reason"]),
        "put": partial(_put, chosen, facts["cluster"], request.user),
        "begin": partial(_begin, consultation, chosen, facts, request.user),
    }
    try:
        count = deeds[facts["deed"]]()
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{count} 条意见：{dict(SortingForm.DEEDS)[facts['deed']]}，办好了。")
    return redirect(request.get_full_path())


def _put(chosen, cluster, user):
    """What was not looked at yet is taken with it: who sorts it has read it."""
    new = chosen.filter(status=Opinion.Status.NEW)
    keys = list(chosen.values_list("pk", flat=True))
    if new.exists():
        hearing_opinions.take(new, by=user)
    return adopting.put_together(Opinion.objects.filter(pk__in=keys), cluster=cluster)


def _begin(consultation, chosen, facts, user):
    clauses = set(chosen.order_by().values_list("clause", flat=True).distinct()[:2])
    clause = clauses.pop() if len(clauses) == 1 else ""
    cluster = adopting.begin_cluster(
        consultation, Opinion.objects.none(), summary=facts["summary"].strip(), clause=clause
    )
    return _put(chosen, cluster, user)


@for_staff(WORK)
def opinion_new(request, pk):
    """What came by letter, call or at a meeting."""
    consultation = visible(request, pk)
    if consultation.publication.published_at is None:
        raise Http404("还没有公布")
    labels = consultation.draft().labels()
    form = EnteredOpinionForm(request.POST or None, labels=labels)
    if request.method == "POST" and form.is_valid():
        try:
            hearing_opinions.enter(consultation, by=request.user, **form.cleaned_data)
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已录入，等查看。")
            return redirect("participation_office:opinion_new", pk)
    return office_page(
        request,
        "participation/office/deed.html",
        title="录入意见",
        trail=_trail(consultation),
        form=form,
        button="录入",
    )


def _opinion(request, pk):
    rows = Opinion.objects.filter(consultation__in=Consultation.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("consultation__publication", "cluster", "entered_by"), pk=pk)


@for_staff(WORK)
def opinion(request, pk):
    """One opinion; who left it is shown for a purpose, and the look written down first."""
    found = _opinion(request, pk)
    form, person = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        person = looking.look(found, by=request.user, **form.cleaned_data)
    return office_page(
        request,
        "participation/office/opinion.html",
        title=str(found),
        trail=_trail(found.consultation),
        opinion=found,
        form=form,
        person=person,
        looks=looking.looks_at(found),
        events=found.events.select_related("by", "subject"),
    )


@for_staff(WORK)
@require_POST
def opinion_told(request, pk):
    """The author was told by telephone."""
    found = _opinion(request, pk)
    Opinion.objects.filter(pk=found.pk, told_at=None).update(told_at=timezone.now())
    messages.success(request, "已记下：电话告知了。")
    return redirect(found.consultation.get_office_url())


@for_staff(WORK)
def clusters(request, pk):
    """The ledger: every main opinion with how many say so and what was decided."""
    consultation = visible(request, pk)
    return office_page(
        request,
        "participation/office/clusters.html",
        title="采纳台账",
        trail=_trail(consultation),
        consultation=consultation,
        rows=adopting.ledger(consultation),
        lacking=adopting.lacking(consultation, on=timezone.localdate()),
    )


@for_staff(WORK)
def cluster(request, pk):
    rows = Cluster.objects.filter(consultation__in=Consultation.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("consultation__publication"), pk=pk)
    consultation = found.consultation
    back = reverse("participation_office:clusters", args=[consultation.pk])
    if "drop" in request.POST:
        return carry_out(
            request, partial(adopting.drop_cluster, found), "已拆开，意见等着重新归并。", back=back
        )
    form = DecisionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        deed = partial(adopting.decide, found, by=request.user, **form.cleaned_data)
        return carry_out(request, deed, "已决定。", back=back)
    rows, links, total = part_of(request, found.opinions.counted())
    return office_page(
        request,
        "participation/office/cluster.html",
        title="主要意见",
        trail=_trail(consultation, ("采纳台账", back)),
        cluster=Cluster.objects.get(pk=found.pk),
        form=form,
        rows=rows,
        links=links,
        total=total,
    )
