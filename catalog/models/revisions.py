from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from catalog.models.domains import Domain
from catalog.models.elements import ElementsQuerySet, ItemElements
from catalog.models.items import FILTERED_BY, Item


class RevisionQuerySet(ElementsQuerySet):
    item = "item"

    def as_of(self, day):
        """The state of every item at the end of this day; two changes on one day leave the later one."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def current(self):
        return self.filter(valid_to=None)

    def publishing(self, slug):
        return self.filter(publisher_slugs__contains=f" {slug} ")

    def _coded(self, code):
        """The item is looked up beforehand: a join would read all items, whatever is asked for."""
        return Q(item__in=Item.objects.filter(code=code))

    def in_table_order(self):
        """In the order of the table on any day the revisions share (catalog/places.py)."""
        return self.order_by("place", "pk")


class ItemRevision(ItemElements):
    """One state of an item of a published catalog, and the days it was in force."""

    item = models.ForeignKey(Item, verbose_name="事项", on_delete=models.PROTECT, related_name="revisions")
    domain = models.ForeignKey(
        Domain, verbose_name="领域", on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField("版次")
    place = models.BigIntegerField(editable=False)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True, help_text="从这一天起不再有效")
    publisher_slugs = models.TextField("公开主体的地址名", blank=True, help_text="前后都有空格，供筛选")
    adjustment = models.ForeignKey(
        "catalog.Adjustment", verbose_name="依据的调整", on_delete=models.PROTECT, related_name="revisions"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "修订记录"
        ordering = ["item", "number"]
        indexes = [
            models.Index(fields=["domain", "valid_from", "valid_to"], name="revision_period"),
            # With the days and all that the table of a day is filtered by, as `item_place` is for the live one.
            models.Index(
                fields=["domain", "place", "id", "valid_from", "valid_to", *FILTERED_BY],
                name="revision_place",
            ),
            models.Index(fields=["adjustment"], name="revision_of_adjustment"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="revision_number_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(valid_to=None), name="revision_one_current"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="revision_period_forward"
            ),
        ]

    def __str__(self):
        return f"{self.item.code} 第 {self.number} 版"

    def get_absolute_url(self):
        return self.item.get_absolute_url()

    @property
    def code(self):
        return self.item.code

    @property
    def last_day(self):
        """The last day it held at the end of; None while it holds, and when it was changed again on its first day."""
        lasted = self.valid_to and self.valid_to > self.valid_from
        return self.valid_to - timedelta(days=1) if lasted else None


ELEMENTS = [field.name for field in ItemElements._meta.fields]


def elements_of(thing):
    """The elements of an item or a revision as plain data, by field name."""
    return {name: getattr(thing, name) for name in ELEMENTS}


def differences(before, after):
    """Triples (field, before, after) of the elements in which two states differ, in the order of the table."""
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in ELEMENTS]
    return [(name, old, new) for name, old, new in pairs if old != new]
