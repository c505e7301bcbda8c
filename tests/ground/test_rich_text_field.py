"""The form field of rich texts: plain lines and markup, pictures of ours that are described, errors in words."""

import json

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from linhai_portal.accounts.roles import Role
from linhai_portal.rich_text_field import RichTextField
from tests.make import make_organization, make_user
from tests.rich_text_site import TextForm

DESCRIBED = '<p><img src="/pictures/a.png" alt="学区划分图：以灵江为界"></p>'


def saved(text):
    form = TextForm({"body": text})
    assert form.is_valid(), form.errors
    return form.cleaned_data["body"]


def refusal(text):
    form = TextForm({"body": text})
    assert not form.is_valid()
    return form.errors["body"][0]


def test_plain_lines_are_paragraphs():
    assert saved("　　第一段，a < b\r\n\r\n　　第二段") == "<p>第一段，a &lt; b</p>\n<p>第二段</p>"


def test_markup_is_cleaned():
    assert (
        saved("<h1 onclick=x>总则</h1><script>x</script>字" + DESCRIBED)
        == "<h2>总则</h2>\n<p>字</p>\n" + DESCRIBED
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请写正文"),
        ("<p>&nbsp;</p>", "请写正文"),
        ("<p>图<img src='file:///C:/a.png' alt=x></p>", "有 1 张图片不在本站"),
        ("<p><img src='/pictures/a.png' alt='image001.png'></p>", "有 1 张图片没有文字说明：/pictures/a.png"),
        ("<table><tr>" + "<td>x" * 101, "作为附件上传"),
        ("字" * 500_001, "作为附件上传"),
    ],
)
def test_what_cannot_be_saved_is_said_in_words(text, words):
    assert words in refusal(text)


def test_a_lost_picture_is_told_once_and_the_box_shows_what_is_left():
    form = TextForm({"body": "<p class=MsoNormal>图<img src='file:///C:/a.png'></p>"})
    assert not form.is_valid()
    left = form["body"].value()
    shown = form.fields["body"].widget.format_value(left)
    assert saved(shown) == "<p>图</p>"


def test_pictures_are_nobodys_until_the_form_says_whose():
    class Form(forms.Form):
        body = RichTextField()

    form, other = Form({"body": DESCRIBED}), Form({"body": DESCRIBED})
    form.fields["body"].is_own_picture = lambda src: src.startswith("/pictures/")
    assert (form.is_valid(), other.is_valid()) == (True, False)


def test_the_same_text_written_another_way_is_no_change():
    field = RichTextField()
    assert not field.has_changed("<p>甲</p>\n<p>乙</p>", "<p>甲</p><p class=MsoNormal>乙</p>")
    assert field.has_changed("<p>甲</p>", "<p>乙</p>")


def test_the_page_carries_no_inline_script_and_names_the_editor(office):
    html = office.get(reverse("write")).content.decode()
    assert 'data-rich-text="/static/django_prose_editor/editor' in html
    assert "<script>" not in html and "importmap" not in html and " style=" not in html


@pytest.fixture
def office(settings, db):
    settings.ROOT_URLCONF = "tests.rich_text_site"
    client = Client()
    client.force_login(make_user(Role.EDITOR, make_organization("县司法局")))
    return client


def paste(client, html):
    return client.post(reverse("clean_pasted"), html, content_type="text/html")


def test_what_is_pasted_comes_back_cleaned_with_a_word_about_lost_pictures(office):
    answer = paste(
        office, "<p class=MsoNormal>甲<img src='file:///C:/a.png'><img src='/pictures/a.png' alt=图示></p>"
    )
    assert answer.json() == {
        "html": '<p>甲<img src="/pictures/a.png" alt="图示"></p>',
        "message": "有 1 张图片没有带过来。请先上传图片，再用“图片”插入。",
    }


def test_what_is_too_large_to_paste_is_said(office):
    answer = paste(office, "<b>" * 200_001)
    assert answer.status_code == 422
    assert "附件" in json.loads(answer.content)["message"]


def test_only_signed_in_staff_paste(office):
    assert paste(Client(), "<p>甲</p>").status_code == 302
    assert office.get(reverse("clean_pasted")).status_code == 405
