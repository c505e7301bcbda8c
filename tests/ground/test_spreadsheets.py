from hypothesis import given
from hypothesis import strategies as st

from linhai_portal.spreadsheets import guarded, unguarded

TEXTS = st.text() | st.lists(st.sampled_from(["'", "=", "+", "-", "@", "\t", "\r", "甲"])).map("".join)


@given(TEXTS)
def test_a_guarded_text_begins_no_formula(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(TEXTS.filter(lambda text: not text.lstrip("'").startswith(("\t", "\r"))))
def test_a_guarded_text_is_read_back_as_it_was(text):
    assert unguarded(guarded(text)) == text
