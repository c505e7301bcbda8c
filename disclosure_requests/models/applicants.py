from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure_requests.letters.masking import masked_name
from linhai_portal.crypto import blind_index
from linhai_portal.sealed_fields import SealedTextField


class ApplicantClass(models.TextChoices):
    """The columns of the annual report's third table."""

    NATURAL = "natural", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    WELFARE = "welfare", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他"


class Applicant(models.Model):
    """Who asks (条例第二十九条第一项), sealed; seen by role, each look written down, destroyed after its time."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", "公民"
        ORGANIZATION = "organization", "法人或其他组织"

    class Document(models.TextChoices):
        IDENTITY_CARD = "identity_card", "居民身份证"
        PASSPORT = "passport", "护照"
        RESIDENCE_PERMIT = "residence_permit", "港澳台居民居住证、通行证"
        OFFICER = "officer", "军官证"
        OTHER = "other", "其他"

    # Everything that says who it is; sealed, and emptied when the dossier is destroyed.
    IDENTITY = [
        "name",
        "document_number",
        "credit_code",
        "workplace",
        "representative",
        "contact",
        "phone",
        "address",
        "postcode",
        "fax",
        "email",
        "agent_name",
        "agent_document_number",
        "agent_phone",
    ]

    case = models.OneToOneField(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="applicant"
    )
    kind = models.CharField("申请人类型", max_length=12, choices=Kind, default=Kind.CITIZEN)
    applicant_class = models.CharField("申请人类别", max_length=8, choices=ApplicantClass, blank=True)
    document = models.CharField("证件类型", max_length=16, choices=Document, blank=True)
    name = SealedTextField("姓名或名称", max_length=100)
    document_number = SealedTextField("证件号码", max_length=40)
    credit_code = SealedTextField("统一社会信用代码", max_length=18)
    workplace = SealedTextField("工作单位或居所", max_length=200)
    representative = SealedTextField("法定代表人或负责人", max_length=60)
    contact = SealedTextField("联系人", max_length=60)
    phone = SealedTextField("联系电话", max_length=40)
    address = SealedTextField("通信地址", max_length=200)
    postcode = SealedTextField("邮政编码", max_length=10)
    fax = SealedTextField("传真", max_length=40)
    email = SealedTextField("电子邮箱", max_length=200)
    agent_name = SealedTextField("代理人姓名", max_length=60)
    agent_document_number = SealedTextField("代理人证件号码", max_length=40)
    agent_phone = SealedTextField("代理人电话", max_length=40)
    identity_index = models.CharField(max_length=64, blank=True, editable=False)
    name_index = models.CharField(max_length=64, blank=True, editable=False)
    destroyed_at = models.DateTimeField("销毁时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "申请人"
        indexes = [
            # The annual report counts by class without reading what is sealed.
            models.Index(fields=["case", "applicant_class", "kind"], name="applicant_counted"),
            models.Index(
                fields=["identity_index"], condition=~Q(identity_index=""), name="applicant_identity"
            ),
            models.Index(fields=["name_index"], condition=~Q(name_index=""), name="applicant_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant_class="") | Q(applicant_class__in=ApplicantClass.values),
                name="applicant_class_known",
            )
        ]

    def __str__(self):
        return self.masked_name

    def save(self, **kwargs):
        self.index()
        super().save(**kwargs)

    def index(self):
        """The indexes always belong to what is sealed."""
        number = self.document_number or self.credit_code
        known = plain(number) or (plain(self.name + self.phone) if self.phone else "")
        self.identity_index = blind_index(known, purpose="applicant")
        self.name_index = name_index(self.name)

    @property
    def is_citizen(self):
        return self.kind == self.Kind.CITIZEN

    @property
    def masked_name(self):
        """王** for a person; a body by what it is: 某律师事务所 says nothing about which."""
        if not self.name:
            return "（未填写）"
        return masked_name(self.name, is_person=self.is_citizen, rest="**")

    @property
    def masked_phone(self):
        return (
            f"{self.phone[:3]}****{self.phone[-4:]}"
            if len(self.phone) >= 11
            else "****"
            if self.phone
            else ""
        )

    @property
    def contact_lines(self):
        """Labels and values of everything about the person, for who may see it."""
        return [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.IDENTITY
            if getattr(self, name)
        ]


def name_index(name):
    return blind_index(plain(name), purpose="applicant name")


def plain(text):
    return "".join(text.split()).upper()


class IdentityLook(models.Model):
    """Who saw whose identity, when and what for; never changed, never deleted before the case."""

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="looks"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="查看人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    why = models.CharField("用途", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "身份查看记录"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="identity_look_says_why")]

    def __str__(self):
        return f"{self.by} {self.at:%Y-%m-%d %H:%M} {self.why}"
