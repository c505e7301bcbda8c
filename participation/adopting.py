"""采纳情况: opinions that say the same are put together, each main opinion is decided with a reason, and the table goes out.

713号第十八条（充分采纳合理意见）、第三十二条（说明采纳情况）；《优化营商环境条例》第六十二条.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalog.models import Publication
from linhai_portal.workflow import InvalidMove
from participation.announcing import follow_up
from participation.models import Cluster, Consultation, Opinion

Decision = Cluster.Decision
_NOT_GONE_OUT = [Publication.Status.DRAFT, Publication.Status.RETURNED, Publication.Status.WITHDRAWN]


@transaction.atomic
def put_together(opinions, *, cluster):
    """Put taken opinions under a main opinion; gives how many."""
    _check_unfrozen(cluster.consultation)
    if opinions.exclude(consultation=cluster.consultation_id).exists():
        raise InvalidMove("这些意见属于另一次征求意见。")
    return opinions.filter(status=Opinion.Status.TAKEN).update(cluster=cluster)


@transaction.atomic
def begin_cluster(consultation, opinions, *, summary, clause=""):
    _check_unfrozen(consultation)
    cluster = Cluster.objects.create(consultation=consultation, summary=summary, clause=clause)
    put_together(opinions, cluster=cluster)
    return cluster


@transaction.atomic
def decide(cluster, *, by, decision, reason, summary=None):
    _check_unfrozen(cluster.consultation)
    if not reason.strip():
        raise InvalidMove("采纳或者不采纳都要写理由。")
    facts = {"decision": Decision(decision), "reason": reason, "decided_by": by, "decided_at": timezone.now()}
    if summary:
        facts["summary"] = summary
    Cluster.objects.filter(pk=cluster.pk).update(**facts)


@transaction.atomic
def drop_cluster(cluster):
    """Its opinions wait to be put together anew."""
    _check_unfrozen(cluster.consultation)
    cluster.delete()


def _check_unfrozen(consultation):
    """What was handed in as feedback changes no more, unless it comes back."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if locked.feedback and locked.feedback.status not in _NOT_GONE_OUT:
        raise InvalidMove("采纳情况已经提交审核或者公布，不能再改。要改的，先退回采纳情况。")


def lacking(consultation, *, on):
    """Why the feedback can't be written yet, one sentence each; nothing when it can."""
    opinions = consultation.opinions
    facts = opinions.aggregate(
        new=Count("pk", filter=Q(status=Opinion.Status.NEW)),
        loose=Count("pk", filter=Q(status=Opinion.Status.TAKEN, cluster=None)),
    )
    undecided = consultation.clusters.filter(decision="").count()
    sentences = [
        (not consultation.is_closed(on=on), f"征求意见到 {consultation.closes_on:%Y-%m-%d} 24 时才结束。"),
        (facts["new"], f"还有 {facts['new']} 条意见没有查看。"),
        (facts["loose"], f"还有 {facts['loose']} 条意见没有归并。"),
        (undecided, f"还有 {undecided} 条主要意见没有决定是否采纳。"),
    ]
    return [words for is_so, words in sentences if is_so]


@transaction.atomic
def draft_feedback(consultation, *, by):
    """A draft of the feedback with the table of the ledger, under the items of the consultation."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if locked.feedback and locked.feedback.status != Publication.Status.WITHDRAWN:
        raise InvalidMove("采纳情况已经起草过了。")
    if refusals := lacking(locked, on=timezone.localdate()):
        raise InvalidMove("".join(refusals))
    title = f"关于“{locked}”意见采纳情况的公告"
    draft = follow_up(locked, by=by, title=title, body=feedback_text(locked))
    locked.feedback = draft
    locked.save(update_fields=["feedback"])
    return draft


def feedback_text(consultation):
    """The body of the feedback: how many said what, and what became of it; never who."""
    rows = ledger(consultation)
    taken = consultation.opinions.counted().count()
    head = format_html(
        "<p>{} 至 {} 向社会公开征求意见，收到意见 {} 条，归并为 {} 条主要意见。</p>",
        f"{consultation.opens_on:%Y年%-m月%-d日}",
        f"{consultation.closes_on:%Y年%-m月%-d日}",
        taken,
        len(rows),
    )
    if not rows:
        return head
    cells = format_html_join(
        "",
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        (
            (each.clause or "全文", each.summary, each.voices, each.get_decision_display(), each.reason)
            for each in rows
        ),
    )
    return format_html(
        "{}<table><thead><tr><th>条款</th><th>主要意见</th><th>条数</th><th>结果</th><th>理由和修改</th></tr></thead>"
        "<tbody>{}</tbody></table>",
        head,
        cells,
    )


def tally(consultation):
    """How many opinions there are by clause and main opinion: all figures of a consultation follow from it."""
    found = consultation.opinions.counted().order_by().values_list("clause", "cluster").annotate(Count("pk"))
    return {(clause, cluster): number for clause, cluster, number in found}


def ledger(consultation, counts=None):
    """The main opinions with `voices`, how many opinions say so, in the order of the clauses."""
    order = {label: place for place, label in enumerate(consultation.draft().labels())}
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
def name_final(consultation, *, publication):
    """Which document came of it; it can't go out before the feedback is public."""
    if publication.pk in (consultation.publication_id, consultation.feedback_id):
        raise InvalidMove("正式文件要另外起草，不是征求意见的公告。")
    consultation.final = publication
    consultation.save(update_fields=["final"])
