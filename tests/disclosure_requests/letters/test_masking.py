import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_requests.letters.compose import compose
from disclosure_requests.letters.facts import Material, Withheld
from disclosure_requests.letters.masking import masked, masked_name
from tests.disclosure_requests.letters.samples import SAMPLES, make_facts
from tests.disclosure_requests.letters.test_compose import text_of


@pytest.mark.parametrize(
    ("name", "is_person", "shown"),
    [
        ("张三", True, "张某某"),
        ("欧阳示例", True, "欧阳某某"),
        ("𠮷田", True, "𠮷某某"),
        ("阿依古丽·示例", True, "阿某某"),
        ("John Smith", True, "J某某"),
        ("浙江示例建设有限公司", False, "某公司"),
        ("临海市示例律师事务所", False, "某律师事务所"),
        ("示例村股份经济合作社", False, "某股份经济合作社"),
        ("示例村村民委员会", False, "某村民委员会"),
        ("公司前身示例", False, "某单位"),
    ],
)
def test_a_name_keeps_its_family_or_its_kind(name, is_person, shown):
    assert masked_name(name, is_person=is_person) == shown


@pytest.mark.parametrize("code", SAMPLES)
def test_the_public_copy_names_no_applicant_and_no_third_party(code):
    facts = make_facts(
        code, request_text="示例：张示例（身份证号11010519491231002X，电话13800001111）所购房屋的备案。"
    )
    text = text_of(compose(code, masked(facts)))
    for hidden in ("张示例", "浙江示例建设有限公司", "11010519491231002X", "13800001111", "示例00"):
        assert hidden not in text
    assert "0576-80000000（示例）" in text or code == "D06R"


def test_names_inside_withheld_parts_are_hidden():
    parts = (Withheld("张示例的住址", "N4", "张示例的隐私"),)
    assert masked(make_facts("D11", withheld=parts)).withheld == (
        Withheld("张某某的住址", "N4", "张某某的隐私"),
    )


def test_names_of_materials_are_hidden():
    materials = (Material("张示例房屋登记表", 2),)
    assert masked(make_facts("D10", materials=materials)).materials == (Material("张某某房屋登记表", 2),)


@given(st.text(st.characters(categories=["Lo"]), min_size=2, max_size=12))
def test_what_was_masked_once_is_not_found_again(name):
    facts = make_facts("D12", applicant=name, reason=f"该信息为{name}的记录。")
    shown = masked(facts)
    assert name not in shown.reason.replace(shown.applicant, "")
    assert (facts.applicant, facts.reason) == (name, f"该信息为{name}的记录。")
