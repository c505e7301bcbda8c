import pytest

from participation.questions import Entry, read_questions


def test_questions_and_answers_are_read_from_the_lines_of_a_text():
    text = "前言\n问：什么时候开始？\n答：五月一日。\n到年底为止。\n问：找谁？\n答：民政局。"
    assert read_questions(text) == (
        Entry("什么时候开始？", "五月一日。\n到年底为止。", "问：什么时候开始？"),
        Entry("找谁？", "民政局。", "问：找谁？"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "问题一：谁能申请？",
        "1. 问：谁能申请？",
        "一、谁能申请呢这个？",
        "（二）问:谁能申请？",
        "问：谁能申请？",
    ],
)
def test_the_ways_a_question_is_written(line):
    assert [each.answer for each in read_questions(f"{line}\n答：老年人。")] == ["老年人。"]


def test_a_question_without_an_answer_has_an_empty_one_and_a_text_without_questions_has_none():
    assert [each.answer for each in read_questions("问：甲？\n问：乙？\n答：\n丙。")] == ["", "丙。"]
    assert read_questions("一、背景\n根据规定制定。\n2026年") == ()
