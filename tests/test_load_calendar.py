"""`load_calendar`: an official calendar moves what is due in every part of the portal, all or nothing."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from disclosure_requests.models import DisclosureRequest
from linhai_portal import calendar_moves
from linhai_portal.accounts.models import Notice
from linhai_portal.models import SpecialDay
from tests.make import make_item, make_publication
from tests.make_requests import in_handling, official_calendar

pytestmark = pytest.mark.django_db

HEAD = "date,kind,name\n"
NOTICE = "国办发明电〔2026〕99号"


@pytest.fixture(autouse=True)
def calendar(db):
    official_calendar()


@pytest.fixture
def file(tmp_path):
    """A workday of the coming weeks off, so that everything that is counted over it moves."""
    path = tmp_path / "days.csv"
    path.write_text(f"{HEAD}{off()},holiday,示例假\n", encoding="utf-8")
    return path


def off():
    """The next Monday to Friday that is no special day, a few days from now."""
    taken = set(SpecialDay.objects.values_list("date", flat=True))
    days = (timezone.localdate() + dt.timedelta(n) for n in range(3, 30))
    return next(day for day in days if day.weekday() < 5 and day not in taken)


def a_case():
    return in_handling(on=timezone.localdate())


def run(file, *options, notice=NOTICE):
    out, err = StringIO(), StringIO()
    call_command("load_calendar", file, "--notice", notice, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def due(case):
    return DisclosureRequest.objects.get(pk=case.pk).reply_due_on


def test_without_apply_it_says_what_would_move_and_writes_nothing(file):
    case, days = a_case(), SpecialDay.objects.count()
    before = due(case)
    out, _ = run(file)
    assert f"申请 {case.number}（{case.organization}）答复：{before} → " in out and "没有写入" in out
    assert case.applicant.name not in out
    assert (due(case), SpecialDay.objects.count()) == (before, days)


def test_apply_writes_the_days_moves_the_dates_and_tells_each_person_once(file):
    case, publication = a_case(), make_publication(formed_on=timezone.localdate(), items=[make_item()])
    publication.keep_due_day()
    before = due(case), publication.due_on
    out, err = run(file, "--apply", "--json")
    answer = json.loads(out)
    moves = {
        (move["name"], move["limit"]): (
            dt.date.fromisoformat(move["from"]),
            dt.date.fromisoformat(move["to"]),
        )
        for move in answer["moves"]
    }
    publication.refresh_from_db()
    assert answer["applied"] and answer["days"] == {"added": 1, "changed": 0, "unchanged": 0}
    assert moves[case.number, "答复"] == (before[0], due(case)) and due(case) > before[0]
    assert moves[publication.title, "最迟公开"] == (before[1], publication.due_on)
    assert publication.due_on > before[1] and "改了，已写入" in err
    assert SpecialDay.objects.get(date=off_day(file)).source == NOTICE
    assert Notice.objects.filter(recipient=case.officer, subject__contains="期限由").count() == 1
    told = Notice.objects.get(recipient=publication.drafted_by)
    assert str(publication.due_on) in told.subject and told.place == publication.get_office_url()


def off_day(file):
    return dt.date.fromisoformat(file.read_text(encoding="utf-8").splitlines()[1].split(",")[0])


def test_applying_twice_changes_nothing_the_second_time(file):
    case = a_case()
    run(file, "--apply")
    state = due(case), Notice.objects.count(), list(SpecialDay.objects.values_list())
    out, _ = run(file, "--apply", notice="另一份通知")
    assert "新增 0 天，修改 0 天，不变 1 天；0 个期限" in out
    assert state == (due(case), Notice.objects.count(), list(SpecialDay.objects.values_list()))


def foresee_nothing(calendar, *, today, looked):
    return []


def count(*, today):
    return 0


def fail(*, today):
    raise OSError("killed")


def test_interrupted_between_the_parts_it_leaves_everything_as_it_was(file, monkeypatch):
    case, days = a_case(), SpecialDay.objects.count()
    before, told = due(case), Notice.objects.count()
    broken = (f"{__name__}.foresee_nothing", f"{__name__}.fail", f"{__name__}.count")
    monkeypatch.setattr(calendar_moves, "_movers", [*calendar_moves._movers, broken])
    with pytest.raises(OSError, match="killed"):
        run(file, "--apply")
    assert (due(case), SpecialDay.objects.count(), Notice.objects.count()) == (before, days, told)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2028-01-03,holiday,元旦", "缺少 2027 年的放假安排"),
        ("2027-05-04,workday,劳动节", "2027-05-04 是星期二，本来就上班"),
        ("2027-05-04,假,劳动节", "第 2 行：类别“假”不认识"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_and_nothing_changes(tmp_path, row, words):
    path, days = tmp_path / "bad.csv", SpecialDay.objects.count()
    path.write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        run(path, "--apply")
    assert SpecialDay.objects.count() == days


def test_a_holiday_taken_back_becomes_a_workday_again(tmp_path, file):
    case = a_case()
    before = due(case)
    run(file, "--apply")
    back = tmp_path / "back.csv"
    back.write_text(f"{HEAD}{off_day(file)},workday,恢复上班\n", encoding="utf-8")
    out, _ = run(back, "--apply")
    assert "修改 1 天" in out and due(case) == before


def test_a_file_that_is_not_there_and_a_notice_without_words_are_said(file):
    with pytest.raises(CommandError, match="不能读取"):
        run("/nowhere.csv")
    with pytest.raises(CommandError, match="依据"):
        run(file, notice=" ")
