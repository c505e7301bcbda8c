from django.utils.safestring import mark_safe

from linhai_portal.fragments import fragment


def test_a_fragment_shows_the_facts_it_is_given_and_escapes_them():
    first, second = (fragment("crumbs", trail=((name, "/x/"),)) for name in ("标准目录", "<b>"))
    assert "标准目录</a>" in first
    assert "&lt;b&gt;</a>" in second


def test_words_marked_safe_do_not_lend_their_mark_to_the_same_words_unmarked():
    fragment("channels", channels=(("其他", True),), other=mark_safe("<i>"))
    assert "&lt;i&gt;" in fragment("channels", channels=(("其他", True),), other="<i>")
