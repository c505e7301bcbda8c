from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.models.checklists import Checklist
from catalog.models.domains import Domain
from catalog.models.guides import Guide
from catalog.models.items import Item
from catalog.models.publications import Publication
from linhai_portal.addresses import address_of
from linhai_portal.workflow import Event


class LifeEvent(Guide):
    """一件事: what a citizen needs from several units for one event of life, in the order in which it is needed."""

    FACTS = ("title", "lead", "organization", "theme", "position")

    theme = models.CharField("生活主题", max_length=20, choices=Domain.Theme)
    position = models.PositiveIntegerField("排序", default=100, help_text="小的在前")

    class Meta(Guide.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "一件事"
        ordering = ["-pk"]
        constraints = [
            *Guide.Meta.constraints,
            models.CheckConstraint(condition=Q(theme__in=Domain.Theme.values), name="lifeevent_theme_known"),
        ]

    def get_absolute_url(self):
        return address_of("catalog:life_event", self.slug)

    def get_office_url(self):
        return reverse("office:life_event", args=[self.pk])

    def gather(self, stages):
        """Write the stages anew: dicts of title, explanation and entries: items, checklists, publications in order."""
        self.stages.all().delete()
        for position, stage in enumerate(stages, start=1):
            facts = {"title": stage["title"], "explanation": stage["explanation"], "position": position}
            row = self.stages.create(**facts)
            LifeEventEntry.objects.bulk_create(
                LifeEventEntry(stage=row, position=place, **{kind_of(target): target})
                for place, target in enumerate(stage["entries"], start=1)
            )

    def gathered(self):
        return [
            {
                "title": stage.title,
                "explanation": stage.explanation,
                "entries": [entry.target for entry in stage.entries.all()],
            }
            for stage in self.stages.with_entries()
        ]

    def gathers(self, stages):
        return self.gathered() == stages

    def take_the_place_of(self, former):
        """Nothing names a life event."""


class LifeEventEvent(Event):
    subject = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "一件事经过"


class LifeEventStageQuerySet(models.QuerySet):
    def with_entries(self):
        named = ("item__domain", "checklist__organization", "publication__organization")
        entries = LifeEventEntry.objects.select_related(*named).defer("publication__body")
        return self.prefetch_related(models.Prefetch("entries", entries))


class LifeEventStage(models.Model):
    life_event = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField("序号")
    title = models.CharField("这一步做什么", max_length=60)
    explanation = models.TextField("说明", max_length=500, blank=True)

    objects = LifeEventStageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "步骤"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["life_event", "position"], name="lifeeventstage_order"),
            models.CheckConstraint(condition=~Q(title=""), name="lifeeventstage_has_title"),
        ]

    def __str__(self):
        return self.title


class LifeEventEntry(models.Model):
    """What a stage gathers, of one kind: a further kind is a further key here and in `target`."""

    stage = models.ForeignKey(LifeEventStage, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField("序号")
    item = models.ForeignKey(Item, null=True, on_delete=models.CASCADE, related_name="entries")
    checklist = models.ForeignKey(Checklist, null=True, on_delete=models.PROTECT, related_name="entries")
    publication = models.ForeignKey(Publication, null=True, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        verbose_name = verbose_name_plural = "步骤里的事项、指南和政府信息"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "position"], name="lifeevententry_order"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, checklist=None, publication=None)
                | Q(item=None, checklist__isnull=False, publication=None)
                | Q(item=None, checklist=None, publication__isnull=False),
                name="lifeevententry_of_one_kind",
            ),
        ]

    def __str__(self):
        return str(self.target)

    @property
    def target(self):
        return self.item or self.checklist or self.publication

    def is_shown(self, *, on):
        """An item that was retired, a checklist that was closed, and what is not listed on this day are no way to go."""
        if self.item:
            return self.item.retired_on is None
        if self.checklist:
            return self.checklist.status == Checklist.Status.PUBLISHED
        return self.publication.is_listed(on=on)


def kind_of(target):
    """The field of an entry that names it."""
    return {Item: "item", Checklist: "checklist", Publication: "publication"}[type(target)]
