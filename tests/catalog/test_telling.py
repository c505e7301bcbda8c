"""Each step in the life of a unit's work tells those whom it concerns, by permission, and nobody else."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalog.adjusting import propose_change
from catalog.exchange import uploads
from catalog.exchange.uploads import confirm, receive
from catalog.guides import approve as approve_guide
from catalog.models import Item
from catalog.negative_list import approve as approve_entry
from catalog.negative_list import decide
from catalog.taking_effect import approve, put_due_in_force
from linhai_portal.accounts.models import Notice
from linhai_portal.accounts.roles import Role
from linhai_portal.catching_up import catch_up
from tests.make import (
    make_checklist,
    make_domain,
    make_entry,
    make_item,
    make_organization,
    make_user,
    publish,
    put_on_list,
)

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)
TABLE = Path("tests/data/layouts/with-errors.xlsx")


def days(n):
    return DAY + dt.timedelta(days=n)


@pytest.fixture
def unit():
    return make_organization("市教育局")


@pytest.fixture
def editor(unit):
    return make_user(Role.EDITOR, unit)


@pytest.fixture
def head():
    return make_user(Role.HEAD)


def make_draft(by, *publishers):
    """A draft that renames an item of a published catalog; nothing told so far is left."""
    names = "、".join(each.name for each in publishers)
    item = make_item(make_domain(), level2="旧名称", publisher=publishers[0], publisher_text=names)
    for other in publishers[1:]:
        item.publisher_links.create(organization=other)
    publish(item.domain, on=DAY)
    item = Item.objects.get(pk=item.pk)
    item.level2 = "新名称"
    draft = propose_change(item, by=by)
    draft.revise(by=by, reason="理由", basis="依据")
    Notice.objects.all().delete()
    return draft


def told(**facts):
    """Who was told, with what subjects in order; those told before are forgotten."""
    subjects = {}
    wanted = Notice.objects.filter(**facts).exclude(kind="工作日历")  # every autumn, whatever else is told
    for notice in wanted.order_by("pk").select_related("recipient"):
        subjects.setdefault(notice.recipient, []).append(notice.subject)
    Notice.objects.all().delete()
    return subjects


def test_a_submitted_adjustment_tells_who_may_approve_and_not_the_drafter(unit, editor, head):
    draft = make_draft(editor, unit)
    make_user(Role.HEAD, is_active=False)
    make_user(Role.HEAD).memberships.all().delete()
    everybody_else = [make_user(role, unit) for role in Role if role not in (Role.EDITOR, Role.HEAD)]
    draft.submit(by=editor)
    notice = Notice.objects.get(recipient=head)
    assert (notice.kind, notice.place) == ("动态调整", draft.get_office_url())
    heads = told()
    assert heads.pop(head) == [f"市教育局提交的{draft}等您审批"]
    assert not set(heads) & {editor, *everybody_else} and all(each.is_active for each in heads)


def test_who_drafts_and_may_approve_is_not_told_of_the_own_draft(unit, head):
    draft = make_draft(head, unit)
    draft.submit(by=head)
    assert head not in told()


def test_a_returned_adjustment_tells_the_drafter_why(unit, editor, head):
    draft = make_draft(editor, unit)
    draft.submit(by=editor)
    told()
    draft.send_back(by=head, reason="依据写文号")
    assert Notice.objects.get().text == f"{head}：依据写文号"
    assert told() == {editor: [f"{draft}已退回，请修改后再提交"]}


@pytest.mark.parametrize("change", ["deactivated", "without a role", "moved to another unit"])
def test_a_drafter_who_left_is_not_told(unit, editor, head, change):
    draft = make_draft(editor, unit)
    draft.submit(by=editor)
    told()
    if change == "deactivated":
        editor.is_active = False
        editor.save()
    elif change == "without a role":
        editor.memberships.all().delete()
    else:
        editor.memberships.update(organization=make_organization())
    draft.send_back(by=head, reason="依据写文号")
    assert told() == {}


def test_the_system_sending_an_adjustment_back_tells_the_drafter(unit, editor, head):
    draft = make_draft(editor, unit)
    draft.submit(by=editor)
    approve(draft, by=head, effective_on=days(10), today=days(1))
    told()
    line = draft.lines.get()
    line.item.revisions.update(valid_to=days(2))
    put_due_in_force(today=days(10))
    assert "系统：" in Notice.objects.get().text
    assert told() == {editor: [f"{draft}已退回，请修改后再提交"]}


def test_approval_tells_the_date_and_the_effect_tells_the_units_of_the_items(unit, editor, head):
    other, colleague = make_organization("市民政局"), make_user(Role.EDITOR, unit)
    theirs = make_user(Role.EDITOR, other)
    make_user(Role.REVIEWER, other)
    draft = make_draft(editor, unit, other)
    draft.submit(by=editor)
    told()
    approve(draft, by=head, effective_on=days(10), today=days(1), note="同意")
    assert Notice.objects.get().text == "同意"
    assert told() == {editor: [f"{draft} 已批准，2026 年 3 月 12 日起生效"]}
    put_due_in_force(today=days(10))
    notice = Notice.objects.get(recipient=theirs)
    assert (notice.text, notice.place) == ("修改：新名称", draft.get_absolute_url())
    assert told() == {
        editor: [f"{draft} 已批准并生效，生效日期 2026 年 3 月 12 日"],
        theirs: ["市民政局的目录事项有变化，2026 年 3 月 12 日起生效"],
    }, f"not {colleague}, whose unit drafted it"


def test_an_adjustment_in_force_at_once_tells_the_drafter_once(unit, editor, head):
    draft = make_draft(editor, unit)
    draft.submit(by=editor)
    told()
    approve(draft, by=head, effective_on=days(1), today=days(1))
    assert told() == {editor: [f"{draft} 已批准并生效，生效日期 2026 年 3 月 3 日"]}


def test_the_first_publication_tells_the_units_how_many_items_are_theirs(unit, editor):
    domain = make_domain("义务教育")
    for _ in range(3):
        make_item(domain, publisher=unit)
    publish(domain, on=DAY)
    assert Notice.objects.get(recipient=editor).text == "首次发布：义务教育 3 项"


def test_each_step_of_a_negative_list_entry_tells_the_other_side(editor, head):
    entry = make_entry(drafted_by=editor, title="某项数据")
    entry.submit(by=editor)
    assert told() == {head: [f"市教育局提交的{entry}等您审批"]}
    entry.send_back(by=head, reason="写到条、款")
    assert told(text=f"{head}：写到条、款") == {editor: [f"{entry}已退回，请修改后再提交"]}
    entry.submit(by=editor)
    told()
    approve_entry(entry, by=head, today=DAY, review_on=days(100))
    assert told(text="某项数据") == {editor: [f"{entry} 已批准，今天起有效，下次复核日期 2026 年 6 月 10 日"]}
    officer = make_user(Role.OFFICER)
    for agrees, words in [(False, "不同意您的评估意见"), (True, "同意您的评估意见")]:
        entry.propose("lift", by=officer, reason="已经公开", today=days(5))
        assert told() == {head: [f"{entry} 的重新评估等您决定"]}
        decide(entry, by=head, today=days(6), agrees=agrees, note="看过了")
        assert told() == {officer: [f"{entry}：{words}"]}


def test_an_expired_entry_tells_its_unit_and_the_office_once_for_each_date(unit, editor, head):
    other = make_user(Role.EDITOR)
    entry = put_on_list(on=DAY, review_on=days(10), drafted_by=editor, head=head)
    officer = make_user(Role.OFFICER)
    told()
    for n in (10, 11, 12):
        catch_up(today=days(n))
    words = [f"{entry} 过了复核日期，不再是不公开的理由，请重新评估"]
    assert told() == {editor: words, head: words, officer: words}, f"not {other} of another unit"
    entry.propose("keep", by=editor, reason="没有变化", today=days(12), review_on=days(20))
    decide(entry, by=head, today=days(12), agrees=True)
    told()
    catch_up(today=days(21))
    assert set(told()) == {editor, head, officer}


def test_items_to_be_confirmed_are_told_to_the_editors_of_the_unit_once_a_year(unit, editor):
    above = make_organization("市住建局")
    below = make_organization(parent=above)
    boss, other = make_user(Role.EDITOR, above), make_user(Role.EDITOR)
    domain = make_domain()
    for publisher in (unit, unit, below):
        make_item(domain, publisher=publisher)
    publish(domain, on=DAY)
    told()
    catch_up(today=dt.date(2027, 3, 1))
    assert told() == {}, "not before a year has passed"
    for on in (dt.date(2027, 3, 2), dt.date(2027, 3, 3), dt.date(2027, 12, 31)):
        catch_up(today=on)
    assert Notice.objects.get(recipient=editor).place == "/admin/catalog/item/?confirmed=overdue"
    subjects = {each.recipient: each.subject for each in Notice.objects.exclude(kind="工作日历")}
    assert subjects == {
        editor: "本单位有 2 个目录事项满一年没有确认",
        boss: "本单位有 1 个目录事项满一年没有确认",
    }, f"not {other}"
    catch_up(today=dt.date(2028, 1, 1))
    assert Notice.objects.filter(recipient=editor).count() == 2


@pytest.fixture
def in_background(monkeypatch):
    monkeypatch.setattr(uploads, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(uploads, "AT_ONCE_ROWS", 1)


def upload(by, name="目录.xlsx", content=None):
    content = TABLE.read_bytes() if content is None else content
    return receive(ContentFile(content, name=name), by=by, organization=by.organizations().first())


@pytest.mark.django_db(transaction=True)
def test_the_uploader_is_told_what_came_out_in_the_background(in_background, editor):
    make_domain("公共法律服务")
    taken = upload(editor)
    call_command("worker", "--batch")
    assert told(place=taken.get_absolute_url()) == {editor: ["“目录.xlsx”读好了，等您确认"]}
    taken.refresh_from_db()
    confirm(taken, by=editor, skip_bad_rows=True)
    call_command("worker", "--batch")
    taken.refresh_from_db()
    assert taken.outcome and Notice.objects.get().text == taken.outcome
    assert told() == {editor: ["“目录.xlsx”已写入"]}


@pytest.mark.django_db(transaction=True)
def test_the_uploader_is_told_of_a_refusal_and_of_a_failure_in_the_background(
    in_background, editor, monkeypatch
):
    upload(editor, "坏.xlsx", b"no workbook at all")
    call_command("worker", "--batch")
    assert Notice.objects.get().text
    assert told() == {editor: ["“坏.xlsx”不能读取"]}
    make_domain("公共法律服务")
    taken = upload(editor)
    call_command("worker", "--batch")
    taken.refresh_from_db()

    def fails(*rows, **facts):
        raise OSError("disk full")

    monkeypatch.setattr(uploads, "apply_plan", fails)
    confirm(taken, by=editor, skip_bad_rows=True)
    told()
    call_command("worker", "--batch")
    assert "一行也没有写入" in Notice.objects.get().text
    assert told() == {editor: ["“目录.xlsx”没有写入，请再看一遍"]}


@pytest.mark.django_db(transaction=True)
def test_a_reading_taken_up_again_after_a_stop_tells_once(in_background, editor):
    make_domain("公共法律服务")
    upload(editor)
    call_command("worker", "--batch")
    DBTaskResult.objects.update(status="READY", run_after=timezone.now())
    call_command("worker", "--batch")
    assert told() == {editor: ["“目录.xlsx”读好了，等您确认"]}


def test_a_table_read_at_once_needs_no_notice(editor):
    make_domain("公共法律服务")
    upload(editor)
    assert told() == {}


def test_a_guide_tells_the_reviewer_of_the_unit_and_then_its_drafter(unit):
    editor, reviewer = make_user(Role.EDITOR, unit), make_user(Role.REVIEWER, unit)
    make_user(Role.REVIEWER)
    guide = make_checklist(drafted_by=editor, organization=unit)
    guide.submit(by=editor)
    assert list(told()) == [reviewer]
    approve_guide(guide, by=reviewer)
    assert told() == {editor: [f"“{guide}”已审核公布"]}
