"""Many publications through the same three hands: all rows take each step or none does, whatever happens meanwhile."""

import datetime as dt
import subprocess
import sys

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import bulk_publishing, publishing
from catalog.bulk_publishing import draft_batch, drop, examine, publish_batch, review, submit, take_out
from catalog.models import Publication, PublicationBatch
from catalog.publication_log import verify
from linhai_portal.accounts.models import Membership, Notice
from linhai_portal.models import Counter
from linhai_portal.search.query import Question, search
from linhai_portal.workflow import InvalidMove
from tests.at_once import at_once
from tests.guards import joined
from tests.make import make_batch, make_item, make_user, put_out

pytestmark = pytest.mark.django_db
Status = PublicationBatch.Status
IDENTITY = "331082199001019962"  # 示例号码


def reviewed(batch=None, **facts):
    batch = batch or make_batch(**facts)
    submit(batch, by=batch.drafted_by)
    review(batch, by=make_user("reviewer", organization=batch.organization))
    return batch


def examination(batch, *, by=None):
    examine(batch, by=by or make_user("officer"), ground="不涉及不予公开的信息", now=timezone.now())
    return batch


def statuses(batch):
    return set(batch.publications.values_list("status", flat=True))


def serials(batch):
    return [row.index_number[-5:] for row in batch.publications.order_by("pk")]


def test_three_persons_put_out_all_rows_with_numbers_without_a_gap():
    batch = examination(reviewed(count=60, body="<p>鲥鱼摊位处罚</p>"))
    assert (batch.status, statuses(batch)) == (Status.PUBLISHED, {"published"})
    assert serials(batch) == [f"{n:05d}" for n in range(1, 61)]
    assert search(Question("鲥鱼"), visitor=AnonymousUser()).total == 60
    assert verify() == 60
    row = batch.publications.first()
    assert row.examinations.get().ground == "不涉及不予公开的信息"
    assert [each.to_status for each in row.events.all()] == ["submitted", "reviewed", "approved", "published"]


def test_a_batch_tells_once_and_not_once_a_row():
    batch = make_batch(count=20)
    reviewer, officer = make_user("reviewer", organization=batch.organization), make_user("officer")
    submit(batch, by=batch.drafted_by)
    review(batch, by=reviewer)
    examination(batch, by=officer)
    assert [Notice.objects.filter(recipient=each).count() for each in (reviewer, batch.drafted_by)] == [1, 1]


@pytest.mark.parametrize("who", ["drafted_by", "reviewed_by"])
def test_nobody_is_two_of_the_three(who):
    batch = reviewed()
    person = getattr(batch, who)
    Membership.objects.create(user=person, organization=batch.organization, role="officer")
    with pytest.raises(InvalidMove, match="第三个人"):
        examination(batch, by=person)
    assert statuses(batch) == {"reviewed"}


def test_the_drafter_does_not_review():
    batch = make_batch()
    submit(batch, by=batch.drafted_by)
    with pytest.raises(InvalidMove, match="另一个人"):
        review(batch, by=batch.drafted_by)


def test_a_finding_in_one_row_stops_all_until_it_is_masked_or_taken_out():
    batch = make_batch(rows=[{}, {"title": "名单", "body": f"<p>{IDENTITY}</p>"}, {}])
    with pytest.raises(InvalidMove, match="“名单”"):
        submit(batch, by=batch.drafted_by)
    assert (batch.publications.count(), statuses(batch)) == (3, {"draft"})
    batch.refresh_from_db()
    take_out(Publication.objects.get(title="名单"), by=batch.drafted_by)
    submit(batch, by=batch.drafted_by)
    assert statuses(batch) == {"submitted"}
    assert Publication.objects.get(title="名单").status == "draft"


def test_what_is_in_a_batch_takes_no_step_alone():
    batch = make_batch()
    row = batch.publications.first()
    with pytest.raises(InvalidMove, match="批次"):
        publishing.submit(row, by=row.drafted_by)
    reviewed(batch)
    row.refresh_from_db()
    with pytest.raises(InvalidMove, match="批次"):
        publishing.examine(
            row, by=make_user("officer"), conclusion="publish", ground="可以", now=timezone.now()
        )


def test_a_row_sent_back_leaves_and_the_others_go_on():
    batch = make_batch(count=3)
    submit(batch, by=batch.drafted_by)
    row = batch.publications.first()
    drop(row, by=make_user("reviewer", organization=batch.organization), reason="文号写错了")
    assert (row.status, row.batch, row.events.last().note) == ("returned", None, "文号写错了")
    review(batch, by=make_user("reviewer", organization=batch.organization))
    assert serials(examination(batch)) == ["00001", "00002"]
    publishing.submit(row, by=row.drafted_by)
    assert row.status == "submitted"


