from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from linhai_portal.accounts.models import Organization, Proposal, ProposalQuerySet
from linhai_portal.workflow import InvalidMove


class GuideQuerySet(ProposalQuerySet):
    def published(self):
        return self.filter(status=self.model.Status.PUBLISHED)

    def standing(self):
        """What has a page: published, or closed and saying so."""
        return self.filter(status__in=self.model.STANDING)

    def to_be_approved_by(self, user):
        """Never the person's own."""
        return self.filter(status=self.model.Status.SUBMITTED).exclude(drafted_by=user)

    def unconfirmed(self):
        """Public, and still as it came from the fixtures: its unit has not confirmed it yet."""
        return self.published().filter(is_sample=True)


class Guide(Proposal):
    """What a citizen is told about a matter, in editions: each row is one, and one at a time stands under a slug.

    A change is drafted as a new edition; what is public stays until another person approves the draft.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "等待审核"
        RETURNED = "returned", "已退回"
        PUBLISHED = "published", "已公布"
        CLOSED = "closed", "已停用"
        REPLACED = "replaced", "已被新版代替"
        WITHDRAWN = "withdrawn", "已撤回"

    MOVES = {
        Status.DRAFT: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.PUBLISHED, Status.RETURNED, Status.WITHDRAWN},
        Status.RETURNED: {Status.SUBMITTED, Status.WITHDRAWN},
        Status.PUBLISHED: {Status.CLOSED, Status.REPLACED},
        Status.CLOSED: {Status.REPLACED},
        Status.REPLACED: set(),
        Status.WITHDRAWN: set(),
    }
    STANDING = [Status.PUBLISHED, Status.CLOSED]
    OPEN = [Status.DRAFT, Status.SUBMITTED, Status.RETURNED]

    # The fields that a new edition takes over; each kind names its own.
    FACTS = ()

    slug = models.SlugField(
        "地址名",
        max_length=60,
        help_text="网址的最后一段，用小写英文和连字符，例如 birth-registration；定了不再改",
    )
    title = models.CharField("名称", max_length=60)
    lead = models.CharField(
        "一句话", max_length=120, blank=True, help_text="先说结果：到哪里办、几天办好、要不要钱"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    organization = models.ForeignKey(
        Organization, verbose_name="责任单位", on_delete=models.PROTECT, related_name="+"
    )
    # Nobody drafted what the fixtures hold.
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="起草人",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_sample = models.BooleanField("示例（待责任单位核定）", default=False, editable=False)

    objects = GuideQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(slug=""), name="%(class)s_has_title_and_address"
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(status__in=["published", "closed"]),
                name="%(class)s_one_standing",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(status__in=["draft", "submitted", "returned"]),
                name="%(class)s_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(is_sample=True, drafted_by=None, approved_by=None)
                & Q(status__in=["published", "closed", "replaced"])
                | Q(is_sample=False, drafted_by__isnull=False),
                name="%(class)s_has_drafter",
            ),
            models.CheckConstraint(
                condition=Q(is_sample=True)
                | Q(status__in=["published", "closed", "replaced"])
                & Q(approved_by__isnull=False, approved_at__isnull=False)
                | Q(status__in=["draft", "submitted", "returned", "withdrawn"])
                & Q(approved_by=None, approved_at=None),
                name="%(class)s_public_is_approved",
            ),
            models.CheckConstraint(condition=~Q(drafted_by=F("approved_by")), name="%(class)s_two_persons"),
        ]
        indexes = [
            models.Index(fields=["organization", "status"], name="%(class)s_of_unit"),
        ]

    def __str__(self):
        return self.title

    def permission(self, deed):
        """One set of permissions for both kinds of guide."""
        return f"catalog.{deed}_guide"

    @transaction.atomic
    def revise(self, *, by, gathered=None, **facts):
        """Write the descriptive fields of a draft, and what it gathers."""
        super().revise(by=by, **facts)
        if gathered is not None:
            self.gather(gathered)

    def draft_change(self, *, by):
        """A new edition that starts from this one; gives the draft."""
        facts = {name: getattr(self, name) for name in self.FACTS}
        try:
            with transaction.atomic():
                draft = type(self).objects.create(slug=self.slug, drafted_by=by, **facts)
                draft.gather(self.gathered())
        except IntegrityError as error:
            raise InvalidMove(f"“{self}”已经有一份没有办完的修改。请在列表里找到它接着改。") from error
        return draft

    def edition(self, *statuses):
        """The row under the same slug in one of these statuses, or None."""
        return type(self).objects.filter(slug=self.slug, status__in=statuses).first()

    def missing_elements(self):
        """What a reader would still need; each kind knows its own."""
        return []

    @property
    def published_at(self):
        return self.approved_at or self.drafted_at

    @property
    def is_standing(self):
        return self.status in self.STANDING
