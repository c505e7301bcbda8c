"""Writing the reply: the questions one by one, then the words that this kind of reply needs."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from disclosure_requests import deciding
from disclosure_requests.decision_form import DecisionForm
from disclosure_requests.decision_guide import QUESTIONS, walk
from disclosure_requests.deeds import HANDLE
from disclosure_requests.letter_facts import facts_of
from disclosure_requests.letters.compose import LETTER_OF_DECISION
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.listed_grounds import grounds_of, matching, with_entry
from disclosure_requests.outcomes import OUTCOMES
from disclosure_requests.views.deeds import VIEW, case_of
from linhai_portal.office import for_staff, office_page
from linhai_portal.workflow import InvalidMove


@for_staff(VIEW, HANDLE)
@require_http_methods(["GET", "POST"])
def decision(request, pk):
    case = case_of(request, pk)
    written = deciding.current(case)
    answers = {name: request.GET[name] for name in QUESTIONS if name in request.GET}
    if not answers and written and "again" not in request.GET:
        answers = written.answers
    path = walk(answers, case.kind)
    offered = _offered(case, path)
    form = _form(request, case, path, written, offered) if path.outcome else None
    stands = written.version if written else ""
    seen = request.POST.get("seen", stands)
    if form and request.method == "POST" and form.is_valid():
        if _write(request, case, path, form, seen):
            messages.success(request, "答复已保存。写好以后提交审核。")
            return redirect(case.get_office_url())
        seen = stands  # who was told and saves again means it
    return office_page(
        request,
        "disclosure_requests/office/decision.html",
        title=f"答复申请 {case.number}",
        case=case,
        path=path,
        steps=_steps(path),
        outcome=OUTCOMES.get(path.outcome),
        letter=LETTER_OF_DECISION.get(path.outcome),
        form=form,
        seen=seen,
        offered=offered,
        again=f"{reverse('cases:decision', args=[case.pk])}?again=yes",
    )


def _offered(case, path):
    """Entries of the negative list: those of the ground that was reached, or all where the ground is the question."""
    asks = path.question is not None and path.question.name == "disclose"
    return matching(case, list(GROUNDS) if asks else grounds_of(path.outcome), on=localdate())


def _form(request, case, path, written, offered):
    """What was written for another kind of reply stays where both letters ask for it.

    Pressing an entry of the negative list is no saving: it adds what the entry proposes to what was typed.
    """
    facts = replace(facts_of(case, today=localdate()), decision=path.outcome)
    options = {"outcome": path.outcome, "facts": facts, "offered": offered}
    if request.method == "POST" and "use" not in request.POST:
        return DecisionForm(request.POST, **options)
    typed = _typed(request) if request.method == "POST" else _kept(written)
    pressed = request.POST.get("use") or request.GET.get("entry")
    entry = next((each for each in offered if str(each.pk) == pressed), None)
    return DecisionForm(initial=with_entry(typed, entry, path.outcome) if entry else typed, **options)


def _kept(written):
    if written is None:
        return {}
    own = {name: getattr(written, name) for name in ("note", "suggest_proactive")}
    return own | {"entries": [entry.pk for entry in written.entries.all()]} | written.told


def _typed(request):
    return request.POST.dict() | {
        "entries": request.POST.getlist("entries"),
        "suggest_proactive": "suggest_proactive" in request.POST,
    }


def _steps(path):
    """The way so far: each step with its answer, and the address that asks it again."""
    steps, query = [], ""
    for question, option in path.answered:
        steps.append((question, option, f"?again=yes{query}"))
        query += f"&{question.name}={option.value}"
    return steps


def _write(request, case, path, form, seen):
    answers = {question.name: option.value for question, option in path.answered}
    told = form.cleaned_data
    words = {"note": told["note"], "entries": told["entries"], "told": form.told, "seen": seen}
    words["suggest_proactive"] = told.get("suggest_proactive", False)
    try:
        deciding.write(
            case, by=request.user, today=localdate(), outcome=path.outcome, answers=answers, **words
        )
    except InvalidMove as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
