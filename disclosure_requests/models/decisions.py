import json
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linhai_portal.sealed_fields import SealedTextField


class Decision(models.Model):
    """The reply: drafted, checked for legality and secrecy（条例第十七条）, signed; a redo gets one of its own.

    `told` is what the officer wrote into its letter, by the names of `LetterFacts`: words about persons, so sealed.
    """

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="decisions"
    )
    outcome = models.CharField("答复类型", max_length=3)
    words = SealedTextField("答复的内容")
    note = SealedTextField("内部说明", max_length=3000)
    suggest_proactive = models.BooleanField("建议主动公开", default=False)
    # An aid only: the ground is the outcome's, and the reason says why it is one in this case.
    entries = models.ManyToManyField(
        "catalog.NegativeListEntry", verbose_name="参考的负面清单条目", related_name="+", blank=True
    )
    answers = models.JSONField(default=dict, blank=True)  # the way through the questions (补不补……怎么答)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="起草人", on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField("起草时间", auto_now_add=True)
    # Everybody whose words may stand in it; `drafted_by` is the last of them.
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="写过的人", related_name="+", editable=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审查人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    checked_at = models.DateTimeField("审查时间", null=True, editable=False)
    check_words = models.TextField("审查意见", max_length=2000, blank=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签发人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    signed_at = models.DateTimeField("签发时间", null=True, editable=False)
    letter = models.OneToOneField(
        "disclosure_requests.Letter",
        verbose_name="告知书",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    is_current = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_current=True), name="decision_one_current"
            ),
            models.CheckConstraint(condition=~Q(drafted_by=F("signed_by")), name="decision_two_persons"),
            models.CheckConstraint(
                condition=~Q(drafted_by=F("checked_by")), name="decision_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None, letter=None)
                | Q(
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                    checked_by__isnull=False,
                    letter__isnull=False,
                ),
                name="decision_signed_when_checked",
            ),
        ]

    def __str__(self):
        return f"{self.case}的答复"

    def is_written_by(self, user):
        return self.drafted_by_id == user.pk or self.authors.filter(pk=user.pk).exists()

    @property
    def version(self):
        """Another one whenever something else was written, so that nobody writes over what the page did not show."""
        written = [self.pk, self.outcome, self.words, self.note, self.suggest_proactive, self.drafted_by_id]
        return sha256(json.dumps(written).encode()).hexdigest()[:16]

    @property
    def told(self):
        return json.loads(self.words) if self.words else {}

    @told.setter
    def told(self, facts):
        self.words = json.dumps(facts, ensure_ascii=False)
