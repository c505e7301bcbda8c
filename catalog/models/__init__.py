from catalog.models.adjustments import Adjustment, AdjustmentEvent, AdjustmentLine
from catalog.models.checklists import Checklist, ChecklistEvent
from catalog.models.domains import Domain, DomainUnit
from catalog.models.grounds import Ground
from catalog.models.imports import CatalogImport, ImportRow
from catalog.models.items import Item, ItemConfirmation, ItemPublisher
from catalog.models.life_events import LifeEvent, LifeEventEntry, LifeEventEvent, LifeEventStage
from catalog.models.negative_list import NegativeListEntry, NegativeListEvent
from catalog.models.revisions import ItemRevision

__all__ = [
    "Adjustment",
    "AdjustmentEvent",
    "AdjustmentLine",
    "CatalogImport",
    "Checklist",
    "ChecklistEvent",
    "Domain",
    "DomainUnit",
    "Ground",
    "ImportRow",
    "Item",
    "ItemConfirmation",
    "ItemPublisher",
    "ItemRevision",
    "LifeEvent",
    "LifeEventEntry",
    "LifeEventEvent",
    "LifeEventStage",
    "NegativeListEntry",
    "NegativeListEvent",
]
