"""What the words of a header mean, in every wording counties print: blanks, breaks and brackets do not matter."""

import re
from dataclasses import dataclass
from functools import lru_cache

from catalog.layouts.channels import channel_named
from catalog.layouts.choices import levels_named
from catalog.layouts.texts import squeeze

SEQUENCE, DOMAIN = "序号", "领域"
LEVEL1, LEVEL2, LEVEL3 = "一级事项", "二级事项", "三级事项"
CONTENT, BASIS, TIME_LIMIT, PUBLISHER = "公开内容", "公开依据", "公开时限", "公开主体"
CHANNEL, AUDIENCE, MODE, LEVEL = "公开渠道", "公开对象", "公开方式", "公开层级"
ITEMS = "公开事项"  # prints over the names, never a column of its own
EVERYONE, GROUP, PROACTIVE, ON_REQUEST = "全社会", "特定群体", "主动", "依申请公开"

# The columns in the order of the national table.
ORDER = {
    leaf: place
    for place, leaves in enumerate(
        [
            [SEQUENCE],
            [LEVEL1],
            [LEVEL2],
            [LEVEL3],
            [CONTENT],
            [BASIS],
            [TIME_LIMIT],
            [PUBLISHER],
            [CHANNEL],
            [EVERYONE, AUDIENCE],
            [GROUP],
            [PROACTIVE, MODE],
            [ON_REQUEST],
            ["市级", LEVEL],
            ["县级"],
            ["乡级"],
            ["村级"],
        ]
    )
    for leaf in leaves
}
# Which printed group a column belongs to; a problem with it is reported under that name.
GROUP_OF = {LEVEL1: ITEMS, LEVEL2: ITEMS, LEVEL3: ITEMS}
GROUP_OF |= {EVERYONE: AUDIENCE, GROUP: AUDIENCE, PROACTIVE: MODE, ON_REQUEST: MODE}
GROUP_OF |= dict.fromkeys(["市级", "县级", "乡级", "村级"], LEVEL)
MAX_HEADER = 200  # characters, instructions in brackets included; a longer text is content
GROUPS = {ITEMS, AUDIENCE, MODE, LEVEL}

