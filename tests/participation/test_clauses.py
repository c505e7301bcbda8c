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


def beside(old, new):
    pairs = read_draft(old).beside(read_draft(new))
    return [(a and a.label, b and b.label) for a, b in pairs]


MEALS = "第一条 服务对象\n六十周岁以上。\n第二条 补助标准\n每餐补助二元。\n第三条 公开\n名单按月公开。"


def test_an_article_that_was_put_in_moves_the_numbers_and_no_comparison():
    final = MEALS.replace("第三条", "第四条").replace("第四条", "第三条 送餐\n山区组织送餐。\n第四条")
    assert beside(MEALS, final) == [
        ("第一条", "第一条"),
        ("第二条", "第二条"),
        (None, "第三条"),
        ("第三条", "第四条"),
    ]


def test_an_article_that_was_struck_has_nothing_beside_it():
    final = "第一条 服务对象\n六十周岁以上。\n第二条 公开\n名单按月公开。"
    assert beside(MEALS, final) == [("第一条", "第一条"), ("第二条", None), ("第三条", "第二条")]


def test_an_article_that_was_written_anew_stays_beside_its_number():
    assert beside("第一条 甲乙丙丁。", "第一条 另外的话。") == [("第一条", "第一条")]


@given(st.text("第一二条 甲乙\n", max_size=60), st.text("第一二条 甲乙\n", max_size=60))
def test_every_clause_of_both_stands_once_and_in_its_order(old, new):
    old, new = read_draft(old), read_draft(new)
    pairs = old.beside(new)
    assert [a for a, _ in pairs if a] == list(old.clauses)
    assert [b for _, b in pairs if b] == list(new.clauses)


def test_very_many_clauses_are_compared_by_their_numbers():
    long = "\n".join(f"第{'一' * number}条 内容{number}。" for number in range(1, 150))
    assert beside(long, long.replace("第一条 ", "第九条 "))[0] == ("第一条", None)
