"""The cell 公开渠道和载体: which of the 13 channels are chosen, and what is named besides them."""

import re

from catalog.layouts.marks import CHOSEN, OPEN, options, plain_marks
from catalog.layouts.texts import clean, is_placeholder
from catalog.layouts.vocabulary import CHANNELS, OTHER

_NAMES = {
    "政府网站": r"(?:[\u4e00-\u9fff]{1,20}?)??政府(?:门户)?网站",
    "政府公报": "政府公报",
    "两微一端": "两微一端|政务新媒体",
    "发布会/听证会": r"(?:新闻)?发布会(?:\s{0,3}[/／、和或]?\s{0,3}听证会)?|听证会",
    "广播电视": r"广播\s{0,3}[/／、和]?\s{0,3}电视",
    "纸质媒体": "纸质(?:媒体|载体)",
    "公开查阅点": "(?:政府信息)?公开查[阅询]点",
    "政务服务中心": "(?:政务|政府|行政)服务中心",
    "便民服务站": "便民服务站",
    "入户/现场": r"入户\s{0,3}[/／、]?\s{0,3}现场(?:宣传)?",
    "社区/企事业单位/村公示栏（电子屏）": (
        r"(?:(?:社区|企事业单位)[/／、和\s]{0,3}){0,3}(?:村[/／、（(\s]{0,3}(?:[居社]区?[)）\s]{0,3})?)?(?:[务级]\s?)?公示栏"
        r"(?:\s{0,3}[/／、和]?\s{0,3}(?:[（(]\s?电子屏\s?[)）]|电子屏))?"
    ),
    "精准推送": "精准推送",
}
_URL = re.compile(
    r"(?:网址\s{0,3}[:：]?\s{0,3})?[（(]?\s{0,3}(?:网址\s{0,3}[:：]?\s{0,3})?"
    r"(?:(?:https?|ftp)\s*[:：]//|www\.)[^\s\u4e00-\u9fff（）()，；、。]+\s*[)）]?"
    r"|[（(]?(?<![\w.-])(?:[A-Za-z0-9-]{1,40}\.){1,6}(?:gov|com|org|net|cn)\b[^\s\u4e00-\u9fff（）()，；、。]*[)）]?"
)
_BRACKETED_NOTE = re.compile(r"[（(]\s*(?:备?注|说明)\s*[:：][^（()）]*[)）]")
_NOTE = re.compile(r"(?:备?注|说明)\s*[:：].*", re.DOTALL)
MAX_LENGTH = 4000  # characters; all 13 names with marks have 120
_CIRCLED = "①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿"
_NUMBER = rf"\d{{1,2}}\s*[.．、)）]|[（(](?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[)）]|[一二三四五六七八九十]{{1,2}}[、.．]|[{_CIRCLED}]"
_NEXT_NUMBER = r"(?<=[\u4e00-\u9fff])\d{1,2}[.．、)）](?!\d)"  # 其他2.政府网站
_SKIP = re.compile(rf"[\s、，,；;。|/·•‧\-]*(?:(?:{_NUMBER})[.．、]?\s*)?")
_REMARK = re.compile(r"\s*[（(][^（()）]*[)）]")
_SEPARATOR = re.compile(r"[、，,；;。|\n]")
_PIECE = re.compile(rf"(?:[（(][^（()）]*[)）]|(?!{_NEXT_NUMBER})[^\s、，,；;。|{_CIRCLED}])+")
_NAME_END = re.compile(rf"$|[\s、，,；;。|/：:（(]|{_NUMBER}")
_OTHER_NAME = re.compile(r"其\s*[他它]")
_EDGES = f" \t\n\u3000:：;；,，、。.·_＿-—–…*|/／\\①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮{CHOSEN}{OPEN}"


