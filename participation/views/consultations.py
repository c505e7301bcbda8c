"""Consultations as the public meets them: the list, one with its clauses, saying something, and what others said."""

from types import MappingProxyType

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.change_words import marked
from linhai_portal.accounts.rates import count_deed
from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.rich_text import plain_text
from linhai_portal.workflow import InvalidMove
from participation import adopting, hearing_opinions
from participation.clauses import read_draft
from participation.models import Consultation
from participation.opinion_forms import OpinionForm
from participation.telling import feedback_due
from participation.views.start import NAME as START

NAME = "意见征集"
START_TRAIL = (START, "/participation/")
TRAIL = (START_TRAIL, (NAME, "/consultations/"))
_SHOWN = 3  # opinions under a clause; the rest has a page
_STEPS = ["公布草案", "征集意见", "整理研究", "公布采纳情况", "正式印发"]
_PLACE = {
    Consultation.State.WAITING: 0,
    Consultation.State.OPEN: 1,
    Consultation.State.STUDIED: 2,
    Consultation.State.ANSWERED: 3,
    Consultation.State.DONE: 4,
}
TOO_MANY = "从您这里来的意见一小时内太多了，请过一小时再试。着急的，请打公告上的电话。"


@require_safe
def consultations(request):
    today = localdate()
    listed = Consultation.objects.listed(on=today).select_related("publication__organization")
    rows, links, total = part_of(request, listed)
    return render(
        request,
        "participation/consultations.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": column_tags(NAME, "正在征求意见的和已经结束的，每一件都有采纳情况", kind="公众参与"),
            "trail": (START_TRAIL,),
            "rows": [(each, each.state(on=today)) for each in rows],
            "links": links,
            "total": total,
        },
    )


def public_consultation(pk):
    rows = Consultation.objects.with_page()
    return get_object_or_404(rows.select_related("publication__organization", "feedback", "final"), pk=pk)


@require_safe
def consultation(request, pk):
    found, today = public_consultation(pk), localdate()
    if not found.publication.shows_text(on=today):
        return redirect(found.publication)  # the tombstone says what became of it
    draft, state = found.draft(), found.state(on=today)
    is_answered = bool(found.feedback and found.feedback.is_listed(on=today))
    is_open = found.is_open(on=today)
    page = {
        "section": "participation",
        "title": found.short_title,
        "trail": TRAIL,
        "tags": _tags(found),
        "consultation": found,
        "state": state,
        "steps": _STEPS,
        "place": _PLACE[state],
        "draft": draft,
        "files": found.publication.attachments.files(),
        "sessions": found.sessions.all(),
        "also": _also(found, today),
        "is_open": is_open,
        "form": OpinionForm(labels=draft.labels()) if is_open else None,
    }
    page |= _answer(found, draft) if is_answered else _unanswered(found, draft)
    if is_open:
        page |= _days(found, today)
    elif state == Consultation.State.STUDIED:
        due = feedback_due(found)
        page |= {"due": due, "is_late": bool(due and due < today)}
    return render(request, "participation/consultation.html", page)


def _tags(found):
    return article_tags(
        str(found),
        column=NAME,
        published_at=found.publication.published_at,
        source=found.publication.issuer,
        kind="公众参与",
    )


def _also(found, today):
    """Questionnaires and hearings on the same draft."""
    kinds = (found.questionnaires, found.hearings)
    return [each for kind in kinds for each in kind.listed(on=today).select_related("publication")]


def _days(found, today):
    """A brick for each day, at most as many as there is room for."""
    left = found.days_left(on=today)
    return {"left": left, "bricks": [day < found.days - left for day in range(min(found.days, 60))]}


def _unanswered(found, draft):
    return {"heard": found.opinions.counted().count(), "clauses": _clauses(draft)}


def _answer(found, draft):
    """All figures come from one count of the opinions."""
    counts = adopting.tally(found)
    ledger = adopting.ledger(found, counts)
    results = adopting.results(counts, ledger)
    clauses = _clauses(draft, results, _shown(found), _final_clauses(found))
    return {"results": results[None], "ledger": ledger, "clauses": clauses}


def _clauses(draft, counts=MappingProxyType({}), shown=MappingProxyType({}), final=None):
    """Each clause with what was said of it; the final text beside the draft's once there is one."""
    return [
        {
            "clause": clause,
            "counts": counts.get(clause.label, {}),
            "opinions": shown.get(clause.label, []),
            "marked": _marked(clause, final),
        }
        for clause in draft.clauses
    ]


def _shown(found):
    """The first few public opinions of each clause, in one question: the newest few hundred are enough to choose from."""
    shown = {}
    for opinion in found.opinions.public().order_by("-pk")[:500]:
        of_clause = shown.setdefault(opinion.clause, [])
        if len(of_clause) < _SHOWN:
            of_clause.append(opinion)
    return shown


def _final_clauses(found):
    if not (found.final and found.final.is_listed(on=localdate())):
        return None
    return {each.label: each for each in read_draft(plain_text(found.final.body)).clauses}


def _marked(clause, final):
    """The clause with what was struck out and written in; None while there is no final text."""
    if final is None:
        return None
    new = final[clause.label].text if clause.label in final else ""
    before, after = marked(clause.text, new)
    return (before, after) if clause.text != new else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request, pk):
    """An opinion on the whole or on a clause; what is wrong with it is said beside it, and nothing is lost."""
    found = public_consultation(pk)
    if not found.is_open(on=localdate()):
        return render(request, "participation/closed.html", _page(found, "征求意见已经结束"))
    labels = found.draft().labels()
    initial = {"clause": request.GET.get("clause", "")}
    form = OpinionForm(request.POST or None, labels=labels, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            count_deed(request, "opinion", most=settings.MOST_OPINIONS_AN_HOUR, words=TOO_MANY)
            hearing_opinions.give(found, **form.told())
        except InvalidMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("participation:said", pk)
    return render(request, "participation/say.html", _page(found, "说说您的意见") | {"form": form})


@never_cache
@require_safe
def said(request, pk):
    found = public_consultation(pk)
    return render(
        request, "participation/said.html", _page(found, "收到了，谢谢您") | {"due": feedback_due(found)}
    )


def _page(found, title):
    return {
        "section": "participation",
        "title": title,
        "trail": (*TRAIL, (found.short_title, found.get_absolute_url())),
        "tags": _tags(found),
        "consultation": found,
    }


def public_opinions(pk, params):
    """A consultation and what people said, word for word, of the whole or of one clause; after the feedback is out."""
    found, today = public_consultation(pk), localdate()
    is_answered = found.feedback and found.feedback.is_listed(on=today)
    if not (is_answered and found.publication.shows_text(on=today)):
        raise Http404("采纳情况公布以后才有这一页")
    rows = found.opinions.public().select_related("cluster", "consultation")
    return found, rows.filter(clause=params["clause"]) if "clause" in params else rows


@require_safe
def opinions(request, pk):
    found, rows = public_opinions(pk, request.GET)
    clause = request.GET.get("clause", "")
    rows, links, total = part_of(request, rows)
    page = _page(found, f"{clause or '全部'}的意见" if clause else "意见原文")
    page |= {"rows": rows, "links": links, "total": total, "place": request.path.rstrip("/")}
    return render(request, "participation/opinions.html", page)
