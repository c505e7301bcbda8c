"""How a change is told, element by element."""

from catalog.change_words import marked, merged


def test_a_number_changes_as_a_whole():
    before, after = marked("20个工作日内", "10个工作日内")
    assert (before, after) == ("<del>20</del>个工作日内", "<ins>10</ins>个工作日内")


def test_words_that_stay_are_not_marked_and_nothing_is_html():
    assert marked("市教育局<b>", "市教育局、各学校<b>") == (
        "市教育局&lt;b&gt;",
        "市教育局<ins>、各学校</ins>&lt;b&gt;",
    )
    assert marked("甲", "乙") == ("<del>甲</del>", "<ins>乙</ins>")


def test_a_small_change_of_a_long_text_is_marked():
    text = "公开内容。" * 4000
    assert marked(f"{text}甲{text}", f"{text}乙{text}") == (
        f"{text}<del>甲</del>{text}",
        f"{text}<ins>乙</ins>{text}",
    )


def test_texts_that_would_take_seconds_to_compare_are_shown_whole():
    before, after = "甲" * 2000 + "乙", "丙" + "甲" * 1999
    assert marked(before, after) == (f"<del>{before}</del>", f"<ins>{after}</ins>")


def test_in_one_text_what_is_gone_stands_before_what_came():
    assert merged("每餐补助二元。", "每餐补助三元。") == "每餐补助<del>二</del><ins>三</ins>元。"
    assert merged("", "<新>") == "<ins>&lt;新&gt;</ins>" and merged("旧", "") == "<del>旧</del>"


def test_words_that_come_twice_are_compared_only_once():
    assert marked("一一一", "一一") == ("一一<del>一</del>", "一一")
    assert marked("", "一") == ("", "<ins>一</ins>")
