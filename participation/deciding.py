"""重大行政决策: the dossiers of a directory when it is published, and what is written down of each step (713号)."""

from django.db import transaction
from django.utils.timezone import localdate

from catalog.ending import check_reason
from catalog.models import Publication
from linhai_portal.accounts.models import Organization
from linhai_portal.data_version import bump
from linhai_portal.rich_text import plain_text
from linhai_portal.workflow import InvalidMove
from participation.decision_steps import BY_CODE, STEPS, planned_in
from participation.directories import read_directory
from participation.final_documents import unfit_as_final
from participation.models import DecisionDirectory, DecisionMatter, DossierStep

PUBLISHED = "published"


def directory_changed(publications):
    """The newest public directory says what the matters of its year are, also after one went or was corrected."""
    today = localdate()
    touched = list(DecisionDirectory.objects.filter(publication__in=publications))
    for year in sorted({each.year for each in touched}):
        newest = newest_directory(year, on=today)
        if newest and (newest in touched or not _is_taken_up(newest)):
            take_up(newest, today=today)


def _is_taken_up(directory):
    current = DecisionMatter.objects.filter(year=directory.year, left_on=None)
    return not current.exclude(directory=directory).exists()


def newest_directory(year, *, on):
    rows = DecisionDirectory.objects.listed(on=on).filter(year=year).select_related("publication")
    return rows.order_by("-publication__published_at", "-pk").first()


@transaction.atomic
def take_up(directory, *, today):
    """A dossier for each line; one that was there goes on, and one no longer named is marked as taken off."""
    lines = directory.lines()
    for line in lines:
        _take_up_line(directory, line)
    left = DecisionMatter.objects.filter(year=directory.year, left_on=None)
    for matter in left.exclude(name__in=[line.name for line in lines]):
        matter.left_on = today
        matter.save(update_fields=["left_on"])
        _note(matter, f"调出{directory.year}年目录", by=None)


def _take_up_line(directory, line):
    facts = {"units": line.units, "procedure": line.procedure, "planned": line.planned}
    links = {"organization": _lead(line, directory), "directory": directory, "left_on": None}
    matter, is_new = DecisionMatter.objects.update_or_create(
        year=directory.year, name=line.name, defaults=facts | links
    )
    planned = planned_in(line.procedure)
    if is_new:
        DossierStep.objects.bulk_create(
            DossierStep(matter=matter, code=step.code, required=_required(step, planned)) for step in STEPS
        )
    else:
        matter.steps.filter(code__in=planned, required=None).update(required=True)
    _note(matter, f"列入目录“{directory}”：{line.units}，{line.procedure}，{line.planned}", by=None)


def _required(step, planned):
    """Always, or planned by the directory; of the others it is to be said in the dossier."""
    return True if step.always or step.code in planned else None


def _lead(line, directory):
    """The unit of that name, else the one that keeps the directory."""
    named = Organization.objects.filter(name=line.lead) | Organization.objects.filter(full_name=line.lead)
    return named.first() or directory.organization


def lacking(matter, code=PUBLISHED):
    """The steps that must be settled before this one and are not, one sentence each."""
    waits_for = BY_CODE[code].waits_for
    rows = {each.code: each for each in matter.steps.filter(code__in=waits_for)}
    return [_lacks(rows[each]) for each in waits_for if each in rows and not rows[each].is_settled()]


def _lacks(step):
    if step.required is None:
        return f"“{step}”要不要履行还没有写。"
    return f"“{step}”还没有完成，也没有写明不履行的理由。"


@transaction.atomic
def record(step, *, by, required, why_not, done_on, documents):
    """Write what became of a step; refused while what must come before it is open."""
    matter = DecisionMatter.objects.select_for_update().get(pk=step.matter_id)
    check_reason(why_not)
    if done_on and (refusals := lacking(matter, step.code)):
        raise InvalidMove(f"现在还不能登记“{step}”：{''.join(refusals)}")
    if refusal := _out_of_order(matter, step.code, done_on, is_settled=bool(done_on) or required is False):
        raise InvalidMove(refusal)
    step.required, step.why_not, step.done_on = required, why_not, done_on
    step.full_clean()
    step.save()
    step.documents.set(documents)
    _note(matter, _told(step, documents), by=by)
    bump()


