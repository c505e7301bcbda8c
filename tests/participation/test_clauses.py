import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.clauses import read_draft

ARTICLES = """第一章 总则
为了规范助餐服务，制定本办法。
第一条 本办法适用于本市。
第二条　服务对象
年满六十周岁的老年人。
居住满一年的非户籍老年人。
第二章　补助
第三条【补助标准】
每餐补助二元。
起草说明
一、背景
老年人口增加。"""


def test_articles_with_their_headings_chapters_and_paragraphs():
    draft = read_draft(ARTICLES)
    assert [(each.label, each.heading, each.chapter, each.text) for each in draft.clauses] == [
        ("第一条", "", "第一章 总则", "本办法适用于本市。"),
        ("第二条", "服务对象", "第一章 总则", "年满六十周岁的老年人。\n居住满一年的非户籍老年人。"),
        ("第三条", "补助标准", "第二章　补助", "每餐补助二元。"),
    ]
    assert draft.preface == "为了规范助餐服务，制定本办法。"
    assert draft.explanation == "一、背景\n老年人口增加。"


def test_the_explanation_may_come_first():
    draft = read_draft("《办法》起草说明\n一、背景\n很多。\n征求意见稿\n第一条 甲。")
    assert (draft.explanation, draft.labels()) == ("一、背景\n很多。", ["第一条"])


def test_numbered_parts_where_there_are_no_articles():
    draft = read_draft("通知如下。\n一、目标\n到明年。\n二、要求做好，认真做。")
    assert draft.labels() == ["一、", "二、"]
    assert [each.text for each in draft.clauses] == ["目标\n到明年。", "要求做好，认真做。"]


def test_paragraphs_where_nothing_is_numbered():
    assert read_draft("甲。\n\n乙。").labels() == ["第 1 段", "第 2 段"]


@pytest.mark.parametrize("label", ["第十条之一", "第一百二十三条", "第二〇条"])
def test_numbers_of_articles(label):
    assert read_draft(f"{label} 内容。").labels() == [label]


def test_a_mention_of_an_article_is_no_clause():
    draft = read_draft("第一条 依照第五条办理。\n违反前款、第三条规定的，处罚。")
    assert draft.labels() == ["第一条"]


def test_a_label_that_comes_again_is_told_apart():
    assert read_draft("第一条 甲。\n第一条 乙。").labels() == ["第一条", "第一条（2）"]


@given(st.lists(st.text("第一二条、起草说明 甲。（）\n", max_size=30), max_size=12))
def test_labels_differ_and_nothing_is_lost(lines):
    draft = read_draft("\n".join(lines))
    assert len(set(draft.labels())) == len(draft.clauses)


@given(st.integers(1, 40))
def test_as_many_clauses_as_were_written(count):
    draft = read_draft("\n".join(f"第{'一' * number}条 内容。" for number in range(1, count + 1)))
    assert len(draft.clauses) == count
