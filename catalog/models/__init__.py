from catalog.models.adjustments import Adjustment, AdjustmentEvent, AdjustmentLine
from catalog.models.attachments import Attachment
from catalog.models.checklists import Checklist, ChecklistEvent
from catalog.models.columns import Form, PlatformColumn, Stage, Topic
from catalog.models.domains import Domain, DomainUnit
from catalog.models.examinations import Examination
from catalog.models.gate_checks import GateCheck
from catalog.models.grounds import Ground
from catalog.models.imports import CatalogImport, ImportRow
from catalog.models.items import Item, ItemConfirmation, ItemPublisher
from catalog.models.life_events import LifeEvent, LifeEventEntry, LifeEventEvent, LifeEventStage
from catalog.models.link_approvals import LinkApproval, LinkApprovalEvent
from catalog.models.negative_list import NegativeListEntry, NegativeListEvent
from catalog.models.obligations import Obligation
from catalog.models.old_pages import OldPage
from catalog.models.placements import Placement
from catalog.models.publication_batches import PublicationBatch, PublicationBatchEvent
from catalog.models.publication_log import LogEntry
from catalog.models.publications import Publication, PublicationEvent
from catalog.models.revisions import ItemRevision

__all__ = [
    "Adjustment",
    "AdjustmentEvent",
    "AdjustmentLine",
    "Attachment",
    "CatalogImport",
    "Checklist",
    "ChecklistEvent",
    "Domain",
    "DomainUnit",
    "Examination",
    "Form",
    "GateCheck",
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
    "LinkApproval",
    "LinkApprovalEvent",
    "LogEntry",
    "NegativeListEntry",
    "NegativeListEvent",
    "Obligation",
    "OldPage",
    "Placement",
    "PlatformColumn",
    "Publication",
    "PublicationBatch",
    "PublicationBatchEvent",
    "PublicationEvent",
    "Stage",
    "Topic",
]
