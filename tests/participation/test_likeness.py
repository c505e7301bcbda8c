from hypothesis import given
from hypothesis import strategies as st

from participation.likeness import alike, common_pairs, pairs_of

MEAL = "每餐补助太低，请提高到五元。"
OTHERS = [
    (1, "第二条", "建议每餐补助提高到四元。"),
    (2, "第一条", "每餐补助提高一些。"),
    (3, "第二条", "请在山区多设助餐点。"),
    (4, "第三条", "停车难，请多画车位。"),
]


def test_what_shares_rare_words_is_found_and_what_shares_a_clause_stands_first():
    found = alike(pairs_of(MEAL), "第二条", OTHERS, most=5)
    assert [(each.key, each.is_same_clause) for each in found] == [(1, True), (2, False)]
    assert found[0].shared[:2] == ("每餐补助", "提高到") and found[0].percent > found[1].percent


def test_pairs_do_not_reach_over_a_stop():
    assert pairs_of("补助。标准 A1") == ["补助", "标准", "A1"]


def test_words_that_everybody_uses_count_little():
    others = [(n, "", f"建议应当修改{n}") for n in range(50)] + [(99, "", "建议应当送餐上门")]
    found = alike(pairs_of("建议应当安排送餐上门"), "", others, most=3)
    assert found[0].key == 99 and found[0].shared[0] == "送餐上门"


def test_a_main_opinion_is_known_by_what_many_of_its_opinions_say():
    texts = ["充电桩占绿地怎么算", "充电桩要不要交钱", "我家门口"]
    pairs = common_pairs("占用绿地", texts)
    assert {"占用", "绿地", "充电", "电桩"} <= {*pairs} and "我家" not in pairs


def test_nothing_is_like_an_empty_text():
    assert alike(pairs_of("好！"), "", OTHERS, most=5) == []


@given(st.text("补助餐点。、a1", max_size=40), st.lists(st.text("补助餐点。、a1", max_size=40), max_size=6))
def test_the_likest_text_is_the_same_and_every_reason_stands_in_both(text, texts):
    others = [(0, "", text), *((n, "", each) for n, each in enumerate(texts, start=1))]
    found = alike(pairs_of(text), "", others, most=9)
    if found:
        assert max(each.percent for each in found) == next(each for each in found if each.key == 0).percent
    for each in found:
        assert all(piece in dict(enumerate([text, *texts]))[each.key] for piece in each.shared)
