"""Composing, numbering and keeping the letters of a case: an issued letter is a stored file."""

from dataclasses import replace

from django.db import transaction
from django.utils.timezone import localdate

from disclosure_requests.clock import deadline_of
from disclosure_requests.letter_facts import facts_of, known_of_people, with_decision
from disclosure_requests.letters.compose import LETTER_OF_DECISION, LETTERS, compose
from disclosure_requests.letters.facts import CannotCompose
from disclosure_requests.letters.masking import masked
from disclosure_requests.letters.sheets import Step, approval_sheet
from disclosure_requests.models import Letter
from linhai_portal.calendar import work_calendar
from linhai_portal.counters import next_number
from linhai_portal.letters.docx import docx_of
from linhai_portal.letters.pdf import pdf_of
from linhai_portal.workflow import InvalidMove

_BEFORE_NUMBERING = "（未编号）"


def series_of(slug, series, year):
    """The counter of a unit's letters."""
    return f"letter/{slug}/{series}/{year}"


def number_of(unit, letter, year):
    """Gapless for each unit, year and series: drawn in the transaction that issues, undone with it."""
    if not letter.series:
        return ""
    serial = next_number(series_of(unit.slug, letter.series, year))
    return letter.series.number(unit.document_prefix or unit.name, year, serial)


@transaction.atomic
def issue(case, code, facts, *, by):
    """Raises InvalidMove in the words of the letter when a fact is missing or contradicts; then no number is used."""
    number = number_of(case.organization, LETTERS[code], facts.dated.year)
    _check_unused(number)
    try:
        page = compose(code, replace(facts, number=number))
    except CannotCompose as wrong:
        raise InvalidMove(str(wrong)) from wrong
    title = LETTERS[code].title_for(facts)
    letter = Letter(case=case, code=code, title=title, number=number, dated=facts.dated, issued_by=by)
    letter.keep(docx=docx_of(page), pdf=pdf_of(page))
    return letter


def _check_unused(number):
    """A unit may have got the prefix, or the name, by which another numbered its letters before."""
    if number and Letter.objects.filter(number=number).exists():
        raise InvalidMove(f"文号“{number}”已经由别的单位用过。请在“单位”里改本单位的发文字号前缀，再签发。")


def refusal(code, facts):
    """Why this letter could not be issued now, in words; empty when it could."""
    try:
        compose(code, replace(facts, number=_BEFORE_NUMBERING))
    except CannotCompose as wrong:
        return str(wrong)
    return ""


def reply_facts(case, decision, *, today):
    return with_decision(facts_of(case, today=today), decision)


def reply_code(decision):
    return LETTER_OF_DECISION[decision.outcome]


def approval_of(code, facts, decision):
    """审批单 with the words and days of those who have had their turn."""
    steps = [
        Step("承办人意见", "拟按本告知书答复。", decision.drafted_by.name, localdate(decision.drafted_at))
    ]
    if decision.checked_at:
        checked = (decision.check_words, decision.checked_by.name, localdate(decision.checked_at))
        steps += [Step(name, *checked) for name in ("公开审查意见", "合法性审核")]
    if decision.signed_at:
        steps.append(Step("签发", "同意。", decision.signed_by.name, localdate(decision.signed_at)))
    return _pdf(lambda: approval_sheet(code, facts, steps))


def public_copy(code, facts, decision):
    """What was signed stays as it is; this is composed anew from the masked facts."""
    if facts.is_own_records:
        raise InvalidMove("更正本人信息的告知书，内容就是本人的信息，没有公开副本。")
    return _pdf(lambda: compose(code, masked(facts, known=known_of_people(decision.case))))


def preview(code, facts):
    """The page as it would be, not numbered and not kept."""
    return _pdf(lambda: compose(code, replace(facts, number=_BEFORE_NUMBERING)))


def _pdf(page):
    try:
        return pdf_of(page())
    except CannotCompose as wrong:
        raise InvalidMove(str(wrong)) from wrong


def receipt_letter(case, *, today):
    """D01, made when it is first asked for, and the same ever after: of what happened since the receipt it says nothing."""
    with transaction.atomic():
        case.lock()
        if kept := case.letters.filter(code="D01").first():
            return kept
        deadline = deadline_of(case.received_on, [], work_calendar(), reply_workdays=case.reply_workdays)
        due = {"due_on": deadline.reply_due, "is_due_provisional": deadline.provisional}
        return issue(case, "D01", replace(facts_of(case, today=today), **due), by=None)
