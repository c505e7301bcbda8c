"""Who says something to the government: what people tell of themselves is sealed, and each look at it written down."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from linhai_portal.sealed_fields import SealedTextField


class FromPerson(models.Model):
    """What somebody sent in. Name and contact may be empty, are never public and never in an index."""

    class Identity(models.TextChoices):
        CITIZEN = "citizen", "公民"
        BUSINESS = "business", "企业"
        SOCIETY = "society", "社会组织"
        OTHER = "other", "其他"

    class ContactKind(models.TextChoices):
        NONE = "", "没有留"
        MAIL = "mail", "邮箱"
        OTHER = "other", "电话或者地址"

    class Channel(models.TextChoices):
        ONLINE = "online", "网上"
        PAPER = "paper", "来信"
        PHONE = "phone", "电话"
        MEETING = "meeting", "会上"
        COUNTER = "counter", "窗口"

    person_name = SealedTextField("姓名或者单位名称")
    contact = SealedTextField("联系方式")
    # Known without opening what is sealed: who is told by letter, and who has to be called.
    contact_kind = models.CharField(max_length=5, choices=ContactKind, blank=True, editable=False)
    identity = models.CharField("身份", max_length=10, choices=Identity, blank=True)
    channel = models.CharField("怎么来的", max_length=8, choices=Channel, default=Channel.ONLINE)
    received_at = models.DateTimeField("收到时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="录入人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True

    def save(self, *args, **options):
        if self._state.adding:
            self.contact_kind = self._kind_of_contact()
        super().save(*args, **options)

    def _kind_of_contact(self):
        contact = self.contact.strip()
        if not contact:
            return self.ContactKind.NONE
        try:
            validate_email(contact)
        except ValidationError:
            return self.ContactKind.OTHER
        return self.ContactKind.MAIL

    @property
    def key(self):
        """What a look at it is written under."""
        return f"{self._meta.model_name}:{self.pk}"


class PersonLook(models.Model):
    """Who looked at whose contact, when and what for (《个人信息保护法》第五十一条)."""

    key = models.CharField("看的是", max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="查看人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    why = models.CharField("用途", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "联系方式查看记录"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["key", "-id"], name="personlook_of")]

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"
