"""What of a hearing or a questionnaire must not come out, planted where it stands, looked for wherever the public can look."""

import pytest
from django.utils import timezone

from catalog.ending import take_down
from participation import registering
from participation.models import HearingRegistration, Question, TextAnswer
from tests.answers import content_of
from tests.make import make_user
from tests.make_hearings import drawn as drawn_hearing
from tests.make_hearings import held, listed, make_hearing, make_registering, register
from tests.make_questionnaires import closed, judge, make_open, make_questionnaire, respond
from tests.participation.test_leaks import pages_of

pytestmark = pytest.mark.django_db

# Three rare signs each, so that nothing else can hold them.
NAME, CONTACT, WHY, MINUTES, REMARK, DRAFT, TEXT, KEPT, EARLY = (
    "".join(map(chr, range(start, start + 3))) for start in range(0x8300, 0x8336, 6)
)
SECRETS = (NAME, CONTACT, WHY, MINUTES, REMARK, DRAFT, TEXT, KEPT, EARLY)


def leaks_at(client, addresses):
    """Which secret stands where; searches for each are asked too."""
    asked = [f"/{page}?q={secret}" for secret in SECRETS for page in ("search/", "search.json")]
    found = []
    for address in [*addresses, *asked]:
        answer = client.get(address)
        assert answer.status_code in (200, 302, 404), address
        text = content_of(answer)
        said = address.rpartition("q=")[2]
        found += [f"{address}: {secret}" for secret in SECRETS if secret in text and secret != said]
    return found


def of_publications(*publications):
    for each in publications:
        yield each.get_absolute_url()
        yield each.organization.get_absolute_url()
    for format in ("", ".json", ".csv", ".atom"):
        yield f"/publications{format or '/'}"


def test_nothing_of_who_registered_or_spoke_is_public(client):
    told = {"person_name": f"某{NAME}", "contact": f"{CONTACT}路 1 号", "reason": f"理由{WHY}"}
    make_hearing(publication={"title": f"没有公布的{DRAFT}"})
    running = make_registering(method="order")
    register(running, **told)
    hearing = make_registering()
    for n in range(3):
        register(hearing, **told | {"contact": f"{CONTACT}{n}"})
    registering.withdraw(register(hearing, **told | {"contact": f"{CONTACT}9"})[0], note=WHY)
    held(listed(drawn_hearing(hearing, people=0)), minutes=f"某某说{MINUTES}")
    HearingRegistration.objects.filter(status="seated").update(remark=REMARK)
    addresses = [*pages_of("hearings", hearing), *pages_of("hearings", running)]
    assert leaks_at(client, [*addresses, *of_publications(hearing.publication, hearing.participants)]) == []


def test_name_contact_and_minutes_stand_nowhere_in_the_database_as_they_are():
    hearing = make_registering()
    _, code = register(hearing, person_name=NAME, contact=CONTACT)
    sealed = HearingRegistration.objects.extra(select={"a": "person_name", "b": "contact"}).values(
        "a", "b", "code_index"
    )
    assert not any(secret in str(row) for row in sealed for secret in (NAME, CONTACT, code))


def test_no_text_that_was_kept_back_and_no_figure_before_the_end_is_public(client):
    make_questionnaire(publication={"title": f"没有公布的{DRAFT}"})
    running, over = make_open(), make_open()
    for questionnaire, words in ((running, EARLY), (over, KEPT)):
        respond(questionnaire, went=False, words=words)
    judge("shown", running)
    judge("kept", over)
    respond(over, went=False, words=TEXT)
    closed(over)
    assert TextAnswer.objects.count() == 3 and Question.objects.count() == 15
    addresses = [
        *pages_of("questionnaires", over, position=3),
        *pages_of("questionnaires", running, position=3),
    ]
    assert leaks_at(client, [*addresses, *of_publications(over.publication)]) == []


def test_of_what_is_taken_down_neither_draw_nor_results_are_shown(client):
    hearing, questionnaire = drawn_hearing(), make_open()
    respond(questionnaire, went=False, words=TEXT)
    judge("shown", questionnaire)
    closed(questionnaire)
    for thing in (hearing, questionnaire):
        take_down(
            thing.publication, by=make_user("head"), reason="弄错了", text_stays=False, now=timezone.now()
        )
    pages = [*pages_of("hearings", hearing), *pages_of("questionnaires", questionnaire, position=3)]
    texts = [b"".join(client.get(page)).decode() for page in pages]
    secrets = (hearing.seed, TEXT, "去过老年食堂", str(hearing), str(questionnaire))
    assert not [(secret, text) for text in texts for secret in secrets if secret in text]
