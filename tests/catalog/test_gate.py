"""What the gate keeps of a draft: places in the words of its drafter, and what only a person can judge."""

import pytest

from catalog import attaching, gate
from catalog.rich_places import place_in_body
from linhai_portal.workflow import InvalidMove
from tests.catalog.privacy.documents import packed
from tests.make import attach, make_publication

pytestmark = pytest.mark.django_db
PHONE = "13800005086"


def wheres(publication):
    return [each["where"] for check in gate.check(publication) for each in check.findings]


def test_the_drafter_is_told_the_field_the_paragraph_and_the_cell():
    body = f"<h2>一</h2><p>无</p><p>电话{PHONE}</p><table><tr><td>甲</td><td>{PHONE}</td></tr></table>"
    publication = make_publication(title=f"通知{PHONE}", body=body)
    attach(publication, f"{PHONE}.txt", "无".encode())
    assert wheres(publication) == ["标题", "附件名称“138****5086.txt”", "正文第3段", "正文表格1第1行第2列"]


@pytest.mark.parametrize(
    ("body", "where"), [("*", "正文第1段"), ("<table><tr><td>a</td></tr></table><p>*", "正文第1段")]
)
def test_a_place_in_a_body_counts_what_its_writer_sees(body, where):
    assert place_in_body(body, body.index("*")) == where


def test_what_only_a_person_can_judge_stops_like_a_finding():
    publication = make_publication()
    attach(publication, "表.csv", b"3.31082E+17\n")
    _, check = gate.check(publication)
    assert (check.passes, check.has_unseen) == (False, True)


def test_the_numbers_beside_an_unreadable_member_are_shown_to_the_reviewer():
    publication = make_publication()
    attach(publication, "包.zip", packed({"图.jpg": b"\xff\xd8\xff", "名单.csv": PHONE}))
    _, check = gate.check(publication)
    assert check.unreadable
    assert [each["masked"] for each in check.findings] == ["138****5086", ""]
    assert check.findings[1]["where"].startswith("图.jpg：")


def test_a_file_that_cannot_be_masked_stays_and_the_drafter_is_told_what_to_do():
    publication = make_publication()
    attachment = attach(publication, "包.zip", packed({"图.jpg": b"\xff\xd8\xff", "名单.csv": PHONE}))
    with pytest.raises(InvalidMove, match="“图.jpg”不能制作脱敏副本。请解压后单独处理"):
        attaching.mask(attachment, by=publication.drafted_by)
