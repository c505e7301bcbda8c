import re

import pytest

from catalog.table import CatalogRow, catalog_table

BASE = CatalogRow(
    domain_id=1, position=1, code="03-01-01", level1="政策文件", level2="教育法律", level3="", content="全文",
    legal_basis='["甲法", "乙法"]', time_limit="及时公开", publisher_text="市教育局", channel_flags=1, other_channel="",
    to_everyone=True, audience_group="", proactive=True, on_request=False, level_flags=0b10, evidence="seen",
)  # fmt: skip


def visible(html):
    """What the screen shows: without what only the national layout has."""
    return re.sub(r"<[^>]+>", "", re.sub(r'<(td|span) class="n[^"]*">.*?</\1>', "", html))


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("信息形成或者变更之日起20个工作日内", "20个工作日内"),
        (
            "自该信息形成或者变更之日起20个工作日内予以公开，法律另有规定的除外",
            "20个工作日内，法律另有规定的除外",
        ),
        ("自作出行政决定之日起7个工作日内", "自作出行政决定之日起7个工作日内"),
        ("及时公开", "及时公开"),
        ("20个工作日内", "20个工作日内"),
    ],
)
@pytest.mark.django_db
def test_the_screen_leaves_out_the_fixed_words_of_the_general_limit_and_paper_keeps_them(printed, shown):
    rows = str(catalog_table([BASE._replace(time_limit=printed)]).rows)
    cell = re.search(r'<td class="w">(.*?)</td>', rows)[1]
    assert visible(cell) == shown
    assert re.sub(r"<[^>]+>", "", cell) == printed


def test_the_first_level_stands_once_a_group():
    rows = str(
        catalog_table([BASE, BASE._replace(position=2), BASE._replace(position=3, level1="教育概况")]).rows
    )
    assert re.findall(r'<td class="n m[^"]*">(.*?)</td>', rows) == ["政策文件", "", "教育概况"]
    assert rows.count('<tr class="g"') == 2


def test_levels_beyond_county_and_town_get_a_column_when_used():
    assert catalog_table([BASE]).levels == ("县级", "乡级")
    assert catalog_table([BASE._replace(level_flags=0b1000)]).levels == ("县级", "乡级", "村级")
    assert catalog_table([BASE]).leaf_columns == 14


def test_a_third_level_gets_a_column_when_used():
    table = catalog_table([BASE._replace(level3="三级事项"), BASE])
    assert table.leaf_columns == 15
    assert '<span class="s"><a href="/items/03-01-01/">教育法律</a></span>' in table.rows


def test_every_row_is_as_wide_as_the_table():
    table = catalog_table([BASE])
    cells = len(re.findall(r"<t[dh][ >]", table.rows.split("\n")[1]))
    assert f'colspan="{cells}"' in table.rows.split("\n")[0]
