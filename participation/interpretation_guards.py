"""What of an interpretation, or of its plan, keeps a publication from going out (80号: 同步组织、同步审签、同步部署)."""

from catalog.models import Publication
from participation.models import Interpretation, InterpretationPlan
from participation.models.interpretations import questions_of

Status = Publication.Status


def guard_planned(publication):
    """None, or why a document that is to be interpreted can't go out yet."""
    plan = InterpretationPlan.objects.filter(publication=publication).first()
    if plan and (missing := plan.missing()):
        return f"这份文件需要解读，解读方案还缺{'、'.join(missing)}。请先把解读方案写完。"
    return None


def waits_for_document(publication):
    """An approved interpretation goes out with its document, whichever of the two was approved first (80号: 同步)."""
    found = Interpretation.objects.filter(publication=publication, of__status__in=Publication.ON_THE_WAY)
    return found.exists()


def guard_interpretation(publication):
    """None, or why an interpretation, or a correction of one, can't go out as it is."""
    own = publication.corrects_id or publication.pk
    found = Interpretation.objects.filter(publication=own).select_related("of").first()
    if found is None:
        return None
    if publication.display_until:
        return "解读和文件长期关联，不设公示截止日期。请删去公示截止日期。"
    refusal = None if publication.corrects_id else _of_refusal(found.of, publication)
    return refusal or _questions_refusal(found.form, publication)


def _of_refusal(of, publication):
    """A correction has none: what is wrong is put right whatever became of the document."""
    goes_out = publication.status == Status.APPROVED
    if of.status in Publication.ON_THE_WAY:
        return f"“{of}”还没有公布，解读不能先发布。" if goes_out else None
    return None if of.status == Status.PUBLISHED else f"“{of}”没有公布或者已经撤下，不能解读。"


def _questions_refusal(form, publication):
    if form != Interpretation.Form.QUESTIONS:
        return None
    entries = questions_of(publication)
    if not entries:
        return "正文里没有读到问答。每个问题另起一行写“问：”，回答写“答：”。"
    open_ones = [each.question for each in entries if not each.answer]
    return f"这些问题下面没有回答：{'；'.join(open_ones)}" if open_ones else None
