"""Why information is not given: 条例第十四条至第十六条, and their words."""

from dataclasses import dataclass

from catalog.withholding import ARTICLE_14, ARTICLE_15, ARTICLE_16_1, ARTICLE_16_2


@dataclass(frozen=True, slots=True)
class Ground:
    """What the information is, the article, and the article's words, quoted whole but for the full stop."""

    finding: str
    article: str
    rule: str


def _ground(finding, quoted):
    article, words = quoted
    return Ground(finding, article, words.removesuffix("。"))


GROUNDS = {
    "N1": _ground("属于依法确定的国家秘密", ARTICLE_14),
    "N2": _ground("属于法律、行政法规禁止公开的政府信息", ARTICLE_14),
    "N3": _ground("公开后可能危及国家安全、公共安全、经济安全、社会稳定", ARTICLE_14),
    "N4": _ground("公开后会对第三方合法权益造成损害", ARTICLE_15),
    "N5": _ground("属于本机关的内部事务信息", ARTICLE_16_1),
    "N6": _ground("属于过程性信息，且没有法律、法规、规章规定应当公开", ARTICLE_16_2),
    "N7": _ground("属于行政执法案卷信息，且没有法律、法规、规章规定应当公开", ARTICLE_16_2),
}
