"""A text of Word pasted into the editor in a real browser and saved; the editor by keyboard; the text on its page."""

import random

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse

from linhai_portal import rich_text
from linhai_portal.accounts.roles import Role
from tests.ground.test_rich_text import BLANKS, PIECES, clean, sample
from tests.journeys.test_staff import sign_in
from tests.make import make_organization, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """([html, element]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def open_editor(visitor, settings):
    settings.ROOT_URLCONF = "tests.rich_text_site"

    def open_editor(**window):
        page = sign_in(visitor, make_user(Role.EDITOR, make_organization("县司法局")), **window)
        page.goto(visitor.address + reverse("write"))
        return page

    return open_editor


def editor_of(page):
    """The editor itself, not the box in its place before the script has run."""
    return page.get_by_role("textbox", name="正文").and_(page.locator("[contenteditable]"))


def paste(page, html):
    editor = editor_of(page)
    editor.focus()
    with page.expect_response("**/try/clean/"):
        page.evaluate(PASTE, [html, editor.element_handle()])


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="保存").click()
    return page.evaluate("() => document.body.textContent").strip()


@pytest.mark.parametrize("name", ["word-notice.html", "word-table.html"])
def test_what_is_pasted_from_word_is_shown_clean_and_saved_as_shown(open_editor, axe, name):
    page = open_editor(width=1280)
    paste(page, sample(name))
    last = rich_text.plain_text(clean(sample(name))).splitlines()[-1].split("\t")[0]
    editor_of(page).get_by_text(last).first.wait_for()
    assert axe(page) == []
    if name == "word-notice.html":
        assert "有 1 张图片没有带过来" in page.get_by_role("status").inner_text()
    assert save(page) == clean(sample(name))


def test_a_paste_that_the_server_could_not_clean_is_cleaned_when_saved(open_editor):
    page = open_editor(width=1280)
    page.route("**/try/clean/", lambda route: route.abort())
    editor = editor_of(page)
    editor.focus()
    pasted = "<p style='color:red'>甲</p><p onclick=x style=color:red>乙<script>x</script></p>"
    page.evaluate(PASTE, [pasted, editor.element_handle()])
    editor.get_by_text("乙").wait_for()
    assert "保存的时候再整理" in page.get_by_role("status").inner_text()
    assert save(page) == "<p>甲</p>\n<p>乙</p>"


def test_a_text_is_written_by_keyboard_alone(open_editor, axe):
    page = open_editor(width=1280)
    editor_of(page).focus()
    page.keyboard.type("总则")
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "加粗"
    page.keyboard.press("ArrowLeft")
    page.get_by_label("段落样式").select_option("一级标题")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.isContentEditable")
    page.keyboard.press("Enter")
    page.keyboard.type("正文")
    page.get_by_role("button", name="表格", exact=True).click()
    page.keyboard.type("名称")
    page.keyboard.press("Tab")
    page.keyboard.type("数量")
    page.keyboard.press("Tab")
    page.keyboard.type("备注")
    assert page.get_by_role("button", name="加行").is_visible()
    assert axe(page) == []
    assert save(page).startswith(
        '<h2>总则</h2>\n<p>正文</p>\n<table>\n<thead>\n<tr><th scope="col">名称</th>'
    )


def test_a_picture_needs_a_description(open_editor, axe):
    page = open_editor(width=1280)
    editor_of(page).focus()
    page.keyboard.type("流程：")
    page.get_by_role("button", name="图片").click()
    page.get_by_label("图片地址").fill("/static/img/gate.svg")
    assert axe(page) == []
    page.get_by_role("button", name="确定").click()
    assert page.get_by_role("dialog", name="图片").is_visible()
    page.get_by_label("文字说明").fill("申请、初审、公示三步")
    page.get_by_role("button", name="确定").click()
    page.get_by_alt_text("申请、初审、公示三步").wait_for()
    save(page)
    assert "有 1 张图片不在本站" in page.locator(".error").inner_text()
    assert editor_of(page).inner_text().strip() == "流程："


def test_a_caption_and_merged_cells_survive_the_editor(open_editor):
    page = open_editor(width=1280)
    text = clean(
        "<table><caption>表1</caption><tr><th>甲<th>乙<tr><td rowspan=2>1<td class=doc-right>2<tr><td>3</table>"
    )
    paste(page, text)
    editor_of(page).get_by_text("表1").wait_for()
    assert save(page) == text


def test_without_scripts_the_box_takes_plain_lines(open_editor, axe):
    page = open_editor(width=390, java_script_enabled=False)
    page.get_by_label("正文").fill("第一段\n第二段")
    with page.expect_navigation():
        page.get_by_role("button", name="保存").click()
    assert page.locator("body").inner_text().strip() == "<p>第一段</p>\n<p>第二段</p>"


def random_texts(number, seed=5):
    chance = random.Random(seed)
    pieces = [*(piece.replace("|", " ") for piece in PIECES.split()), *BLANKS]
    for _ in range(number):
        yield (
            "".join(chance.choice(pieces) for _ in range(60))
            .replace("b.png", "a.png")
            .replace("a.png", "a.png alt=图示")
        )


def test_whatever_was_cleaned_is_valid_html(html_errors):
    texts = [*map(sample, ("word-notice.html", "word-table.html", "wps-notice.html")), *random_texts(300)]
    body = "\n".join(rich_text.for_page(clean(text)) for text in texts)
    page = f"<!DOCTYPE html><html lang=zh-CN><meta charset=utf-8><title>公文</title><h1>公文</h1>{body}"
    # Each text has its own ids; here three hundred stand on one page.
    assert [error for error in html_errors(page) if "Duplicate ID" not in error] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_body_reads_well_on_its_page(visitor, axe, width):
    page = visitor.page(width=width)
    page.goto(visitor.address + "/help/")
    body = "".join(
        rich_text.for_page(clean(sample(f"{name}.html"))) for name in ("word-notice", "word-table")
    )
    page.evaluate(
        "([body, sheet]) => { const link = document.createElement('link'); link.rel = 'stylesheet'; link.href = sheet;"
        "document.head.append(link); document.querySelector('main').innerHTML = '<h1>公文</h1><div class=doc>' + body + '</div>';"
        "return new Promise((done) => { link.onload = done; }); }",
        [body, staticfiles_storage.url("css/publication.css")],
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    paragraph = page.get_by_text("为做好2026年招生工作")
    assert paragraph.evaluate("p => getComputedStyle(p).textIndent") == "36px"
    assert axe(page) == []
