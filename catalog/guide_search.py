"""What of the life events and checklists can be found, and the call that keeps the index after one came, went or changed."""

from django.utils.timezone import localdate

from catalog.models import Checklist, LifeEvent
from linhai_portal.data_version import bump
from linhai_portal.search.documents import Document
from linhai_portal.search.index import put, remove

CHECKLIST, LIFE_EVENT = "checklist", "life_event"


def guide_changed(guide):
    """After an edition was published or closed."""
    bump()
    kind, document = _DOCUMENTS[type(guide)]
    if guide.status == guide.Status.PUBLISHED:
        put([document(guide)])
    else:
        remove(kind, [guide.slug])


def checklist_documents():
    for checklist in Checklist.objects.published().select_related("organization"):
        yield _checklist_document(checklist)


def life_event_documents():
    events = LifeEvent.objects.published().select_related("organization").prefetch_related("stages")
    for event in events:
        yield _life_event_document(event)


def _checklist_document(checklist):
    materials = [row["name"] for row in checklist.materials]
    steps = [row["name"] for row in checklist.steps]
    questions = [f"{row['question']}{row['answer']}" for row in checklist.questions]
    parts = [*checklist.conditions, *materials, *steps, *questions, *checklist.basis]
    return _document(CHECKLIST, checklist, [checklist.lead, *parts])


def _life_event_document(event):
    stages = [f"{stage.title}：{stage.explanation}" for stage in event.stages.all()]
    return _document(LIFE_EVENT, event, [event.lead, *stages])


def _document(kind, guide, parts):
    sample = "示例，待责任单位核定，" if guide.is_sample else ""
    return Document(
        kind,
        guide.slug,
        guide.title,
        guide.get_absolute_url(),
        text="；".join(filter(None, parts)),
        facts=f"{sample}{guide.organization.name}",
        units=(guide.organization.slug,),
        date=localdate(guide.published_at),
    )


_DOCUMENTS = {
    Checklist: (CHECKLIST, _checklist_document),
    LifeEvent: (LIFE_EVENT, _life_event_document),
}
