"""Searching gives what plain substring search gives, on whichever database the tests run."""

import datetime as dt
import random
import threading
import unicodedata

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linhai_portal.accounts.models import OrganizationGroup
from linhai_portal.accounts.roles import Role
from linhai_portal.search.documents import STAFF, Document
from linhai_portal.search.index import put, remove
from linhai_portal.search.models import Chunk, Entry
from linhai_portal.search.query import PAGE_SIZE, Question, search
from tests.make import make_organization, make_user
from tests.search.truth import holds, words

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def document(key, text="", title="无题", **facts):
    return Document(
        kind=facts.pop("kind", "item"), key=str(key), title=title, address=f"/{key}/", text=text, **facts
    )


def keys(query, visitor=ANYBODY, **filters):
    """All hits, page after page."""
    question, found, page = Question(query, **filters), [], 1
    while hits := search(question, visitor=visitor, page=page).hits:
        found += [hit.key for hit in hits]
        page += 1
    return found


# Few characters, so that words overlap, repeat and meet at every border.
PIECES = [
    "低",
    "保",
    "障",
    "户",
    "籍",
    "𠮷",
    "〇",
    "A",
    "ａ",
    "b1",
    "7",
    "１",
    "711",
    "第",
    "号",
    " ",
    "，",
    "〔",
    "-",
    "_",
    "·",
    "㎡",
    "'",
    '"',
    "é",
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=8), st.lists(texts, min_size=1, max_size=8))
def test_finds_exactly_what_substring_search_finds(corpus, queries):
    remove("item", [str(key) for key in range(10)])
    put(document(key, text) for key, text in enumerate(corpus))
    for query in queries:
        truth = {str(key) for key, text in enumerate(corpus) if holds(f"无题\n{text}", query)}
        assert set(keys(query)) == truth, query


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("市人社局", "人社", True),
        ("市人社局", "局", True),
        ("汽车", "车", True),
        ("车", "车", True),
        ("最低生活保障", "低保", False),
        ("ＡＢＣ１２３", "abc123", True),
        ("abc1234", "abc123", False),
        ("姓𠮷的", "𠮷", True),
        ("姓𠮷的", "𠮷的", True),
        ("（国务院令第711号）", "第711号", True),
        ("第 711 号", "第711号", False),
        ("第711条、号", "第711号", False),
        ("国办发〔2019〕54号", "国办发[2019]54号", True),
        ("低\x00保", "低保", False),
        ("低保", "低保 低保", True),
        ("甲" * 3000 + "乙丙", "甲乙丙", True),
    ],
)
def test_a_word_is_found_where_it_stands(text, query, found):
    assert holds(text, query) is found
    put([document(1, text)])
    assert bool(keys(query)) is found


def test_a_phrase_at_the_very_end_of_a_long_text_is_found():
    body = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(49_000))
    put([document("long", body + "补办户籍证明"), document("short", "别的")])
    assert Chunk.objects.filter(entry__key="long").count() > 4
    assert keys("补办户籍证明") == ["long"]
    assert keys(f"{body[:4]} 户籍证明") == ["long"]
    assert keys(f"{body[:4]} 没有的词") == []
    assert all(keys(body[start : start + 60]) == ["long"] for start in range(11_900, 12_100, 20))


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "，。！", "'", '"', '"低', "低保' | 'x", "低保 OR x", "NEAR(低 保)", "低*", "^低", "-低保", "kind:item", "terms:低",
        "\x00", "低\x00", "\ud800", "%", "_", "\\", "' & !'", "低" * 10_000, "a" * 10_000, "a b " * 2_500, "(" * 10_000,
    ],
)  # fmt: skip
def test_no_query_breaks_out(query):
    put([document(1, "别的内容", title="另一个")])
    assert keys(query) == []


def test_a_long_query_is_read_as_far_as_its_hundredth_character():
    put([document(1, "低" * 300)])
    assert keys("低" * 10_000) == ["1"]


