"""How a change is told, element by element."""

from catalog.change_words import marked


def test_a_number_changes_as_a_whole():
    before, after = marked("20个工作日内", "10个工作日内")
    assert (before, after) == ("<del>20</del>个工作日内", "<ins>10</ins>个工作日内")


def test_words_that_stay_are_not_marked_and_nothing_is_html():
    assert marked("市教育局<b>", "市教育局、各学校<b>") == (
        "市教育局&lt;b&gt;",
        "市教育局<ins>、各学校</ins>&lt;b&gt;",
    )
    assert marked("甲", "乙") == ("<del>甲</del>", "<ins>乙</ins>")