def test_what_was_dropped_after_the_page_was_opened_changes_the_step_it_names():
    batch = make_batch(count=3)
    submit(batch, by=batch.drafted_by)
    shown = batch.step()
    first, second = batch.rows()[:2]
    drop(first, by=make_user("officer"), reason="改")
    second.withdraw(by=second.drafted_by)
    assert batch.step() != shown


def test_the_whole_batch_is_returned_mended_and_handed_in_again():
    batch = reviewed()
    bulk_publishing.send_back(batch, by=make_user("officer"), reason="栏目都写错了")
    assert (batch.status, statuses(batch)) == (Status.RETURNED, {"returned"})
    row = batch.publications.first()
    row.revise(by=row.drafted_by, column="6")
    assert examination(reviewed(batch)).status == Status.PUBLISHED


def test_a_withdrawn_batch_and_an_empty_one_publish_nothing():
    batch = make_batch(count=1)
    take_out(batch.publications.get(), by=batch.drafted_by)
    with pytest.raises(InvalidMove, match="没有信息"):
        submit(batch, by=batch.drafted_by)
    other = make_batch()
    bulk_publishing.withdraw(other, by=other.drafted_by)
    assert statuses(other) == {"withdrawn"}


def test_one_row_that_may_not_go_out_keeps_all_of_them_in():
    batch = reviewed(rows=[{}, {"title": "第二条"}, {}])
    with (
        joined("second_is_not_answered"),
        pytest.raises(InvalidMove, match="第二条.*没有答复.*一条也没有发布"),
    ):
        examination(batch)
    batch.refresh_from_db()
    assert (batch.status, statuses(batch)) == (Status.REVIEWED, {"reviewed"})
    assert not Counter.objects.filter(series__startswith="publication").exclude(last=0).exists()
    drop(Publication.objects.get(title="第二条"), by=make_user("officer"), reason="等意见答复")
    assert serials(examination(batch)) == ["00001", "00002"]


def test_bytes_exchanged_after_the_review_keep_all_of_them_in():
    batch = reviewed()
    batch.publications.filter(pk=batch.publications.first().pk).update(body=f"<p>{IDENTITY}</p>")
    with pytest.raises(InvalidMove, match="最后一次查验"):
        examination(batch)
    assert statuses(batch) == {"reviewed"}


@pytest.mark.django_db(transaction=True)
def test_a_large_batch_is_put_out_by_the_worker(settings):
    settings.BATCH_AT_ONCE = 1
    batch = reviewed()
    examination(batch)
    assert (batch.status, statuses(batch)) == (Status.PUBLISHING, {"reviewed"})
    call_command("worker", "--batch")
    batch.refresh_from_db()
    assert (batch.status, statuses(batch)) == (Status.PUBLISHED, {"published"})


@pytest.mark.django_db(transaction=True)
def test_what_the_worker_puts_out_later_carries_the_moment_it_went_out(settings):
    settings.BATCH_AT_ONCE = 1
    batch = examination(reviewed())
    PublicationBatch.objects.update(approved_at=timezone.now() - dt.timedelta(days=2))
    before = timezone.now()
    bulk_publishing.publish_interrupted(today=timezone.localdate())
    assert statuses(batch) == {"published"}
    assert not batch.publications.filter(published_at__lt=before).exists()
    assert verify() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_on_one_batch_the_second_leaves_it_as_the_first_put_it_out(settings):
    settings.BATCH_AT_ONCE = 1
    batch = examination(reviewed(count=3))
    answers = at_once(
        *[lambda: bulk_publishing.publish_interrupted(today=timezone.localdate())] * 2,
        held=[PublicationBatch.objects.filter(pk=batch.pk)],
    )
    bulk_publishing._wait_again(batch.pk, "一条也没有发布")
    batch.refresh_from_db()
    assert (answers, batch.status, batch.outcome) == ([None, None], Status.PUBLISHED, "")
    assert serials(batch) == ["00001", "00002", "00003"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"attribute": "on_request", "attribute_reason": "条例第十三条"}, "“处罚决定甲”.*移出批次"),
        ({"publish_at": timezone.now() + dt.timedelta(days=1)}, "“处罚决定甲”.*移出批次"),
        ({"body": ""}, "“处罚决定甲”：.*正文"),
    ],
)
def test_a_row_that_could_not_go_out_with_the_others_is_named_when_it_is_handed_in(facts, words):
    batch = make_batch(rows=[{}, {"title": "处罚决定甲"}])
    row = Publication.objects.get(title="处罚决定甲")
    row.revise(by=row.drafted_by, **facts)
    with pytest.raises(InvalidMove, match=words):
        submit(batch, by=batch.drafted_by)
    take_out(row, by=row.drafted_by)
    batch.refresh_from_db()
    submit(batch, by=batch.drafted_by)