def test_exact_names_and_codes_come_first_then_titles_then_the_newest():
    day = dt.date(2026, 1, 1)
    put(
        [
            document("old", "低保", date=day),
            document("new", "低保", date=day + dt.timedelta(days=9)),
            document("same-day", "低保", date=day),
            document("title", title="城乡低保审核", date=day - dt.timedelta(days=99)),
            document("short-title", title="低保审核", date=day - dt.timedelta(days=100)),
            document("exact", title="低 保", keys=["05-01-01", "国办发〔2019〕54号"], date=None),
            document("named", title="别的", text="低保", keys=["低保"], date=None),
        ]
    )
    assert keys("低保") == ["named", "short-title", "title", "new", "old", "same-day"]
    assert keys("05-01-01")[0] == "exact"
    assert keys("国办发[2019]54号") == ["exact"]


def test_a_large_corpus_is_found_and_ordered_as_a_naive_search_would():
    """Runs on both databases with the same expectation, so their hits and their order are the same."""
    chance = random.Random(5)
    clauses = [
        "低保",
        "户籍",
        "最低生活保障",
        "户籍管理",
        "城乡低保审核",
        "公租房",
        "第711号",
        "7",
        "号令",
        "ABC",
        "abc1",
        "〇一",
        "审",
        "核",
    ]
    corpus = [_random_document(chance, clauses, number) for number in range(400)]
    put(corpus)
    queries = [*clauses, "低", "保", "生活", "户 籍", "低保，公租房", "保障户", "711", "审核公租", "ａｂｃ"]
    for query in queries:
        assert keys(query) == naive(corpus, query), query
        assert keys(query, kind="unit") == naive([each for each in corpus if each.kind == "unit"], query), (
            query
        )


def _random_document(chance, clauses, number):
    text = "".join(
        chance.choice(clauses) + chance.choice(["", "", " ", "，"]) for _ in range(chance.randrange(1, 9))
    )
    title = "".join(chance.choices(clauses, k=chance.randrange(1, 3)))
    date = chance.choice([None, *(dt.date(2026, 1, day) for day in range(1, 9))])
    return document(number, text, title=title, kind=chance.choice(["item", "unit"]), date=date)


def naive(corpus, query):
    """Keys in the order of hits, by comparing texts."""
    found = [each for each in corpus if holds(f"{each.title}\n{each.text}", query)]
    newest = sorted(found, key=lambda each: (-each.day(), int(each.key)))
    exact = [each for each in newest if words(each.title) == words(query)]
    titled = sorted((each for each in newest if holds(each.title, query)), key=lambda each: len(each.title))
    return list(dict.fromkeys(each.key for each in [*exact, *titled, *newest]))


def test_filters_keep_what_fits():
    town = make_organization("古城街道", slug="gucheng", level="乡级", kind="subdistrict")
    OrganizationGroup.objects.create(slug="towns", name="各镇（街道）", level="乡级")
    day = dt.date(2026, 3, 1)
    put(
        [
            document("a", "低保", kind="item", domain="5", units=("minzhengju",), date=day),
            document("b", "低保", kind="unit", units=(town.slug,)),
            document("c", "低保", domain="V01", groups=("towns",), date=day + dt.timedelta(days=1)),
        ]
    )
    assert keys("低保", kind="item") == ["c", "a"]
    assert keys("低保", domain="5") == ["a"]
    assert keys("低保", domain="V01") == keys("低保", domain="v01") == ["c"]
    assert keys("低保", unit="minzhengju") == ["a"]
    assert keys("低保", unit="gucheng") == ["c", "b"]
    assert keys("低保", since=day + dt.timedelta(days=1)) == ["c"]
    assert keys("低保", until=day) == ["a"]
    assert keys("低保", unit="x' | 'y", domain='"') == []


def test_what_is_for_staff_does_not_exist_for_a_visitor():
    put(
        [
            document("draft", "低保", title="低保草稿", visibility=STAFF, keys=["草稿一"]),
            document("open", "低保"),
        ]
    )
    assert keys("低保") == ["open"]
    assert keys("草稿一") == []
    assert search(Question("低保"), visitor=ANYBODY).total == 1
    assert keys("低保", make_user()) == ["open"]
    assert keys("低保", make_user(Role.EDITOR)) == ["draft", "open"]


