"""The office enters an application for who came, wrote or called（条例第二十九条）: case, applicant and scans at once."""

from django.db import transaction

from disclosure_requests import filing
from disclosure_requests.models import Applicant, DisclosureRequest, Material


@transaction.atomic
def enter_for(*, by, today, asked, person, receipt, files=()):
    """What is missing is asked for by 补正 later; it never keeps an application from being registered."""
    case = filing.start_draft()
    DisclosureRequest.objects.filter(pk=case.pk).update(**asked)
    Applicant.objects.create(case=case, **person)
    for kind, upload in files:
        Material.keep(
            case,
            upload.content,
            kind=kind,
            name=upload.name,
            content_type=upload.content_type,
            by=by,
            source="登记",
        )
    case.refresh_from_db()
    return filing.enter(case, by=by, today=today, **receipt)
