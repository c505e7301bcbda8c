"""From a reply to what everybody can read: the proposal, the draft that comes of it, or the reason why none does.

The drafter need not know who asked: the title and the files are taken without the person, and the draft then goes
through the gate and the three persons as every other.
"""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from catalog import publishing
from catalog.adjusting import propose_addition
from catalog.attaching import add_file
from catalog.layouts.vocabulary import LEVELS
from catalog.models import Item, Publication
from catalog.privacy import every_text, masked_copy, scan, texts
from disclosure_requests.models import Material, ProactiveProposal
from disclosure_requests.moving import note_down
from disclosure_requests.telling import tell_editors
from disclosure_requests.without_person import names_person, public_file_name, public_title, without_person
from linhai_portal.workflow import InvalidMove

BASIS = "《中华人民共和国政府信息公开条例》第四十四条"
_DEED = "转为主动公开"


@transaction.atomic
def propose(case, *, today):
    """Once for a case, also when it is replied to anew; what is about the applicant's own records is nobody else's."""
    if case.kind == case.Kind.OWN_RECORDS:
        return
    facts = {"title": public_title(case), "proposed_on": today}
    proposal, is_new = ProactiveProposal.objects.get_or_create(case=case, defaults=facts)
    if is_new:
        tell_editors(proposal)


@transaction.atomic
def draft_publication(proposal, *, by, today, items=()):
    """Gives the draft; pressed twice it is the one that stands."""
    found = _locked(proposal)
    if found.publication:
        return found.publication
    _check_open(found)
    case, unit = found.case, found.case.organization
    publication = Publication(
        drafted_by=by,
        organization=unit,
        issuer=unit.full_name,
        title=found.title,
        document_number=without_person(case.document_number, case),
        formed_on=found.proposed_on,
    )
    publishing.draft(publication, items=items)
    left_out = _carry_files(case, publication, by=by)
    _decide(found, by=by, publication=publication, left_out=left_out)
    note_down(case, _DEED, by=by, today=today, note=f"起草政府信息：{publication}")
    return publication


def _carry_files(case, publication, *, by):
    """What was given, may be read by all and was not destroyed with its dossier; how many were left out."""
    given = case.materials.filter(kind=Material.Kind.PROVIDED).exclude(file="")
    left_out = 0
    for place, material in enumerate(given, start=1):
        name = public_file_name(material, place, case)
        content = _public_bytes(material.read(), name, case)
        left_out += content is None or not _taken(publication, content, name, by)
    return left_out


def _taken(publication, content, name, by):
    """What may not be attached to anything never keeps the rest from being drafted."""
    try:
        add_file(publication, ContentFile(content, name=name), by=by)
    except InvalidMove:
        return False
    return True


def _public_bytes(content, name, case):
    """The file, else its masked copy, as the gate passes it; None where it is not passed or may name the person.

    A picture or a scan says nothing that could be read here, so a person has to look at it. A name may also stand where
    nobody sees it: in a hidden sheet, a comment, the properties, the name of a packed file.
    """
    if not _passes(content, name):
        try:
            content = masked_copy(content, name)
        except ValueError:
            return None
        if not _passes(content, name):
            return None
    is_text = bool(texts(content, name).strip())
    return content if is_text and not names_person(every_text(content, name), case) else None


def _passes(content, name):
    report = scan(content, name)
    return not (report.findings or report.unreadable or report.hints)


@transaction.atomic
def draft_item(proposal, *, by, today, domain):
    """No item of the catalog fits: a line on the person's sheet adds one. Pressed twice it is the sheet that stands."""
    found = _locked(proposal)
    if found.adjustment:
        return found.adjustment
    _check_open(found)
    if domain.published_on is None:
        raise InvalidMove(f"“{domain}”的目录还没有发布，请直接在目录里添加事项。")
    sheet = propose_addition(_item(found, domain), by=by)
    if not sheet.reason and not sheet.basis:
        sheet.revise(by=by, reason=f"“{found.title}”依申请公开以后，建议主动公开。", basis=BASIS)
    _decide(found, by=by, adjustment=sheet)
    note_down(found.case, _DEED, by=by, today=today, note=f"起草新增事项：{domain}，{found.title}")
    return sheet


def _item(proposal, domain):
    """As the regulation would have it; the drafter goes on from here."""
    unit = proposal.case.organization
    item = Item(
        domain=domain,
        level1="依申请公开转主动公开",
        level2=proposal.title,
        content=proposal.title,
        legal_basis=[BASIS],
        time_limit="信息形成或者变更之日起20个工作日内",
        limit_unit=Item.LimitUnit.WORKDAY,
        limit_number=20,
        publisher_text=unit.name,
        to_everyone=True,
        proactive=True,
    )
    item.channels = ["政府网站"]
    item.levels = [unit.level] if unit.level in LEVELS else []
    return item


@transaction.atomic
def decline(proposal, *, by, today, reason):
    found = _locked(proposal)
    _check_open(found)
    if not reason.strip():
        raise InvalidMove("不采纳要写明理由。")
    _decide(found, by=by, declined_because=reason)
    note_down(found.case, "不转为主动公开", by=by, today=today, note=reason)


def _locked(proposal):
    """As it is now, and as it stays to the end of the transaction."""
    return ProactiveProposal.objects.select_for_update().get(pk=proposal.pk)


def _check_open(proposal):
    if not proposal.is_open:
        raise InvalidMove(f"{proposal.decided_by} 已经处理过这条建议。请看它现在的情况。")


def _decide(proposal, *, by, **facts):
    for name, value in (facts | {"decided_by": by, "decided_at": timezone.now()}).items():
        setattr(proposal, name, value)
    proposal.save()
