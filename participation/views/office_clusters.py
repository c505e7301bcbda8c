"""The screens of the ledger: the main opinions of a consultation, and what becomes of each."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import adopting, sorting
from participation.like_opinions import clusters_like_cluster
from participation.models import Cluster, Consultation
from participation.opinion_forms import DecisionForm, MergeForm
from participation.views.office_consultations import WORK, visible
from participation.views.office_opinions import FEW, trail_of


@for_staff(WORK)
def clusters(request, pk):
    """The ledger: every main opinion with how many say so and what was decided."""
    consultation = visible(request, pk)
    return office_page(
        request,
        "participation/office/clusters.html",
        title="采纳台账",
        trail=trail_of(consultation),
        consultation=consultation,
        rows=adopting.ledger(consultation),
        lacking=adopting.lacking(consultation, on=timezone.localdate()),
    )


@for_staff(WORK)
def cluster(request, pk):
    rows = Cluster.objects.filter(consultation__in=Consultation.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("consultation__publication"), pk=pk)
    consultation = found.consultation
    back = reverse("participation_office:clusters", args=[consultation.pk])
    if "drop" in request.POST:
        deed = partial(sorting.drop_cluster, found)
        return carry_out(request, deed, "已拆开，意见等着重新归并。", back=back)
    merging = MergeForm(request.POST if "into" in request.POST else None, cluster=found)
    if merging.is_valid():
        deed = partial(sorting.merge, found, **merging.cleaned_data)
        return carry_out(request, deed, "已并入。", back=back)
    form = DecisionForm(request.POST if request.POST and "into" not in request.POST else None, instance=found)
    if form.is_valid():
        deed = partial(adopting.decide, found, by=request.user, **form.cleaned_data)
        return carry_out(request, deed, "已决定。", back=back)
    rows, links, total = part_of(request, found.opinions.counted())
    return office_page(
        request,
        "participation/office/cluster.html",
        title="主要意见",
        trail=trail_of(consultation, ("采纳台账", back)),
        cluster=Cluster.objects.get(pk=found.pk),
        form=form,
        merging=merging,
        likes=clusters_like_cluster(found, most=FEW),
        rows=rows,
        links=links,
        total=total,
    )
