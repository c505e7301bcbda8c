"""What participation adds to the pages of a publication: what stands beside it, what is due at it, and its chain."""

from django.db.models import Q, Value
from django.urls import reverse
from django.utils.timezone import localtime

from catalog.higher_apps import Around, Beside
from catalog.models import Publication, Stage
from catalog.policy_chain import Piece, piece_of
from participation.decision_steps import CARRIED_OUT
from participation.interpretation_guards import waits_for_document
from participation.models import (
    Consultation,
    DecisionMatter,
    DossierStep,
    Event,
    EventChange,
    Interpretation,
    InterpretationPlan,
    TopicResponse,
)


def around(publication, *, on):
    """Its interpretations, or what it interprets, for the head of its page; for its chain matter, consultation, feedback,
    interpretations, events, responses and evaluation."""
    policy = publication.policy_id or publication.pk
    rows = Interpretation.objects.filter(Q(of__in=[publication.pk, policy]) | Q(publication=publication))
    rows = rows.select_related("of", "publication").order_by("publication__published_at", "pk")
    once = [each for each in rows if each.publication.index_number and each.of.index_number]
    lines = [_line(each, publication, on) for each in once if publication in (each.of, each.publication)]
    own = [each.publication for each in once if each.of_id == policy]
    chain = [*_decided(policy, on), *_pieces(own, on)]
    if publication.is_policy or publication.policy_id:
        chain += _followed(policy, on)
    return Around([*_moved(publication), *lines], chain)


def _moved(publication):
    """That the event it announces was moved or called off: the text that was reviewed still says the old time."""
    if not publication.shown_at:
        return []
    changes = EventChange.objects.filter(event__publication=publication).select_related("event")
    return [
        Beside("请注意", f"活动{each.words()}", each.event.get_absolute_url(), each.reason)
        for each in changes.order_by("-pk")[:1]
    ]


def _line(interpretation, publication, on):
    if interpretation.of_id == publication.pk:
        return _beside("解读", interpretation.publication, interpretation.get_form_display(), on=on)
    return _beside("解读的文件", interpretation.of, on=on)


def _beside(label, other, form="", *, on):
    """The other side; one that is no longer shown is named by what became of it, never by its title."""
    address = other.get_absolute_url()
    if other.is_listed(on=on):
        return Beside(label, other.title, address, form or ended(other, on=on))
    if other.taken_down_at:
        return Beside(label, "已经撤下", address, f"{localtime(other.taken_down_at):%Y年%-m月%-d日}撤下")
    return Beside(label, "公示已经结束", address)


def ended(document, *, on):
    """失效、废止 or 已修改 where a document is no longer in force on this day, else nothing."""
    validity = document.badge(on=on)
    return f"这份文件{validity.label}" if validity in Publication.ENDINGS else ""


def duties(user, publication):
    """The plan of its interpretation, for policy documents and whatever has a plan; what an interpretation waits for."""
    if publication.status == Publication.Status.APPROVED and waits_for_document(publication):
        return [("已经审完，等着它解读的文件：文件一公布，马上跟着公布", publication.kept_at)]
    plan = InterpretationPlan.objects.filter(publication=publication).first()
    if plan is None and not (publication.is_policy and publication.status in Publication.ON_THE_WAY):
        return []
    return [(_plan_words(plan), reverse("participation_office:plan", args=[publication.pk]))]


def _plan_words(plan):
    if plan is None:
        return "这是政策文件：需要解读的，写好解读方案再提交"
    if not plan.needed:
        return "解读方案：不解读"
    missing = plan.missing()
    return f"解读方案：还缺{'、'.join(missing)}" if missing else "解读方案：已写好"


def _pieces(publications, on):
    return [(Stage.DECISION, piece_of(each)) for each in publications if each and each.is_listed(on=on)]


def _followed(policy, on):
    """What came of a policy: events about it, answers to what people worried about, how it was evaluated."""
    events = _staged(Event.objects.filter(policy=policy, called_off_at=None), "publication", Stage.DECISION)
    answers = _staged(
        TopicResponse.objects.filter(topic__publications=policy), "publication", Stage.EXECUTION
    )
    evaluated = DossierStep.objects.filter(matter__final=policy, code=CARRIED_OUT)
    stages = dict(events.union(answers, _staged(evaluated, "documents", Stage.RESULT)))
    rows = Publication.objects.listed(on=on).filter(pk__in=[key for key in stages if key])
    return [(each.stage or stages[each.pk], piece_of(each)) for each in rows]


def _staged(rows, publication, stage):
    return rows.order_by().values_list(publication, Value(str(stage)))


def _decided(policy, on):
    """The matter of a policy, and its consultations with their feedback."""
    rows = list(Consultation.objects.filter(final=policy).select_related("publication", "feedback"))
    notices = [each.publication for each in rows] + [each.feedback for each in rows]
    return [*_matters(policy, [each.matter_id for each in rows if each.matter_id], on), *_pieces(notices, on)]


def _matters(policy, keys, on):
    rows = DecisionMatter.objects.listed(on=on).select_related("directory__publication")
    for each in rows.filter(final=policy) | rows.filter(pk__in=keys):
        directory = each.directory.publication
        yield (
            Stage.DECISION,
            Piece(f"列入决策事项目录：{each}", each.get_absolute_url(), directory.formed_on),
        )
