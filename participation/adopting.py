"""采纳情况: each main opinion is decided with a reason, the table goes out, and after it the final document.

713号第十八条（充分采纳合理意见）、第三十二条（说明采纳情况）；《优化营商环境条例》第六十二条.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalog.models import Publication
from linhai_portal.data_version import bump
from linhai_portal.rich_text import plain_text
from linhai_portal.workflow import InvalidMove
from participation.announcing import follow_up, may_draft
from participation.deciding import agree_on_final
from participation.final_documents import unfit_as_final
from participation.models import Cluster, Consultation, Opinion

Decision = Cluster.Decision
Status = Publication.Status
_HEADS = ("条款", "主要意见", "条数", "结果", "理由和修改")


@transaction.atomic
def decide(cluster, *, by, decision, reason, summary=None, seen=None):
    """What becomes of a main opinion; `seen` is `decided_at` as the page showed it, so that nobody's word is lost unread."""
    cluster.consultation.hold_ledger()
    if not reason.strip():
        raise InvalidMove("采纳或者不采纳都要写理由。")
    now = Cluster.objects.filter(pk=cluster.pk).select_related("decided_by").first()
    if now is None:
        raise InvalidMove("这条主要意见刚刚被拆开或者并入了别的。请看采纳台账的最新情况。")
    if seen is not None and seen != now.version():
        raise InvalidMove(
            f"在您打开这一页以后，{now.decided_by}已经决定“{now.get_decision_display()}”。请看过再决定。"
        )
    facts = {"decision": Decision(decision), "reason": reason, "decided_by": by, "decided_at": timezone.now()}
    if summary:
        facts["summary"] = summary
    Cluster.objects.filter(pk=cluster.pk).update(**facts)


def lacking(consultation, *, on):
    """Why the feedback can't be written yet, one sentence each; nothing when it can."""
    facts = consultation.opinions.aggregate(
        new=Count("pk", filter=Q(status=Opinion.Status.NEW)),
        loose=Count("pk", filter=Q(status=Opinion.Status.TAKEN, cluster=None)),
    )
    facts |= consultation.clusters.annotate(is_heard=_heard()).aggregate(
        undecided=Count("pk", filter=Q(decision="")), empty=Count("pk", filter=Q(is_heard=False))
    )
    sentences = [
        (not consultation.is_closed(on=on), f"征求意见到 {consultation.closes_on:%Y-%m-%d} 24 时才结束。"),
        (facts["new"], f"还有 {facts['new']} 条意见没有查看。"),
        (facts["loose"], f"还有 {facts['loose']} 条意见没有归并。"),
        (facts["undecided"], f"还有 {facts['undecided']} 条主要意见没有决定是否采纳。"),
        (facts["empty"], f"有 {facts['empty']} 条主要意见下面一条意见也没有，请拆开或者并入别的。"),
    ]
    return [words for is_so, words in sentences if is_so]


def _heard():
    return Exists(Opinion.objects.counted().filter(cluster=OuterRef("pk")))


@transaction.atomic
def draft_feedback(consultation, *, by):
    """A draft of the feedback with the table of the ledger, under the items of the consultation."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not may_draft(locked.feedback):
        raise InvalidMove("采纳情况已经起草过了。")
    if refusals := lacking(locked, on=timezone.localdate()):
        raise InvalidMove("".join(refusals))
    name = locked.short_title if locked.short_title.startswith("《") else f"“{locked}”"
    title = f"关于{name}意见采纳情况的公告"
    draft = follow_up(locked, by=by, title=title, body=feedback_text(locked))
    locked.feedback = draft
    locked.save(update_fields=["feedback"])
    return draft


@transaction.atomic
def rewrite_feedback(consultation, *, by):
    """Write the draft of the feedback anew from the ledger as it is now."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if locked.feedback is None:
        raise InvalidMove("采纳情况还没有起草。")
    if refusals := lacking(locked, on=timezone.localdate()):
        raise InvalidMove("".join(refusals))
    locked.feedback.revise(by=by, body=feedback_text(locked))


