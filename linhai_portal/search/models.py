import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q

from linhai_portal.search.documents import PUBLIC, STAFF
from linhai_portal.search.engines import engine_of
from linhai_portal.search.privacy import may_be_kept
from linhai_portal.search.tokens import Phrase, words_of


@dataclass(frozen=True)
class Wanted:
    """What a chunk must hold: every phrase, and of every tuple of marks at least one."""

    phrases: tuple[Phrase, ...] = ()
    marks: tuple[tuple[str, ...], ...] = ()


class TermsField(models.TextField):
    """What the engine of the database made of a chunk's tokens."""

    def db_type(self, connection):
        return engine_of(connection).COLUMN_TYPE


@TermsField.register_lookup
class Matches(models.Lookup):
    """`terms__matches=Wanted(…)`."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, _ = self.process_lhs(compiler, connection)
        table = self.lhs.target.model._meta.db_table
        return engine_of(connection).condition(self.lhs.alias, column, self.rhs, table)


class VisibleQuerySet(models.QuerySet):
    def visible_to(self, visitor):
        """What is for staff does not exist for anybody else."""
        return self if visitor.is_authenticated and visitor.is_staff else self.filter(visibility=PUBLIC)


class Entry(models.Model):
    """A document as it is shown among the hits; written by `index.put` and `index.remove` only."""

    kind = models.CharField("种类", max_length=30)
    key = models.CharField("键", max_length=200)
    title = models.TextField("标题")
    address = models.CharField("地址", max_length=500)
    facts = models.TextField("说明")
    text = models.TextField("正文")
    date = models.DateField("日期", null=True)
    visibility = models.CharField("谁能找到", max_length=10)
    digest = models.CharField(max_length=32)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "可搜索的内容"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(visibility__in=[PUBLIC, STAFF]), name="entry_visibility_known"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.address


class ChunkQuerySet(VisibleQuerySet):
    def between(self, since, until):
        """Of days from `since` to `until`, each a date or None; what has no date is of no day."""
        if since:
            self = self.filter(day__gte=since.toordinal())
        if until:
            self = self.filter(day__gte=1, day__lte=until.toordinal())
        return self

    def newest(self, limit):
        """Pairs (minus the day, entry), which sort the newest first and those of a day as they were put.

        Sorted by an expression: along its index by day PostgreSQL would unpack every tsvector on the way.
        """
        rows = self.annotate(age=F("day") * -1).order_by("age", "entry_id")
        return list(rows.values_list("age", "entry_id").distinct()[:limit])


class Chunk(models.Model):
    """A piece of an entry's text in the index. Narrow, because a frequent word reads tens of thousands of them."""

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, related_name="chunks")
    day = models.IntegerField()
    visibility = models.CharField(max_length=10)
    terms = TermsField()

    objects = ChunkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "索引片段"
        indexes = [models.Index(fields=["-day", "entry"], name="chunk_newest")]

    def __str__(self):
        return f"{self.entry_id}"


class EmptySearchQuerySet(models.QuerySet):
    def record(self, query, *, on):
        """Count words that found nothing; neither who nor from where, and nothing that looks like personal data."""
        words = " ".join(words_of(query))
        if not words or not may_be_kept(query):
            return
        row = self.filter(words=words, day=on)
        if row.update(count=F("count") + 1):
            return
        today = self.filter(day=on).count()
        if not today:
            self.filter(day__lt=on - EmptySearch.KEPT).delete()
        if today < EmptySearch.MOST_A_DAY:
            self.bulk_create([EmptySearch(words=words, day=on)], ignore_conflicts=True)


class EmptySearch(models.Model):
    """Words that found nothing on a day: what the office reads to add synonyms and missing items."""

    KEPT = dt.timedelta(days=365)
    MOST_A_DAY = 300

    words = models.CharField("搜索词", max_length=60)
    day = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=1)

    objects = EmptySearchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "没有结果的搜索"
        ordering = ["-day", "-count", "words"]
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="empty_search_once")]

    def __str__(self):
        return self.words
