"""D10 to D17: the reply to what was asked for; 条例第三十六条至第三十八条."""

from disclosure_requests.letters import checks
from disclosure_requests.letters.facts import Opinion
from disclosure_requests.letters.grounds import GROUNDS
from disclosure_requests.letters.kinds import OPENING, Letter, Remedy
from disclosure_requests.letters.pieces import decided, editable, given, locked, said


def withheld_for(*grounds):
    return lambda facts: bool(facts.grounds & set(grounds))


def heard(opinion):
    """Withheld for a third party that said so."""
    return lambda facts: "N4" in facts.grounds and facts.third_party_opinion is opinion


def way_is_told(facts):
    return bool(facts.access_way) or not facts.url


def is_a_person(facts):
    return facts.is_natural_person


GIVEN = (
    locked(
        "本机关以{carrier}的形式，通过{delivery}向{你}提供上述政府信息，共{copies}份{pages}页，见附件。",
        when=given("materials"),
    ),
    editable("请{你}在下列时间、地点查阅、抄录：{viewing}", "viewing", when=given("viewing")),
)
# What became of a third party's opinion where the information is given, and where it is not.
GIVEN_AFTER_HEARING = (
    locked("第三方同意公开。", when=said(Opinion.AGREED)),
    locked("第三方逾期未提出意见，本机关依照{条例}第三十二条的规定决定予以公开。", when=said(Opinion.SILENT)),
    editable(
        "第三方不同意公开。本机关认为不公开可能对公共利益造成重大影响，根据{条例}第三十二条的规定决定予以公开：{public_interest}",
        "public_interest",
        when=said(Opinion.OBJECTED),
    ),
)
WITHHELD_AFTER_HEARING = (
    editable(
        "本机关已根据{条例}第三十二条的规定书面征求第三方的意见，第三方不同意公开，理由为：{third_party_reason}",
        "third_party_reason",
        when=heard(Opinion.OBJECTED),
    ),
    locked(
        "本机关经审查，认为第三方不同意公开的理由合理，且不公开不会对公共利益造成重大影响。",
        when=heard(Opinion.OBJECTED),
    ),
    locked(
        "本机关已根据{条例}第三十二条的规定书面征求第三方的意见，第三方逾期未提出意见。"
        "本机关经审查，认为公开会对第三方合法权益造成损害，且不公开不会对公共利益造成重大影响。",
        when=heard(Opinion.SILENT),
    ),
)
PROHIBITED = editable("禁止公开的规定为：{prohibiting_law}", "prohibiting_law", when=withheld_for("N2"))