def feedback_text(consultation):
    """The body of the feedback: how many said what, and what became of it; never who."""
    rows = table_of(consultation)
    head = format_html(
        "<p>{} 至 {} 向社会公开征求意见，收到意见 {} 条，归并为 {} 条主要意见。</p>",
        f"{consultation.opens_on:%Y年%-m月%-d日}",
        f"{consultation.closes_on:%Y年%-m月%-d日}",
        consultation.opinions.counted().count(),
        len(rows),
    )
    if not rows:
        return head
    heads = format_html_join("", "<th>{}</th>", ((words,) for words in _HEADS))
    cells = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    return format_html("{}<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, heads, cells)


def table_of(consultation):
    """The rows of the feedback table, as words."""
    return [
        (each.clause or "全文", each.summary, str(each.voices), each.get_decision_display(), each.reason)
        for each in ledger(consultation)
    ]


def tells_the_ledger(consultation, body):
    """Whether the feedback table in this text is that of the ledger, word for word: the page shows the one beside the other."""
    lines = [line.split("\t") for line in plain_text(body).splitlines()]
    found = [_plain(cells) for cells in lines if len(cells) == len(_HEADS)]
    rows = table_of(consultation)
    return found == [_plain(row) for row in ((_HEADS, *rows) if rows else ())]


def _plain(cells):
    return ["".join(cell.split()) for cell in cells]


def tally(consultation):
    """How many opinions there are by clause and main opinion: all figures of a consultation follow from it."""
    found = consultation.opinions.counted().order_by().values_list("clause", "cluster").annotate(Count("pk"))
    return {(clause, cluster): number for clause, cluster, number in found}


def ledger(consultation, counts=None, draft=None):
    """The main opinions with `voices`, how many opinions say so, in the order of the clauses.

    Who has counted the opinions, or read the draft, already hands that on.
    """
    order = {label: place for place, label in enumerate((draft or consultation.draft()).labels())}
    voices = Counter()
    for (_, cluster), number in (tally(consultation) if counts is None else counts).items():
        voices[cluster] += number
    rows = list(consultation.clusters.all())
    for each in rows:
        each.voices = voices[each.pk]
    return sorted(rows, key=lambda each: (order.get(each.clause, len(order)), -each.voices, each.pk))


def results(counts, clusters):
    """By clause, how many opinions were adopted, partly, not; under None those of the whole consultation."""
    decisions = {each.pk: each.decision for each in clusters}
    found = {None: Counter()}
    for (clause, cluster), number in counts.items():
        decision = decisions.get(cluster, "")
        found.setdefault(clause, Counter())[decision] += number
        found[None][decision] += number
    return {clause: with_totals(each) for clause, each in found.items()}


def with_totals(counts):
    """All decisions with their counts, `before` what was adopted or partly so, and `all`."""
    known = {decision: counts.get(decision, 0) for decision in Decision.values}
    before = known[Decision.ADOPTED] + known[Decision.PARTLY]
    return known | {"before": before, "all": sum(counts.values())}


@transaction.atomic
def name_final(consultation, *, publication, by):
    """Which document came of it; it can't go out before the feedback is public."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if refusal := _not_final(locked, publication, on=timezone.localdate()):
        raise InvalidMove(refusal)
    if locked.matter_id:
        agree_on_final(locked.matter, publication=publication, by=by)
    locked.final = publication
    locked.save(update_fields=["final"])
    bump()


def _not_final(consultation, publication, *, on):
    """Why this can't be named as the final document, or None."""
    if consultation.final_id and consultation.final.is_listed(on=on):
        return f"正式文件“{consultation.final}”已经公布，不能换成别的。"
    if refusal := unfit_as_final(publication):
        return refusal
    if publication.status == Status.PUBLISHED and not consultation.is_answered(on=on):
        return f"“{publication}”已经发布了。请先公布采纳情况，再指明它是正式文件。"
    return None
