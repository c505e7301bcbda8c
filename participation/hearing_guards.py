"""What of a hearing keeps a publication from going out; asked by the catalog when it is handed in and when it goes out."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from catalog.models import Publication
from catalog.privacy.numbers import masked_text
from linhai_portal.rich_text import plain_text
from participation.hearing_list import list_text
from participation.holding import ADOPTION, VIEWS, report_lacks
from participation.models import Category, Hearing
from participation.models.hearings import MATERIAL_DAYS


def guard_hearing(publication):
    """None, or why the notice, the list of participants or the report of a hearing can't go out as it is."""
    texts = [
        pk for pk in (publication.pk, publication.corrects_id) if pk
    ]  # a correction goes out in its place
    hearing = Hearing.objects.filter(publication__in=texts).first()
    if hearing:
        return _draw_rule(hearing, publication) or (None if publication.corrects_id else _notice(hearing))
    hearing = Hearing.objects.filter(participants__in=texts).first()
    if hearing:
        return _list(hearing, publication)
    hearing = Hearing.objects.filter(report=publication).first()
    return _report(hearing, publication) if hearing else None


def _draw_rule(hearing, publication):
    """The log keeps the text of the notice, so how the draw is made can't be told otherwise afterwards."""
    if hearing.is_by_draw and _squeezed(hearing.draw_rule) not in _squeezed(plain_text(publication.body)):
        return f"正文里要写明怎样抽签，报名以前就公布。请把这句话抄进正文：{hearing.draw_rule}"
    return None


def _squeezed(text):
    return "".join(text.split())


def _notice(hearing):
    today, days = timezone.localdate(), settings.HEARING_REGISTRATION_DAYS
    opened = max(hearing.registers_from, today)
    if (hearing.registers_until - opened).days < days:
        return f"从公布（{opened:%Y-%m-%d}）到报名截止不满 {days} 日。请把报名截止改晚。"
    if not hearing.categories.filter(kind=Category.Kind.PARTY).exists():
        return "还没有写明听证参加人有哪些类别、各多少名额。"
    known = hearing.draw_on if hearing.is_by_draw else hearing.registers_until + dt.timedelta(days=1)
    if (hearing.held_on - known).days < MATERIAL_DAYS:
        return (
            f"参加人 {known:%Y-%m-%d} 才定下来，材料来不及在举行 {MATERIAL_DAYS} 日前送达。请把听证会改晚。"
        )
    if _holds_numbers(hearing):
        return "地点、主持人、遴选办法、抽签办法或者类别里有身份证号、手机号一类的个人信息。请删去号码。"
    if not _shows_draft(hearing):
        return "听证会前要公布草案和说明：请选所属的征求意见，或者把草案和说明作为附件上传（713号第十六条）。"
    return None


def _holds_numbers(hearing):
    """Its facts stand on the public page beside the text that the gate reads."""
    categories = hearing.categories.values_list("name", flat=True)
    words = "\n".join([hearing.place, hearing.chair, hearing.selection, hearing.seed_source, *categories])
    return masked_text(words) != words


def _shows_draft(hearing):
    consultation = hearing.consultation
    is_public = consultation and consultation.publication.is_listed(on=timezone.localdate())
    return is_public or hearing.publication.attachments.files().exists()


def _list(hearing, publication):
    """Who gave up his seat since it was drafted is not announced any more."""
    if hearing.publication.status != Publication.Status.PUBLISHED:
        return "听证会的公告已经撤下，名单不再公布。"
    if plain_text(list_text(hearing)) not in plain_text(publication.body):
        return "名单起草以后参加人有了变化。请撤回这份名单，重新起草。"
    if publication.corrects_id is None and hearing.held_at <= timezone.now():
        return "听证会的举行时间已经过了，名单应当在这以前公布。"
    return None


def _report(hearing, publication):
    if VIEWS in publication.body or ADOPTION in publication.body:
        return "听证报告还没有写完：请写参加人的主要意见，和采纳情况、理由。"
    return report_lacks(hearing)
