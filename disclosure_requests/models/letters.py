from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure_requests.letters.compose import LETTERS
from linhai_portal.sealed_files import keep_sealed, read_sealed


class Letter(models.Model):
    """A letter as it was issued: its title and files never change with the case, and nobody writes it anew.

    `served_on` and `served_way` are kept of what must reach a third party before something else may go out (D06N).
    """

    class Way(models.TextChoices):
        HANDED = "handed", "当面签收"
        MAIL = "mail", "邮寄签收"
        ELECTRONIC = "electronic", "电子送达，对方确认收到"
        LEFT = "left", "留置送达"
        NOTICE = "notice", "公告送达，公告期满"

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.PROTECT, related_name="letters"
    )
    code = models.CharField(
        "文书", max_length=4, choices=[(code, letter.title) for code, letter in LETTERS.items()]
    )
    title = models.CharField("标题", max_length=60)
    number = models.CharField("文号", max_length=60, blank=True)
    dated = models.DateField("成文日期")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="签发人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField("签发时间", auto_now_add=True)
    docx = models.FileField(upload_to="letters/", max_length=200)
    pdf = models.FileField(upload_to="letters/", max_length=200)
    docx_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    served_on = models.DateField("送达日期", null=True, editable=False)
    served_way = models.CharField("怎样送达", max_length=10, choices=Way, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="letter_number_once"),
            models.CheckConstraint(condition=Q(code__in=list(LETTERS)), name="letter_code_known"),
            models.CheckConstraint(
                condition=Q(served_on=None, served_way="") | Q(served_on__isnull=False) & ~Q(served_way=""),
                name="letter_service_whole",
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.number}".strip()

    @property
    def goes_to_applicant(self):
        return LETTERS[self.code].to == "applicant"

    def keep(self, *, docx, pdf):
        """Both files of the one page."""
        self.docx_sha256 = keep_sealed(self, "docx", docx)
        self.pdf_sha256 = keep_sealed(self, "pdf", pdf)
        self.save()

    def read(self, kind):
        return read_sealed(self, kind)
