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
    form = _form(request, case, path, written) if path.outcome else None
    if form and request.method == "POST" and form.is_valid() and _write(request, case, path, form):
        messages.success(request, "答复已保存。写好以后提交审核。")
        return redirect(case.get_office_url())
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
        again=f"{reverse('cases:decision', args=[case.pk])}?again=yes",
    )


def _form(request, case, path, written):
    """What was written for another kind of reply stays where both letters ask for it."""
    facts = replace(facts_of(case, today=localdate()), decision=path.outcome)
    kept = (
        {"note": written.note, "suggest_proactive": written.suggest_proactive} | written.told
        if written
        else {}
    )
    return DecisionForm(request.POST or None, outcome=path.outcome, facts=facts, initial=kept)


def _steps(path):
    """The way so far: each step with its answer, and the address that asks it again."""
    steps, query = [], ""
    for question, option in path.answered:
        steps.append((question, option, f"?again=yes{query}"))
        query += f"&{question.name}={option.value}"
    return steps


def _write(request, case, path, form):
    answers = {question.name: option.value for question, option in path.answered}
    names = {"note", "suggest_proactive"} & form.cleaned_data.keys()
    words = {name: form.cleaned_data[name] for name in names} | {"told": form.told}
    try:
        deciding.write(
            case, by=request.user, today=localdate(), outcome=path.outcome, answers=answers, **words
        )
    except InvalidMove as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
