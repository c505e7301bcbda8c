"""What a visitor may not see does not exist: guides, batches, link approvals and old addresses, in every state.

As in test_leak_matrix.py each state has words of its own, and the tables say where they may come out. Besides, what is
under way in the office changes nothing that a visitor gets, down to the counts.
"""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.utils import timezone

from catalog import bulk_publishing, guides, link_approval
from catalog.correcting import draft_correction
from catalog.models import Checklist, Examination, LifeEvent, LinkApproval, Publication, PublicationBatch
from linhai_portal.accounts.roles import Role
from linhai_portal.page_cache import pages
from tests.catalog.test_leak_matrix import STATES as PUBLICATION_STATES
from tests.catalog.test_leak_matrix import addresses, body_of, content_of, signed_in
from tests.make import (
    make_batch,
    make_checklist,
    make_item,
    make_life_event,
    make_link,
    make_organization,
    make_publication,
    make_user,
    put_out,
    put_up,
    take_over,
)

pytestmark = pytest.mark.django_db


class World:
    """A unit with an item and something published, and the words of everything else with where they may be told."""

    def __init__(self):
        self.unit = make_organization()
        self.people = {role: make_user(role, self.unit) for role in Role}
        self.editor = self.people[Role.EDITOR]
        self.items = [make_item(publisher=self.unit)]
        self.domain = self.items[0].domain
        put_out(items=self.items, drafted_by=self.editor, column="6", is_policy=True)
        self.places = {}

    def word(self, thing, *, own="", everywhere=False):
        """A new one, which the page `own` may tell, or every page; `thing` says whose it is."""
        start = 0x8200 + 3 * len(self.places)
        word = "".join(map(chr, range(start, start + 3)))
        self.places[word] = thing, own, everywhere
        return word

    def leaks(self, address, text):
        return [
            f"{address}: {thing}"
            for word, (thing, own, everywhere) in self.places.items()
            if word in text and not everywhere and address != own
        ]


@pytest.fixture
def world(db):
    return World()


def _submitted(thing):
    thing.submit(by=thing.drafted_by)


def _returned(thing, because):
    _submitted(thing)
    thing.send_back(by=make_user("head"), reason=because)


def _replaced(guide, because):
    put_up(guide)
    change = guide.draft_change(by=guide.drafted_by)
    change.revise(by=guide.drafted_by, title="新的一版", lead="", **_detail(change, "没有别的"))
    put_up(change)


def _detail(guide, words):
    """The descriptive facts of a guide of either kind, and what it gathers."""
    if isinstance(guide, Checklist):
        return {"conditions": [words], "gathered": []}
    return {"gathered": [{"title": words, "explanation": words, "entries": []}]}


# Of a guide by its state: how it comes about, whether its own page tells it, whether all lists and the search do.
GUIDE_STATES = {
    "draft": (lambda guide, because: None, False, False),
    "submitted": (lambda guide, because: _submitted(guide), False, False),
    "returned": (_returned, False, False),
    "withdrawn": (lambda guide, because: guide.withdraw(by=guide.drafted_by), False, False),
    "published": (lambda guide, because: put_up(guide), True, True),
    "closed": (
        lambda guide, because: guides.close(put_up(guide), by=make_user("head"), reason=because),
        True,
        False,
    ),
    "replaced": (_replaced, False, False),
}


def add_guide(world, make, state):
    deed, has_page, is_listed = GUIDE_STATES[state]
    guide = make(drafted_by=world.editor)
    facts = {"own": guide.get_absolute_url() if has_page else "", "everywhere": is_listed}
    name = f"{guide._meta.model_name} {state}"
    title, lead, detail = (world.word(f"{name} {place}", **facts) for place in ("title", "lead", "detail"))
    guide.revise(by=world.editor, title=title, lead=lead, **_detail(guide, detail))
    if isinstance(guide, Checklist):
        guide.gather(world.items)
    because = world.word(f"{name} note", own=guide.get_absolute_url() if state == "closed" else "")
    deed(guide, because)
    return guide


def add_change_of_guide(world, make):
    """A draft under the address of what is public."""
    change = put_up(make(drafted_by=world.editor)).draft_change(by=world.editor)
    words = [world.word(f"{change._meta.model_name} change {n}") for n in range(2)]
    change.revise(by=world.editor, title=words[0], **_detail(change, words[1]))


