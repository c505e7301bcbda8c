"""The grounds for withholding government information, with the words of the regulation (rules: requests §4)."""

from django.db import models

from catalog.withholding import ARTICLE_14, ARTICLE_15, ARTICLE_16_1, ARTICLE_16_2


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


ARTICLES = {
    Ground.STATE_SECRET: ARTICLE_14,
    Ground.FORBIDDEN_BY_LAW: ARTICLE_14,
    Ground.SAFETY: ARTICLE_14,
    Ground.THIRD_PARTY: ARTICLE_15,
    Ground.INTERNAL: ARTICLE_16_1,
    Ground.PROCESS: ARTICLE_16_2,
    Ground.ENFORCEMENT_FILE: ARTICLE_16_2,
}
