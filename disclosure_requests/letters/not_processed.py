"""D18 to D25: applications that are not, or no longer, processed; 条例第三十条、第三十五条、第三十六条第（六）项、第三十九条."""

from disclosure_requests.letters import checks
from disclosure_requests.letters.kinds import OPENING, RECEIVED, REQUEST, Letter, Remedy
from disclosure_requests.letters.pieces import (
    about_information,
    about_own_records,
    editable,
    given,
    locked,
    not_given,
)

TITLE = "政府信息公开申请不予处理告知书"
ABANDONED = "政府信息公开申请视为放弃告知书"

LETTERS = (
    Letter(
        code="D18",
        title=TITLE,
        remedy=Remedy.R2,
        is_remedy_disputed=True,
        decisions=("X1",),
        parts=(
            *OPENING,
            editable("经审查，{你}以政府信息公开申请的形式进行信访、投诉、举报等活动：{reason}", "reason"),
            locked("根据{条例}第三十九条第一款的规定，{你}的上述申请不作为政府信息公开申请处理。"),
            editable("{你}可以通过下列渠道提出：{channel_hint}", "channel_hint", when=given("channel_hint")),
        ),
    ),
    Letter(
        code="D19",
        title="政府信息公开申请不予重复处理告知书",
        remedy=Remedy.R2,
        is_remedy_disputed=True,
        decisions=("X2",),
        parts=(
            *OPENING,
            locked("经审查，本机关已就{你}提出的相同政府信息的公开申请作出答复："),
            editable("{one.on}，{one.number}。", each="earlier_replies"),
            locked(
                "根据{条例}第三十六条第（六）项的规定，本机关对{你}重复申请公开相同政府信息不予重复处理。"
            ),
        ),
    ),
    Letter(
        code="D20",
        title=TITLE,
        remedy=Remedy.R2,
        is_remedy_disputed=True,
        decisions=("X3",),
        parts=(
            *OPENING,
            editable("经审查，{你}的申请内容为要求提供政府公报、报刊、书籍等公开出版物：{reason}", "reason"),
            locked("根据{条例}第三十九条第二款的规定，本机关对该申请不予处理。"),
            editable("{你}可以通过下列途径获取：{channel_hint}", "channel_hint", when=given("channel_hint")),
        ),
    ),
    Letter(
        code="D21",
        title=TITLE,
        remedy=Remedy.R2,
        decisions=("X4",),
        parts=(
            *OPENING,
            locked(
                "自{counted_since}起，{你}向本机关提出政府信息公开申请共{request_count}件，数量、频次明显超过合理范围。"
                "本机关于{reasons_asked_on}要求{你}说明理由。"
            ),
            editable("{你}说明的理由为：{reasons_given}", "reasons_given"),
            editable("经审查，本机关认为申请理由不合理：{reason}", "reason"),
            locked("根据{条例}第三十五条的规定，本机关对{你}的上述申请不予处理。"),
        ),
        checks=(checks.in_order("counted_since", "reasons_asked_on", "dated"),),
    ),
    Letter(
        code="D22",
        title=TITLE,
        remedy=Remedy.R2,
        decisions=("X5",),
        parts=(
            *OPENING,
            editable("经审查，{你}要求对已获取的政府信息进行确认或者重新出具：{reason}", "reason"),
            editable("根据{legal_basis}的规定，本机关对该申请不予处理。", "legal_basis"),
        ),
    ),
    Letter(
        code="D23",
        title=ABANDONED,
        remedy=Remedy.R2,
        decisions=("O1",),
        parts=(
            RECEIVED,
            REQUEST,
            locked(
                "本机关于{correction_noticed_on}作出补正告知书（{correction_number}），{你}于{correction_delivered_on}收到。"
                "补正期限已于{correction_due_on}届满，本机关没有收到补正的申请，{你}也没有说明正当理由。"
            ),
            locked(
                "根据{条例}第三十条的规定，视为{你}放弃申请，本机关不再处理该政府信息公开申请。",
                when=about_information,
            ),
            locked(
                "参照{条例}第三十条的规定，视为{你}放弃请求，本机关不再处理。有新的证据的，可以再次提出。",
                when=about_own_records,
            ),
        ),
        checks=(
            checks.in_order("correction_noticed_on", "correction_delivered_on", "correction_due_on"),
            checks.is_over("correction_due_on"),
        ),
    ),
    Letter(
        code="D24",
        title=ABANDONED,
        remedy=Remedy.R2,
        decisions=("O2",),
        parts=(
            RECEIVED,
            REQUEST,
            locked(
                "本机关作出信息处理费收费通知书（{fee_number}），{你}于{fee_delivered_on}收到。"
                "缴费期限已于{fee_due_on}届满，{你}没有缴纳信息处理费。"
            ),
            locked(
                "根据{条例}第四十二条第一款和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，"
                "视为{你}放弃申请，本机关不再处理该政府信息公开申请。"
            ),
        ),
        checks=(checks.in_order("fee_delivered_on", "fee_due_on"), checks.is_over("fee_due_on")),
    ),
    Letter(
        code="D25",
        title="政府信息公开申请处理告知书",
        or_title=(given("withdrawn_on"), "政府信息公开申请终止办理告知书"),
        remedy=Remedy.R2,
        no_remedy_when=given("withdrawn_on"),
        decisions=("O3",),
        parts=(
            *OPENING,
            locked("{你}于{withdrawn_on}撤回该申请，本机关终止办理。", when=given("withdrawn_on")),
            editable("经审查，{reason}", "reason", when=not_given("withdrawn_on")),
            editable("根据{legal_basis}的规定，现予告知。", "legal_basis", when=not_given("withdrawn_on")),
        ),
    ),
)
