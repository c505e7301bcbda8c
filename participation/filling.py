"""Somebody's way through a questionnaire, page by page, without a script, a session or an account.

What was answered so far travels with the page, signed, so that nothing of it stays here before the last button is pressed.
It is read again at the end as if it were new: only what is asked on the way that was really taken counts.
"""

from dataclasses import dataclass, field

from django.core import signing

from linhai_portal.workflow import InvalidMove
from participation import questionnaire_course
from participation.models import Question
from participation.questionnaire_answering import answer, new_mark
from participation.questionnaire_forms import asked

_SALT = "participation.filling"
LOST = "这一页和前面答的对不上了，请从头答起。"


@dataclass
class Filling:
    """`page` is the page that is being answered; `code` an invitation, `sent` tells one filling from another."""

    questionnaire: object
    page: int = 0
    answers: dict = field(default_factory=dict)
    opened: str = ""
    code: str = ""
    sent: str = field(default_factory=new_mark)

    def __post_init__(self):
        rows = list(self.questionnaire.questions.all())
        self.questions = {each.pk: each for each in rows}
        self.asked = [asked(each) for each in rows]
        self.pages = questionnaire_course.pages(self.asked)

    @classmethod
    def read(cls, questionnaire, carried):
        """What the page carried; raises InvalidMove where it was cut or belongs to another questionnaire."""
        try:
            page, answers, opened, code, sent = signing.loads(carried, salt=f"{_SALT}.{questionnaire.pk}")
        except signing.BadSignature as reason:
            raise InvalidMove(LOST) from reason
        return cls(questionnaire, page, {int(pk): told for pk, told in answers.items()}, opened, code, sent)

    def carried(self):
        facts = [self.page, self.answers, self.opened, self.code, self.sent]
        return signing.dumps(facts, salt=f"{_SALT}.{self.questionnaire.pk}", compress=True)

    def here(self):
        """The questions of this page that are asked."""
        page = self.pages[self.page] if self.page < len(self.pages) else []
        return [self.questions[each.id] for each in page if questionnaire_course.is_asked(each, self.answers)]

    def take(self, told, questions):
        """What this page was told takes the place of what was told before."""
        self.answers = {
            pk: each for pk, each in self.answers.items() if pk not in {q.pk for q in questions}
        } | told
        self.answers = questionnaire_course.reached(self.asked, self.answers)

    def forward(self):
        """Whether there is another page; a way that ends before the last page has one more, to press the last button on."""
        if self.is_last:
            return False
        place = questionnaire_course.next_page(self.pages, self.page + 1, self.answers)
        self.page = len(self.pages) if place is None else place
        return True

    @property
    def is_last(self):
        """Whatever is answered here, nothing is asked after it."""
        return self.page + 1 >= len(self.pages)

    def back(self):
        place = questionnaire_course.page_before(self.pages, self.page, self.answers)
        self.page = self.page if place is None else place

    @property
    def may_go_back(self):
        return questionnaire_course.page_before(self.pages, self.page, self.answers) is not None

    def lacking(self):
        """The first page with a question that must be answered and was not; None when all is there."""
        for place, page in enumerate(self.pages):
            for each in page:
                question = self.questions[each.id]
                if (
                    question.is_required
                    and questionnaire_course.is_asked(each, self.answers)
                    and each.id not in self.answers
                ):
                    return place
        return None

    def hand_in(self, *, mark):
        kept = questionnaire_course.reached(self.asked, self.answers)
        told = {self.questions[pk]: _stored(self.questions[pk], each) for pk, each in kept.items()}
        return answer(self.questionnaire, told, mark=mark)


def _stored(question, told):
    if question.kind == Question.Kind.TEXT:
        return told
    if question.kind == Question.Kind.MATRIX:
        return [(row, at) for (row, _), at in zip(question.lines(), told, strict=True) if at]
    return [(0, at) for at in told]
