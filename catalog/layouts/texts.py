"""The text of one cell: cleaning, placeholders, 同上, outline numbers. What is printed stays as printed."""

import re
import unicodedata

# Characters that no text needs and databases or XML refuse; the carriage return as Excel escapes it.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\ufe0e\ufe0f\ufeff\ud800-\udfff\ufffe\uffff]|_x000D_")
_BLANKS = re.compile(r"\s+")
_PLACEHOLDER = re.compile(r"[-‐‑–—―─━－/／\\＼\s]+")
_DITTO = re.compile(r"[（(“\"]?(?:同上(?:一?[项栏行格])?|同前|〃|″|↑)[。.；;，,、)）”\"]*")
# Numbers that belong to the name: 2.5公里, 2.0版, 2.5-3岁, 3.15消费者权益; but 1.1元旦, 1.1版权, 1.1亩均 are counted.
_MEASURE = (
    r"\s*(?:公里|千米|厘米|米(?!面)|平方|亩(?!均)|万(?:元|亩|吨|平方|人次)|亿|元(?!旦)|吨|公斤|倍|[%％]|版(?![权图])|以[上下]"
    r"|[-—–~～至]\s*\d|[A-Za-z]{2})"
)
_DAY = r"\d{1,2}[.．]\d{1,2}(?=(?:全国|国际|国家|世界|全民)*(?:消费|宪法|防灾|减灾|国家安全|安全教育|消防|禁毒|环境日|知识产权|艾滋))"
_WHOLE = rf"(?:0[.．]\d|\d{{1,3}}[.．]\d{{1,3}}{_MEASURE}|{_DAY})"
_BEGINS_NAME = (  # what tells the number of the outline from one that follows it: 1.2023年, 1.110报警, 1.65岁
    rf"(?:(?:19|20)\d\d(?:年|[-—–~～至])|2\d年(?![度初终报检审底])|1[12]\d(?=[\u4e00-\u9fff])|12\d{{3}}(?!\d)"
    rf"|\d{{1,2}}(?:[-—–~～至]\d{{1,2}})?周?岁|\d{{1,2}}(?:小时|个工作日|[GD](?![A-Za-z])|[×xX]\d)|{_DAY})"
)
_LIST = r"(?:\d{1,2}、)*\d{1,2}\s*(?:号|类|级|期|型|年级|月份)"  # 1、2号线 is no number one
_CHINESE_LIST = r"[一二三四五六七八九十、]+(?:级|类|等|期|线|(?:次)?产业|季度|年级)"
_NAME_NUMBER = re.compile(
    rf"""(?:
      \d{{1,3}}\s*[.．]\s*(?={_BEGINS_NAME})
    | (?!{_WHOLE})\d{{1,3}}(?:[.．]\d{{1,3}})+(?:\s*[.．、)）:：]\s*|\s+|(?![\d.．]))   # 1.1  1.2.3
    | \d{{1,2}}\s*[、)）]\s*(?!{_LIST})                    # 1、  1)
    | \d{{1,3}}\s*[.．、)）:：]\s*(?!\d)                   # 1.  1：
    | [（(]\s*(?:\d{{1,3}}(?:[.．]\d{{1,3}})*|[一二三四五六七八九十]{{1,3}})\s*[)）][.．、]?\s*   # （1）（一）
    | [一二三四五六七八九十]{{1,3}}\s*[、.．]\s*(?!{_CHINESE_LIST})   # 一、
    | 0\d{{1,2}}[\s.．、]*(?![\d—–\-~～至岁])              # 01
    | \d{{1,2}}[-—]\d{{1,2}}[\s.．、]+                     # 1-1
    | \d{{1,2}}[\s\u3000]+(?=[\u4e00-\u9fff“《])(?!小时|岁|型|年|月|日|天|个|项|类|级|号|万|元|米|吨|周)   # 1 政策文件
    | \d{{1,2}}[\s\u3000]+(?={_BEGINS_NAME})
    | [①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿][.．、]?\s*
    | [Ⅰ-Ⅻ]\s*[.．、]\s*
    )""",
    re.VERBOSE,
)
_GOES_ON = re.compile(r"\s*[（(]续(?:表|上表|上)?[)）]$")  # 综合业务（续） on the next page
_MAY_BEGIN_NUMBER = set("0123456789０１２３４５６７８９一二三四五六七八九十（(") | {
    chr(code) for first, last in ("①⒛", "㈠㈩", "❶❿", "ⅠⅫ") for code in range(ord(first), ord(last) + 1)
}


def clean(text: str) -> str:
    """The text with LF line ends, without control characters, lone surrogates and outer blanks."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", text).strip()


def squeeze(text: str) -> str:
    """For comparing: NFKC and no blanks at all."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def is_placeholder(text: str) -> bool:
    """A dash or slash that a clerk puts where there is nothing."""
    return len(text) < 12 and _PLACEHOLDER.fullmatch(text) is not None


def is_ditto(text: str) -> bool:
    """同上 in any spelling: the cell stands for the one above."""
    return len(text) < 12 and _DITTO.fullmatch(_BLANKS.sub("", text)) is not None


def normalize_text(text: str) -> str:
    """What the reader keeps of a content, time limit or publisher: as printed, but placeholders and 同上 are no text."""
    text = clean(text)
    return "" if is_placeholder(text) or is_ditto(text) else text


def normalize_name(text: str) -> str:
    """What the reader keeps of the name of an item: one line, without outline numbers (`1.` `1.1` `01` （一））."""
    return name_of(normalize_text(text))


def name_of(text: str) -> str:
    """The same for a text already clean."""
    text = _GOES_ON.sub("", join_lines(text))
    while text[:1] in _MAY_BEGIN_NUMBER and (found := _NAME_NUMBER.match(text)):
        text = text[found.end() :].strip()
    return "" if text == "无" or is_placeholder(text) or is_ditto(text) else text


def join_lines(text: str) -> str:
    """A text broken to fit its cell, on one line again; Latin words keep a blank between them."""
    if "\n" not in text:
        return text
    return re.sub(
        r"(?<=[A-Za-z0-9])\s*\n\s*(?=[A-Za-z0-9])", " ", re.sub(r"[ \t]*\n[ \t]*", "\n", text)
    ).replace("\n", "")
