"""D01 to D09: the letters on the way to a reply."""

from disclosure_requests.letters import checks
from disclosure_requests.letters.kinds import OPENING, RECEIVED, REQUEST, Letter, Remedy, Series, To
from disclosure_requests.letters.pieces import (
    FeeTable,
    Sheet,
    about_information,
    about_own_records,
    editable,
    locked,
    not_given,
)

NOTICE = locked("特此告知。")


def provisional(limit, fact):
    """What a letter says of a date that counts days of a year without an official calendar."""
    return locked(
        f"上述{limit}涉及放假安排尚未公布的年份，暂按周一至周五推算；放假安排公布后期限有变动的，以重新计算的日期为准。",
        when=lambda facts: getattr(facts, fact),
    )


PROVISIONAL = provisional("答复期限", "is_due_provisional")


def is_joint(facts):
    return facts.is_jointly_made


def is_not_joint(facts):
    return not facts.is_jointly_made


def by_items(facts):
    return facts.fee_basis == "items"


def by_pages(facts):
    return facts.fee_basis == "pages"


LETTERS = (
    Letter(
        code="D01",
        title="政府信息公开申请登记回执",
        series=Series.NONE,
        parts=(
            locked(
                "{你}通过{way}提出的政府信息公开申请已经登记。根据{条例}{receipt_article}的规定，"
                "以{receipt_rule}即{received_on}为收到申请之日。",
                when=about_information,
            ),
            locked(
                "{你}通过{way}提出的更正本人信息的请求已经登记，{received_on}为收到之日。",
                when=about_own_records,
            ),
            Sheet(
                (
                    ("申请编号", "{request_number}", 1),
                    ("查询码", "{lookup_code}", 1),
                    ("收到申请之日", "{received_on}", 1),
                    ("答复期限", "至{due_on}", 1),
                )
            ),
            PROVISIONAL,
            REQUEST,
            locked(
                "根据{条例}第三十三条第二款的规定，本机关不能当场答复的，自收到申请之日起20个工作日内答复。"
                "依法需要补正、征求意见、延长答复期限或者收取信息处理费的，答复期限另行计算并告知{你}。",
                when=about_information,
            ),
            locked(
                "根据{条例}第四十一条的规定，本机关有权更正的，核查属实后予以更正并告知{你}；不属于本机关职能范围的，转送有权更正的行政机关"
                "处理并告知{你}，或者告知{你}向有权更正的行政机关提出。本机关自收到请求之日起{reply_workdays}个工作日内告知{你}结果。",
                when=about_own_records,
            ),
            locked("凭申请编号和查询码，可以查询办理的进度。查询码请妥善保管，不要告诉他人。"),
        ),
    ),
    Letter(
        code="D02",
        title="政府信息公开申请补正告知书",
        series=Series.NOTICE,
        parts=(
            RECEIVED,
            REQUEST,
            locked(
                "经审查，{你}的申请需要补正。根据{条例}第二十九条第二款、第三十条的规定，现一次性告知需要补正的事项：",
                when=about_information,
            ),
            locked(
                "根据{条例}第四十一条的规定，请求更正应当有证据证明记录不准确。参照{条例}第三十条的规定，现一次性告知需要补正的事项：",
                when=about_own_records,
            ),
            editable("{one}", each="correction_points"),
            editable("为便于{你}补正，现作如下指导和释明：{correction_guidance}", "correction_guidance"),
            locked(
                "请{你}自收到本告知书之日起{correction_days}个工作日内，将补正后的申请提交本机关。"
                "答复期限自本机关收到补正的申请之日起计算。"
            ),
            locked("{你}无正当理由逾期不补正的，视为放弃申请，本机关不再处理该{公开申请}。"),
            NOTICE,
        ),
    ),
    Letter(
        code="D03",
        title="政府信息公开申请说明理由告知书",
        series=Series.NOTICE,
        parts=(
            *OPENING,
            locked(
                "自{counted_since}起至{dated}，{你}向本机关提出政府信息公开申请共{request_count}件，数量、频次明显超过合理范围。"
                "根据{条例}第三十五条的规定，请{你}于{reasons_due_on}前（含当日）书面说明申请的理由。"
            ),
            provisional("说明理由的期限", "is_reasons_due_provisional"),
            locked(
                "本机关认为申请理由不合理的，将告知{你}不予处理；认为申请理由合理，但是无法在{条例}第三十三条规定的期限内答复的，"
                "将确定延迟答复的合理期限并告知{你}。"
            ),
            NOTICE,
        ),
        checks=(checks.in_order("counted_since", "dated"), checks.is_ahead("reasons_due_on")),
    ),
    Letter(
        code="D04",
        title="政府信息公开延期答复告知书",
        series=Series.NOTICE,
        parts=(
            RECEIVED,
            REQUEST,
            editable(
                "因{extension_reason}，本机关不能在原答复期限（{original_due}）内答复。", "extension_reason"
            ),
            locked(
                "根据{条例}第三十三条第二款的规定，经本机关政府信息公开工作机构负责人同意，"
                "答复期限延长{extension_workdays}个工作日，至{new_due}。"
            ),
            PROVISIONAL,
            NOTICE,
        ),
        checks=(checks.extension,),
    ),
    Letter(
        code="D05",
        title="政府信息公开延迟答复告知书",
        series=Series.NOTICE,
        parts=(
            *OPENING,
            editable(
                "本机关于{reasons_asked_on}要求{你}说明申请的理由，{你}说明的理由为：{reasons_given}",
                "reasons_given",
            ),
            editable(
                "经审查，{你}的申请理由合理，但因{delay_reason}，本机关无法在{条例}第三十三条规定的期限内答复。",
                "delay_reason",
            ),
            locked("根据{条例}第三十五条的规定，本机关确定延迟答复的期限为{promised_on}。"),
            NOTICE,
        ),
        checks=(checks.is_ahead("promised_on"),),
    ),
    Letter(
        code="D06",
        title="政府信息公开征求第三方意见书",
        to=To.THIRD_PARTY,
        series=Series.CONSULTATION,
        attachments=("征求第三方意见回执",),
        parts=(
            locked("本机关收到一件政府信息公开申请，申请公开的政府信息涉及{你}。"),
            editable("所涉信息概要：{information_summary}", "information_summary"),
            editable("该信息公开后可能损害{你}的合法权益：{harm_summary}", "harm_summary"),
            locked(
                "根据{条例}第三十二条的规定，现书面征求{你}的意见。请自收到本意见书之日起15个工作日内，填写所附回执并送达本机关，"
                "表明是否同意公开；不同意公开的，请指明不同意公开的内容并说明理由。"
            ),
            locked(
                "{你}逾期未提出意见的，由本机关依照{条例}的规定决定是否公开。{你}不同意公开且有合理理由的，本机关不予公开；"
                "本机关认为不公开可能对公共利益造成重大影响的，可以决定予以公开，并将决定公开的政府信息内容和理由书面告知{你}。"
            ),
        ),
        checks=(checks.applicant_unnamed,),
    ),
    Letter(
        code="D06R",
        title="征求第三方意见回执",
        to=To.AGENCY,
        series=Series.NONE,
        is_signed=False,
        parts=(
            Sheet(
                (
                    ("征求意见书", "{agency}政府信息公开征求第三方意见书", 1.5),
                    ("第三方", "{third_party}", 1),
                    ("所涉信息", "{information_summary}", 2),
                    ("意　　见", "□ 同意公开\n□ 不同意公开\n□ 部分不同意公开", 2.5),
                    ("不同意公开的内容", "", 3),
                    ("理　　由", "", 4),
                    ("签名或者盖章", "", 1.5),
                    ("日　　期", "年　　月　　日", 1),
                )
            ),
        ),
        checks=(checks.applicant_unnamed,),
    ),
    Letter(
        code="D06N",
        title="政府信息公开决定告知书",
        to=To.THIRD_PARTY,
        remedy=Remedy.R2,
        series=Series.CONSULTATION,
        parts=(
            locked("本机关于{consulted_on}就{你}所涉政府信息是否公开书面征求意见，{你}表示不同意公开。"),
            editable("决定公开的政府信息内容：{information_summary}", "information_summary"),
            editable(
                "经审查，本机关认为不公开可能对公共利益造成重大影响，理由为：{public_interest}",
                "public_interest",
            ),
            locked(
                "根据{条例}第十五条、第三十二条的规定，本机关决定于{disclosure_after}公开上述政府信息（本告知书送达较晚的，相应顺延），现将决定公开的内容和理由书面告知{你}。"
            ),
        ),
        checks=(checks.objected, checks.is_ahead("disclosure_after"), checks.applicant_unnamed),
    ),
    Letter(
        code="D07",
        title="政府信息公开申请征求意见告知书",
        series=Series.NOTICE,
        parts=(
            RECEIVED,
            REQUEST,
            locked(
                "经审查，{你}申请公开的政府信息公开后可能损害第三方合法权益。根据{条例}第三十二条的规定，"
                "本机关于{consulted_on}书面征求第三方的意见。",
                when=not_given("consulted_agency"),
            ),
            locked(
                "经审查，{你}申请公开的政府信息由本机关与{consulted_agency}共同制作。根据{条例}第三十四条的规定，"
                "本机关于{consulted_on}书面征求该机关的意见。",
                when=lambda facts: bool(facts.consulted_agency) and facts.is_jointly_made,
            ),
            locked(
                "经审查，{你}申请公开的政府信息涉及{consulted_agency}。根据{条例}第十一条第一款的规定，"
                "本机关于{consulted_on}书面征求该机关的意见。",
                when=lambda facts: bool(facts.consulted_agency) and not facts.is_jointly_made,
            ),
            locked(
                "根据{条例}第三十三条第三款的规定，征求第三方和其他机关意见所需时间不计算在答复期限内。"
                "征求意见结束后，答复期限继续计算。"
            ),
            NOTICE,
        ),
    ),
    Letter(
        code="D08",
        title="政府信息公开信息处理费收费通知书",
        series=Series.NOTICE,
        parts=(
            *OPENING,
            locked(
                "{month}，{你}向本机关累计申请公开政府信息{fee_count}件，数量、频次明显超过合理范围。",
                when=by_items,
            ),
            locked("该申请要求提供的政府信息共{fee_count}页，数量明显超过合理范围。", when=by_pages),
            locked(
                "根据{条例}第四十二条第一款和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，"
                "本机关决定{fee_way}收取信息处理费{fee_amount}元，计算如下："
            ),
            FeeTable(),
            editable("缴费方式：{payment_way}", "payment_way"),
            locked(
                "请{你}自收到本通知书次日起20个工作日内缴纳。逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。"
                "缴费后，答复期限自缴费完成次日起重新计算。"
            ),
        ),
        checks=(checks.fee,),
    ),
    Letter(
        code="D09",
        title="政府信息公开征求意见书",
        or_title=(is_not_joint, "政府信息公开协办函"),
        to=To.AGENCY,
        series=Series.CONSULTATION,
        parts=(
            locked(
                "本机关收到一件政府信息公开申请，申请公开的政府信息由本机关牵头，与你单位共同制作。",
                when=is_joint,
            ),
            locked("本机关收到一件政府信息公开申请，申请公开的政府信息涉及你单位。", when=is_not_joint),
            editable("所涉信息概要：{information_summary}", "information_summary"),
            editable("请你单位就下列问题提出意见：{question}", "question"),
            locked(
                "根据{条例}第三十四条的规定，请自收到本意见书之日起15个工作日内提出意见，逾期未提出意见的，视为同意公开。",
                when=is_joint,
            ),
            locked(
                "根据{条例}第十一条第一款的规定，请于{opinion_due_on}前（含当日）书面反馈意见。",
                when=is_not_joint,
            ),
            provisional("反馈期限", "is_opinion_due_provisional"),
        ),
        checks=(checks.applicant_unnamed, checks.is_ahead("opinion_due_on")),
    ),
)
