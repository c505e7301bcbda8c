import pytest

from linhai_portal.rich_text import plain_text
from participation.decision_steps import BY_CODE, STEPS, planned_in
from participation.directories import read_directory
from tests.make_participation import BUSES, PARKING, directory_body


def test_the_lines_are_the_rows_under_the_head_of_the_table():
    lines = read_directory(f"前言\n{plain_text(directory_body(BUSES, PARKING))}\n附注")
    assert [(line.name, line.units, line.procedure, line.planned) for line in lines] == [BUSES, PARKING]
    assert [line.lead for line in lines] == ["市交通运输局", "市建设局"]


@pytest.mark.parametrize("text", ["", "事项名称\t承办单位", "没有表", "甲\t乙\t丙\t丁"])
def test_without_the_four_columns_there_is_no_line(text):
    assert read_directory(text) == ()


def test_a_row_that_lacks_cells_is_read_as_far_as_it_goes():
    assert read_directory("事项名称\t承办单位\t履行程序\t计划时间\n修路\t交通局")[0].planned == ""


def test_the_words_of_a_directory_name_steps_and_there_are_thirteen():
    assert planned_in("公众参与、合法性审核、集体讨论") == {"participation", "legality", "discussion"}
    assert len(STEPS) == len(BY_CODE) == 13
    places = {step.code: place for place, step in enumerate(STEPS)}
    assert all(places[each] < places[step.code] for step in STEPS for each in step.waits_for)
