"""What a visitor may not see does not exist: every publication, in every state, by every public way, for every role.

A secret word of its own stands in each place of a publication in each state. The tables below say where which word may
come out; an address or a status without a line in them fails.
"""

import copy
import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from catalog import ending
from catalog.correcting import draft_correction
from catalog.ending import take_down
from catalog.judged_rows import RESULTS
from catalog.models import Checklist, Examination, GateCheck, LifeEvent, Publication
from catalog.publishing import review, submit
from linhai_portal.accounts.roles import Role
from linhai_portal.search.models import EmptySearch
from tests.answers import body_of, content_of
from tests.make import (
    attach,
    examine,
    make_checklist,
    make_item,
    make_life_event,
    make_organization,
    make_publication,
    make_user,
    put_out,
    put_up,
)
from tests.test_role_url_matrix import url_names

pytestmark = pytest.mark.django_db

Status = Publication.Status
TODAY = timezone.localdate

# Where a word stands. Those that go out with the text, and those that are for the office alone.
TEXT = ("title", "summary", "keyword", "body", "alternative", "file_name", "file_content")
HEADER = ("issuer", "document_number", "source", "registration_number")  # stays above a tombstone
OFFICE = ("correction_reason", "gate_finding", "gate_request", "gate_override", "returned_because", "ground")
# What a line of a list or a hit of the search tells.
LISTED = ("title", "summary", "issuer", "document_number")
FOUND_BY = (*TEXT, "document_number")


def _submitted(publication):
    submit(publication, by=publication.drafted_by)


def _reviewed(publication):
    _submitted(publication)
    review(publication, by=make_user("reviewer", organization=publication.organization))


def _returned(publication):
    _submitted(publication)
    publication.send_back(by=make_user("reviewer", organization=publication.organization), reason="改")


def _scheduled(publication):
    later = timezone.now() + dt.timedelta(days=3)
    publication.revise(by=publication.drafted_by, publish_at=later)
    _reviewed(publication)
    examine(publication)


def _kept(publication):
    facts = {"attribute": "on_request", "attribute_reason": "条例第十三条"}
    publication.revise(by=publication.drafted_by, **facts)
    _reviewed(publication)
    examine(publication, conclusion="keep")


def _withdrawn(publication):
    publication.withdraw(by=publication.drafted_by)


def _taken_down(publication, *, text_stays=False):
    put_out(publication)
    by = make_user("officer")
    take_down(publication, by=by, reason="有误", text_stays=text_stays, now=timezone.now())


def _text_stays(publication):
    _taken_down(publication, text_stays=True)


def _display_just_ended(publication):
    """By the date alone: no worker has run since midnight."""
    put_out(publication)
    yesterday = TODAY() - dt.timedelta(days=1)
    Publication.objects.filter(pk=publication.pk).update(display_until=yesterday)


def _display_ended(publication):
    _display_just_ended(publication)
    ending.end_display(publication)


def _correction(publication):
    facts = {"by": publication.drafted_by, "organization": publication.organization}
    return draft_correction(publication, reason="写错了", **facts)


def _replaced(publication):
    """Its words are those of the text before a correction, which the correction keeps; gives that one."""
    put_out(publication)
    correction = _correction(publication)
    correction.attachments.all().delete()
    correction.items.set([make_item()])
    facts = dict.fromkeys(["summary", "keywords", "document_number", "source", "registration_number"], "")
    facts["issuer"] = "发文机关"
    correction.revise(by=publication.drafted_by, title="更正后的标题", body="<p>更正后。</p>", **facts)
    put_out(correction)
    return correction


def _being_corrected(publication):
    """Its words are those of a correction under way of something else that is published."""
    original = put_out(drafted_by=publication.drafted_by)
    facts = {"corrects": original, "correction_reason": "写错了"}
    Publication.objects.filter(pk=publication.pk).update(**facts)
    publication.refresh_from_db()
    _reviewed(publication)


# State → how it comes about, what its own page tells, and whether it is listed and found.
STATES = {
    Status.DRAFT: (lambda publication: None, (), False),
    Status.SUBMITTED: (_submitted, (), False),
    Status.REVIEWED: (_reviewed, (), False),
    Status.RETURNED: (_returned, (), False),
    Status.APPROVED: (_scheduled, (), False),
    Status.PUBLISHED: (put_out, TEXT + HEADER, True),
    Status.TAKEN_DOWN: (_taken_down, HEADER, False),
    "taken_down, text stays": (_text_stays, TEXT + HEADER, False),
    "display just ended": (_display_just_ended, HEADER, False),
    "display ended": (_display_ended, HEADER, False),
    Status.KEPT: (_kept, (), False),
    Status.REPLACED: (_replaced, (), False),
    "being corrected": (_being_corrected, (), False),
    Status.WITHDRAWN: (_withdrawn, (), False),
}

