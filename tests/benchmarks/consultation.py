"""P17: one consultation with 20,000 opinions: taking them in, the public page, and the screens where they are sorted."""

import time

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linhai_portal.bulk import insert_rows
from participation import adopting, hearing_opinions, sorting
from participation.models import Cluster, Opinion
from tests.benchmarks.cases import request_times
from tests.benchmarks.plans import statements_behind
from tests.benchmarks.report import Finding
from tests.make import make_user, put_out
from tests.make_participation import closed, make_open

OPINIONS, CLUSTERS, CLAUSES = 20_000, 60, 40
_PUBLIC_MS, _SORTING_MS = 80, 200
_TAKEN_IN = 300


def measure(database_url):
    consultation = _seeded()
    yield _taking_in()
    yield from _screens(consultation)
    yield from _bulk(consultation)
    yield from _public(consultation)


def _text():
    articles = "".join(
        f"<p>第{_number(n)}条　事项{n}</p><p>{'内容' * 60}。</p>" for n in range(1, CLAUSES + 1)
    )
    return f"{articles}<h2>起草说明</h2><p>需要规范。</p>"


def _number(n):
    digits = "一二三四五六七八九"
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else ("十" if tens == 1 else digits[tens - 1] + "十")) + (
        digits[ones - 1] if ones else ""
    )


def _seeded():
    """Most opinions are under a main opinion, some wait to be looked at, some to be put together."""
    consultation, now = make_open(body=_text()), timezone.now()
    labels = consultation.draft().labels()
    insert_rows(
        Cluster,
        [
            Cluster(
                consultation=consultation,
                clause=labels[n % CLAUSES],
                summary=f"主要意见{n}",
                decision="partly",
                reason="部分有道理。",
                decided_at=now,
            )
            for n in range(CLUSTERS)
        ],
    )
    clusters = list(consultation.clusters.all())
    insert_rows(
        Opinion,
        [
            Opinion(
                consultation=consultation,
                clause=cluster.clause,
                words=_words(n),
                status="new" if n % 10 == 0 else "taken",
                cluster=None if n % 10 < 2 else cluster,
                digest=f"{n:064}",
                received_at=now,
                contact_kind="mail" if n % 5 == 0 else "",
            )
            for n in range(OPINIONS)
            for cluster in [clusters[n // 7 % CLUSTERS]]
        ],
    )
    _tidy()
    return consultation


def _words(n):
    """What people say of one thing, in the words that everybody uses."""
    things = [
        "老年食堂",
        "送餐上门",
        "每餐补助",
        "居住年限",
        "食品检查",
        "配送费用",
        "山区设点",
        "充电车位",
        "绿地补偿",
        "缴费期限",
        "电梯加装",
        "公示办法",
    ]
    rest = [
        "建议尽快办理",
        "应当写清楚",
        "希望领导重视",
        "请考虑实际情况",
        "标准太低",
        "不够公平",
        "手续太多",
        "周末也要开放",
    ]
    thing, more = things[n % len(things)], (rest[(n * 7 + place) % len(rest)] for place in range(4))
    return f"第{n}个人的意见，{thing}{n % 37}，{'，'.join(more)}。"


def _tidy():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE participation_opinion")
        cursor.execute("VACUUM ANALYZE participation_cluster")


def _taking_in():
    """What one process takes in, with contact sealed; the floor is one INSERT of the same row."""
    consultation = make_open()
    start = time.perf_counter()
    for n in range(_TAKEN_IN):
        hearing_opinions.give(
            consultation, words=f"意见{n}", sent=str(n), clause="第二条", contact="a@example.com"
        )
    ours = time.perf_counter() - start
    rows = list(consultation.opinions.all())
    start = time.perf_counter()
    for n, row in enumerate(rows):
        row.pk, row.digest, row._state.adding = None, f"floor{n}", True
        row.save(force_insert=True)
    floor = time.perf_counter() - start
    return Finding(
        "P17",
        "opinions taken in by one process",
        f"bare INSERT {_TAKEN_IN / floor:,.0f}/s",
        f"{_TAKEN_IN / ours:,.0f}/s",
        "–",
        True,
    )


def _screens(consultation):
    client = Client(SERVER_NAME="localhost")
    editor = make_user("editor", consultation.organization)
    client.force_login(editor, settings.AUTHENTICATION_BACKENDS[-1])
    opinions = reverse("participation_office:opinions", args=[consultation.pk])
    alike = reverse("participation_office:opinions_alike", args=[consultation.pk])
    screens = {
        "new opinions": opinions,
        "to be put together": f"{opinions}?state=loose",
        "of one clause, with a word": f"{opinions}?state=taken&clause=第二条&q=个人",
        "the 300th page": f"{opinions}?state=taken&page=300",
        "like one opinion": f"{alike}?opinion={consultation.opinions.last().pk}",
        "like a main opinion": f"{alike}?cluster={consultation.clusters.last().pk}",
        "one opinion": consultation.opinions.last().get_office_url(),
        "one main opinion": reverse("participation_office:cluster", args=[consultation.clusters.last().pk]),
        "ledger": reverse("participation_office:clusters", args=[consultation.pk]),
        "consultation": consultation.get_office_url(),
    }
    for words, address in screens.items():
        yield from _page(client, address, f"sorting screen, {words}", _SORTING_MS)


def _bulk(consultation):
    """All that wait put under one main opinion, then all 20,000 moved to another and back."""
    one, other = consultation.clusters.all()[:2]
    waiting = consultation.opinions.waiting()
    yield _put(f"{waiting.count():,} that wait", waiting, one)
    with transaction.atomic():
        yield _put(f"all {OPINIONS:,}", consultation.opinions.all(), other)
        transaction.set_rollback(True)


def _put(words, opinions, cluster):
    editor, start = make_user("editor"), time.perf_counter()
    sorting.put_together(opinions, cluster=cluster, by=editor)
    taken = time.perf_counter() - start
    return Finding("P17", f"{words} put together at once", "–", f"{taken:.2f} s", "–", True)


def _public(consultation):
    closed(consultation)
    feedback = adopting.draft_feedback(consultation, by=make_user("editor", consultation.organization))
    put_out(feedback)
    _tidy()
    client = Client(SERVER_NAME="localhost")
    opinions = reverse("participation:opinions", args=[consultation.pk])
    pages = {
        "page with results": consultation.get_absolute_url(),
        "opinions of a clause": f"{opinions}?clause=第二条",
        "the 300th page of opinions": f"{opinions}?page=300",
    }
    for words, address in pages.items():
        yield from _page(client, address, f"public, {words}", _PUBLIC_MS)


def _page(client, address, words, most):
    queries = statements_behind(client, address)
    settings.PAGE_CACHE_BYTES = 0
    p95, processor = request_times(client, address)
    yield Finding(
        "P17",
        f"{OPINIONS:,} opinions, {words}, p95 ({processor:.0f} ms of processor)",
        "–",
        f"{p95:.0f} ms, {len(queries)} queries",
        f"≤ {most} ms",
        p95 <= most,
    )
