from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan
from django.urls import reverse

from catalog.models.domains import Domain
from catalog.models.grounds import Ground
from catalog.models.items import Item, ItemPublisher
from linhai_portal.accounts.models import Organization, Proposal, ProposalQuerySet
from linhai_portal.workflow import Event, InvalidMove


class NegativeListQuerySet(ProposalQuerySet):
    def approved(self):
        """In force by their status, whatever the day."""
        return self.filter(status__in=NegativeListEntry.APPROVED)

    def in_force(self, *, on):
        """What hides something on this day: after its review date an entry hides nothing (条例第十八条).

        Of a past day too: what came since is left out, what was lifted since still stands.
        """
        not_lifted = Q(status__in=NegativeListEntry.APPROVED) | Q(lifted_on__gt=on)
        return self.filter(not_lifted, in_force_from__lte=on, review_on__gte=on)

    def expired(self, *, on):
        return self.approved().filter(review_on__lt=on)

    def numbered(self):
        """Whatever was ever approved: its number stands in letters, so its page stays."""
        return self.exclude(number=None)

    def to_be_decided_by(self, user):
        """Drafts to approve and reassessments to decide; never the person's own."""
        Status = NegativeListEntry.Status
        drafts = Q(status=Status.SUBMITTED) & ~Q(drafted_by=user)
        return self.filter(drafts | Q(status=Status.REASSESSMENT) & ~Q(proposed_by=user))

    def of_unit(self, slug):
        return self.filter(Q(publisher__slug=slug) | Q(organization__slug=slug))

    def of_domain(self, number):
        return self.filter(Q(domain__number=number) | Q(item__domain__number=number))

    def covering(self, item):
        """Those whose scope the item lies in; an entry in force on a day is asked for besides."""
        return self._reaching(item.pk, item.domain_id, *map(Value, (item.level1, item.level2, item.level3)))

    def _reaching(self, item, domain, *levels):
        """The item by itself, or else all that the scope names: domain, publisher, words in the name of a level."""
        outer = item if isinstance(item, int) else OuterRef(item)
        titles = [part for level in levels for part in (level, Value("\n"))]
        names = Concat(*titles, output_field=models.TextField())
        published = ItemPublisher.objects.filter(_names(OuterRef("publisher")), item=outer)
        by_facts = (
            Q(item=None)
            & (Q(domain=None) | Q(domain=domain))
            & (Q(words="") | Q(GreaterThan(StrIndex(names, F("words")), 0)))
            & (Q(publisher=None) | Exists(published))  # last, being the dearest
        )
        return self.filter(Q(item=item) | by_facts)


def _names(unit):
    """Links of items to a unit: to itself, or to a group it belongs to by its facts (Organization.groups)."""
    facts = {name: OuterRef(f"{unit.name}__{name}") for name in ("level", "kind", "service")}
    return (
        Q(organization=unit)
        | Q(group__level=facts["level"], group__level__gt="")
        | Q(group__kind=facts["kind"], group__kind__gt="")
        | Q(group=facts["service"])
    )


def covered(items, *, on):
    """Of these items (or revisions of items) the withheld ones that an entry in force on this day covers."""
    return items.withheld().filter(_on_the_list(items, on))


def uncovered(items, *, on):
    """Withheld without a ground that stands on this day: what must be published or put on the list."""
    return items.withheld().exclude(_on_the_list(items, on))


def _on_the_list(items, on):
    levels = [OuterRef(f"level{n}") for n in (1, 2, 3)]
    in_force = NegativeListEntry.objects.in_force(on=on)
    return Exists(in_force._reaching(OuterRef(items.item), OuterRef("domain"), *levels))


def coverage(domain, *, on):
    """How many current items of the domain are published, on request, on the list, and withheld without a ground.

    The first two are kept with the domain; entries are asked for only where something is withheld.
    """
    kept = domain.attribute_counts
    withheld = kept.get(Item.Attribute.WITHHELD, 0)
    listed = covered(Item.objects.current().in_domain(domain), on=on).count() if withheld else 0
    return {
        "proactive": kept.get(Item.Attribute.PROACTIVE, 0),
        "on_request": kept.get(Item.Attribute.ON_REQUEST, 0),
        "negative": listed,
        "none": withheld - listed,
    }