def _loose(pattern):
    """A name may be broken anywhere by blanks or a line break."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff\[(])(?![^\[]*\])", r"\\s{0,4}", pattern)


_KNOWN = [(name, re.compile(_loose(pattern))) for name, pattern in _NAMES.items()]
_KNOWN_NEXT = re.compile("|".join(_loose(pattern) for name, pattern in _NAMES.items() if name != "政府网站"))
_AND = re.compile(rf"(?:以及|[及和与+＋])(?={_KNOWN_NEXT.pattern}|{_loose(_NAMES['政府网站'])})")


def channels_of(text: str) -> tuple[list[str], str]:
    """The chosen channels in the order of the national table, and the text that 其他 stands for."""
    text = _URL.sub("", _BRACKETED_NOTE.sub("", text[:MAX_LENGTH]))
    if is_placeholder(text) or text.strip() == "无":
        return [], ""
    chosen = options(text)
    found, others = set(), []
    if chosen is None:
        _take_list(_AND.sub("、", _NOTE.sub("", text)), found, others)
    else:
        for is_chosen, option in chosen:
            if is_chosen:
                _take_option(_NOTE.sub("", option), found, others)
    return _in_order(found, others)


def ticked_channels(ticked) -> tuple[list[str], str]:
    """The same for a table with one tick column per channel, from the headers of the ticked ones."""
    found, others = set(), []
    for header in ticked:
        _take_option(header, found, others)
    return _in_order(found, others)


def _in_order(found, others):
    other = "、".join(dict.fromkeys(filter(None, map(normalize_other, others))))
    if other:
        found.add(OTHER)
    return [name for name in CHANNELS if name in found], other


def channel_named(text: str) -> str | None:
    """The channel of the 13 that a header names."""
    name, end = _known_at(text, 0)
    if name and not text[end:].strip():
        return name
    return OTHER if _OTHER_NAME.fullmatch(text.strip()) else None


def normalize_other(text: str) -> str:
    """What the reader keeps of a channel outside the 13: no notes, addresses, marks, outer signs; lines become 、."""
    text = _NOTE.sub("", _URL.sub("", _BRACKETED_NOTE.sub("", plain_marks(clean(text)))))
    lines = [_trim(line) for line in re.sub(f"[{CHOSEN}{OPEN}]", "", text).split("\n")]
    text = "、".join(filter(None, lines))
    return "" if is_placeholder(text) or text == "无" else text


def _trim(text):
    while True:
        before, text = text, text.strip(_EDGES).strip()
        if re.fullmatch(r"[（(][^（()）]*[)）]?", text):
            text = text[1:].rstrip(")）")
        if text == before:
            return text


def _take_list(text, found, others):
    """A cell without marks: every name counts, the known ones wherever a name may begin."""
    place = _SKIP.match(text).end()
    while place < len(text):
        name, end = _known_at(text, place)
        if name:
            found.add(name)
            remark = _REMARK.match(text, end)
            place = remark.end() if remark else end
        else:
            piece = _PIECE.match(text, place)
            place = piece.end() if piece else place + 1
            _take_other(piece[0] if piece else "", found, others)
        place = _SKIP.match(text, place).end()


def _take_option(text, found, others):
    """One chosen option: the name behind its mark; names that follow without a mark of their own are not chosen."""
    place = _SKIP.match(text).end()
    name, _ = _known_at(text, place)
    if name:
        found.add(name)
    elif _OTHER_NAME.match(text, place):
        _take_other(text[place:], found, others)
    else:
        others.append("".join(text[place : _end_of_option(text, place)].split("\n")))


def _end_of_option(text, place):
    """Where an option outside the 13 ends: before the next of them, or at a stop."""
    for separator in _SEPARATOR.finditer(text, place):
        if separator[0] in "；;。|" or _known_at(text, separator.end())[0]:
            return separator.start()
    return len(text)


def _take_other(piece, found, others):
    named = _OTHER_NAME.match(piece)
    if named:
        found.add(OTHER)
        piece = piece[named.end() :]
    others.append(piece)


def _known_at(text, place):
    """The channel whose name stands at this place, followed by a separator or another name; and where it ends."""
    for name, pattern in _KNOWN:
        found = pattern.match(text, place)
        if found and found.end() > place and _ends_name(text, found.end()):
            return name, found.end()
    return None, place


def _ends_name(text, end):
    return any(follower.match(text, end) for follower in (_NAME_END, _KNOWN_NEXT, _OTHER_NAME))