def _out_of_order(matter, code, done_on, *, is_settled):
    """Why this step can't be done on that day, or be undone: what must come before another does so by its date too."""
    done = {each.code: each for each in matter.steps.exclude(done_on=None)}
    for before in BY_CODE[code].waits_for:
        if done_on and before in done and done[before].done_on > done_on:
            return f"“{done[before]}”是 {done[before].done_on:%Y-%m-%d} 完成的，完成日期不能早于这一天。"
    for each in done.values():
        if code not in each.kind.waits_for:
            continue
        if not is_settled:
            return f"“{each}”已经登记完成，要先经过这一步，不能改成没有完成。"
        if done_on and done_on > each.done_on:
            return f"“{each}”是 {each.done_on:%Y-%m-%d} 完成的，完成日期不能晚于这一天。"
    return None


def _told(step, documents):
    words = [{True: "要履行", False: f"不履行，{step.why_not}", None: "还没有定"}[step.required]]
    if step.done_on:
        words.append(f"{step.done_on:%Y-%m-%d}完成")
    words += [each.index_number for each in documents]
    return f"{step}：{'，'.join(words)}"


@transaction.atomic
def name_final(matter, *, publication, by):
    """Which document is the decision; it can't go out before the steps are settled."""
    locked = DecisionMatter.objects.select_for_update().get(pk=matter.pk)
    if refusal := _not_final(locked, publication):
        raise InvalidMove(refusal)
    locked.final = publication
    locked.save(update_fields=["final"])
    _note(locked, f"正式文件：{publication}", by=by)
    if publication.status == Publication.Status.PUBLISHED:
        _published_with(locked, publication)
    bump()


def _not_final(matter, publication):
    """Why this can't be named as the decision, or None."""
    if matter.final_id and matter.final.status == Publication.Status.PUBLISHED:
        return f"正式文件“{matter.final}”已经公布，不能换成别的。"
    if refusal := unfit_as_final(publication):
        return refusal
    if publication.status == Publication.Status.PUBLISHED and (refusals := lacking(matter)):
        return f"“{publication}”已经公布了，不能在这些环节之前：{''.join(refusals)}"
    return None


@transaction.atomic
def agree_on_final(matter, *, publication, by):
    """What a consultation of the matter names is the decision too; raises InvalidMove where that is another document."""
    locked = DecisionMatter.objects.select_for_update().get(pk=matter.pk)
    if locked.final_id == publication.pk:
        return
    if locked.final_id and not unfit_as_final(locked.final):
        raise InvalidMove(
            f"决策事项“{locked}”的正式文件已经写明是“{locked.final}”，两边要是同一件。请先在事项的页面上改。"
        )
    name_final(locked, publication=publication, by=by)


def guard_decided(publication):
    """None, or why a document that is a major decision can't go out yet (713号第二十五、三十条)."""
    for matter in publication.decision_matters.all():
        if refusals := lacking(matter):
            return f"重大行政决策“{matter}”还不能公布：{''.join(refusals)}"
    return None


def guard_directory(publication):
    """None, or what the table of a directory lacks; a correction's too, for its lines become the matters."""
    if not DecisionDirectory.objects.filter(publication=publication.corrects_id or publication.pk).exists():
        return None
    lines = read_directory(plain_text(publication.body))
    if not lines:
        return "正文里没有读到目录。请用一张表，表头写“事项名称、承办单位、履行程序、计划时间”。"
    for line in lines:
        if too_long := next((words for words, most in _lengths(line) if len(words) > most), None):
            return (
                f"“{too_long[:20]}…”太长：事项名称、承办单位、履行程序最多 300 个字，计划时间最多 200 个字。"
            )
        if not (line.units and line.planned and planned_in(line.procedure)):
            return f"“{line.name}”缺承办单位、履行程序或者计划时间。履行程序写公众参与、专家论证、风险评估、合法性审查、集体讨论。"
    names = [line.name for line in lines]
    twice = next((name for name in names if names.count(name) > 1), None)
    return f"“{twice}”在目录里写了两次，请合并。" if twice else None


def _lengths(line):
    """What a matter keeps of a line, each with its longest."""
    names = ("name", "units", "procedure", "planned")
    return [(getattr(line, name), DecisionMatter._meta.get_field(name).max_length) for name in names]


def final_went_out(publication):
    for matter in publication.decision_matters.all():
        _published_with(matter, publication)


def _published_with(matter, publication):
    """The step 公布 is done on the day its document went out."""
    step = matter.steps.get(code=PUBLISHED)
    step.required, step.why_not, step.done_on = True, "", localdate(publication.published_at)
    step.save()
    step.documents.add(publication)
    _note(matter, _told(step, [publication]), by=None)


def _note(matter, words, *, by):
    matter.changes.create(words=words, by=by)
