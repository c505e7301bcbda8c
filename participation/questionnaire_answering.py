"""Taking answers in: each person once, as far as the questionnaire asks for that, and nothing kept of who it was."""

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from linhai_portal.bulk import insert_rows
from linhai_portal.crypto import blind_index
from linhai_portal.data_version import bump
from linhai_portal.workflow import InvalidMove, move_all
from participation.models import Answer, InvitationCode, Question, Questionnaire, Response, TextAnswer
from participation.models.answers import invitation_index
from participation.models.hearing_registrations import new_code

Once = Questionnaire.Once
ALREADY = {
    Once.NONE: "这份答卷已经收到了，不用再交。",
    Once.BROWSER: "这台设备已经交过一份答卷，已经收到了。每台设备一次，不用再交。",
    Once.ADDRESS: "从您这个网络地址已经交过一份答卷，已经收到了。家里别的人想答，可以用手机流量，或者打公告上的电话。",
    Once.CODE: "这个邀请码已经用过了，或者不是这份问卷的。请核对；核对了还不行，请打公告上的电话。",
}
_MOST_CODES = 2000


@transaction.atomic
def answer(questionnaire, answers, *, mark):
    """`answers`: question → list of (row, choice), or its words; `mark` is what makes it one for each person.

    It is the page that was sent, the browser, the address or the invitation code, as the questionnaire wants.
    """
    if not questionnaire.is_open(on=timezone.localdate()):
        raise InvalidMove("问卷已经结束，这份答卷没有收下。")
    response = _begin(questionnaire, mark)
    chosen, texts = [], []
    for question, told in answers.items():
        if question.kind == Question.Kind.TEXT:
            texts.append(TextAnswer(response=response, question=question, words=told))
        else:
            chosen += [Answer(response=response, question=question, row=row, choice=at) for row, at in told]
    insert_rows(Answer, chosen)
    for each in texts:
        each.save()
    return response


def _begin(questionnaire, mark):
    once = Once(questionnaire.once)
    index = None if once == Once.CODE else once_index(questionnaire, mark)
    if once == Once.CODE and not _use(questionnaire, mark):
        raise InvalidMove(ALREADY[once])
    try:
        with transaction.atomic():
            return Response.objects.create(
                questionnaire=questionnaire, received_on=timezone.localdate(), once_index=index
            )
    except IntegrityError as reason:
        raise InvalidMove(ALREADY[once]) from reason


def has_answered(questionnaire, mark):
    """Whether answers with this mark are there, said before anybody answers in vain."""
    return bool(mark) and questionnaire.responses.filter(once_index=once_index(questionnaire, mark)).exists()


def once_index(questionnaire, mark):
    """Empty for no mark, which no answer may come without."""
    if not mark:
        raise InvalidMove("浏览器没有留下标记。请允许这个网站用 Cookie，再答一次。")
    return blind_index(f"{questionnaire.pk}\0{mark}", purpose=f"answers by {questionnaire.once}")


def _use(questionnaire, code):
    mine = InvitationCode.objects.filter(questionnaire=questionnaire, index=invitation_index(code))
    return mine.filter(is_used=False).update(is_used=True)


def may_use(questionnaire, code):
    """Said on the first page already, so that nobody answers in vain."""
    rows = InvitationCode.objects.filter(questionnaire=questionnaire, index=invitation_index(code))
    return rows.filter(is_used=False).exists()


@transaction.atomic
def make_codes(questionnaire, *, count):
    """Gives the new codes, the only time they can be read."""
    if questionnaire.once != Once.CODE:
        raise InvalidMove("这份问卷不用邀请码。")
    if questionnaire.is_closed(on=timezone.localdate()):
        raise InvalidMove("问卷已经结束，不再发邀请码。")
    if not 1 <= count <= _MOST_CODES:
        raise InvalidMove(f"一次发 1 到 {_MOST_CODES} 个邀请码。")
    codes = {new_code() for _ in range(count)}
    rows = [InvitationCode(questionnaire=questionnaire, index=invitation_index(code)) for code in codes]
    insert_rows(InvitationCode, rows)
    return sorted(codes)


def new_mark():
    return secrets.token_urlsafe(16)


@transaction.atomic
def judge(texts, to, *, by):
    """Somebody has read these: they may be public, masked, or they may not."""
    bump()
    return move_all(texts, to, by=by)


def forget_marks(*, today):
    """Nobody has to be kept from answering twice any more."""
    over = Response.objects.filter(questionnaire__closes_on__lt=today)
    over.exclude(once_index=None).update(once_index=None)