# Addresses with arguments, by the name without its format; those without arguments are asked for by themselves.
ARGUMENTS = {
    "catalog:domain": lambda world: [[world.domain.number]],
    "catalog:domain_timeliness": lambda world: [[world.domain.number]],
    "catalog:unit_timeliness": lambda world: [[world.unit.slug]],
    "catalog:item_publications": lambda world: [[item.code] for item in world.items],
    "catalog:life_event": lambda world: _slugs(LifeEvent),
    "catalog:checklist": lambda world: _slugs(Checklist),
    "catalog:item": lambda world: [[item.code] for item in world.items],
    "catalog:item_history": lambda world: [[item.code] for item in world.items],
    "catalog:organization": lambda world: [[world.unit.slug]],
    "catalog:column": lambda world: [["6"]],
    "catalog:publication": lambda world: Publication.objects.with_page().values_list("index_number"),
}


def _slugs(model):
    return model.objects.standing().values_list("slug")


# Pages of the application that somebody holds, without one leading elsewhere, and forms, each with a token of its own.
OWN_APPLICATION = [
    "dates",
    "deed",
    "discard",
    "draft",
    "file",
    "found",
    "leave",
    "letter",
    "new",
    "open",
    "receipt",
    "receipt_letter",
    "resume",
    "status",
    "step",
]
TELLS_OF_OTHER_THINGS = {  # what they show is a thing of its own kind; no publication is read for them
    "healthz",
    "catalog:domain_as_of",
    "catalog:domain_history",
    "catalog:domain_compare",
    "catalog:negative_list_entry",
    "catalog:adjustment",
    "activate",
    "annual_reports:annual_report",
    "annual_reports:file",
    "annual_reports:version",
    "catalog:item_period",
    *(f"requests:{page}" for page in OWN_APPLICATION),
}
# By guessing below; in test_leaving.py; changes a cookie, shows nothing.
ASKED_ELSEWHERE = {"catalog:attachment", "catalog:leave", "display"}
# Those of participation are asked in tests/participation/test_leaks.py and test_hearing_leaks.py.
NOT_PUBLIC = ("admin:", "calendar:", "cases:", "office:", "notices:", "reports:", "participation")


def _without_format(name):
    base, _, ending = name.rpartition("_")
    return base if ending in ("json", "csv", "xlsx", "atom") else name


CHANNELS = sorted(name for name in url_names(get_resolver().url_patterns) if not name.startswith(NOT_PUBLIC))


class World:
    """One publication in each state, with a secret word in each place, and published ones that point to it."""

    def __init__(self):
        self.unit = make_organization()
        self.people = {role: make_user(role, self.unit) for role in Role}
        self.others = {role: make_user(role) for role in (Role.EDITOR, Role.REVIEWER, Role.HANDLER)}
        self.words, self.publications, self.items = {}, {}, []
        self.pointing = [put_out(is_policy=True), put_out(is_policy=True, ending="lapsed", ended_on=TODAY())]
        for state, (build, *_) in STATES.items():
            self._add(state, build)
        self.domain = self.items[0].domain
        self.checklist = put_up(make_checklist(items=self.items))
        gathered = {"title": "看文件", "explanation": "", "entries": list(self.publications.values())}
        self.life_event = put_up(make_life_event(stages=[gathered]))

    def _add(self, state, build):
        self.items.append(make_item(self.items[0].domain if self.items else None, publisher=self.unit))
        words = {place: self._new_word(state, place) for place in TEXT + HEADER + OFFICE}
        publication = make_publication(
            drafted_by=self.people[Role.EDITOR],
            items=[self.items[-1]],
            column="6",
            is_policy=True,
            title=f"关于{words['title']}的决定",
            summary=words["summary"],
            keywords=words["keyword"],
            issuer=words["issuer"],
            document_number=f"{words['document_number']}〔2026〕5号",
            source=words["source"],
            registration_number=words["registration_number"],
            policy=self.pointing[0],
        )
        self._attach(publication, words)
        holder = build(publication)
        holder = holder if state == Status.REPLACED else publication
        _note_for_the_office(holder, words)
        self._link(holder)
        self.publications[state] = holder

    def _new_word(self, state, place):
        start = 0x7200 + 3 * len(self.words)
        word = "".join(map(chr, range(start, start + 3)))
        self.words[word] = state, place
        return word

    def _attach(self, publication, words):
        picture = attach(publication, "图.png", kind="picture", alternative=words["alternative"])
        body = f'<p>{words["body"]}</p><p><img src="{picture.get_absolute_url()}" alt="{words["alternative"]}"></p>'
        publication.revise(by=publication.drafted_by, body=body)
        text = words["file_content"]
        attach(publication, f"{words['file_name']}.txt", text.encode(), text=text)

    def _link(self, publication):
        """Published ones name it as what they replace, are replaced by, and as their policy."""
        first, second = self.pointing
        first.replaces.add(publication)
        publication.replaces.add(second)
        put_out(policy=publication)

    def attachments(self):
        for state, publication in self.publications.items():
            yield from ((state, file) for file in publication.attachments.all())


