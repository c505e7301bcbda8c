from catalog.models.domains import Domain, DomainUnit
from catalog.models.imports import CatalogImport, ImportRow
from catalog.models.items import Item, ItemPublisher

__all__ = ["CatalogImport", "Domain", "DomainUnit", "ImportRow", "Item", "ItemPublisher"]
