from django.conf import settings
from django.db import models
from django.db.models import Q

from disclosure_requests.letters.compose import LETTERS
from disclosure_requests.letters.kinds import of_own_records
from linhai_portal.sealed_files import keep_sealed, read_sealed


class Letter(models.Model):
    """A letter as it was issued: its files never change with the case, and nobody writes it anew."""

    case = models.ForeignKey(
        "disclosure_requests.DisclosureRequest", on_delete=models.PROTECT, related_name="letters"
    )
    code = models.CharField(
        "文书", max_length=4, choices=[(code, letter.title) for code, letter in LETTERS.items()]
    )
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

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="letter_number_once"),
            models.CheckConstraint(condition=Q(code__in=list(LETTERS)), name="letter_code_known"),
        ]

    def __str__(self):
        return f"{self.title} {self.number}".strip()

    @property
    def title(self):
        title = self.get_code_display()
        return of_own_records(title) if self.case.is_own_records else title

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