_WORDS = [
    (SEQUENCE, r"序号?|编号|序列号?|项目编号|事项编号|顺序号?|no\.?|number"),
    (
        LEVEL1,
        r"(?:公开)?(?:事项)?(?:第?一级|1级|Ⅰ级)(?:公开)?(?:事项|目录|分类|类别|类目|指标|标题|名称|事项名称|项目)?|主项|大类|(?:公开|事项)(?:类别|分类|类型)",
    ),
    (
        LEVEL2,
        r"(?:公开)?(?:事项)?(?:第?二级|2级|Ⅱ级)(?:公开)?(?:事项|目录|分类|类别|类目|指标|标题|名称|事项名称|项目)?|子项|小类|(?:公开)?(?:具体)?事项名称|具体事项",
    ),
    (
        LEVEL3,
        r"(?:公开)?(?:事项)?(?:第?三级|3级|Ⅲ级)(?:公开)?(?:事项|目录|分类|类别|类目|指标|标题|名称|事项名称|项目)?",
    ),
    (ITEMS, r"(?:政务|信息|主动)?公开(?:事项|项目|类别及事项|事项类别|类别和事项)|事项(?:类别)?"),
    (
        BASIS,
        r"(?:公开|法律|法定|法规|政策|设定|实施|主要|公开的|信息公开)?(?:法律|法规|政策|文件)?依据(?:和标准)?",
    ),
    (TIME_LIMIT, r"(?:信息)?(?:公开|发布)?(?:时限|期限|时效|时间)(?:要求)?"),
    (
        PUBLISHER,
        r"(?:信息)?(?:公开|责任|发布|实施|公开责任|责任公开|牵头)(?:主体|单位|部门|机构|机关)|主体|责任(?:单位|部门)\S{0,4}",
    ),
    (
        CHANNEL,
        r"(?:信息)?(?:公开|发布|公布)?的?(?:渠道|载体|途径)(?:和|及|与|或|、|/)?(?:其)?(?:载体|渠道|途径|方式|平台)?",
    ),
    (
        CONTENT,
        r"(?:信息)?公开(?:的)?(?:具体|主要|信息|事项)?(?:内容|要素)(?:和?要素|标准)?|内容(?:要素)?|要素",
    ),
    (EVERYONE, r"(?:面向|向)?(?:全社会|社会公众|全体公民|全体社会|社会|公众)(?:公开)?"),
    (GROUP, r"(?:面向|向)?特定(?:群体|群众|对象|人群|公众|社会群体)?(?:公开)?"),
    (ON_REQUEST, r"依?申请(?:公开)?|依(?:公民)?申请(?:公开)?"),
    (PROACTIVE, r"主动(?:公开)?"),
    (AUDIENCE, r"(?:信息)?(?:公开|发布)?(?:对象|受众)"),
    (MODE, r"(?:信息)?公开(?:方式|属性|类型)|方式"),
    (LEVEL, r"(?:信息)?公开(?:层级|级别)|(?:行政|适用|所属)?(?:层级|级别)"),
    (DOMAIN, r"(?:所属|公开|试点|重点|事项|涉及)?领域(?:名称|类别)?"),
]
_PATTERNS = [(leaf, re.compile(pattern, re.IGNORECASE)) for leaf, pattern in _WORDS]
_LEVEL_WORDS = re.compile(
    r"[市县区旗乡镇街道村居社辖委会层]+(?:[、/,和及与]*[市县区旗乡镇街道村居社级委会]+)*级?"
)
_NOT_OURS = re.compile(
    r"备注|说明|五公开|决策|执行|管理|服务|结果|.*电话.*|.*热线.*|.*联系.*|更新.*|.*链接|.*网址|.*监督.*|.*邮箱|.*地址"
    r"|.*科室.*|填报.*|审核.*|(?:责任|承办|经办|负责)人|事前|事中|事后|是否.*|.*栏目.*"
)
_BRACKETS = re.compile(r"[（(\[［【〔]([^（()）\[\]［］【】〔〕]*)[)）\]］】〕]?")
_GROUP_AND_LEAF = re.compile(r"(公开事项|公开对象|公开方式|公开层级)[-—_:/、·]*(.+)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column stands for: a leaf, for level columns the levels, for a tick column of one channel its name."""

    leaf: str
    levels: tuple[str, ...] = ()
    channel: str = ""

    @property
    def leaves(self) -> tuple[str, ...]:
        return self.levels or (self.leaf,)

    @property
    def group(self) -> str:
        """The name under which a problem with this column is reported, or that is printed above it."""
        return LEVEL if self.levels else GROUP_OF.get(self.leaf, self.leaf)


def meaning_of(text: str) -> Meaning | None:
    """The meaning of one header text; a group such as 公开对象 means itself; None for other words."""
    return _meaning_of(text) if text and len(text) <= MAX_HEADER else None


@lru_cache(maxsize=2048)
def _meaning_of(text):
    words = squeeze(text).replace("\\n", "")
    outside = _BRACKETS.sub("", words).strip(":：、，,。.*＊")
    meaning = _plain_meaning(outside)
    if meaning is None and (found := _GROUP_AND_LEAF.fullmatch(outside)):
        meaning = _plain_meaning(found[2])
    if meaning is None or meaning.leaf in GROUPS:
        inside = next(filter(None, map(_plain_meaning, _BRACKETS.findall(words))), None)
        if inside and (meaning is None or inside.group == meaning.leaf):
            return inside
    return meaning


def _plain_meaning(words):
    for leaf, pattern in _PATTERNS:
        if pattern.fullmatch(words):
            return Meaning(leaf)
    if _LEVEL_WORDS.fullmatch(words) and (levels := levels_named(words)):
        return Meaning(levels[0] if len(levels) == 1 else LEVEL, levels=tuple(levels))
    channel = channel_named(words)
    return Meaning(CHANNEL, channel=channel) if channel else None


def is_other_column(text: str) -> bool:
    """备注, 咨询电话 and other columns that counties add and the catalog does not keep."""
    return _NOT_OURS.fullmatch(_BRACKETS.sub("", squeeze(text))) is not None
