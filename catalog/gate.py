"""先查后发: the personal-information gate over the texts of a publication and every attachment, and what it found kept.

What the gate finds is stored masked; a check holds for exactly the bytes whose digest it carries (architecture,
invariant 3).
"""

import hashlib
import html

from catalog.models import GateCheck
from catalog.privacy import mask_text, scan

# The texts that go out besides the body; each is a place of its own for the gate.
TEXTS = ("title", "issuer", "document_number", "summary", "keywords", "source", "registration_number")


def check(publication):
    """Run the gate on what stands there now; gives the checks. A word of the reviewer on other bytes no longer counts."""
    checks = [_check(publication, None, text_of(publication), "正文.html")]
    return checks + [check_attachment(attachment) for attachment in publication.attachments.all()]


def check_attachment(attachment):
    with attachment.file.open("rb") as file:
        return _check(attachment.publication, attachment, file.read(), attachment.name)


def text_of(publication):
    """Title, metadata, body and the words under pictures as the one document the gate reads."""
    lines = [getattr(publication, name) for name in TEXTS]
    lines += publication.attachments.values_list("name", flat=True)
    lines += publication.attachments.values_list("alternative", flat=True)
    head = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f"{head}{publication.body}".encode()


def _check(publication, attachment, content, name):
    digest = hashlib.sha256(content).hexdigest()
    known = GateCheck.objects.filter(publication=publication, attachment=attachment).first()
    report = scan(content, name)
    findings = [{"kind": each.kind, "masked": each.masked, "where": each.where} for each in report.findings]
    facts = {"digest": digest, "findings": findings, "unreadable": report.unreadable}
    if known is None:
        return GateCheck.objects.create(publication=publication, attachment=attachment, **facts)
    if known.digest != digest:
        facts |= {"override_by": None, "override_reason": ""}
    for field, value in facts.items():
        setattr(known, field, value)
    known.save()
    return known


def masked(text):
    return mask_text(text)
