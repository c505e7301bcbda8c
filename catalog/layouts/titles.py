"""Lines around a table: titles that name a domain, notes, numbering of pages."""

import re

from catalog.layouts.texts import squeeze

_TITLE = re.compile(r"领域|标准目录|政务公开.*(?:目录|清单)|公开.*目录")
_AFTER_DOMAIN = re.compile(
    r"领域|基层政务|政务公开|政府信息|信息公开|公开标准|标准目录|公开事项|事项标准|公开目录|目录|[（(](?:试行|修订|20\d\d)"
)
_SIGNS = str.maketrans("【】[]〔〕", "()()()", "《》“”‘’「」『』\"'")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_BEHIND = re.compile(r"(?:目录|清单)[-—–:]+(.+)")
_LABELLED = re.compile(r"(?:所属|公开|试点)?领域(?:名称)?:(.+)")
_NO_DOMAIN = re.compile(
    r"(?:[第共]?[\d一二三四五六七八九十]*[个批])?(?:试点|重点|所属|各|全部|所有)*|公开"
)  # 26个试点领域
_NUMBERING = re.compile(
    r"(?:附件|附表|附|表|第)?\s*[（(]?(?:\d{1,3}(?:[.．-]\d{1,3})*|[一二三四五六七八九十]{1,3})[)）]?"
    r"(?:部分|章|节|类|[、.．:：\-—_])?(?=\D)|(?:附件|附表)[:：]"
)
_BARE_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十]")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度|版|修订版)?")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:自治[州区县]|省|(?<![城上超菜门股楼夜集都])市|(?<!城)县(?!域)|(?<![社园景库牧灾地山])区|旗"
    r"|(?<!城)镇|(?<!城)乡(?![村镇])|街道)(?:人民政府|政府|办事处)?"
)
_OWNER = re.compile(
    r"[\u4e00-\u9fff]*(?:[省市县区旗镇乡局委办院]|街道|政府|中心|分局|管委会|年版?|年度|\d版)"
)
_GENERIC = re.compile(
    r"(?:sheet|工作表|表|table)\s*[（(]?\d*[)）]?|.*(?:目录|清单|汇总|汇编|说明|模板|附件|封面|总表|填报|标准|公开|版|稿|样|全部|示例|镇|乡|街道|局|县|数据|合并).*",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"[※*＊]|(?:备?注|说明|备注说明|填表说明|填报说明|附注)\s*\d*\s*[:：.、]|注\s*\d|"
    r"(?:填表|填报|制表|审核|审批|编制|负责|联系|经办|分管|单位|部门|填写|报送|统计|打印|更新|发布|日期|时间)"
    r"[\u4e00-\u9fff]{0,6}\s*(?:[（(][^（()）]*[)）])?\s*[:：]|第\s*\d+\s*页|共\s*\d+\s*页|[—\-]\s*\d+\s*[—\-]$"
)
_TOTAL = re.compile(r"(?:合|总|小|共)计(?=$|[:：（(\d])")


def is_note(text: str) -> bool:
    """注：… 填报单位：… 第 3 页: lines that are about the table and hold no item."""
    return _NOTE.match(text.strip()) is not None


def is_total(text: str) -> bool:
    """合计 and 小计：3项: a line that adds up the rows above."""
    return _TOTAL.match(squeeze(text)) is not None


def is_title(text: str) -> bool:
    text = squeeze(text)
    return len(text) <= 60 and not is_note(text) and _TITLE.search(text) is not None


def is_domain(text: str, names) -> bool:
    """Whether the text is the name of a domain and nothing else, as 【公共法律服务】 over a table."""
    return len(text) <= 60 and _plain(text).strip("()") in names


def domain_of_title(text: str, names) -> str | None:
    """The domain that a title names, under its canonical name where `names` knows it; None when it names none."""
    text = _plain(text)
    if known := _known(_head(text, names), names):
        return known
    for part in _parts(text):
        found = _known(_head(part, names), names) or ("领域" in part and _cleaned(_head(part, names)))
        if found:
            return found
    heads = (_head(each, names) for each in (_BRACKETED.sub("", text), re.sub("[()]", "", text)))
    return next(filter(None, (_known(head, names) or _cleaned(head) for head in heads)), None)


def _plain(text):
    """Squeezed, with one kind of brackets and without quotation marks: “义务教育”领域, 【公共法律服务】…"""
    return squeeze(text).translate(_SIGNS)


def _head(text, names):
    """What stands before the words 领域, 标准目录 and so on."""
    text = _unnumbered(text, names)
    found = _AFTER_DOMAIN.search(text)
    return text[: found.start()] if found else text


def _parts(text):
    """The places besides the front where a title may name the domain: in brackets, behind a dash or colon."""
    if found := _LABELLED.fullmatch(text):
        yield f"{found[1]}领域"
    yield from _BRACKETED.findall(text)
    if found := _BEHIND.search(text):
        yield found[1]


def domain_of_cell(text: str, names) -> str | None:
    """The domain printed in a domain column."""
    return domain_of_title(text, names) if squeeze(text) else None


def domain_of_sheet(name: str, names) -> str | None:
    """The domain that a sheet is named after; names such as Sheet1 or 汇总 are none."""
    text = _plain(name)
    if "领域" in text or _unnumbered(text, names) in names:
        return domain_of_title(text, names)
    text = _unnumbered(_BRACKETED.sub("", text) or text.strip("()"), names)
    if _GENERIC.fullmatch(text) or not re.fullmatch(r"[\u4e00-\u9fff、]{2,12}", text):
        return None
    return _known(text, names) or _cleaned(text)


def _unnumbered(text, names):
    while text not in names:
        found = _NUMBERING.match(text)
        if not found or _BARE_CHINESE_NUMBER.fullmatch(found[0]):  # 一般公共预算 is not number one
            break
        text = text[found.end() :]
    return text


def _known(text, names):
    text = _bare(text)
    return next(
        (names[name] for name in sorted(names, key=len, reverse=True) if _ends_with(text, squeeze(name))),
        None,
    )


def _cleaned(text):
    text = _bare(text)
    while found := _PLACE.match(text):
        text = text[found.end() :]
    return text if text and not _NO_DOMAIN.fullmatch(text) else None


def _bare(text):
    return _YEAR.sub("", text).strip("：:、.-—_（）() ")


def _ends_with(text, name):
    """Whether the text is the name, with nothing but a place or an office in front."""
    if not text.endswith(name):
        return False
    return text == name or _OWNER.fullmatch(text[: -len(name)]) is not None