def addresses(world):
    """All there are: of lists, and of the pages of the things in this world."""
    for name in CHANNELS:
        base = _without_format(name)
        if base not in TELLS_OF_OTHER_THINGS | ASKED_ELSEWHERE:
            arguments = ARGUMENTS[base](world) if base in ARGUMENTS else [[]]
            yield from (reverse(name, args=each) for each in arguments)


def _note_for_the_office(publication, words):
    """What the office wrote beside it on its way, which no visitor is told."""
    by = publication.drafted_by
    publication.events.create(
        from_status="draft", to_status="returned", by=by, note=words["returned_because"]
    )
    Examination.objects.create(
        publication=publication, examined_by=by, conclusion="return", ground=words["ground"], digest=""
    )
    GateCheck.objects.update_or_create(
        publication=publication,
        attachment=None,
        defaults={
            "findings": [{"kind": "email", "masked": words["gate_finding"], "where": words["gate_finding"]}],
            "request": words["gate_request"],
            "override_by": by,
            "override_reason": words["gate_override"],
        },
    )
    Publication.objects.filter(pk=publication.pk).update(correction_reason=words["correction_reason"])


def may_tell(state, place, *, own_page):
    _, on_page, is_listed = STATES[state]
    return place in on_page and (own_page or (is_listed and place in LISTED))


def told(world, address, text):
    """The words an answer tells though it may not, in the table's terms."""
    return [
        f"{address}: {place} of “{state}”"
        for word, (state, place) in world.words.items()
        if word in text
        and not may_tell(state, place, own_page=address == _page_of(world.publications[state]))
    ]


def _page_of(publication):
    return publication.get_absolute_url() if publication.index_number else None


def signed_in(person):
    client = Client()
    if person:
        client.force_login(person, backend="linhai_portal.accounts.backends.RoleBackend")
    return client


@pytest.fixture(scope="module")
def made_once(shared_rows):
    return World()


@pytest.fixture
def world(made_once):
    return copy.deepcopy(made_once)


def test_every_status_has_its_line():
    assert set(Status.values) <= set(STATES)


def everybody(world):
    yield "visitor", None
    for group, people in (("own", world.people), ("other", world.others)):
        yield from ((f"{group} {role}", person) for role, person in people.items())


def narrowed(world):
    """Lists as their filters narrow them."""
    lists = [f"/domains/{world.domain.number}/timeliness", f"/organizations/{world.unit.slug}/timeliness"]
    yield from (
        f"{place}{end}?result={result}" for place in lists for end in ("/", ".json") for result in RESULTS
    )
    filters = [
        f"unit={world.unit.slug}",
        "column=6",
        "validity=in_force",
        f"year={world.pointing[0].formed_on.year}",
    ]
    yield from (f"/publications{end}?{each}" for end in ("/", ".json", ".csv") for each in filters)


def test_no_public_page_tells_what_is_not_public(world):
    leaks, asked = set(), [*addresses(world), *narrowed(world)]
    for who, person in everybody(world):
        client = signed_in(person)
        for address in asked:
            answer = client.get(address)
            assert answer.status_code == 200, address
            leaks |= {f"{who}: {leak}" for leak in told(world, address, content_of(answer))}
    assert sorted(leaks) == []


