"""结果应用情况: how many answered what, and what was done with it; a publication of its own after the questionnaire closed."""

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from linhai_portal.workflow import InvalidMove
from participation.announcing import follow_up, may_draft
from participation.counting import figures
from participation.models import Questionnaire

# What the drafter writes in this place; it does not go out before.
USE = "（写哪些结果用到了哪里，没有用的为什么。）"


@transaction.atomic
def draft_report(questionnaire, *, by):
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if not may_draft(locked.report):
        raise InvalidMove("结果应用情况已经起草过了。")
    if not locked.is_closed(on=timezone.localdate()):
        raise InvalidMove(f"问卷到 {locked.closes_on:%Y-%m-%d} 24 时才结束。")
    title = f"{locked.subject}结果和应用情况"
    locked.report = follow_up(locked, by=by, title=title, body=_text(locked))
    locked.save(update_fields=["report"])
    return locked.report


def _text(questionnaire):
    """The counts; what was done with them is written by the drafter."""
    total, all_figures = figures(questionnaire)
    rows = [
        (each.question.position, line.words or each.question.words, bar.words, bar.number)
        for each in all_figures
        for line in each.lines
        for bar in line.bars
    ]
    cells = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    return format_html(
        "<p>{} 至 {}，收到答卷 {} 份。</p><h2>结果怎么用</h2><p>{}</p>"
        "<h2>各题结果</h2><table><thead><tr><th>题号</th><th>题目</th><th>选项</th><th>人数</th></tr></thead>"
        "<tbody>{}</tbody></table>",
        f"{questionnaire.opens_on:%Y年%-m月%-d日}",
        f"{questionnaire.closes_on:%Y年%-m月%-d日}",
        total,
        USE,
        cells,
    )
