"""The queue by keyboard in a real browser: rows, search, help, and everything the same with the letters switched off."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from linhai_portal.accounts.roles import Role
from tests.make import make_user
from tests.make_requests import make_case, official_calendar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.textContent"


@pytest.fixture
def cases():
    official_calendar()
    return [make_case(on=localdate(), title=f"示例{n}") for n in range(3)]


def queue(visitor, client, width=1440):
    client.force_login(make_user(Role.OFFICER), backend="linhai_portal.accounts.backends.RoleBackend")
    page = visitor.page(width=width)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.address}
    page.context.add_cookies([cookie])
    page.goto(visitor.address + reverse("cases:queue"))
    return page


def test_rows_are_walked_ticked_and_opened_by_key(visitor, client, cases):
    page = queue(visitor, client)
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == cases[0].number
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tbody .tick input:checked").get_attribute("value") == str(cases[1].pk)
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == cases[0].number
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(cases[0].get_office_url())


def test_a_slash_goes_to_the_search_and_letters_typed_there_are_letters(visitor, client, cases):
    page = queue(visitor, client)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("jk?/x")
    assert page.locator("#q").input_value() == "jk?/x" and not page.locator("dialog").is_visible()


def test_the_list_of_keys_is_a_dialog_and_letters_can_be_switched_off(visitor, client, cases, axe):
    page = queue(visitor, client)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="快捷键").is_visible()
    assert axe(page) == []
    page.get_by_label("关掉单个字母的快捷键").check()
    page.get_by_role("button", name="关闭").click()
    for _ in range(2):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('tbody')") is None
        page.reload()
    page.get_by_role("button", name="快捷键").click()
    assert page.get_by_label("关掉单个字母的快捷键").is_checked()


def test_all_on_the_page_are_ticked_at_once(visitor, client, cases):
    page = queue(visitor, client)
    page.get_by_label("勾选本页全部").check()
    assert page.locator("tbody .tick input:checked").count() == 3


def test_a_name_is_looked_for_without_a_trace_in_the_address_and_the_way_back_works(visitor, client, cases):
    page = queue(visitor, client)
    page.locator("#q").fill(cases[1].applicant.name)
    with page.expect_navigation():
        page.locator("#q").press("Enter")
    assert page.locator("tbody [data-open]").all_inner_texts() == [cases[1].number]
    assert page.url == f"{visitor.address}{reverse('cases:queue')}?tab=&found=1"
    with page.expect_navigation():
        page.locator("tbody [data-open]").click()
    page.go_back()
    assert page.locator("#q").input_value() == cases[1].applicant.name


def test_on_a_phone_each_row_is_a_card_and_its_step_can_be_tapped(visitor, client, cases):
    page = queue(visitor, client, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".scroll").evaluate("each => each.scrollWidth <= each.clientWidth")
    step = page.locator("tbody tr").first.get_by_role("link", name="登记", exact=True)
    assert step.bounding_box()["height"] >= 44
    assert page.locator("tbody tr").first.bounding_box()["width"] <= 390


@pytest.mark.parametrize("width", [1440, 390])
def test_the_new_pages_have_no_accessibility_fault(visitor, client, cases, axe, html_errors, width):
    page = queue(visitor, client, width)
    page.goto(f"{visitor.address}{reverse('cases:queue')}?tab=new")
    page.get_by_text("保存这个筛选").click()
    page.get_by_label("名称").fill("待登记的")
    page.get_by_role("button", name="保存").click()
    ticked = "&".join(f"case={case.pk}" for case in cases)
    faults = axe(page)
    for address in (
        "/office/requests/",
        "/office/requests/filters/",
        f"/office/requests/bulk/assign/?{ticked}",
    ):
        page.goto(visitor.address + address)
        faults += axe(page)
        faults += html_errors(client.get(address).content.decode())
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{address} is wider than {width}")
    assert faults == []
