from django.db import models
from django.db.models import Q

from catalog.models.domains import Domain
from catalog.models.items import Item
from catalog.models.publications import Publication
from linhai_portal.accounts.models import Organization


class PlacementQuerySet(models.QuerySet):
    def listed(self, *, on):
        """What `Publication.objects.listed` says of the publication, asked of one column."""
        return self.filter(listed_until__gte=on)

    def judged_in(self, domain):
        """A row for each publication of a domain that had a last day."""
        return self.filter(domain=domain, is_first_in_domain=True, due_on__isnull=False)


class Placement(models.Model):
    """What is published, under one of its items, with what lists of a domain or a unit are found and ordered by.

    Derived from the publication, which is the same for good but for corrections, and kept so that no such list joins
    the whole of publications with the whole of items (catalog/placements.py). Nothing in it changes with the days.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="placements", db_index=False
    )
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="placements", db_index=False)
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="+", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", db_index=False)
    due_on = models.DateField(null=True)
    is_late = models.BooleanField()
    listed_until = models.DateField()  # the last day there is when it has no 公示期
    # Under several items of a domain it stands in the lists of the domain once.
    is_first_in_domain = models.BooleanField()

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项下的政府信息"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["domain", "-due_on", "publication", "is_late", "listed_until"],
                condition=Q(is_first_in_domain=True, due_on__isnull=False),
                name="placement_judged",
            ),
            models.Index(fields=["organization", "item", "listed_until"], name="placement_of_unit"),
            models.Index(fields=["item", "listed_until"], name="placement_of_item"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["publication", "item"], name="placement_once"),
        ]

    def __str__(self):
        return f"{self.publication}：{self.item}"
