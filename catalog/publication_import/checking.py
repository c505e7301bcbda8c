"""Every row looked at before anything is stored: its cells, its text, its files, what the privacy gate finds."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime

from catalog import gate
from catalog.leaving import host_of, is_government
from catalog.models import Item, OldPage, Publication
from catalog.models.publication_log import LogEntry
from catalog.old_addresses import path_of
from catalog.publication_import import bodies, files
from catalog.publication_import.columns import NAMES
from catalog.publication_import.rows import RowForm
from catalog.publication_import.table import Problem
from linhai_portal.accounts.models import Organization, User
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.bulk import batches
from linhai_portal.rich_text import external_links
from linhai_portal.rich_text_field import MAX_LENGTH

_NOT_FIELDS = ("unit", "items", "address", "published_at", "looked_by")
# What the office did with a publication after it was taken over; a table does not undo it.
_LEFT_ALONE = (LogEntry.Action.IMPORTED, LogEntry.Action.DISPLAY_ENDED)


@dataclass
class Prepared:
    """A row that may be stored as it is."""

    place: tuple[str, int]
    address: str
    organization: Organization
    published_at: datetime
    facts: dict
    items: list[Item]
    looked_by: User | None
    files: list[files.CheckedFile]
    digest: str = ""
    standing: OldPage | None = None  # as which it was taken over before

    @property
    def path(self):
        return path_of(self.address)

    @property
    def is_unchanged(self):
        return self.standing is not None and self.standing.digest == self.digest


@dataclass
class Checked:
    rows: list[Prepared] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    foreign_hosts: set[str] = field(default_factory=set)  # shown without a link until they are approved


def check(table, *, progress=lambda done: None):
    """Reads files and database, writes nothing."""
    units, items = PublisherNames(), {item.code: item for item in Item.objects.current()}
    checked, seen = Checked(), {}
    for done, row in enumerate(table.rows, start=1):
        form = RowForm(row.texts, units=units, items=items)
        if form.is_valid():
            _check_once(row, form.cleaned_data["address"], seen, checked)
            _prepare(row, form.cleaned_data, table.folder, checked)
        else:
            checked.problems += [
                row.problem(NAMES.get(name, ""), message)
                for name, messages in form.errors.items()
                for message in messages
            ]
        progress(done)
    compare(checked)
    return checked


def _check_once(row, address, seen, checked):
    if address in seen:
        checked.problems.append(row.problem(NAMES["address"], f"和第 {seen[address]} 行的网址相同。"))
    seen.setdefault(address, row.number)


def _prepare(row, facts, folder, checked):
    column, looked_by = "files", facts["looked_by"]
    try:
        paths = files.named_in(row.texts.get("files", ""), folder)
        found = [files.checked(path, looked_by=looked_by) for path in paths]
        column = "body"
        body = _body(row, found, folder)
        _describe_pictures(body, found, facts["title"])
        prepared = _prepared(row, facts, body, found)
        report = gate.look_at_text(Publication(**prepared.facts), prepared.files).report
        files.refuse_findings(report, "文字")
    except (files.BadFile, bodies.BadBody) as refusal:
        checked.problems.append(row.problem(NAMES[column], str(refusal)))
        return
    hosts = {host_of(link) for link in external_links(body)} - {""}
    checked.foreign_hosts |= {host for host in hosts if not is_government(host)}
    checked.rows.append(prepared)


def _body(row, found, folder):
    text = row.texts.get("body", "")
    if not text and "body_file" in row.texts:
        text = files.text_file(row.texts["body_file"], folder)
    body = bodies.cleaned(text, pictures={each.name for each in found if each.is_picture})
    if len(body) > MAX_LENGTH:
        raise bodies.BadBody(f"连同标记超过 {MAX_LENGTH} 字。请把长的部分作为附件。")
    if not body.strip() and not found:
        raise bodies.BadBody("正文和附件都是空的。")
    return body


def _describe_pictures(body, found, title):
    """Old pages seldom describe their pictures; what stands in the text gets at least the name of its page."""
    pictures = bodies.pictures_in(body)
    for number, name in enumerate(pictures, start=1):
        for each in found:
            if each.name == name:
                each.alternative = (pictures[name] or f"{title[:200]}（原网页的图片 {number}）")[:300]


def _prepared(row, facts, body, found):
    texts = {name: value for name, value in facts.items() if name not in _NOT_FIELDS} | {"body": body}
    prepared = Prepared(
        place=(row.sheet, row.number),
        address=facts["address"],
        organization=facts["unit"],
        published_at=facts["published_at"],
        facts=texts,
        items=facts["items"],
        looked_by=facts["looked_by"] or None,
        files=found,
    )
    prepared.digest = _digest(prepared)
    return prepared


def _digest(prepared):
    whole = [
        prepared.facts,
        prepared.organization.pk,
        prepared.published_at.isoformat(),
        [item.code for item in prepared.items],
        [(each.name, each.digest, each.alternative) for each in prepared.files],
    ]
    return hashlib.sha256(
        json.dumps(whole, ensure_ascii=False, sort_keys=True, default=str).encode()
    ).hexdigest()


def compare(checked):
    """With what was taken over before: what changed since may only be overwritten where nobody here touched it."""
    standing = {}
    for batch in batches(checked.rows, 500):
        pages = OldPage.objects.filter(publication__imported_from__in=[each.address for each in batch])
        standing |= {page.publication.imported_from: page for page in pages.select_related("publication")}
    for each in checked.rows:
        each.standing = standing.get(each.address)
        if each.standing and not each.is_unchanged and _was_touched(each.standing.publication):
            words = "这条信息迁入以后在本站更正、撤下过，或者变更过效力，不能再用旧网站的内容覆盖。请从表格里删去这一行。"
            checked.problems.append(Problem(*each.place, NAMES["address"], words))


def _was_touched(publication):
    return publication.log.exclude(action__in=_LEFT_ALONE).exists() or publication.corrections.exists()