def test_nobody_searches_without_saying_who_looks():
    with pytest.raises(TypeError):
        search(Question("低保"))


def test_put_twice_stands_once_and_an_unchanged_document_is_not_written():
    assert put([document(1, "旧的")]) == 1
    before = Entry.objects.get().pk
    assert put([document(1, "旧的")]) == 0
    assert Entry.objects.get().pk == before
    assert put([document(1, "新的")]) == 1
    assert (keys("旧的"), keys("新的")) == ([], ["1"])
    assert (Entry.objects.count(), Chunk.objects.count()) == (1, 1)


def test_the_same_document_twice_in_one_batch_stands_as_it_came_last():
    put([document(1, "旧的"), document(1, "新的")])
    assert (keys("旧的"), keys("新的")) == ([], ["1"])


@pytest.mark.django_db(transaction=True)
def test_two_at_once_put_the_same_document_once():
    together, troubles = threading.Barrier(2), []

    def work(text):
        together.wait()
        try:
            put(document(key, text) for key in range(50))
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[text]) for text in ("低保", "户籍")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert (Entry.objects.count(), Chunk.objects.count()) == (50, 50)


def test_what_is_removed_is_gone():
    put([document(1, "低保"), document(2, "低保"), document(1, "低保", kind="unit")])
    assert remove("item", ["1", "no such"]) == 1
    assert [hit.kind for hit in search(Question("低保"), visitor=ANYBODY).hits] == ["item", "unit"]
    assert keys("低保") == ["2", "1"]


def test_pages_of_twenty_with_a_last_one():
    put(document(key, "低保") for key in range(45))
    first = search(Question("低保"), visitor=ANYBODY)
    assert (len(first.hits), first.total, first.last_page, first.has_more) == (PAGE_SIZE, 45, 3, False)
    assert len(search(Question("低保"), visitor=ANYBODY, page=3).hits) == 5
    assert search(Question("低保"), visitor=ANYBODY, page=4).hits == []


def test_beyond_a_thousand_hits_are_not_counted():
    put(document(key, "低保", title="低保") for key in range(1003))
    found = search(Question("低保"), visitor=ANYBODY, page=50)
    assert (len(found.hits), found.total, found.last_page, found.has_more) == (20, 1000, 50, True)


def test_the_newest_thousand_of_a_word_that_stands_everywhere():
    day = dt.date(2026, 1, 1)
    put(document(key, "户籍管理", date=day + dt.timedelta(days=key * 7 % 365)) for key in range(1100))
    put([document("staff", "户籍管理", date=day + dt.timedelta(days=400), visibility=STAFF)])
    expected = sorted(range(1100), key=lambda key: (-(key * 7 % 365), key))[:1000]
    for query in ("户籍", "户籍管理", "籍管 户"):
        assert keys(query) == [str(key) for key in expected]


def test_a_search_asks_the_database_equally_often_for_any_number_of_hits(django_assert_max_num_queries):
    make_organization(slug="unit")
    put(document(key, "低保 户籍", title="低保", units=("unit",)) for key in range(60))
    with django_assert_max_num_queries(11):
        assert search(Question("低保 户籍", unit="unit"), visitor=ANYBODY).total == 60


def test_titles_and_snippets_are_marked_and_escaped():
    put([document(1, "前文<b>，" * 40 + "城乡低保（ＡＢＣ）&c", title="<i>低保")])
    (hit,) = search(Question("低保 abc"), visitor=ANYBODY).hits
    assert hit.title == "&lt;i&gt;<mark>低保</mark>"
    assert "<mark>低保</mark>（<mark>ＡＢＣ</mark>）&amp;c" in hit.snippet
    assert hit.snippet.startswith("…") and "<b>" not in hit.snippet


def test_truth_itself_is_plain():
    assert unicodedata.normalize("NFKC", "ａ１") == "a1"
    assert holds("补贴", "贴") and not holds("ab", "a")
