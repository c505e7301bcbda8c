"""What of an inquiry must not come out, planted where it stands, looked for wherever the public can look."""

import pytest
from django.urls import reverse

from linhai_portal.search.models import Entry
from participation import answering, correcting, extending, merging
from participation.inquiry_search import inquiry_documents
from tests.answers import content_of
from tests.make import make_user
from tests.make_participation import make_answered, make_handled, make_inquiry, make_submitted

pytestmark = pytest.mark.django_db

# Three rare signs each, so that nothing else can hold them.
SECRETS = NAME, CONTACT, WORDS, KEPT, REFUSED, WHY, DRAFT, BACK, GONE, OLD, NEXT, LONGER = [
    "".join(map(chr, range(start, start + 3))) for start in range(0x8200, 0x8248, 6)
]
TEXTS = {"answer": "周末也开。", "public_title": "几点开门", "public_words": "周末开不开？"}


@pytest.fixture
def shown():
    """One that is public and was corrected, beside those that wait, were refused, kept, merged, drafted, handed back, taken down."""
    who = {"person_name": f"某{NAME}", "contact": f"{CONTACT}路 1 号"}
    found = make_submitted(words=f"我是{WORDS}。", **who)
    answering.send_back(found, by=make_user("reviewer"), reason=f"改{BACK}")
    answering.submit(found, by=make_user("editor"), **TEXTS | {"answer": f"写错了{OLD}。"})
    answering.approve(found, by=make_user("reviewer"), is_published=True)
    correcting.draft_correction(found, by=make_user("editor"), reason="写错了", **TEXTS)
    correcting.approve_correction(found, by=make_user("reviewer"))
    mended = TEXTS | {"answer": f"还要改{NEXT}。"}
    correcting.draft_correction(found, by=make_user("editor"), reason=f"再改{NEXT}", **mended)
    extending.ask_extension(make_handled(), by=make_user("editor"), reason=f"复杂{LONGER}")
    officer = make_user("officer")
    merging.merge(make_inquiry(title=f"再问{KEPT}", **who), by=officer, into=found)
    answering.refuse(make_inquiry(title=f"广告{REFUSED}"), by=officer, reason=f"因为{WHY}")
    answering.hand_back(make_handled(title=f"转{KEPT}"), by=officer, reason=f"不归{BACK}")
    make_submitted(answer=f"草稿{DRAFT}")
    make_answered(title=f"只给本人{KEPT}", is_published=False)
    gone = make_answered(title=f"撤下{GONE}")
    answering.take_down(gone, by=officer, reason=f"有误{WHY}")
    return found


def addresses(inquiry):
    for name in (
        "start",
        "inquiries",
        "inquiry_figures",
        "inquiry_new",
        "inquiry_elsewhere",
        "inquiry_status",
    ):
        yield reverse(f"participation:{name}")
    yield inquiry.get_absolute_url()
    yield inquiry.organization.get_absolute_url()
    yield "/"
    for format in ("json", "csv", "xlsx", "atom"):
        yield f"/inquiries.{format}"
    for secret in SECRETS:
        yield f"/search/?q={secret}"
        yield f"/search.json?q={secret}"


def test_no_name_contact_unpublished_word_or_reason_is_public(client, shown):
    leaks = []
    for address in addresses(shown):
        answer = client.get(address)
        assert answer.status_code == 200, address
        asked = address.rpartition("q=")[2] if "q=" in address else None
        text = content_of(answer)
        leaks += [f"{address}: {each}" for each in SECRETS if each in text and each != asked]
    assert "几点开门" in client.get(shown.get_absolute_url()).text
    assert leaks == []


def test_only_what_is_public_is_in_the_index(shown):
    assert [each.key for each in inquiry_documents()] == [shown.number]
    entry = Entry.objects.get(kind="inquiry")
    assert not [each for each in SECRETS if each in f"{entry.title}{entry.text}{entry.facts}"]