LETTERS = (
    Letter(
        code="D10",
        title="政府信息公开告知书",
        remedy=Remedy.R2,
        decisions=("G1", "G2"),
        parts=(
            *OPENING,
            locked(
                "经审查，{你}申请公开的政府信息已经主动公开。根据{条例}第三十六条第（一）项的规定，现告知{你}获取该政府信息的方式、途径。",
                when=decided("G1"),
            ),
            editable(
                "{access_way}", "access_way", when=lambda facts: facts.decision == "G1" and way_is_told(facts)
            ),
            locked("网址：{url}", when=lambda facts: facts.decision == "G1" and bool(facts.url)),
            locked(
                "经审查，{你}申请公开的政府信息可以公开。根据{条例}第三十六条第（二）项的规定，本机关决定予以公开。",
                when=decided("G2"),
            ),
            *GIVEN_AFTER_HEARING,
            *GIVEN,
        ),
        checks=(checks.something_given, checks.objection_overruled),
    ),
    Letter(
        code="D11",
        title="政府信息部分公开告知书",
        remedy=Remedy.BOTH,
        decisions=("P",),
        parts=(
            *OPENING,
            locked(
                "经审查，{你}申请公开的信息中含有不应当公开的内容，但是能够作区分处理。根据{条例}第三十七条的规定，"
                "本机关决定向{你}提供可以公开的政府信息内容，对其余内容不予公开。"
            ),
            editable("予以公开的内容：{provided_part}", "provided_part"),
            *GIVEN,
            locked("不予公开的内容和理由："),
            editable(
                "{one.part}，{one_finding}，根据{条例}{one_article}和第三十六条第（三）项的规定不予公开。具体理由：{one.reason}",
                each="withheld",
            ),
            PROHIBITED,
            *WITHHELD_AFTER_HEARING,
        ),
        checks=(
            checks.known_grounds,
            checks.third_party_heard,
            checks.something_given,
            checks.cites_a_law("prohibiting_law"),
        ),
    ),
    Letter(
        code="D12",
        title="政府信息不予公开告知书",
        remedy=Remedy.R1,
        decisions=tuple(GROUNDS),
        parts=(
            *OPENING,
            locked("经审查，{你}申请公开的政府信息{finding}。"),
            editable("具体理由：{reason}", "reason"),
            PROHIBITED,
            *WITHHELD_AFTER_HEARING,
            locked(
                "{条例}{article}规定：“{rule}。”根据上述规定和{条例}第三十六条第（三）项的规定，"
                "本机关决定对{你}申请公开的上述政府信息不予公开。"
            ),
        ),
        checks=(checks.third_party_heard, checks.cites_a_law("prohibiting_law")),
    ),
    Letter(
        code="D13",
        title="行政查询事项告知书",
        remedy=Remedy.R2,
        is_remedy_disputed=True,
        decisions=("N8",),
        parts=(
            *OPENING,
            editable(
                "经审查，{你}申请公开的信息属于{query_subject}。有关法律、行政法规对该信息的获取有特别规定：{special_law}",
                "query_subject",
                "special_law",
            ),
            locked("根据{条例}第三十六条第（七）项的规定，请{你}依照上述规定办理。"),
            editable("办理窗口：{window}", "window"),
        ),
        checks=(checks.cites_a_law("special_law"),),
    ),
    Letter(
        code="D14",
        title="政府信息不存在告知书",
        remedy=Remedy.R2,
        decisions=("U1a",),
        parts=(
            *OPENING,
            editable(
                "收到申请后，本机关于{searched_on}在下列范围内进行了检索：{search_scope}",
                "searched_on",
                "search_scope",
            ),
            editable("检索所用的检索词为：{search_words}", "search_words"),
            editable("{search_note}", "search_note", when=given("search_note")),
            locked(
                "经检索，没有{你}申请公开的政府信息。根据{条例}第三十六条第（四）项的规定，现告知{你}该政府信息不存在。"
            ),
        ),
        checks=(checks.in_order("received_on", "searched_on", "dated"),),
    ),
    Letter(
        code="D15",
        title="非本机关负责公开告知书",
        remedy=Remedy.R2,
        decisions=("U1b",),
        parts=(
            *OPENING,
            editable("经审查，{你}申请公开的信息不属于本机关负责公开，理由为：{reason}", "reason"),
            locked("根据{条例}第十条第一款、第三十六条第（五）项的规定，现予告知。"),
            editable(
                "负责公开该政府信息的行政机关为{responsible_agency}，联系方式：{responsible_contact}",
                "responsible_agency",
                "responsible_contact",
                when=given("responsible_agency"),
            ),
            locked("{你}可以向该行政机关提出申请。", when=given("responsible_agency")),
        ),
    ),
    Letter(
        code="D16",
        title="无现成政府信息告知书",
        remedy=Remedy.R2,
        is_remedy_disputed=True,
        decisions=("U2",),
        parts=(
            *OPENING,
            editable(
                "经审查，本机关没有{你}申请公开的现成信息，提供该信息需要对现有政府信息进行加工、分析或者另行制作：{reason}",
                "reason",
            ),
            locked(
                "根据{条例}第三十八条的规定，行政机关向申请人提供的信息，应当是已制作或者获取的政府信息；"
                "需要行政机关对现有政府信息进行加工、分析的，行政机关可以不予提供。本机关对{你}申请公开的上述信息不予提供。"
            ),
        ),
    ),
    Letter(
        code="D17",
        title="补正后申请内容仍不明确告知书",
        remedy=Remedy.R2,
        decisions=("U3",),
        parts=(
            *OPENING,
            editable("经审查，{你}补正后的申请内容仍不明确：{still_unclear}", "still_unclear"),
            locked(
                "根据{条例}第二十九条第二款第（二）项、第三十条的规定，政府信息公开申请应当包括申请公开的政府信息的名称、文号"
                "或者便于行政机关查询的其他特征性描述。因{你}的申请内容不明确，本机关无法提供。"
            ),
            locked("{你}可以明确申请内容后另行提出申请。"),
        ),
        checks=(
            lambda facts: checks.need(
                facts,
                "correction_noticed_on",
                "corrected_on",
                because="补正后仍不明确的，应当先告知补正并收到补正",
            ),
        ),
    ),
)
