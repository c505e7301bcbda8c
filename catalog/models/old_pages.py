from django.db import models

from catalog.models.publications import Publication

LONGEST = 500  # characters of a path with its query


class OldPage(models.Model):
    """Where an older site showed a publication: what still links there finds it here."""

    publication = models.OneToOneField(Publication, on_delete=models.CASCADE, related_name="old_page")
    # Without the host, so that it holds for every name the older site had; two sites may have had the same path.
    path = models.CharField("旧路径", max_length=LONGEST, db_index=True)
    # Of the row it was taken over from: the same row again changes nothing.
    digest = models.CharField("迁入内容的SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "旧地址"

    def __str__(self):
        return self.path