def test_a_dropped_row_takes_three_persons_of_its_own_again():
    batch = make_batch()
    submit(batch, by=batch.drafted_by)
    reviewer = make_user("reviewer", organization=batch.organization)
    review(batch, by=reviewer)
    row, officer = batch.publications.first(), make_user("officer")
    drop(row, by=officer, reason="改")
    assert (row.reviewed_by, row.approved_by) == (None, None)
    publishing.submit(row, by=row.drafted_by)
    with pytest.raises(InvalidMove, match="另一个人"):
        publishing.review(row, by=row.drafted_by)
    publishing.review(row, by=officer)
    facts = {"conclusion": "publish", "ground": "可以", "now": timezone.now()}
    with pytest.raises(InvalidMove, match="第三个人"):
        publishing.examine(row, by=officer, **facts)
    publishing.examine(row, by=make_user("officer"), **facts)
    assert row.status == "published"


@pytest.mark.django_db(transaction=True)
def test_what_the_worker_could_not_put_out_waits_for_its_examiner_again(settings):
    settings.BATCH_AT_ONCE = 1
    batch, officer = reviewed(rows=[{}, {"title": "第二条"}]), make_user("officer")
    with joined("second_is_not_answered"):
        examination(batch, by=officer)
        call_command("worker", "--batch")
    batch.refresh_from_db()
    assert (batch.status, statuses(batch)) == (Status.REVIEWED, {"reviewed"})
    assert "没有答复" in batch.outcome
    assert Notice.objects.filter(recipient=officer, subject__contains="没有发布").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_examiners_at_once_one_wins():
    batch = reviewed(count=5)
    officers = [make_user("officer"), make_user("officer")]
    copies = [PublicationBatch.objects.get(pk=batch.pk) for _ in officers]
    answers = at_once(
        *[
            lambda mine=mine, by=by: examination(mine, by=by)
            for mine, by in zip(copies, officers, strict=True)
        ],
        held=[PublicationBatch.objects.filter(pk=batch.pk)],
    )
    refusals = [each for each in answers if isinstance(each, Exception)]
    assert len(refusals) == 1 and isinstance(refusals[0], InvalidMove)
    assert serials(batch) == ["00001", "00002", "00003", "00004", "00005"]
    assert verify() == 5


KILLED = """
import os, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = {name!r}
from catalog import bulk_publishing
publish, done = bulk_publishing._publish, []
def stop(*facts):
    publish(*facts)
    done.append(facts)
    if len(done) == 2:
        os.kill(os.getpid(), 9)
bulk_publishing._publish = stop
bulk_publishing.publish_batch({pk})
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_half_way_puts_out_nothing_and_the_next_one_finishes(settings):
    settings.BATCH_AT_ONCE = 1
    other = put_out()
    batch = reviewed(count=4)
    examination(batch)
    script = KILLED.format(name=str(connection.settings_dict["NAME"]), pk=batch.pk)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    assert statuses(batch) == {"reviewed"}
    assert list(Publication.objects.with_page()) == [other]
    assert verify() == 1
    bulk_publishing.publish_interrupted(today=timezone.localdate())
    publish_batch(batch.pk)
    assert serials(batch) == ["00001", "00002", "00003", "00004"]
    assert verify() == 5


def test_handing_in_and_reviewing_cost_the_same_however_many_rows():
    def statements(count):
        batch = make_batch(count=count)
        submit(batch, by=batch.drafted_by)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            review(batch, by=make_user("reviewer", organization=batch.organization))
        return len(seen)

    assert statements(3) == statements(30)


def test_a_table_is_drafted_in_as_many_statements_for_many_rows_as_for_few():
    drafter, item = make_user("editor"), make_item()

    def statements(count):
        rows = [
            {"title": f"{n}", "formed_on": timezone.localdate(), "items": [item], "body": "甲", "issuer": ""}
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            draft_batch(rows, by=drafter, title="批次", file_name="甲.xlsx")
        return len(seen)

    assert statements(3) == statements(20)
