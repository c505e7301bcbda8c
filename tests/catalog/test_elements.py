import pytest

from catalog.elements import elements_of


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("入学条件、报名时间、报名方式", ["入学条件", "报名时间", "报名方式"]),
        ("年度计划（含目标、任务）、完成情况。", ["年度计划（含目标、任务）", "完成情况"]),
        ("一、二；三、四", ["一、二", "三、四"]),
        ("1.办事指南\n2．表格、样表\n", ["办事指南", "表格、样表"]),
        ("（一）名称；（二）地址", ["名称", "地址"]),
        ("3岁以下婴幼儿照护", ["3岁以下婴幼儿照护"]),
        ("", []),
    ],
)
def test_a_content_falls_into_its_elements(content, expected):
    assert elements_of(content) == expected
