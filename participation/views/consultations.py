"""Consultations as the public meets them: the list, one with its clauses, saying something, and what others said."""

from functools import wraps
from types import MappingProxyType

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.change_words import merged
from linhai_portal.accounts.rates import count_deed
from linhai_portal.calendar import soon
from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from linhai_portal.rich_text import plain_text
from linhai_portal.workflow import InvalidMove
from participation import adopting, hearing_opinions
from participation.clauses import read_draft
from participation.consultation_days import explained, overdue, workdays_early
from participation.models import Consultation, Interpretation
from participation.opinion_forms import LONGEST_WORDS, OpinionForm
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
    listed = Consultation.objects.listed(on=today)
    late = overdue(listed, on=today)
    only = request.GET.get("only", "")
    shown = {"open": listed.open(on=today), "overdue": late}.get(only, listed)
    late_keys = {*late.values_list("pk", flat=True)}
    rows = shown.select_related("publication__organization", "feedback", "final")
    rows, links, total = part_of(request, rows)
    return render(
        request,
        "participation/consultations.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": column_tags(NAME, "正在征求意见的和已经结束的，每一件都有采纳情况", kind="公众参与"),
            "trail": (START_TRAIL,),
            "rows": [(each, each.state(on=today), each.pk in late_keys) for each in rows],
            "links": links,
            "total": total,
            "only": only,
            "late": len(late_keys),
        },
    )


def public_consultation(pk):
    rows = Consultation.objects.with_page()
    return get_object_or_404(rows.select_related("publication__organization", "feedback", "final"), pk=pk)


def of_consultation(view):
    """The consultation of the address; of one that is taken down its tombstone says what became of it, and nothing else does."""

    @wraps(view)
    def found_first(request, pk):
        found = public_consultation(pk)
        if not found.publication.shows_text(on=localdate()):
            return redirect(found.publication)
        return view(request, found)

    return found_first


@require_safe
@of_consultation
def consultation(request, found):
    today = localdate()
    draft, state = found.draft(), found.state(on=today)
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
        "interpretations": _interpretations(found, today),
        "is_open": is_open,
        "form": OpinionForm(labels=draft.labels()) if is_open else None,
    }
    page |= _answer(found, draft) if found.is_answered(on=today) else _unanswered(found, draft)
    if is_open:
        page |= _days(found, today)
    elif state == Consultation.State.STUDIED:
        page |= _due(found, today)
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


def _interpretations(found, today):
    """Of the final document, and of the draft."""
    of = [each for each in (found.publication_id, found.final_id) if each]
    rows = Interpretation.objects.listed(on=today).filter(of__in=of).select_related("publication")
    return rows.order_by("publication__published_at", "pk")


def _due(found, today):
    """The last day for the feedback, in amber when it is near and in red when it is past."""
    due = explained(found)
    return {
        "due": due,
        "today": today,
        "is_late": bool(due and due.due_on < today),
        "is_soon": bool(due and today <= due.due_on <= soon(today)),
    }


def _days(found, today):
    """A brick for each day, at most as many as there is room for."""
    left = found.days_left(on=today)
    return {"left": left, "bricks": [day < found.days - left for day in range(min(found.days, 60))]}


def _unanswered(found, draft):
    return {"heard": found.opinions.counted().count(), "clauses": _clauses(draft)}


def _answer(found, draft):
    """All figures come from one count of the opinions."""
    counts = adopting.tally(found)
    ledger = adopting.ledger(found, counts, draft)
    results = adopting.results(counts, ledger)
    clauses = _clauses(draft, results, _shown(found), _final_draft(found))
    whole, early = results.get("", {}).get("all", 0), workdays_early(found)
    said = {"early": early, "late": -early if early else None}
    return said | {"results": results[None], "ledger": ledger, "clauses": clauses, "whole": whole}


def _clauses(draft, counts=MappingProxyType({}), shown=MappingProxyType({}), final=None):
    """Each clause with what was said of it; once there is a final text, what became of it, and what is new there."""
    pairs = [(clause, clause) for clause in draft.clauses] if final is None else draft.beside(final)
    return [
        {
            "clause": old or new,
            "is_new": old is None,
            "counts": counts.get(old.label, {}) if old else {},
            "opinions": shown.get(old.label, []) if old else [],
            "marked": _marked(old, new),
            "new_label": new.label if old and new and old.label != new.label else "",
        }
        for old, new in pairs
    ]


def _shown(found):
    """The first few public opinions of each clause, in one question: the newest few hundred are enough to choose from."""
    shown = {}
    rows = found.opinions.public().only("consultation", "clause", "words", "identity")
    for opinion in rows.order_by("-pk")[:500]:
        of_clause = shown.setdefault(opinion.clause, [])
        if len(of_clause) < _SHOWN:
            of_clause.append(opinion)
    return shown


def _final_draft(found):
    """The clauses of the final document; None while it is not public, and where its text is in its files only."""
    if not (found.final and found.final.is_listed(on=localdate())):
        return None
    final = read_draft(plain_text(found.final.body))
    return final if final.clauses else None


def _marked(old, new):
    """The clause with what was struck out and written in; "" where nothing was."""
    has_other_heading = old and new and old.heading != new.heading
    before, after = (_words(each, has_other_heading) for each in (old, new))
    return merged(before, after) if before != after else ""


def _words(clause, with_heading):
    if clause is None:
        return ""
    return f"{clause.heading}\n{clause.text}" if with_heading else clause.text


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_consultation
def say(request, found):
    """An opinion on the whole or on a clause; what is wrong with it is said beside it, and nothing is lost."""
    if not found.is_open(on=localdate()):
        return _closed(request, found)
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
            return redirect("participation:said", found.pk)
    return render(request, "participation/say.html", _page(found, "说说您的意见") | {"form": form})


def _closed(request, found):
    """Who wrote past midnight of the last day gets the words back, to send them otherwise."""
    has_begun = localdate() >= found.opens_on
    title = "征求意见已经结束" if has_begun else "还没有开始征求意见"
    words = request.POST.get("words", "")[:LONGEST_WORDS]
    return render(
        request, "participation/closed.html", _page(found, title) | {"has_begun": has_begun, "words": words}
    )


@never_cache
@require_safe
@of_consultation
def said(request, found):
    return render(
        request,
        "participation/said.html",
        _page(found, "收到了，谢谢您") | {"due": explained(found), "today": localdate()},
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
    if not (found.is_answered(on=today) and found.publication.shows_text(on=today)):
        raise Http404("采纳情况公布以后才有这一页")
    rows = found.opinions.public().select_related("cluster", "consultation").defer("person_name", "contact")
    clause = params.get("clause")
    if clause is None:
        return found, rows
    return found, rows.filter(clause=clause) if clause in ("", *found.draft().labels()) else rows.none()


@require_safe
@of_consultation
def opinions(request, found):
    found, rows = public_opinions(found.pk, request.GET)
    clause = request.GET.get("clause")
    if clause and clause not in found.draft().labels():
        raise Http404("征求意见稿里没有这一条")
    rows, links, total = part_of(request, rows)
    page = _page(found, "意见原文" if clause is None else f"对{clause or '全文'}的意见")
    page |= {"rows": rows, "links": links, "total": total, "place": request.path.rstrip("/")}
    return render(request, "participation/opinions.html", page)
