"""先查后发: the personal-information gate over the texts of a publication and every attachment, and what it found kept.

What the gate finds is stored masked; a check holds for exactly the bytes whose digest it carries (architecture,
invariant 3).
"""

import hashlib
import html

from django.utils import timezone

from catalog.models import GateCheck
from catalog.privacy.reading import Reading
from catalog.privacy.scan import scan

# The texts that go out besides the body; each is a place of its own for the gate.
TEXTS = ("title", "issuer", "document_number", "summary", "keywords", "source", "registration_number")


def check(publication):
    """Run the gate on what stands there now; gives the checks. A word of the reviewer on other bytes no longer counts."""
    text = text_of(publication)
    checks = [_keep(publication, None, text, _read_here(text, "正文.html"))]
    return checks + [check_attachment(attachment) for attachment in publication.attachments.all()]


def check_attachment(attachment):
    with attachment.file.open("rb") as file:
        content = file.read()
    return _keep(attachment.publication, attachment, content, scan(content, attachment.name))


def text_of(publication):
    """Title, metadata, body and the words under pictures as the one document the gate reads."""
    lines = [getattr(publication, name) for name in TEXTS]
    lines += publication.attachments.values_list("name", flat=True)
    lines += publication.attachments.values_list("alternative", flat=True)
    head = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f"{head}{publication.body}".encode()


def masked(text, name="正文.html"):
    """The text with stars in its numbers; a fragment of HTML stays one."""
    copy = Reading(timezone.localdate(), anew=True).read(text.encode(), name)
    return text if copy is None else copy.decode()


def _read_here(content, name):
    """What our own forms have cleaned and bounded; uploads are read in a process of their own."""
    reading = Reading(timezone.localdate())
    reading.read(content, name)
    return reading.report


def _keep(publication, attachment, content, report):
    digest = hashlib.sha256(content).hexdigest()
    findings = [{"kind": each.kind, "masked": each.masked, "where": each.where} for each in report.findings]
    facts = {"digest": digest, "findings": findings, "unreadable": report.unreadable}
    known = GateCheck.objects.filter(publication=publication, attachment=attachment).first()
    if known is None:
        return GateCheck.objects.create(publication=publication, attachment=attachment, **facts)
    if known.digest != digest:
        facts |= {"override_by": None, "override_reason": ""}
    for field, value in facts.items():
        setattr(known, field, value)
    known.save()
    return known
