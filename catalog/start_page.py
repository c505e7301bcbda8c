"""What of the catalog waits for a person; every count opens to exactly the rows it counts."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from catalog.item_editing import CONFIRMED
from catalog.models import (
    Adjustment,
    CatalogImport,
    Checklist,
    Domain,
    Item,
    LifeEvent,
    LinkApproval,
    NegativeListEntry,
    Obligation,
    Publication,
    PublicationBatch,
)
from linhai_portal.admin_site import Waiting

_LATELY = dt.timedelta(days=7)


def waiting_in_catalog(user):
    waiting = []
    if user.has_perm("catalog.confirm_catalogimport"):
        waiting += _uploads(user)
    if user.has_perm("catalog.change_item"):
        waiting += _items(user)
    if user.has_perm("catalog.change_domain"):
        waiting += _domains()
    if user.has_perm("catalog.view_publication"):
        waiting += _due(user)
    waiting += _adjustments(user) + _negative_list(user) + _publications(user) + _links(user)
    waiting += _guides(user, LifeEvent, "件“一件事”", reverse("office:life_events"))
    return waiting + _guides(user, Checklist, "份办事指南", reverse("office:checklists"))


def _uploads(user):
    address = reverse("office:imports")
    mine = CatalogImport.objects.visible_to(user)
    refused = mine.filter(status=CatalogImport.Status.REFUSED, uploaded_at__gte=timezone.now() - _LATELY)
    return [
        Waiting(
            CatalogImport.objects.waiting_for(user).count(), "个上传的表格等您确认", f"{address}?status=read"
        ),
        Waiting(refused.count(), "个上传的表格不能读取（近 7 天）", f"{address}?status=refused&lately=yes"),
    ]


def _items(user):
    address = reverse("admin:catalog_item_changelist")
    mine = Item.objects.current().administered_by(user)
    unconfirmed = mine.exclude(evidence__in=CONFIRMED)
    return [
        Waiting(unconfirmed.count(), "个事项待责任单位核定", f"{address}?confirmed=no"),
        Waiting(
            mine.filter(limit_reviewed_on=None).count(),
            "个事项的时限规则待核定",
            f"{address}?rule=unreviewed",
        ),
        Waiting(
            mine.unconfirmed(on=timezone.localdate()).count(),
            "个事项满一年没有确认",
            f"{address}?confirmed=overdue",
        ),
    ]


def _due(user):
    """Overdue first; drafts and regular periods open to one list, narrowed to the kind that is counted."""
    address, today = reverse("office:due"), timezone.localdate()
    drafts, periods = Publication.objects.visible_to(user), Obligation.objects.visible_to(user)
    return [
        Waiting(
            drafts.overdue(on=today).count(), "条信息过了最迟公开日期", f"{address}?when=overdue&kind=draft"
        ),
        Waiting(
            periods.overdue(on=today).count(), "期定期公开过了日期", f"{address}?when=overdue&kind=period"
        ),
        Waiting(
            drafts.due_soon(on=today).count(), "条信息快到最迟公开日期", f"{address}?when=soon&kind=draft"
        ),
        Waiting(periods.due_soon(on=today).count(), "期定期公开快到日期", f"{address}?when=soon&kind=period"),
    ]


def _domains():
    address = reverse("admin:catalog_domain_changelist")
    unpublished = Domain.objects.filter(item_count__gt=0, published_on=None)
    return [
        Waiting(Domain.objects.filter(item_count=0).count(), "个领域还没有事项", f"{address}?items=none"),
        Waiting(unpublished.count(), "个领域的目录没有发布", f"{address}?items=some&published=no"),
    ]


def _adjustments(user):
    address = reverse("office:adjustments")
    sheets = Adjustment.objects.visible_to(user)
    waiting = []
    if user.has_perm("catalog.approve_adjustment"):
        count = sheets.to_be_approved_by(user).count()
        waiting.append(Waiting(count, "份目录调整等您审批", f"{address}?waiting=yes"))
    if user.has_perm("catalog.draft_adjustment"):
        drafts = sheets.filter(status=Adjustment.Status.DRAFT, drafted_by=user).count()
        returned = sheets.returned_to(user).count()
        waiting += [
            Waiting(returned, "份目录调整退回给您修改", f"{address}?status=returned&mine=yes"),
            Waiting(drafts, "份目录调整还没有提交", f"{address}?status=draft&mine=yes"),
        ]
    return waiting


def _negative_list(user):
    address = reverse("office:negative_list")
    mine, today = NegativeListEntry.objects.visible_to(user), timezone.localdate()
    waiting = []
    if user.has_perm("catalog.approve_negativelistentry"):
        count = mine.to_be_decided_by(user).count()
        waiting.append(Waiting(count, "条负面清单等您决定", f"{address}?waiting=yes"))
    if user.has_perm("catalog.draft_negativelistentry"):
        returned = f"{address}?status=returned&mine=yes"
        waiting += [
            Waiting(mine.returned_to(user).count(), "条负面清单退回给您修改", returned),
            Waiting(
                mine.expired(on=today).count(),
                "条负面清单过了复核日期，要重新评估",
                f"{address}?expired=yes",
            ),
        ]
    return waiting


def _guides(user, model, words, address):
    mine, waiting = model.objects.visible_to(user), []
    if user.has_perm("catalog.approve_guide"):
        waiting.append(
            Waiting(mine.to_be_approved_by(user).count(), f"{words}等您审核", f"{address}?waiting=yes")
        )
    if user.has_perm("catalog.draft_guide"):
        returned = f"{address}?status=returned&mine=yes"
        waiting += [
            Waiting(mine.returned_to(user).count(), f"{words}退回给您修改", returned),
            Waiting(mine.unconfirmed().count(), f"{words}是示例，待责任单位核定", f"{address}?sample=yes"),
        ]
    return waiting


def _links(user):
    address = reverse("office:links")
    rows, waiting = LinkApproval.objects.visible_to(user), []
    if user.has_perm("catalog.approve_linkapproval"):
        count = rows.to_be_approved_by(user).count()
        waiting.append(Waiting(count, "个外部链接等您批准", f"{address}?waiting=yes"))
    if user.has_perm("catalog.draft_linkapproval"):
        returned = rows.returned_to(user).count()
        waiting.append(Waiting(returned, "个外部链接退回给您修改", f"{address}?status=returned&mine=yes"))
    return waiting


def _publications(user):
    address = reverse("office:publications")
    rows, waiting = Publication.objects.visible_to(user), _batches(user)
    if user.has_perm("catalog.review_publication"):
        waiting += [
            Waiting(rows.alone().to_be_reviewed_by(user).count(), "条信息等您审核", f"{address}?review=yes"),
            Waiting(
                rows.alone().to_be_examined_by(user).count(), "条信息等公开审查", f"{address}?examine=yes"
            ),
        ]
    if user.has_perm("catalog.draft_publication"):
        drafts = rows.filter(status=Publication.Status.DRAFT, drafted_by=user).count()
        waiting += [
            Waiting(
                rows.returned_to(user).count(), "条信息退回给您修改", f"{address}?status=returned&mine=yes"
            ),
            Waiting(drafts, "条信息还没有提交", f"{address}?status=draft&mine=yes"),
        ]
    return waiting


def _batches(user):
    address = reverse("office:publication_batches")
    rows, waiting = PublicationBatch.objects.visible_to(user), []
    if user.has_perm("catalog.review_publication"):
        waiting += [
            Waiting(rows.to_be_reviewed_by(user).count(), "批信息等您审核", f"{address}?review=yes"),
            Waiting(rows.to_be_examined_by(user).count(), "批信息等公开审查", f"{address}?examine=yes"),
        ]
    if user.has_perm("catalog.draft_publication"):
        returned = f"{address}?status=returned&mine=yes"
        waiting.append(Waiting(rows.returned_to(user).count(), "批信息退回给您修改", returned))
    return waiting
