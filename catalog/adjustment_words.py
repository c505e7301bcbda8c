"""What an adjustment does, in words; of a sheet that was read with `with_what_they_do`."""

_DEEDS = {
    "publish": "首次发布 {} 张目录",
    "add": "新增 {} 项",
    "change": "修改 {} 项",
    "retire": "取消 {} 项",
    "restore": "恢复 {} 项",
}
_LONGEST_TITLE = 40


def total_of(sheet):
    return sum(_counts(sheet).values())


def _counts(sheet):
    return {action: getattr(sheet, f"{action}_count") for action in _DEEDS}


def deeds_of(sheet):
    return [_DEEDS[action].format(count) for action, count in _counts(sheet).items() if count]


def deeds_in_words(sheet):
    return "、".join(deeds_of(sheet))


def titles_in_words(sheet):
    """The first titles; 等 when there are more."""
    read = [getattr(sheet, f"title_{n}") for n in range(sheet.TITLES_SHOWN)]
    titles = [title for title in read if title]
    more = "等" if total_of(sheet) > len(titles) else ""
    return "".join(f"“{_shortened(title)}”" for title in dict.fromkeys(titles)) + more


def _shortened(title):
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"


def heading(sheet):
    return f"{deeds_in_words(sheet)}：{titles_in_words(sheet)}"


def day_in_words(sheet):
    day = f"{sheet.effective_on.year}年{sheet.effective_on.month}月{sheet.effective_on.day}日"
    return f"{day}起生效" if sheet.status == sheet.Status.EFFECTIVE else f"将于{day}生效"
