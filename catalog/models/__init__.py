from catalog.models.adjustments import Adjustment, AdjustmentEvent, AdjustmentLine
from catalog.models.domains import Domain, DomainUnit
from catalog.models.imports import CatalogImport, ImportRow
from catalog.models.items import Item, ItemConfirmation, ItemPublisher
from catalog.models.revisions import ItemRevision

__all__ = [
    "Adjustment",
    "AdjustmentEvent",
    "AdjustmentLine",
    "CatalogImport",
    "Domain",
    "DomainUnit",
    "ImportRow",
    "Item",
    "ItemConfirmation",
    "ItemPublisher",
    "ItemRevision",
]
