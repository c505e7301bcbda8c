"""What of a consultation must not come out, planted where it stands, looked for wherever the public can look."""

from contextlib import suppress

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from participation import adopting, hearing_opinions, responding
from participation.models import Opinion
from tests.answers import content_of
from tests.make import make_publication, make_user
from tests.make_participation import (
    answered,
    begun,
    confirmed,
    make_answered,
    make_cluster,
    make_consultation,
    make_event,
    make_open,
    make_opinion,
    make_public_event,
    make_question,
    make_registration,
    make_response,
    make_row,
)
from tests.test_role_url_matrix import EVENT_PAGES, PAGES_OF_PARTICIPATION, TOPIC_PAGES, url_names

pytestmark = pytest.mark.django_db

# Three rare signs each, so that nothing else can hold them.
NAME, CONTACT, BACK, REFUSED, WHY, DRAFT, REASON, FINAL = (
    "".join(map(chr, range(start, start + 3))) for start in range(0x8200, 0x8230, 6)
)
SECRETS = (NAME, CONTACT, BACK, REFUSED, WHY, DRAFT, REASON, FINAL)


@pytest.fixture
def consultation():
    """One that is answered, beside one that runs with undecided opinions, and a draft of one."""
    running, by = make_open(), make_user("editor")
    heard = make_opinion(running, f"原话{BACK}", clause="第二条", taken=True)
    make_cluster(running, heard, summary=f"摘要{DRAFT}", decision="adopted", reason=f"理由{REASON}")
    found = make_open()
    told = {"clause": "第二条", "person_name": f"某{NAME}", "contact": f"{CONTACT}路 1 号"}
    silent = make_opinion(found, f"不公布{BACK}", may_be_shown=False, taken=True, **told)
    shown = make_opinion(found, "可以公布", taken=True, **told)
    refused = make_opinion(found, f"广告{REFUSED}")
    hearing_opinions.refuse(Opinion.objects.filter(pk=refused.pk), by=by, reason=f"广告{WHY}")
    make_cluster(found, silent, shown, decision="adopted", clause="第二条")
    answered(found, opinions=1)
    final = make_publication(title=f"正式文件{FINAL}")
    adopting.name_final(found, publication=final, by=make_user("editor"))
    make_consultation(publication={"title": f"没有公布的{DRAFT}"})
    return found


def pages_of(kind, thing, **also):
    """The start page, and every public page of one kind of participation, generated from the addresses."""
    yield reverse("participation:start")
    start = reverse(f"participation:{kind}")
    for name in url_names(get_resolver().url_patterns):
        for arguments in ({}, {"pk": thing.pk}, {"pk": thing.pk} | also):
            with suppress(NoReverseMatch):
                address = reverse(name, kwargs=arguments)
                if address.startswith(start):
                    yield address


def addresses(consultation):
    """Every page of participation, the pages of its publications, and every list, feed and search they could be in."""
    yield from pages_of("consultations", consultation)
    yield f"{reverse('participation:opinions', args=[consultation.pk])}?clause=第二条"
    yield consultation.publication.get_absolute_url()
    yield consultation.feedback.get_absolute_url()
    yield consultation.organization.get_absolute_url()
    for format in ("", "publications.json", "publications.csv", "publications.atom"):
        yield f"/{format}" if format else "/publications/"
    for secret in SECRETS:
        yield f"/search/?q={secret}"
        yield f"/search.json?q={secret}"


def test_no_name_contact_refused_word_or_undecided_result_is_public(client, consultation):
    leaks = []
    for address in addresses(consultation):
        answer = client.get(address)
        assert answer.status_code in (200, 302), address
        text = content_of(answer)
        asked = address.rpartition("q=")[2] if "q=" in address else None
        leaks += [f"{address}: {secret}" for secret in SECRETS if secret in text and secret != asked]
        if asked:
            assert "/consultations/" not in text.partition("<main")[2]
    assert leaks == []


@pytest.fixture
def event():
    """One that runs, about a topic that was answered, with what is not public behind it, a question, a booking and words
    nobody checked; a draft of one."""
    topic = confirmed(title=f"事由{NAME}", summary=f"情况{CONTACT}", source_note=f"来源{BACK}")
    make_response(topic)
    responding.trace(make_answered(title=f"提问{REASON}", is_published=False), topic)
    topic.publications.add(make_publication(title=f"没有公布的{DRAFT}"))
    told = {"person_name": f"某{NAME}", "contact": f"{CONTACT}路 1 号"}
    event = make_public_event(topic=topic)
    make_question(event, f"问题{REFUSED}", **told)
    make_registration(event, **told)
    make_event(publication={"title": f"没有公布的{DRAFT}"}, topic=topic)
    make_response(topic, out=False, title=f"没有公布的{FINAL}")
    event = begun(event)
    make_row(event, "已经核对")
    make_row(event, f"没有核对{WHY}", checked=False)
    return event


def test_nothing_of_a_topic_a_question_a_booking_or_an_unchecked_word_is_public(client, event):
    leaks = []
    for name in url_names(get_resolver().url_patterns):
        area, _, page = name.rpartition(":")
        row = event if page in EVENT_PAGES else event.topic if page in TOPIC_PAGES else None
        page_of = page.rpartition("_")[0] if area == "participation_files" else page
        if area not in ("participation", "participation_files") or (
            row is None and page_of not in PAGES_OF_PARTICIPATION
        ):
            continue
        answer = client.get(reverse(name, args=[row.pk] if row else []))
        assert answer.status_code == 200, name
        leaks += [f"{name}: {secret}" for secret in SECRETS if secret in content_of(answer)]
    for secret in SECRETS:
        assert "没有找到" in client.get(f"/search/?q={secret}").text
    assert leaks == []


def test_the_name_and_contact_stand_nowhere_in_the_database_as_they_are(consultation):
    rows = Opinion.objects.extra(select={"sealed": "contact"}).values_list("sealed", flat=True)
    assert not any(CONTACT in row for row in rows)