def _batch_submitted(batch):
    bulk_publishing.submit(batch, by=batch.drafted_by)


def _batch_reviewed(batch):
    _batch_submitted(batch)
    bulk_publishing.review(batch, by=make_user("reviewer", batch.organization))


def _batch_returned(batch):
    _batch_submitted(batch)
    bulk_publishing.send_back(batch, by=make_user("reviewer", batch.organization), reason="改")


def _batch_publishing(batch):
    """As a killed worker leaves it: approved, and nothing out yet."""
    _batch_reviewed(batch)
    approved = {"status": "publishing", "approved_by": make_user("officer"), "approved_at": timezone.now()}
    PublicationBatch.objects.filter(pk=batch.pk).update(ground="可以公开", **approved)


def _batch_published(batch):
    _batch_reviewed(batch)
    bulk_publishing.examine(batch, by=make_user("officer"), ground="可以公开", now=timezone.now())


# Of a batch by its state: how it comes about, and whether its rows are public; the batch itself never is.
BATCH_STATES = {
    "draft": (lambda batch: None, False),
    "submitted": (_batch_submitted, False),
    "reviewed": (_batch_reviewed, False),
    "returned": (_batch_returned, False),
    "publishing": (_batch_publishing, False),
    "published": (_batch_published, True),
    "withdrawn": (lambda batch: bulk_publishing.withdraw(batch, by=batch.drafted_by), False),
}


def add_batch(world, state):
    deed, is_public = BATCH_STATES[state]
    row = world.word(f"batch {state} row", everywhere=is_public)
    facts = {"items": world.items, "column": "6"}
    batch = make_batch(drafted_by=world.editor, rows=[{"title": row}], **facts)
    deed(batch)
    names = ("title", "file_name", "ground", "outcome")
    kept = {name: world.word(f"batch {state} {name}") for name in names}
    PublicationBatch.objects.filter(pk=batch.pk).update(**kept)
    batch.events.create(from_status="draft", to_status=state, note=world.word(f"batch {state} note"))


LINK_STATES = {
    "draft": lambda link, because: None,
    "submitted": lambda link, because: _submitted(link),
    "returned": _returned,
    "withdrawn": lambda link, because: link.withdraw(by=link.drafted_by),
    "approved": lambda link, because: _approved(link, because),
    "ended": lambda link, because: link_approval.end(
        _approved(link, because), by=make_user("head"), reason=because
    ),
}


def _approved(link, note):
    _submitted(link)
    link_approval.approve(link, by=make_user("head"), note=note)
    return link


def add_link(world, state):
    facts = {"host": f"only-{state}.example.com", "reason": world.word(f"link {state} reason")}
    world.places[facts["host"]] = f"link {state} host", "", False
    LINK_STATES[state](make_link(drafted_by=world.editor, **facts), world.word(f"link {state} note"))


MAKERS = [make_checklist, make_life_event]
HIDDEN = {"draft", "submitted", "reviewed", "returned", "approved", "kept", "withdrawn"}


def add_everything(world):
    for make in MAKERS:
        for state in GUIDE_STATES:
            add_guide(world, make, state)
        add_change_of_guide(world, make)
    for state in BATCH_STATES:
        add_batch(world, state)
    for state in LINK_STATES:
        add_link(world, state)


def test_every_status_has_its_line():
    assert set(Checklist.Status.values) | set(LifeEvent.Status.values) == set(GUIDE_STATES)
    assert set(PublicationBatch.Status.values) == set(BATCH_STATES)
    assert set(LinkApproval.Status.values) == set(LINK_STATES)


def test_no_public_page_tells_what_is_not_public(world):
    add_everything(world)
    asked, leaks = list(addresses(world)), set()
    people = [None, *world.people.values(), make_user("editor"), make_user("reviewer")]
    for person in people:
        client = signed_in(person)
        for address in asked:
            answer = client.get(address)
            assert answer.status_code == 200, address
            leaks |= {f"{person}: {leak}" for leak in world.leaks(address, content_of(answer))}
    assert sorted(leaks) == []


