"""Plain functions that make one row each, with sensible facts; a test names only what it is about."""

import csv
import datetime as dt
import hashlib
from itertools import count

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from catalog import bulk_publishing, publishing
from catalog.adjusting import propose_publication
from catalog.guides import approve as approve_guide
from catalog.link_approval import approve as approve_link
from catalog.models import (
    Attachment,
    Checklist,
    Domain,
    Item,
    LifeEvent,
    LinkApproval,
    NegativeListEntry,
    OldPage,
    Publication,
)
from catalog.negative_list import approve as approve_entry
from catalog.old_addresses import path_of
from catalog.searchable import items_changed
from catalog.taking_effect import approve
from linhai_portal.accounts.models import Membership, Organization, User
from linhai_portal.data_version import bump
from linhai_portal.workdays import Special

_next = count(1).__next__


def official_special_days():
    """The days of the official calendar as the pure modules take them; no database needed."""
    with (settings.BASE_DIR / "fixtures/special-days.csv").open(encoding="utf-8-sig") as file:
        return [
            Special(dt.date.fromisoformat(row["date"]), row["kind"], row["name"])
            for row in csv.DictReader(file)
        ]


def make_organization(name=None, **facts):
    n = _next()
    name = name or f"测试单位{n}"
    defaults = {"slug": f"unit-{n}", "full_name": f"临海市{name}", "kind": "department", "level": "县级"}
    unit = Organization.objects.create(name=name, **defaults | facts)
    bump()
    return unit


def make_user(role=None, organization=None, **facts):
    n = _next()
    user = User.objects.create_user(
        facts.pop("username", f"user{n}"), facts.pop("password", None), name=f"测试{n}", **facts
    )
    if role:
        Membership.objects.create(user=user, organization=organization or make_organization(), role=role)
    return user


def make_domain(name=None, **facts):
    n = _next()
    domain = Domain.objects.create(
        **{"number": str(1000 + n), "name": name or f"测试领域{n}", "position": n} | facts
    )
    bump()
    return domain


def make_item(domain=None, *, publisher=None, **facts):
    """An item at the end of its domain; `publisher` is an Organization or OrganizationGroup."""
    domain = domain or make_domain()
    position = domain.items.current().count() + 1
    defaults = {
        "position": position,
        "code": f"{domain.code_prefix}-01-{_next():02d}",
        "level1": "政策文件",
        "level2": f"测试事项{position}",
        "content": "文件名称、文号、全文",
        "legal_basis": ["《中华人民共和国政府信息公开条例》（国务院令第711号）"],
        "time_limit": "信息形成或者变更之日起20个工作日内",
        "limit_unit": "workday",
        "limit_number": 20,
        "publisher_text": publisher.name if publisher else "",
        "to_everyone": True,
        "proactive": True,
    }
    item = Item(
        domain=domain,
        **defaults | {key: value for key, value in facts.items() if key not in ("channels", "levels")},
    )
    item.channels, item.levels = facts.get("channels", ["政府网站"]), facts.get("levels", ["县级"])
    item.save()
    if publisher:
        kind = "organization" if isinstance(publisher, Organization) else "group"
        item.publisher_links.create(**{kind: publisher})
    domain.items_changed()
    items_changed([item])
    return item


def publish(*domains, on=dt.date(2026, 1, 5)):
    """The first publication of these catalogs, drafted and approved by two persons; gives the adjustment."""
    officer, head = make_user("officer"), make_user("head")
    adjustment = propose_publication([Domain.objects.get(pk=each.pk) for each in domains], by=officer)
    return put_through(adjustment, by=officer, head=head, on=on)


def put_through(adjustment, *, by, head=None, on, today=None):
    """Submit and approve an adjustment that takes effect on a day, that of its approval unless `today` comes before."""
    adjustment.revise(by=by, reason="测试理由", basis="测试依据〔2026〕1号")
    adjustment.submit(by=by)
    approve(adjustment, by=head or make_user("head"), effective_on=on, today=today or on)
    return adjustment


def make_entry(**facts):
    """A draft for the negative list; without a scope it names a word nothing else is called by."""
    n = _next()
    scope = {} if facts.keys() & {"domain", "publisher", "item", "words"} else {"words": f"词{n}"}
    defaults = {
        "title": f"不公开的信息{n}",
        "ground": "N4",
        "legal_basis": "《中华人民共和国政府信息公开条例》第十五条",
        "condition": "第三方不同意公开期间",
    }
    drafter = facts.pop("drafted_by", None) or make_user("officer")
    defaults |= {"drafted_by": drafter, "organization": drafter.organizations().first()}
    return NegativeListEntry.objects.create(**defaults | scope | facts)


def put_on_list(*, on, review_on=None, head=None, **facts):
    """An entry that a second person approved on a day."""
    entry = make_entry(**facts)
    entry.submit(by=entry.drafted_by)
    approve_entry(entry, by=head or make_user("head"), today=on, review_on=review_on)
    return entry


def make_link(host=None, **facts):
    """A draft that asks for leave to link to a site outside the government."""
    drafter = facts.pop("drafted_by", None) or make_user("editor")
    defaults = {
        "host": host or f"www.example{_next()}.com",
        "reason": "新华社报道的原文",
        "drafted_by": drafter,
        "organization": drafter.organizations().first(),
    }
    return LinkApproval.objects.create(**defaults | facts)


