"""归并: opinions that say the same are put together under a main opinion, by the person who read them."""

from django.db import transaction

from linhai_portal.workflow import InvalidMove
from participation.hearing_opinions import take
from participation.models import Cluster, Opinion

_GONE = "这条主要意见刚刚被拆开或者并入了别的。请刷新页面查看最新情况。"


@transaction.atomic
def put_together(opinions, *, cluster, by):
    """Put opinions under a main opinion; gives how many.

    What was not looked at yet is taken with it: who sorts it has read it. What was refused stays where it is. Whoever
    was told the result of another main opinion does not know this one's.
    """
    cluster.consultation.hold_ledger()
    _check_there(cluster)
    keys = list(opinions.values_list("pk", flat=True))
    chosen = Opinion.objects.filter(pk__in=keys)
    if chosen.exclude(consultation=cluster.consultation_id).exists():
        raise InvalidMove("这些意见属于另一次征求意见。")
    new = chosen.filter(status=Opinion.Status.NEW)
    if new.exists():
        take(new, by=by)
    taken = chosen.filter(status=Opinion.Status.TAKEN)
    taken.exclude(cluster=cluster).update(told_at=None)
    count = taken.update(cluster=cluster)
    if keys and not count:
        raise InvalidMove("选中的都已经写明不作为意见。要归并的，请先收下。")
    return count


@transaction.atomic
def begin_cluster(consultation, opinions, *, summary, by, clause=None):
    """A new main opinion on the clause, else on the one that all its opinions are on."""
    if clause is None:
        clauses = set(opinions.order_by().values_list("clause", flat=True).distinct()[:2])
        clause = clauses.pop() if len(clauses) == 1 else ""
    consultation.hold_ledger()
    cluster = Cluster.objects.create(consultation=consultation, summary=summary, clause=clause)
    put_together(opinions, cluster=cluster, by=by)
    return cluster


@transaction.atomic
def merge(cluster, *, into):
    """Two main opinions were the same: all that is under the one goes under the other, whose decision stands."""
    cluster.consultation.hold_ledger()
    if cluster.pk == into.pk or cluster.consultation_id != into.consultation_id:
        raise InvalidMove("请选同一次征求意见的另一条主要意见。")
    _check_there(cluster)
    _check_there(into)
    cluster.opinions.update(cluster=into, told_at=None)
    cluster.delete()


@transaction.atomic
def drop_cluster(cluster):
    """Its opinions wait to be put together anew."""
    cluster.consultation.hold_ledger()
    _check_there(cluster)
    cluster.delete()


def _check_there(cluster):
    """While the ledger is held nobody else drops it."""
    if not Cluster.objects.filter(pk=cluster.pk).exists():
        raise InvalidMove(_GONE)
