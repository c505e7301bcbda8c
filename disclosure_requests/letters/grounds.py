"""Why information is not given: 条例第十四条至第十六条, and their words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ground:
    """What the information is, the article, and the article's words, quoted whole."""

    finding: str
    article: str
    rule: str


_SECRETS = (
    "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息，"
    "不予公开"
)
_THIRD_PARTIES = (
    "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。"
    "但是，第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开"
)
_INTERNAL = "行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开"
_PROCESS = (
    "行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以不予公开。"
    "法律、法规、规章规定上述信息应当公开的，从其规定"
)
GROUNDS = {
    "N1": Ground("属于依法确定的国家秘密", "第十四条", _SECRETS),
    "N2": Ground("属于法律、行政法规禁止公开的政府信息", "第十四条", _SECRETS),
    "N3": Ground("公开后可能危及国家安全、公共安全、经济安全、社会稳定", "第十四条", _SECRETS),
    "N4": Ground("公开后会对第三方合法权益造成损害", "第十五条", _THIRD_PARTIES),
    "N5": Ground("属于本机关的内部事务信息", "第十六条第一款", _INTERNAL),
    "N6": Ground("属于过程性信息，且没有法律、法规、规章规定应当公开", "第十六条第二款", _PROCESS),
    "N7": Ground("属于行政执法案卷信息，且没有法律、法规、规章规定应当公开", "第十六条第二款", _PROCESS),
}
