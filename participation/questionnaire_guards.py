"""What of a questionnaire keeps its publication from going out; asked when it is handed in and when it goes out."""

from django.utils import timezone

from linhai_portal.rich_text import plain_text
from participation.drafting_questions import printed
from participation.models import Questionnaire
from participation.questionnaire_report import USE


def guard_questionnaire(publication):
    """None, or why the questionnaire can't go out, or its text be corrected, or its report go out, as it is."""
    if USE in publication.body and Questionnaire.objects.filter(report=publication).exists():
        return "还没有写结果怎么用：请写哪些结果用到了哪里，没有用的为什么。"
    texts = [publication.pk, publication.corrects_id]
    questionnaire = Questionnaire.objects.filter(publication__in=[pk for pk in texts if pk]).first()
    if questionnaire is None:
        return None
    if publication.corrects_id is None and questionnaire.closes_on <= timezone.localdate():
        return "截止日期已经过了或者就是今天。请改成以后的日期。"
    if not questionnaire.questions.exists():
        return "问卷还没有题目。"
    if plain_text(printed(questionnaire)) not in plain_text(publication.body):
        return "正文里的题目和问卷的题目不一样。题目只在问卷的页面上改，正文里“问卷题目”以下的字不要动；改乱了，把任何一题再保存一次就好。"
    return None
