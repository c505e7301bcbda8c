import secrets
from pathlib import PurePath

from django.db import models
from django.urls import reverse

from catalog.models.publications import Publication


def _place(attachment, name):
    """A name nobody can guess, outside what a web server serves; the printed name is kept beside it."""
    return f"publications/{secrets.token_urlsafe(24)}"


class AttachmentQuerySet(models.QuerySet):
    def files(self):
        return self.filter(kind=Attachment.Kind.FILE)

    def pictures(self):
        return self.filter(kind=Attachment.Kind.PICTURE)


class Attachment(models.Model):
    """A file that goes out with a publication, or a picture in its text; the very bytes the gate has passed."""

    class Kind(models.TextChoices):
        FILE = "file", "附件"
        PICTURE = "picture", "正文图片"

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField("顺序")
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.FILE)
    name = models.CharField("名称", max_length=200)
    file = models.FileField("文件", upload_to=_place, max_length=120)
    content_type = models.CharField("类型", max_length=100, editable=False)
    size = models.PositiveIntegerField("大小", editable=False)
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    alternative = models.CharField("替代文字", max_length=300, blank=True)
    text = models.TextField("文字内容", blank=True, editable=False)  # what search finds in it
    # A picture or a masked copy that the portal made from what was uploaded; the original is not kept.
    is_masked_copy = models.BooleanField("打码副本", default=False, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["publication", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "position"], name="attachment_place"),
            models.CheckConstraint(
                condition=~models.Q(kind="picture") | ~models.Q(alternative=""),
                name="attachment_picture_has_words",
                violation_error_message="图片要写替代文字，看不见图片的人才知道上面是什么。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("catalog:attachment", args=[self.pk])

    @property
    def extension(self):
        """XLSX, as readers know the kind of a file."""
        return PurePath(self.name).suffix[1:].upper()