def test_what_is_public_is_told(world):
    """The words do come out where they may, so that the test above would see them elsewhere."""
    add_everything(world)
    seen, client = set(), signed_in(None)
    for address in addresses(world):
        text = content_of(client.get(address))
        seen |= {world.places[word][0] for word in world.places if word in text}
    assert seen == {thing for thing, own, everywhere in world.places.values() if own or everywhere}


def test_the_search_finds_only_what_is_listed(world):
    add_everything(world)
    client = signed_in(world.editor)
    found = {
        thing
        for word, (thing, *_) in world.places.items()
        if client.get(f"/search.json?q={quote(word)}").json()["total"]
    }
    assert found == {thing for thing, _, everywhere in world.places.values() if everywhere}


def test_a_guide_without_a_page_has_no_address(world):
    for make in MAKERS:
        for state, (_, has_page, _) in GUIDE_STATES.items():
            guide = add_guide(world, make, state)
            for person in (None, world.editor, world.people[Role.HEAD]):
                answer = signed_in(person).get(guide.get_absolute_url())
                if state != "replaced":  # there stands its successor
                    assert answer.status_code == (200 if has_page else 404), (state, person)


_THE_TIME = re.compile(r'<updated>.*?</updated>|<dcterms:\w+[^>]*>[^<]*<|"dct:modified": \{[^}]*\}')


def _seen_by_a_visitor(world):
    """Every public page without what tells the time."""
    pages.clear()
    client = signed_in(None)
    return {address: _THE_TIME.sub("", body_of(client.get(address))) for address in list(addresses(world))}


def test_what_is_under_way_in_the_office_changes_nothing_that_a_visitor_gets(world):
    """Neither lists nor counts, rates, periods or files: as if it were not there."""
    original = put_out(items=world.items, drafted_by=world.editor)
    put_up(make_checklist(drafted_by=world.editor))
    for state in sorted(HIDDEN):
        hidden = make_publication(drafted_by=world.editor, items=world.items, column="6", is_policy=True)
        PUBLICATION_STATES[state][0](hidden)
    draft_correction(original, by=original.drafted_by, organization=original.organization, reason="写错了")
    for make in MAKERS:
        for state in ("draft", "submitted", "returned", "withdrawn"):
            add_guide(world, make, state)
    for state, (_, is_public) in BATCH_STATES.items():
        if not is_public:
            add_batch(world, state)
    for state in LINK_STATES:
        add_link(world, state)
    seen = _seen_by_a_visitor(world)
    Examination.objects.filter(publication__status__in=HIDDEN).delete()
    Publication.objects.filter(status__in=HIDDEN).delete()
    PublicationBatch.objects.all().delete()
    LinkApproval.objects.all().delete()
    for model in (Checklist, LifeEvent):
        model.objects.exclude(status__in=model.STANDING).delete()
    without = _seen_by_a_visitor(world)
    assert seen.keys() == without.keys()
    assert [address for address in seen if seen[address] != without[address]] == []


OLD = "https://old.example.com/art/2021/5/6/art_1_2.html"


@pytest.mark.parametrize("state", ["published", "taken_down", "taken_down, text stays", "display ended"])
@pytest.mark.parametrize("role", [None, Role.EDITOR])
def test_an_old_address_tells_no_more_than_the_page_it_leads_to(world, state, role):
    title, body = "鼋鼍鼈", "龘靐齉"
    taken = take_over(OLD, title=title, organization=world.unit)
    made = {
        "published": {},
        "taken_down": {"status": "taken_down"},
        "taken_down, text stays": {"status": "taken_down", "text_stays": True},
        "display ended": {"display_until": timezone.localdate() - dt.timedelta(days=1)},
    }[state]
    if "status" in made:
        made |= {"taken_down_at": timezone.now(), "taken_down_reason": "有误"}
    Publication.objects.filter(pk=taken.pk).update(body=f"<p>{body}</p>", **made)
    client = signed_in(role and world.people[role])
    moved = client.get("/art/2021/5/6/art_1_2.html")
    assert (moved.status_code, moved.headers["Location"]) == (301, taken.get_absolute_url())
    assert title not in content_of(moved) and body not in content_of(moved)
    page = content_of(client.get(taken.get_absolute_url()))
    is_told = "title" in PUBLICATION_STATES[state][1]
    assert (title in page, body in page) == (is_told, is_told)
