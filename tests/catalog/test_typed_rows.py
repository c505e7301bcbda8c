"""What a person types is kept so that an export of it, imported again, changes nothing; what does not fit is refused."""

import tempfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.exchange.export import export_catalog
from catalog.exchange.plan import UNCHANGED, plan_import
from catalog.exchange.uploads import confirm, correct_row, receive
from catalog.forms import ItemForm, RowForm
from catalog.item_editing import save_item
from catalog.layouts.reader import read
from catalog.layouts.vocabulary import CHANNELS, LEVELS
from catalog.models import Item
from catalog.models.domains import domain_names
from linhai_portal.accounts.roles import Role
from tests.catalog.layouts.test_round_trip import TEXTS
from tests.make import make_domain, make_item, make_organization, make_user

TABLE = (
    "生态环境领域基层政务公开标准目录,,,,,,,,,,,,,\n"
    "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,全社会,特定群体,主动,依申请公开,县级,乡级\n"
    "1,政策文件,办事指南,条件、材料,《甲法》,20个工作日内,市教育局,■政府网站,√,,√,,√,\n"
    "2,政策文件,咨询监督,电话,《甲法》,20个工作日内,市教育局,■政府网站,√,,,,√,\n"
)
TYPED = {
    "level1": st.just("政策文件") | TEXTS,
    "level2": TEXTS,
    "level3": st.just("") | TEXTS,
    "content": TEXTS,
    "legal_basis": TEXTS,
    "time_limit": TEXTS,
    "other_channel": st.just("") | TEXTS,
    "audience_group": TEXTS,
    "channels": st.lists(st.sampled_from(CHANNELS), unique=True),
    "levels": st.lists(st.sampled_from(LEVELS), unique=True),
    "to_everyone": st.booleans(),
    "proactive": st.just(True),
    "on_request": st.booleans(),
}


def is_unchanged_by_export_and_import(domain):
    """Whether both formats, read back, say nothing new of any item of the domain."""
    domain.refresh_from_db()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("xlsx", "csv"):
            path = Path(folder) / f"export.{kind}"
            with path.open("wb") as target:
                export_catalog(target, [domain], format=kind)
            plan = plan_import(read(str(path), domain_names=domain_names()), retire_missing=True)
            if {row.action for row in plan.rows} != {UNCHANGED} or plan.errors():
                return False
    return True


class LawsOfTyping(TestCase):
    @given(facts=st.fixed_dictionaries(TYPED | {"publisher_text": TEXTS}))
    @settings(max_examples=60)
    def test_an_item_typed_by_hand_survives_export_and_import(self, facts):
        domain = make_domain("生态环境")
        make_item(domain)
        item = Item(domain=domain)
        form = ItemForm(
            facts
            | {"domain": domain.pk, "limit_unit": "unknown", "limit_anchor": "formed"}
            | {"attribute": "proactive"},
            instance=item,
        )
        form.editor = make_user(Role.OFFICER)
        if form.is_valid():
            save_item(form.save(commit=False), propose_rule=True)
        assert is_unchanged_by_export_and_import(domain)

    @given(facts=st.fixed_dictionaries(TYPED | {"publisher": TEXTS}))
    @settings(max_examples=60)
    def test_a_row_mended_by_hand_survives_export_and_import(self, facts):
        domain, unit = make_domain("生态环境"), make_organization()
        file = ContentFile(TABLE.encode(), name="目录.csv")
        mine = receive(file, by=make_user(Role.OFFICER, unit), organization=unit)
        row = mine.rows.get(action="bad")
        form = RowForm(facts, row=row)
        form.data["seen"] = form.initial["seen"]
        if form.is_valid():
            correct_row(row, form.record_values())
            mine.refresh_from_db()
        confirm(mine, by=mine.uploaded_by, skip_bad_rows=True)
        assert mine.status == "done" and is_unchanged_by_export_and_import(domain)


def typed_item(domain, **facts):
    form = ItemForm(
        {"level1": "政策文件", "level2": "甲", "content": "全文", "proactive": True}
        | {"limit_unit": "unknown", "limit_anchor": "formed", "attribute": "proactive"}
        | {"domain": domain.pk}
        | facts
    )
    form.editor = make_user(Role.OFFICER)
    return form


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "longest"),
    [
        ("level1", 300),
        ("level2", 500),
        ("level3", 500),
        ("other_channel", 300),
        ("audience_group", 300),
        ("content", 32_767),
        ("time_limit", 32_767),
        ("publisher_text", 32_767),
    ],
)
def test_a_text_too_long_is_refused_beside_its_field(field, longest):
    domain = make_domain()
    assert typed_item(domain, **{field: "长" * longest}).is_valid()
    form = typed_item(domain, **{field: "长" * (longest + 1)})
    assert form.errors == {field: [f"最多能写 {longest} 个字，现在有 {longest + 1} 个，请缩短。"]}


@pytest.mark.django_db
def test_a_legal_basis_too_long_is_refused_beside_its_field():
    form = typed_item(make_domain(), legal_basis="长" * 32_768)
    assert form.errors == {"legal_basis": ["公开依据一共有 32768 个字，最多能写 32767 个字，请缩短。"]}


@pytest.mark.django_db
def test_names_are_typed_for_all_items_of_a_table_or_for_none():
    named, plain = make_domain(), make_domain()
    make_item(named)
    make_item(plain, level1="")
    assert "都有一级事项" in str(typed_item(named, level1="").errors["level1"])
    assert "都没有一级事项" in str(typed_item(plain).errors["level1"])
    assert typed_item(plain, level1="").is_valid() and typed_item(make_domain()).is_valid()


@pytest.mark.django_db
def test_an_item_with_a_first_level_only_needs_its_content():
    form = typed_item(make_domain(), level2="", content="同上")
    assert form.errors == {"content": ["没有二级事项的，请填写公开内容。"]}
