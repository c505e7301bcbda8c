"""Journey 4: a draft is out for comment, people comment by clause, the unit decides and answers, the final text follows."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from catalog.models import Publication
from linhai_portal.accounts.roles import Role
from participation.models import Cluster, Consultation, Interpretation, Opinion
from participation.telling import tell_authors_task
from tests.journeys.test_staff import sign_in
from tests.make import make_item, make_organization, make_publication, make_user, put_out
from tests.make_participation import DRAFT, closed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def follow(page, target):
    with page.expect_navigation():
        target.click()


def said(page):
    return page.get_by_role("status").first.inner_text()


def test_from_the_draft_to_the_final_document(visitor, axe, settings, mailoutbox):
    settings.SHORTEST_FILLING = 0
    unit = make_organization("市民政局")
    item = make_item(publisher=unit)
    editor, faults = make_user(Role.EDITOR, unit), []
    desk = sign_in(visitor, editor, width=1280)
    consultation = announced(desk, faults, axe, item, visitor)

    phone = visitor.page(width=390)
    phone.goto(visitor.address + reverse("participation:start"))
    follow(phone, phone.get_by_role("link", name="关于公开征求助餐办法意见的公告"))
    clause = phone.locator("article.clause").nth(1)
    clause.locator("summary").click()
    faults += axe(phone)
    clause.get_by_label("您的意见").fill("每餐补助三元。")
    clause.get_by_label(re.compile("^联系方式")).fill("a@example.com")
    follow(phone, clause.get_by_role("button", name="提交意见"))
    assert "收到了" in phone.get_by_role("heading", level=1).inner_text()
    faults += axe(phone)

    decided(desk, faults, axe, consultation, visitor)
    closed(consultation)
    final = make_publication(
        drafted_by=editor, items=[item], title="临海市助餐办法", body=DRAFT.replace("二元", "三元")
    )
    desk.goto(visitor.address + consultation.get_office_url())
    faults += axe(desk)
    desk.get_by_label("正式文件").select_option(label="临海市助餐办法")
    follow(desk, desk.get_by_role("button", name="就是这一件"))
    desk.goto(visitor.address + final.get_office_url())
    follow(desk, desk.get_by_role("button", name="提交审核"))
    assert "采纳情况还没有公布" in said(desk)

    desk.goto(visitor.address + consultation.get_office_url())
    follow(desk, desk.get_by_role("button", name="起草采纳情况公告"))
    consultation.refresh_from_db()
    put_out(consultation.feedback)
    tell_authors_task.func(consultation.pk)
    assert [letter.to for letter in mailoutbox] == [["a@example.com"]]
    put_out(final)

    phone.goto(visitor.address + consultation.get_absolute_url())
    assert "收到 1 条意见，采纳和部分采纳 1 条" in phone.content()
    assert phone.locator("ins").filter(has_text="三").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    faults += axe(phone)
    explained(desk, phone, faults, axe, item, final, consultation)
    assert faults == []


def explained(desk, phone, faults, axe, item, final, consultation):
    """An interpretation is drafted in the browser and put out; document and interpretation lead to each other."""
    start = phone.url.removesuffix(consultation.get_absolute_url())
    desk.goto(f"{start}{reverse('participation_office:interpretation_new')}")
    desk.get_by_label("解读的文件").select_option(label="临海市助餐办法")
    desk.get_by_label("形式").select_option("text")
    told = {"公开事项": item.code, "标题": "助餐办法解读", "成文日期": localdate().isoformat()}
    for label, value in told.items():
        desk.get_by_label(re.compile(rf"^{label}$")).fill(value)
    follow(desk, desk.get_by_role("button", name="保存草稿"))
    interpretation = Interpretation.objects.get()
    Publication.objects.filter(pk=interpretation.publication_id).update(body="<p>每餐补助提高到三元。</p>")
    put_out(Publication.objects.get(pk=interpretation.publication_id))
    phone.goto(start + consultation.get_absolute_url())
    follow(phone, phone.get_by_role("link", name="文字解读：助餐办法解读"))
    follow(phone, phone.get_by_role("link", name="临海市助餐办法").first)
    assert phone.url == start + Publication.objects.get(pk=final.pk).get_absolute_url()
    faults += axe(phone)
    follow(phone, phone.get_by_role("link", name="助餐办法解读").first)
    assert "每餐补助提高到三元。" in phone.content()


def fill_in_announcement(desk, item, title):
    """What every announcement with a period asks for: from today for a year."""
    today = localdate()
    told = {
        "公开事项": item.code,
        "标题": title,
        "成文日期": today.isoformat(),
        "开始日期": today.isoformat(),
        "截止日期": today.replace(year=today.year + 1).isoformat(),
        "联系电话": "0576-80000000",
    }
    for label, value in told.items():
        desk.get_by_label(re.compile(rf"^{label}$")).fill(value)


def announced(desk, faults, axe, item, visitor):
    """Drafted in the browser, put out by the two others."""
    desk.goto(visitor.address + reverse("participation_office:consultation_new"))
    faults += axe(desk)
    fill_in_announcement(desk, item, "关于公开征求助餐办法意见的公告")
    desk.get_by_label("类型").select_option("document")
    follow(desk, desk.get_by_role("button", name="保存草稿"))
    consultation = Consultation.objects.get()
    Publication.objects.update(body=DRAFT)
    desk.goto(visitor.address + consultation.get_office_url())
    assert "第二条　补助标准" in desk.content()
    faults += axe(desk)
    put_out(Publication.objects.get())
    return Consultation.objects.get()


def decided(desk, faults, axe, consultation, visitor):
    """The opinion is read, put under a main opinion and decided."""
    desk.goto(visitor.address + reverse("participation_office:opinions", args=[consultation.pk]))
    faults += axe(desk)
    follow(desk, desk.get_by_role("link", name=re.compile("^找相近的")))
    assert "没有找到用词相近" in desk.content()
    faults += axe(desk)
    desk.go_back()
    desk.get_by_label(re.compile("^选第")).check()
    desk.get_by_label("新建主要意见").fill("提高每餐补助")
    follow(desk, desk.get_by_role("button", name="新建并归并"))
    assert Opinion.objects.get().status == "taken"
    desk.goto(visitor.address + reverse("participation_office:clusters", args=[consultation.pk]))
    faults += axe(desk)
    follow(desk, desk.get_by_role("link", name="提高每餐补助"))
    faults += axe(desk)
    desk.get_by_label("采纳", exact=True).check()
    desk.get_by_label("理由和修改").fill("改为每餐三元。")
    follow(desk, desk.get_by_role("button", name="决定"))
    assert Cluster.objects.get().decision == "adopted"
