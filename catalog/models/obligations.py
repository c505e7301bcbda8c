from django.db import models
from django.db.models import F, Q

from catalog.models.domains import Domain
from catalog.models.items import Item
from catalog.models.publications import Publication
from catalog.periods import period_words
from linhai_portal.accounts.models import Organization
from linhai_portal.addresses import address_of
from linhai_portal.calendar import soon


def address_of_period(code, starts_on):
    """The page that says how the last day of a period comes about."""
    return f"{address_of('catalog:item', code)}periods/{starts_on}/"


class ObligationQuerySet(models.QuerySet):
    def unmet(self):
        return self.filter(publication=None)

    def overdue(self, *, on):
        return self.unmet().filter(due_on__lt=on)

    def due_soon(self, *, on):
        return self.unmet().filter(due_on__range=(on, soon(on)))

    def not_in_time(self, *, on):
        """Past their day without a publication, or made up for later."""
        return self.filter(Q(publication=None, due_on__lt=on) | Q(met_on__gt=F("due_on")))

    def visible_to(self, user):
        return self if user.is_city_wide else self.filter(organization__in=user.organizations())


class Obligation(models.Model):
    """A period of an item for one unit that must publish it: due although nobody has written anything.

    Derived from the item's rule, the calendar and the publications, and kept so that every list of them costs the same
    (catalog/obligations.py). A row whose due day has passed keeps that day.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="obligations")
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="+", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField("最迟公开日期")
    publication = models.ForeignKey(Publication, null=True, on_delete=models.SET_NULL, related_name="+")
    met_on = models.DateField("公开日期", null=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定期公开"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(publication=None), name="obligation_unmet"),
            models.Index(
                fields=["organization", "due_on", "id"],
                condition=Q(publication=None),
                name="obligation_unmet_of_unit",
            ),
            # With all that says whether it was met in time: lists of those not are found without reading rows.
            *(
                models.Index(fields=[owner, "-due_on", "id", "publication", "met_on"], name=name)
                for owner, name in [
                    ("organization", "obligation_of_unit"),
                    ("domain", "obligation_of_domain"),
                ]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organization", "starts_on"], name="obligation_period_once"
            ),
            models.CheckConstraint(
                condition=Q(publication=None, met_on=None)
                | Q(publication__isnull=False, met_on__isnull=False),
                name="obligation_met_whole",
            ),
        ]

    def __str__(self):
        return f"{self.item.title}，{self.period}"

    @property
    def explained_at(self):
        return address_of_period(self.item.code, self.starts_on)

    @property
    def period(self):
        return period_words(self.starts_on, self.ends_on)
