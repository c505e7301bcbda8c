"""先查后发: the personal-information gate over the texts of a publication and every attachment, and what it found kept.

What the gate finds is stored masked; a check holds for exactly the bytes whose digest it carries (architecture,
invariant 3).
"""

import hashlib
import html
from dataclasses import dataclass

from catalog.models import Attachment, GateCheck
from catalog.privacy import Report, scan
from catalog.privacy.markup import add_source
from catalog.privacy.report import Places
from catalog.rich_places import place_in_body
from linhai_portal.bulk import insert_rows

# The texts that go out besides the body; each is a place of its own for the gate.
TEXTS = (
    "title",
    "issuer",
    "document_number",
    "subtopic",
    "summary",
    "keywords",
    "source",
    "registration_number",
)


@dataclass
class Look:
    """What the gate found in one text or file, and of which bytes it is said."""

    attachment: Attachment | None
    digest: str
    report: Report


def look(publication):
    """Read everything that would go out. It takes its time, so it is done before a transaction that others wait for."""
    files = publication.attachments.all()
    return [look_at_text(publication, files), *map(look_at, files)]


def look_at_text(publication, files):
    """`files` are the attachments, or what is to become them: their names and descriptions go out too."""
    text = text_of(publication, files)
    return Look(None, _digest(text), _read_here(publication, files))


def look_at(attachment):
    content = _content(attachment)
    return Look(attachment, _digest(content), scan(content, attachment.name))


def keep(publication, looks):
    """Write down what was found; gives the checks. A word of the reviewer on other bytes no longer counts."""
    return [_keep(publication, each) for each in looks]


def check(publication):
    return keep(publication, look(publication))


def check_texts(drafts):
    """The first look at new drafts that have no file yet, stored together."""
    looks = [look_at_text(draft, []) for draft in drafts]
    insert_rows(
        GateCheck,
        [GateCheck(publication=draft, **_facts(each)) for draft, each in zip(drafts, looks, strict=True)],
    )


def is_of_these_bytes(publication, looks):
    """Whether what stands there now is what was looked at, and every file still the one that was uploaded."""
    files = publication.attachments.all()
    now = [_digest(text_of(publication, files)), *(_digest(_content(each)) for each in files)]
    return now == [each.digest for each in looks] and now[1:] == [each.digest for each in files]


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _content(attachment):
    """Nothing of a file that is lost: its digest is another then, and it can't be read, so it stops."""
    try:
        with attachment.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def text_of(publication, files):
    """Title, metadata, body and the words under pictures as the one document the gate reads."""
    lines = [getattr(publication, name) for name in TEXTS]
    lines += [each.name for each in files]
    lines += [each.alternative for each in files]
    head = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    return f"{head}{publication.body}".encode()


def _read_here(publication, files):
    """The same texts by the names of their fields, where the drafter finds them; uploads are read in a process of their own."""
    places = Places()
    for name in TEXTS:
        places.add(publication._meta.get_field(name).verbose_name, getattr(publication, name))
    for each in files:
        places.add(f"附件名称“{each.name}”", each.name)
        places.add(f"图片“{each.name}”的替代文字", each.alternative)
    body = publication.body
    add_source(body, places, where=lambda at: place_in_body(body, at))
    return Report(places.findings(), False, [])


def _keep(publication, look):
    facts = _facts(look)
    known = GateCheck.objects.filter(publication=publication, attachment=look.attachment).first()
    if known is None:
        return GateCheck.objects.create(publication=publication, attachment=look.attachment, **facts)
    if known.digest != look.digest:
        facts |= {"override_by": None, "override_reason": ""}
    for field, value in facts.items():
        setattr(known, field, value)
    known.save()
    return known


def _facts(look):
    findings = [
        {"kind": each.kind, "masked": each.masked, "where": each.where} for each in look.report.findings
    ]
    # What only a person can judge blocks like a finding: it has a place and no number.
    findings += [{"kind": "hint", "masked": "", "where": hint} for hint in look.report.hints]
    return {"digest": look.digest, "findings": findings, "unreadable": look.report.unreadable}
