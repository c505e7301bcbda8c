"""What goes to the public with a publication: its words are the publication's, its facts are of its own kind.

So every announcement passes the same three persons, the same privacy gate and the same log, and whatever may be seen of
it follows from its publication (docs/adr/0021).
"""

import re

from django.db import models

from catalog.models import Publication


class AnnouncedQuerySet(models.QuerySet):
    """The questions of `PublicationQuerySet`, asked of what was announced."""

    def visible_to(self, user):
        return self.filter(publication__in=Publication.objects.visible_to(user))

    def with_page(self):
        return self.filter(publication__in=Publication.objects.with_page())

    def listed(self, *, on):
        return self.filter(publication__in=Publication.objects.listed(on=on))


class Announced(models.Model):
    """`get_absolute_url` is where the public finds it and `get_office_url` where the unit works on it."""

    publication = models.OneToOneField(
        Publication,
        verbose_name="公告",
        on_delete=models.PROTECT,
        related_name="%(class)s",
        editable=False,
    )

    objects = AnnouncedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.publication.title

    @property
    def short_title(self):
        """What it is about: of 关于公开征求《某办法》意见的公告 the 《某办法》; the whole title where nothing is quoted."""
        found = re.search("《.+》", self.publication.title)
        return found[0] if found else self.publication.title

    @property
    def subject(self):
        """Titles of what comes after are made of it: of 关于召开某听证会的公告 the 某听证会; else the whole title, quoted."""
        found = re.fullmatch(
            "关于(?:召开|举行|举办|开展)?(.+)的(?:公告|通告|通知|预告)(?:（.+）)?", self.publication.title
        )
        return found[1] if found else f"“{self.publication.title}”"

    @property
    def organization(self):
        return self.publication.organization

    def acted_at(self):
        """Where the public acts on it, said on the page of its publication; "" where that page says it all."""
        return self.get_absolute_url()

    def may_be_edited_by(self, user):
        return self.publication.may_be_edited_by(user)
