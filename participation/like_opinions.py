"""Opinions and main opinions that say about the same, for the screens where they are sorted; each in two or three queries."""

from django.db.models.functions import Left

from participation.likeness import alike, common_pairs, pairs_of

_READ = 300  # characters of each
# Of those that wait, the ones on the same clause first, then the newest; what is put together makes room for the others.
_COMPARED = 5_000
_OF_A_CLUSTER = 30  # whose words say what it is about
_LISTED = 50
_MOST_CLUSTERS = 500


def like_opinion(opinion, *, most=_LISTED):
    """Those that wait and say about the same as this one."""
    others = opinion.consultation.opinions.exclude(pk=opinion.pk)
    return alike(pairs_of(opinion.words[:_READ]), opinion.clause, _waiting(others, opinion.clause), most=most)


def like_cluster(cluster, *, most=_LISTED):
    """Those that wait and may belong under this main opinion."""
    others = _waiting(cluster.consultation.opinions, cluster.clause)
    return alike(_pairs_of_cluster(cluster), cluster.clause, others, most=most)


def clusters_like_opinion(opinion, *, most):
    return _clusters(opinion.consultation.clusters, pairs_of(opinion.words[:_READ]), opinion.clause, most)


def clusters_like_cluster(cluster, *, most):
    others = cluster.consultation.clusters.exclude(pk=cluster.pk)
    return _clusters(others, _pairs_of_cluster(cluster), cluster.clause, most)


def _waiting(opinions, clause):
    rows = opinions.waiting().order_by("-pk").values_list("pk", "clause", Left("words", _READ))
    near = list(rows.filter(clause=clause)[:_COMPARED])
    return near + list(rows.exclude(clause=clause)[: _COMPARED - len(near)])


def _pairs_of_cluster(cluster):
    words = cluster.opinions.counted().order_by("-pk").values_list(Left("words", _READ), flat=True)
    return common_pairs(cluster.summary, list(words[:_OF_A_CLUSTER]))


def _clusters(clusters, pairs, clause, most):
    """Pairs of main opinion and likeness."""
    rows = {each.pk: each for each in clusters.order_by("-pk")[:_MOST_CLUSTERS]}
    found = alike(pairs, clause, [(each.pk, each.clause, each.summary) for each in rows.values()], most=most)
    return [(rows[each.key], each) for each in found]