def test_what_is_public_is_told(world):
    """The words do come out where they may, so that the test above would see them elsewhere."""
    seen = signed_in(None)
    page = content_of(seen.get(world.publications[Status.PUBLISHED].get_absolute_url()))
    tells = {place for word, (state, place) in world.words.items() if state == "published" and word in page}
    assert tells == {"title", "keyword", "body", "alternative", "file_name", *HEADER}
    for address in ("/publications/", "/publications.xlsx", "/policies.atom", "/disclosure/6.csv"):
        text = content_of(seen.get(address))
        found = {where for word, where in world.words.items() if word in text}
        assert (Status.PUBLISHED, "title") in found, address


UNKNOWN = "\u7ffa\u7ffb\u7ffc"  # stands nowhere
ASKING = ["/search/?q=", "/search.json?q=", "/search.atom?q=", "/publications/?q=", "/policies.json?q="]


def _found_at(world, address):
    """The places of the words for which the answer differs from that for a word that stands nowhere."""
    client = signed_in(None)

    def answer_to(word):
        text = body_of(client.get(address + quote(word))).replace(word, UNKNOWN)
        return re.sub("<updated>.*?</updated>", "", text)  # of a feed without entries: now

    nothing = answer_to(UNKNOWN)
    return {where for word, where in world.words.items() if answer_to(word) != nothing}


def test_asking_for_a_word_finds_it_only_where_the_state_makes_it_public(world):
    listed = [state for state in STATES if STATES[state][2]]
    for address in ASKING:
        places = FOUND_BY if address.startswith("/search") else ("title", "document_number")
        assert _found_at(world, address) == {(state, place) for state in listed for place in places}, address
    logged = set(EmptySearch.objects.values_list("words", flat=True))
    found = {word for word, where in world.words.items() if where[0] in listed and where[1] in FOUND_BY}
    assert logged & set(world.words) == set(world.words) - found


def test_a_member_of_staff_finds_no_more_than_a_visitor(world):
    words = [word for word, (state, place) in world.words.items() if place in FOUND_BY]
    for _, person in everybody(world):
        client = signed_in(person)
        found = {
            world.words[word][0] for word in words if client.get(f"/search.json?q={word}").json()["total"]
        }
        assert found == {state for state in STATES if STATES[state][2]}


def test_an_item_counts_what_is_listed(world):
    for item, state in zip(world.items, STATES, strict=True):
        answer = signed_in(None).get(f"/publications.json?item={item.code}").json()
        assert answer["total"] == int(STATES[state][2]), state


def test_a_file_is_got_by_its_number_only_where_its_text_is_public(world):
    wrong = []
    for who, person in everybody(world):
        client = signed_in(person)
        sees_drafts = bool(
            person
            and person.has_perm("catalog.view_publication")
            and (who.startswith("own") or person.is_city_wide)
        )
        for state, file in world.attachments():
            for method in (client.get, client.head):
                got = method(file.get_absolute_url()).status_code == 200
                if got != (sees_drafts or "body" in STATES[state][1]):
                    wrong.append(f"{who}: {file.kind} of “{state}” {got}")
    assert wrong == []


def test_a_page_kept_from_before_tells_nothing_after_the_change(world):
    """Kept whole by the server, or asked for by its old tag, or by its head alone."""
    published, client = world.publications[Status.PUBLISHED], signed_in(None)
    address, lists = published.get_absolute_url(), ["/publications/", "/policies.json", "/disclosure/6.atom"]
    file = published.attachments.files().get().get_absolute_url()
    tags = {place: client.get(place).headers["ETag"] for place in (address, *lists) for _ in range(2)}
    _forget_rights(published)
    for place, tag in tags.items():
        answer = client.get(place, headers={"If-None-Match": tag})
        assert answer.status_code == 200, place
        assert published.title not in content_of(answer) + content_of(client.get(place))
        assert client.head(place).headers["ETag"] != tag
    assert client.get(file).status_code == client.head(file).status_code == 404


def _forget_rights(publication):
    publication.refresh_from_db()
    by = make_user("officer")
    take_down(publication, by=by, reason="有误", text_stays=False, now=timezone.now())


def test_a_number_that_is_not_public_has_no_page(world):
    client = signed_in(world.people[Role.EDITOR])
    hidden = [each for each in world.publications.values() if each.index_number is None]
    assert hidden
    for each in hidden:
        for guess in (each.pk, f"{world.unit.slug}/{TODAY().year}-{each.pk:05d}", "None"):
            answer = client.get(f"/publications/{guess}/")
            assert answer.status_code == 404 or each.title not in content_of(answer)
