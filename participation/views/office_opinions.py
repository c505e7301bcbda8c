"""The screens where opinions are looked at and put together; made for twenty thousand of them on one draft."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.paging import last_page, page_number
from linhai_portal.workflow import InvalidMove
from participation import hearing_opinions, looking, sorting
from participation.like_opinions import clusters_like_opinion, like_cluster, like_opinion
from participation.models import Consultation, Opinion
from participation.opinion_forms import EnteredOpinionForm, KeepBackForm, LookForm, SortingForm
from participation.telling import told_by_telephone
from participation.views.office_consultations import WORK, trail, visible

FEW, _MOST_CLUSTERS = 5, 500
_STATES = [
    ("new", "待查看"),
    ("loose", "待归并"),
    ("taken", "已收下"),
    ("refused", "不作为意见"),
    ("", "全部"),
]


def trail_of(found, *more):
    return trail((str(found), found.get_office_url()), *more)


def _found(request, consultation):
    """What the filter of the address finds, the newest first."""
    rows = consultation.opinions.all()
    asked = {name: value.replace("\0", "") for name, value in request.GET.items()}  # no text holds it
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
            return _sorted(request, consultation, form, found)
    rows, links, total = part_of(request, found.select_related("cluster"))
    return office_page(
        request,
        "participation/office/opinions.html",
        title="意见",
        trail=trail_of(consultation),
        consultation=consultation,
        rows=rows,
        links=links,
        total=total,
        form=form,
        ticked=_ticked(request),
        upto=consultation.opinions.values_list("pk", flat=True).first(),
        states=_STATES,
        state=request.GET.get("state", "new"),
        labels=consultation.draft().labels(),
        clause=request.GET.get("clause", "any"),
        clusters=consultation.clusters.all()[:_MOST_CLUSTERS],
        q=request.GET.get("q", ""),
    )


def _ticked(request):
    """What was ticked stays so when something else is wrong."""
    return {int(each) for each in request.POST.getlist("opinions") if each.isdecimal()}


def _sorted(request, consultation, form, found):
    facts, chosen, by = form.cleaned_data, form.chosen, request.user
    deeds = {
        "take": partial(hearing_opinions.take, chosen, by=by),
        "refuse": partial(hearing_opinions.refuse, chosen, by=by, reason=facts["reason"]),
        "put": partial(sorting.put_together, chosen, cluster=facts["cluster"], by=by),
        "begin": partial(_begin, consultation, chosen, facts["summary"].strip(), by),
    }
    try:
        count = deeds[facts["deed"]]()
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{count} 条意见：{dict(SortingForm.DEEDS)[facts['deed']]}，办好了。")
    return redirect(_same_place(request, found))


def _begin(consultation, chosen, summary, by):
    return sorting.begin_cluster(consultation, chosen, summary=summary, by=by).opinions.count()


def _same_place(request, found):
    """The same page of the list, or its last one: what was done with leaves it."""
    asked = request.GET.copy()
    if "page" in asked:
        asked["page"] = min(page_number(asked), last_page(found.count()))
    return f"{request.path}?{asked.urlencode()}"


@for_staff(WORK)
@require_safe
def opinions_alike(request, pk):
    """What waits and says about the same as one opinion or as a main opinion, each with the reason, to be ticked."""
    consultation = visible(request, pk)
    opinion = _asked_for(request, "opinion", consultation.opinions)
    cluster = None if opinion else _asked_for(request, "cluster", consultation.clusters)
    if opinion is None and cluster is None:
        return redirect(f"{reverse('participation_office:opinions', args=[pk])}?state=loose")
    likes = like_opinion(opinion) if opinion else like_cluster(cluster)
    rows = consultation.opinions.in_bulk([each.key for each in likes])
    return office_page(
        request,
        "participation/office/alike.html",
        title="相近的意见",
        trail=trail_of(consultation),
        consultation=consultation,
        opinion=opinion,
        cluster=cluster,
        rows=[(rows[each.key], each) for each in likes if each.key in rows],
        is_ticked="ticked" in request.GET,
        clusters=consultation.clusters.all()[:_MOST_CLUSTERS],
    )


def _asked_for(request, name, rows):
    asked = request.GET.get(name, "")
    return get_object_or_404(rows, pk=asked) if asked.isdecimal() else None


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
        trail=trail_of(consultation),
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
    if "keep_back" in request.POST:
        return _kept_back(request, found)
    form, person = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid() and not found.destroyed_at:
        person = looking.look(found, by=request.user, **form.cleaned_data)
    return office_page(
        request,
        "participation/office/opinion.html",
        title=str(found),
        trail=trail_of(found.consultation),
        opinion=found,
        form=form,
        person=person,
        looks=looking.looks_at(found),
        events=found.events.select_related("by", "subject"),
        is_sorted=bool(found.cluster_id) or found.status == Opinion.Status.REFUSED,
        likes=_likes_of(found),
        clusters=clusters_like_opinion(found, most=FEW) if found.cluster_id is None else [],
        keep_back=KeepBackForm() if found.may_be_shown else None,
    )


def _likes_of(opinion):
    """A few that say about the same, with their words."""
    likes = like_opinion(opinion, most=FEW)
    rows = opinion.consultation.opinions.in_bulk([each.key for each in likes])
    return [(rows[each.key], each) for each in likes if each.key in rows]


def _kept_back(request, opinion):
    form = KeepBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明为什么不再公布原话。")
        return redirect(opinion.get_office_url())
    deed = partial(hearing_opinions.keep_back, opinion, by=request.user, **form.cleaned_data)
    return carry_out(request, deed, "原话不再公布，意见照样统计。", back=opinion.get_office_url())


@for_staff(WORK)
@require_POST
def opinion_told(request, pk):
    """The author was told by telephone."""
    found = _opinion(request, pk)
    deed = partial(told_by_telephone, found)
    return carry_out(request, deed, "已记下：电话告知了。", back=found.consultation.get_office_url())
