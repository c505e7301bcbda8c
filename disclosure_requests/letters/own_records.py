"""D26 to D29: what became of a request to correct a record about oneself; 条例第四十一条. D28T goes to who can correct it."""

from disclosure_requests.letters import checks
from disclosure_requests.letters.kinds import RECEIVED, REQUEST, SUPPLEMENTED, Letter, Remedy, Series, To
from disclosure_requests.letters.pieces import editable, locked

OPENING = (RECEIVED, SUPPLEMENTED, REQUEST)
VERIFIED = editable("收到请求后，本机关于{verified_on}进行了核查：{verified}", "verified")
IN_ORDER = checks.in_order("received_on", "verified_on", "dated")

LETTERS = (
    Letter(
        code="D26",
        title="更正本人信息告知书",
        remedy=Remedy.R2,
        decisions=("C1",),
        parts=(
            *OPENING,
            VERIFIED,
            editable(
                "经核查，本机关记录的与{你}自身相关的上述信息不准确。根据{条例}第四十一条的规定，"
                "本机关已于{rectified_on}予以更正，现告知{你}。",
                "rectified_on",
            ),
            editable("更正前的记录：{record_before}", "record_before"),
            editable("更正后的记录：{record_after}", "record_after"),
        ),
        checks=(IN_ORDER, checks.in_order("received_on", "rectified_on", "dated")),
    ),
    Letter(
        code="D27",
        title="不予更正本人信息告知书",
        remedy=Remedy.R2,
        decisions=("C2",),
        parts=(
            *OPENING,
            VERIFIED,
            editable("经核查，本机关记录的上述信息准确：{reason}", "reason"),
            locked("根据{条例}第四十一条的规定，本机关对上述信息不予更正，现告知{你}。"),
        ),
        checks=(IN_ORDER,),
    ),
    Letter(
        code="D28",
        title="更正本人信息请求转送告知书",
        remedy=Remedy.R2,
        decisions=("C3",),
        parts=(
            *OPENING,
            VERIFIED,
            editable("经核查，更正上述信息不属于本机关职能范围：{reason}", "reason"),
            editable(
                "根据{条例}第四十一条的规定，本机关已将{你}的请求和材料转送有权更正的行政机关{responsible_agency}处理，"
                "该机关的联系方式：{responsible_contact}",
                "responsible_agency",
                "responsible_contact",
            ),
        ),
        checks=(IN_ORDER,),
    ),
    Letter(
        code="D28T",
        title="更正本人信息请求转送函",
        to=To.AGENCY,
        series=Series.CONSULTATION,
        parts=(
            locked(
                "本机关于{received_on}收到{applicant}通过{way}提出的更正本人信息的请求（申请编号：{request_number}）。"
            ),
            editable("请求更正的内容为：{request_text}", "request_text"),
            editable("本机关于{verified_on}进行了核查：{verified}", "verified"),
            locked(
                "经核查，更正上述信息属于你单位职能范围。根据{条例}第四十一条的规定，现将该请求和所附材料转送你单位，"
                "请依法处理，并告知申请人。"
            ),
        ),
        checks=(IN_ORDER,),
    ),
    Letter(
        code="D29",
        title="更正本人信息请求途径告知书",
        remedy=Remedy.R2,
        decisions=("C4",),
        parts=(
            *OPENING,
            VERIFIED,
            editable("经核查，更正上述信息不属于本机关职能范围：{reason}", "reason"),
            editable(
                "根据{条例}第四十一条的规定，请{你}向有权更正的行政机关{responsible_agency}提出，该机关的联系方式：{responsible_contact}",
                "responsible_agency",
                "responsible_contact",
            ),
        ),
        checks=(IN_ORDER,),
    ),
)
