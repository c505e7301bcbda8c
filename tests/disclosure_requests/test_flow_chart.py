"""The drawing says what the table of the workflow says, no more and no less."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from disclosure_requests.flow_chart import MAIN, PLAIN, chart, in_words, nexts, sources
from disclosure_requests.workflow import MOVES, TABLE, Status


def test_every_status_of_the_table_is_drawn_once():
    assert sorted(box.status for box in chart().boxes) == sorted(Status)
    assert set(PLAIN) == set(Status)


def test_each_step_of_the_main_line_follows_from_the_one_before():
    assert all(after in MOVES[before] for before, after in pairwise(MAIN))


def test_a_side_branch_names_everything_that_follows_it_but_giving_up_and_the_archive():
    for box in chart().boxes:
        if not box.is_main and box.status is not Status.WITHDRAWN:
            named = {line.removeprefix("→ ") for line in box.lines[1:]}
            onward = {*nexts(box.status)} - {Status.WITHDRAWN, Status.ARCHIVED}
            assert named == {PLAIN[each] for each in onward}


def test_what_can_be_reached_at_any_time_says_so():
    assert len(sources(Status.WITHDRAWN)) > 10
    box = next(box for box in chart().boxes if box.status is Status.WITHDRAWN)
    assert box.lines[1] == "答复发出以前都可以"


def test_no_words_run_out_of_their_box_and_no_boxes_overlap():
    for box in chart().boxes:
        assert all(len(line) * 14 <= box.width - 12 for line in box.lines), box.lines
    for column in (True, False):
        boxes = [box for box in chart().boxes if box.is_main is column]
        assert all(above.bottom < below.top for above, below in pairwise(boxes))
    assert max(box.bottom for box in chart().boxes) < chart().height


def test_the_words_tell_every_move_of_the_table():
    told = {deed for _, _, onward in in_words() for deed, *_ in onward}
    assert told == {move.deed for move in TABLE}


@pytest.mark.django_db
def test_the_page_draws_it_and_names_it_for_who_cannot_see():
    html = Client().get("/requests/").content.decode()
    svg = re.search(r"<svg class=\"flow\".*?</svg>", html, re.DOTALL)[0]
    assert all(f">{words}</text>" in svg for words in PLAIN.values())
    assert 'role="img"' in svg and '<title id="flow-title">' in svg and "style=" not in svg
    assert html.count("转到“") == sum(len(onward) for _, _, onward in in_words())