class NegativeListEntry(Proposal):
    """Information that is not published, with its ground, its scope and the day it must be looked at again.

    Rules: catalog §5, requests §4 (条例第十四至十八条). What no entry in force covers is public as a matter of course.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "等待审批"
        RETURNED = "returned", "已退回"
        IN_FORCE = "in_force", "有效"
        REASSESSMENT = "reassessment", "重新评估中"
        LIFTED = "lifted", "已解除"
        WITHDRAWN = "withdrawn", "已撤回"

    class Conclusion(models.TextChoices):
        KEEP = "keep", "继续不公开，定下一次复核日期"
        LIFT = "lift", "解除，转为公开"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.IN_FORCE, Status.RETURNED, Status.WITHDRAWN},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.IN_FORCE: {Status.REASSESSMENT},
        Status.REASSESSMENT: {Status.IN_FORCE, Status.LIFTED},
        Status.LIFTED: set(),
        Status.WITHDRAWN: set(),
    }
    APPROVED = [Status.IN_FORCE, Status.REASSESSMENT]

    title = models.CharField("不公开的信息", max_length=300)
    ground = models.CharField("理由", max_length=2, choices=Ground)
    legal_basis = models.TextField("法律依据", max_length=2000)
    condition = models.TextField("条件和期限", max_length=2000)
    domain = models.ForeignKey(
        Domain, verbose_name="领域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    publisher = models.ForeignKey(
        Organization,
        verbose_name="公开主体",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    item = models.ForeignKey(
        Item,
        verbose_name="事项",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="negative_list_entries",
    )
    words = models.CharField("名称里的词", max_length=60, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    in_force_from = models.DateField("生效日期", null=True, editable=False)
    review_on = models.DateField("下次复核日期", null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提请评估人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    proposal = models.CharField("评估意见", max_length=4, choices=Conclusion, blank=True, editable=False)
    proposal_reason = models.TextField("评估理由", blank=True, max_length=2000, editable=False)
    proposed_review_on = models.DateField("建议的复核日期", null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="评估决定人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField("评估决定时间", null=True, editable=False)
    lifted_on = models.DateField("解除日期", null=True, editable=False)

    objects = NegativeListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "负面清单"
        ordering = ["-pk"]
        permissions = [
            ("draft_negativelistentry", "可以起草负面清单"),
            ("approve_negativelistentry", "可以批准负面清单"),
        ]
        indexes = [
            models.Index(fields=["status", "review_on"], name="negative_entry_review"),
            models.Index(fields=["organization", "-id"], name="negative_entry_of_unit"),
            models.Index(fields=["ground", "number"], name="negative_entry_list"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="negative_entry_ground_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(legal_basis="") & ~Q(condition=""), name="negative_entry_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.FORBIDDEN_BY_LAW) | Q(legal_basis__contains="《"),
                name="negative_entry_names_the_law",
                violation_error_message="理由是“法律、行政法规禁止公开”时，要写出法律或行政法规的名称，例如《中华人民共和国统计法》第×条。",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, domain=None, publisher=None, words="")
                | Q(item=None) & (Q(domain__isnull=False) | Q(publisher__isnull=False) | ~Q(words="")),
                name="negative_entry_has_a_scope",
                violation_error_message="请写明范围：一个事项，或者领域、公开主体、名称里的词中的至少一样。写了事项就不用再写别的。",
            ),
            models.CheckConstraint(
                condition=Q(
                    number=None, approved_by=None, approved_at=None, in_force_from=None, review_on=None
                )
                | Q(
                    number__isnull=False,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    in_force_from__isnull=False,
                    review_on__isnull=False,
                ),
                name="negative_entry_approval_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["in_force", "reassessment", "lifted"], number__isnull=False)
                | Q(status__in=["draft", "submitted", "returned", "withdrawn"], number=None),
                name="negative_entry_in_force_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(drafted_by=F("approved_by")), name="negative_entry_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("decided_by")), name="negative_entry_reassessed_by_two"
            ),
            models.CheckConstraint(
                condition=Q(proposal="", proposed_by=None, proposed_review_on=None)
                | Q(proposal="keep", proposed_by__isnull=False, proposed_review_on__isnull=False)
                | Q(proposal="lift", proposed_by__isnull=False, proposed_review_on=None),
                name="negative_entry_proposal_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="reassessment") | ~Q(proposal="") & Q(decided_by=None),
                name="negative_entry_reassessment_has_proposal",
            ),
            models.CheckConstraint(
                condition=Q(status="lifted", lifted_on__isnull=False, decided_by__isnull=False)
                | ~Q(status="lifted") & Q(lifted_on=None),
                name="negative_entry_lifted_whole",
            ),
        ]

    def __str__(self):
        return f"负面清单 {self.number}" if self.number else f"负面清单（草稿 {self.pk}）"

    def get_absolute_url(self):
        return reverse("catalog:negative_list_entry", args=[self.number])

    def get_office_url(self):
        return reverse("office:negative_list_entry", args=[self.pk])

    @transaction.atomic
    def propose(self, proposal, *, by, reason, today, review_on=None):
        """Look at it again: keep it to another review date, or lift it. It goes on hiding until its own date."""
        if not reason.strip():
            raise InvalidMove("请写明评估理由：情况有没有变化，为什么继续或者解除。")
        keeps = proposal == self.Conclusion.KEEP
        if keeps and (review_on is None or review_on <= today):
            raise InvalidMove("继续不公开要写下一次复核日期，必须晚于今天。")
        self.move(
            self.Status.REASSESSMENT,
            by=by,
            note=f"{self.Conclusion(proposal).label}：{reason}",
            proposal=proposal,
            proposal_reason=reason,
            proposed_by=by,
            proposed_review_on=review_on if keeps else None,
            decided_by=None,
            decided_at=None,
        )
        others = self.who_may("approve").exclude(pk=by.pk)
        self.tell(others, f"{self} 的重新评估等您决定", f"{by}：{self.Conclusion(proposal).label}")

    def is_in_force(self, *, on):
        return self.status in self.APPROVED and self.review_on >= on

    def is_expired(self, *, on):
        return self.status in self.APPROVED and self.review_on < on

    @property
    def law(self):
        """The ground with its article and its words."""
        return Ground(self.ground)

    @property
    def scope(self):
        """Pairs of what is named and how it is called; a scope of several is met where all of them meet."""
        named = [
            ("事项", self.item),
            ("领域", self.domain),
            ("公开主体", self.publisher),
            ("名称里有", self.words),
        ]
        return [(what, str(value)) for what, value in named if value]


class NegativeListEvent(Event):
    subject = models.ForeignKey(NegativeListEntry, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "负面清单经过"