def allow_links(*hosts, head=None):
    """Asked for by one person, approved by another; gives the approvals."""
    links = [make_link(host) for host in hosts]
    for link in links:
        link.submit(by=link.drafted_by)
        approve_link(link, by=head or make_user("head"))
    return links


def make_checklist(*, items=(), **facts):
    """A draft that lacks no element."""
    n = _next()
    defaults = {
        "slug": f"checklist-{n}",
        "title": f"测试指南{n}",
        "lead": "到窗口办，当场办好，不收费。",
        "basis": ["《中华人民共和国户口登记条例》第七条"],
        "conditions": ["孩子在国内出生"],
        "materials": [{"name": "身份证", "form": "原件", "count": "1 份", "issuer": "公安局", "note": ""}],
        "steps": [{"name": "到窗口递交材料", "detail": ""}],
        "places": [{"name": "测试窗口", "address": "测试路 1 号", "hours": "9:00—17:00", "phone": "12345"}],
        "statutory_limit": "当场办结",
        "fee": "不收费",
        "result": "户口簿",
        "complaint_phone": "12345",
    }
    checklist = Checklist.objects.create(**defaults | _drafted(facts))
    checklist.gather(items)
    return checklist


def make_life_event(*, stages=None, **facts):
    """A draft of one stage; `stages` are dicts as `LifeEvent.gather` takes them."""
    n = _next()
    defaults = {
        "slug": f"event-{n}",
        "title": f"测试一件事{n}",
        "lead": "按顺序办。",
        "theme": "health-care",
    }
    event = LifeEvent.objects.create(**defaults | _drafted(facts))
    event.gather(stages or [{"title": "第一步", "explanation": "先办这个。", "entries": []}])
    return event


def _drafted(facts):
    drafter = facts.pop("drafted_by", None) or make_user("officer")
    return {"drafted_by": drafter, "organization": drafter.organizations().first()} | facts


def put_up(guide, *, by=None):
    """Hand in a draft of a life event or checklist and let a second person publish it."""
    guide.submit(by=guide.drafted_by)
    approve_guide(guide, by=by or make_user("head"))
    return guide


def make_publication(**facts):
    """A draft under one item, of the unit of its drafter."""
    n = _next()
    items = facts.pop("items", None)
    drafter = facts.pop("drafted_by", None) or make_user("editor")
    defaults = {
        "title": f"关于测试的通知{n}",
        "issuer": "测试单位",
        "formed_on": dt.date(2026, 3, 2),
        "body": "<p>测试正文。</p>",
        "drafted_by": drafter,
        "organization": drafter.organizations().first(),
    }
    publication = Publication.objects.create(**defaults | facts)
    publication.items.set([make_item()] if items is None else items)
    return publication


def make_batch(count=2, *, drafted_by=None, rows=None, **facts):
    """Drafts as a table of the drafter's unit would make them; `rows` are facts by which each differs."""
    drafter, item = drafted_by or make_user("editor"), make_item()
    n = _next()
    defaults = {
        "formed_on": dt.date(2026, 3, 2),
        "body": "<p>罚款五百元。</p>",
        "items": [item],
        "issuer": "",
    } | facts
    rows = rows or [{} for _ in range(count)]
    rows = [{"title": f"处罚决定{n}-{place}"} | defaults | row for place, row in enumerate(rows, start=1)]
    return bulk_publishing.draft_batch(rows, by=drafter, title=f"批次{n}", file_name="处罚.xlsx")


def put_out(publication=None, *, at=None, **facts):
    """Reviewed, examined and published by three persons; gives the publication."""
    publication = publication or make_publication(**facts)
    publishing.submit(publication, by=publication.drafted_by)
    publishing.review(publication, by=make_user("reviewer", organization=publication.organization))
    examine(publication, at=at)
    publication.refresh_from_db()
    return publication


def take_over(address="https://old.example.com/art/2021/5/6/art_1_2.html", **facts):
    """As `import_publications` leaves it: published at its original time, drafted by nobody here."""
    n = _next()
    unit = facts.pop("organization", None) or make_organization()
    defaults = {"title": f"旧网站的通知{n}", "issuer": unit.full_name, "formed_on": dt.date(2021, 5, 6)}
    published = {
        "status": "published",
        "published_at": dt.datetime(2021, 5, 6, 1, tzinfo=dt.UTC),
        "index_number": f"{unit.slug}/2021-{n:05d}",
    }
    publication = Publication.objects.create(
        **defaults | published | facts, organization=unit, imported_from=address, body="<p>旧正文</p>"
    )
    OldPage.objects.create(publication=publication, path=path_of(address), digest="0" * 64)
    return publication


def examine(publication, *, by=None, conclusion="publish", at=None):
    publishing.examine(
        publication,
        by=by or make_user("officer"),
        conclusion=conclusion,
        ground="不涉及不予公开的信息",
        now=at or timezone.now(),
    )


def attach(publication, name="附件.txt", content=b"text", **facts):
    """A file as the upload stores it."""
    return Attachment.objects.create(
        publication=publication,
        position=publication.attachments.count() + 1,
        name=name,
        file=ContentFile(content, name="stored"),
        content_type=facts.pop("content_type", "text/plain"),
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        **facts,
    )
