"""The grounds for withholding government information, with the words of the regulation (rules: requests §4)."""

from django.db import models


class Ground(models.TextChoices):
    STATE_SECRET = "N1", "依法确定为国家秘密"
    FORBIDDEN_BY_LAW = "N2", "法律、行政法规禁止公开"
    SAFETY = "N3", "公开后可能危及国家安全、公共安全、经济安全、社会稳定"
    THIRD_PARTY = "N4", "涉及商业秘密、个人隐私等，公开会损害第三方合法权益"
    INTERNAL = "N5", "内部事务信息"
    PROCESS = "N6", "过程性信息"
    ENFORCEMENT_FILE = "N7", "行政执法案卷信息"

    @property
    def article(self):
        return ARTICLES[self][0]

    @property
    def statute(self):
        """The sentence of 政府信息公开条例 that it rests on, word for word."""
        return ARTICLES[self][1]

    @property
    def is_discretionary(self):
        """可以不予公开: the agency may still disclose."""
        return self in (Ground.INTERNAL, Ground.PROCESS, Ground.ENFORCEMENT_FILE)

    @property
    def force(self):
        return "可以不予公开" if self.is_discretionary else "不予公开"


_ARTICLE_14 = (
    "第十四条",
    "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息，不予公开。",
)
_ARTICLE_15 = (
    "第十五条",
    "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。但是，第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开。",
)
_ARTICLE_16_1 = (
    "第十六条第一款",
    "行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。",
)
_ARTICLE_16_2 = (
    "第十六条第二款",
    "行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以不予公开。法律、法规、规章规定上述信息应当公开的，从其规定。",
)
ARTICLES = {
    Ground.STATE_SECRET: _ARTICLE_14,
    Ground.FORBIDDEN_BY_LAW: _ARTICLE_14,
    Ground.SAFETY: _ARTICLE_14,
    Ground.THIRD_PARTY: _ARTICLE_15,
    Ground.INTERNAL: _ARTICLE_16_1,
    Ground.PROCESS: _ARTICLE_16_2,
    Ground.ENFORCEMENT_FILE: _ARTICLE_16_2,
}
