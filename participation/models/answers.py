from django.db import models
from django.db.models import Q

from catalog.privacy.numbers import masked_text
from linhai_portal.crypto import blind_index
from linhai_portal.sealed_fields import SealedTextField
from linhai_portal.workflow import Event, Workflow
from participation.models.questionnaires import Question, Questionnaire


class Response(models.Model):
    """One person's answers; nothing says whose, not even the hour, and not which code was used."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="responses")
    received_on = models.DateField("日期")
    # A blind index of what makes it one for each; forgotten when the questionnaire has closed.
    once_index = models.CharField(max_length=64, null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "once_index"], name="response_once"),
        ]

    def __str__(self):
        return f"第 {self.pk} 份答卷"


class Answer(models.Model):
    """What was chosen: the place of an option, in a row of a matrix (0 elsewhere)."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    row = models.PositiveSmallIntegerField(default=0)
    choice = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "选择题回答"
        constraints = [
            models.UniqueConstraint(fields=["response", "question", "row", "choice"], name="answer_once"),
        ]
        # All figures are counted in the index.
        indexes = [models.Index(fields=["question", "row", "choice", "response"], name="answer_counted")]

    def __str__(self):
        return f"{self.question_id}：{self.row}/{self.choice}"


class TextAnswerQuerySet(models.QuerySet):
    def public(self):
        return self.filter(status=TextAnswer.Status.SHOWN)


class TextAnswer(Workflow):
    """What was written, sealed, for people write of themselves; read by somebody before it is public, and masked."""

    class Status(models.TextChoices):
        NEW = "new", "待查看"
        SHOWN = "shown", "可以公布"
        KEPT = "kept", "不公布"

    MOVES = {
        Status.NEW: {Status.SHOWN, Status.KEPT},
        Status.SHOWN: {Status.KEPT},
        Status.KEPT: {Status.SHOWN},
    }

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="texts")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="texts")
    words = SealedTextField("回答")
    status = models.CharField("状态", max_length=5, choices=Status, default=Status.NEW, editable=False)

    objects = TextAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文字回答"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="textanswer_once")]
        indexes = [models.Index(fields=["question", "status", "-id"], name="textanswer_status")]

    def __str__(self):
        return f"第 {self.pk} 条文字回答"

    @property
    def public_words(self):
        return masked_text(self.words)


class TextAnswerEvent(Event):
    subject = models.ForeignKey(TextAnswer, on_delete=models.CASCADE, related_name="events")

    class Meta(Event.Meta):
        verbose_name = verbose_name_plural = "文字回答经过"


class InvitationCode(models.Model):
    """Opens a questionnaire once; that it was used is known, and neither when nor with which answers."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="invitation_codes"
    )
    index = models.CharField(max_length=64, editable=False)
    is_used = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "邀请码"
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "index"], name="invitationcode_once"),
            models.CheckConstraint(condition=~Q(index=""), name="invitationcode_known"),
        ]

    def __str__(self):
        return "用过的邀请码" if self.is_used else "没有用过的邀请码"


def invitation_index(code):
    plain = "".join(code.upper().split()).replace("-", "")
    return blind_index(plain, purpose="invitation code")
