"""Files that the office puts to a case: what was found, what is given with the reply, proofs; each step in the course."""

from django.core.files.storage import default_storage
from django.db import transaction

from catalog.privacy import scan
from disclosure_requests.deciding import WRITABLE
from disclosure_requests.models import Material
from disclosure_requests.moving import note_down
from linhai_portal.workflow import InvalidMove

Kind = Material.Kind
BY_OFFICE = [Kind.PROVIDED, Kind.FOUND, Kind.PROOF, Kind.ENVELOPE, Kind.OTHER]


@transaction.atomic
def put_in(case, *, by, today, kind, upload):
    """What is given to the applicant is put in before the reply is handed in: it is reviewed and signed with it.

    What the gate finds in it is said in the course of the case: whether it must be masked a person decides（条例第三十七条）.
    """
    if kind == Kind.PROVIDED and case.status not in WRITABLE:
        raise InvalidMove("答复已经提交审核，不能再放入提供给申请人的材料。要改的，先退回修改。")
    Material.keep(
        case,
        upload.content,
        kind=kind,
        name=upload.name,
        content_type=upload.content_type,
        by=by,
        source="经办",
    )
    note_down(case, f"放入{Kind(kind).label}", by=by, today=today, note=_found_in(upload))


def _found_in(upload):
    report = scan(upload.content, upload.name)
    if report.unreadable:
        return "机器读不了这个文件，请打开核对有没有别人的个人信息。"
    if report.findings:
        return f"查验发现 {len(report.findings)} 处个人信息，例如{report.findings[0].where}。请核对是否应当遮盖后再提供。"
    return ""


@transaction.atomic
def take_out(case, *, by, today, material, note):
    """Only what the office put in and nobody has signed yet."""
    if case.status not in WRITABLE:
        raise InvalidMove("答复已经提交审核，材料不能再取出。")
    name = material.file.name
    material.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
    note_down(case, "取出材料", by=by, today=today, note=note)


def removable(case):
    """The files that can still be taken out."""
    return case.materials.filter(kind__in=[Kind.PROVIDED, Kind.FOUND]).exclude(by=None)
