"""The life events and checklists of `fixtures/`: public at once, marked as samples until their unit confirms them.

A guide that staff drafted anew, closed or replaced has left the fixtures behind.
"""

import json

from django.conf import settings

from catalog.models import Checklist, Item, LifeEvent
from linhai_portal.accounts.models import Organization


def load_guides():
    """Gives how many of each kind were added or brought up to date."""
    units = {unit.slug: unit for unit in Organization.objects.all()}
    checklists = _load(Checklist, "checklists.json", units, _items_of)
    return {"办事指南": checklists, "一件事": _load(LifeEvent, "life-events.json", units, _stages_of)}


def _load(model, name, units, gathered_of):
    rows = json.loads((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))
    gathered = gathered_of(rows)
    written = 0
    for row in rows:
        facts = {name: row[name] for name in model.FACTS} | {"organization": units[row["organization"]]}
        written += _keep(model, row["slug"], facts, gathered[row["slug"]])
    return written


def _keep(model, slug, facts, gathered):
    """Add the guide or bring it up to date unless staff took it over; gives how many were written."""
    editions = list(model.objects.filter(slug=slug).exclude(status__in=model.OPEN))
    if editions and not all(each.is_sample and each.status == each.Status.PUBLISHED for each in editions):
        return 0
    if not editions:
        sample = {"status": model.Status.PUBLISHED, "is_sample": True}
        model.objects.create(slug=slug, **sample, **facts).gather(gathered)
        return 1
    [guide] = editions
    if all(getattr(guide, name) == value for name, value in facts.items()) and guide.gathers(gathered):
        return 0
    model.objects.filter(pk=guide.pk).update(**facts)
    guide.gather(gathered)
    return 1


def _items_of(rows):
    items = _items(code for row in rows for code in row["items"])
    return {row["slug"]: [items[code] for code in row["items"] if code in items] for row in rows}


def _stages_of(rows):
    """An entry is a code of an item or the slug of a checklist; what the portal does not have is left out."""
    targets = {each.slug: each for each in Checklist.objects.standing()}
    stages = [stage for row in rows for stage in row["stages"]]
    targets |= _items(name for stage in stages for name in stage["entries"])
    return {
        row["slug"]: [
            stage | {"entries": [targets[name] for name in stage["entries"] if name in targets]}
            for stage in row["stages"]
        ]
        for row in rows
    }


def _items(codes):
    return {item.code: item for item in Item.objects.filter(code__in=set(codes))}
