from django.db import models
from django.urls import reverse

from catalog.models.guides import Guide
from catalog.models.items import Item
from linhai_portal.addresses import address_of
from linhai_portal.workflow import Event, InvalidMove

# A guide that lacks four of the eight is void for an inspector (服务不实用; rules: website §2).
MOST_MISSING = 3


class Checklist(Guide):
    """一次告知: all that a person must know before going out to have a matter settled, on one sheet of paper.

    Rows of materials, steps, places and questions belong to one edition, are read with it and never asked for by
    themselves: they are lists of dicts in the row, whose keys are the fields of `guide_rows.py`.
    """

    FACTS = (
        "title",
        "lead",
        "organization",
        "basis",
        "conditions",
        "materials",
        "steps",
        "places",
        "statutory_limit",
        "promised_limit",
        "fee",
        "result",
        "complaint_phone",
        "questions",
    )

    basis = models.JSONField("设定依据", default=list, blank=True)
    conditions = models.JSONField("申请条件", default=list, blank=True)
    materials = models.JSONField("办理材料", default=list, blank=True, editable=False)
    steps = models.JSONField("办理流程", default=list, blank=True, editable=False)
    places = models.JSONField("办理地点", default=list, blank=True, editable=False)
    statutory_limit = models.CharField("法定时限", max_length=100, blank=True)
    promised_limit = models.CharField("承诺时限", max_length=100, blank=True)
    fee = models.CharField("收费", max_length=100, blank=True, help_text="不收费的写“不收费”")
    result = models.CharField("办理结果", max_length=100, blank=True, help_text="办好以后拿到什么、怎么拿")
    complaint_phone = models.CharField("监督电话", max_length=60, blank=True)
    questions = models.JSONField("常见问题", default=list, blank=True, editable=False)
    items = models.ManyToManyField(Item, verbose_name="相关事项", related_name="checklists", blank=True)

    class Meta(Guide.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "办事指南"
        ordering = ["-pk"]
        permissions = [
            ("view_guide", "可以查看一件事和办事指南"),
            ("draft_guide", "可以起草一件事和办事指南"),
            ("approve_guide", "可以审核一件事和办事指南"),
        ]

    def get_absolute_url(self):
        return address_of("catalog:checklist", self.slug)

    def get_office_url(self):
        return reverse("office:checklist", args=[self.pk])

    def submit(self, *, by):
        missing = self.missing_key_elements()
        if len(missing) > MOST_MISSING:
            words = "、".join(missing)
            raise InvalidMove(
                f"还缺 {len(missing)} 项：{words}。八项基本要素缺 4 项以上的指南不能公布，请补充。"
            )
        super().submit(by=by)

    def gather(self, items):
        self.items.set(items)

    def gathered(self):
        return self.items.all()

    def gathers(self, items):
        return set(self.gathered()) == set(items)

    def take_the_place_of(self, former):
        """The life events that named the former edition name this one."""
        former.entries.update(checklist=self)

    def key_elements(self):
        """The eight of the inspectors, each with what there is of it."""
        places = self.where()
        return {
            "事项名称": self.title,
            "设定依据": self.basis,
            "申请条件": self.conditions,
            "办理材料": self.materials,
            "办理地点": any(place["address"] for place in places),
            "办理时间": any(place["hours"] for place in places),
            "联系电话": any(place["phone"] for place in places),
            "办理流程": self.steps,
        }

    def missing_key_elements(self):
        return [name for name, content in self.key_elements().items() if not content]

    def missing_elements(self):
        """The names of the elements of which nothing is known yet, those of the inspectors first."""
        further = {
            "办理时限": self.statutory_limit or self.promised_limit,
            "收费": self.fee,
            "办理结果": self.result,
            "监督电话": self.complaint_phone,
        }
        return self.missing_key_elements() + [name for name, content in further.items() if not content]

    def where(self):
        """The places as dicts; a row under the unit's own name, and a list without rows, is filled from the unit's row."""
        unit = self.organization
        own = {"address": unit.address, "hours": unit.office_hours, "phone": unit.phone}
        found = []
        for place in self.places or [{"name": unit.name}]:
            known = own if place["name"] in (unit.name, unit.full_name) else {}
            found.append({"name": place["name"]} | {key: place.get(key) or known.get(key, "") for key in own})
        return found


class ChecklistEvent(Event):
    subject = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "办事指南经过"
