"""Publications for the demonstration, one of every kind and in every state, dated from the day of loading.

They go the ordinary way of three persons: drafted, reviewed, examined, published, each step on the day it tells of.
"""

import datetime as dt
import json
import re

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalog import correcting, ending, publishing
from catalog.attaching import add_file
from catalog.models import Attachment, Examination, Item, LogEntry, Publication
from catalog.publication_search import PUBLICATION
from catalog.reference import FIXTURES
from catalog.sample_files import FILES
from linhai_portal import rich_text
from linhai_portal.accounts.models import Notice, Organization
from linhai_portal.data_version import bump
from linhai_portal.models import Counter
from linhai_portal.search.index import remove

MARK = "（示例）"
Status, Validity = Publication.Status, Publication.Validity
# Words of the fixture that are fields as they stand; those that are days count from the day of loading.
_WORDS = [
    "column",
    "topic",
    "subtopic",
    "form",
    "summary",
    "keywords",
    "is_policy",
    "stage",
    "attribute",
    "attribute_reason",
    "is_urgent",
    "urgent_reason",
]
_DAYS = {"effective": "effective_on", "expires": "expires_on", "display": "display_until"}
_GROUND = "不涉及国家秘密、商业秘密、个人隐私，可以公开（条例第十四、十五条）。"
_WAITING = [Status.SUBMITTED, Status.REVIEWED, Status.RETURNED]


def _samples():
    return Publication.objects.filter(title__endswith=MARK, drafted_by__is_sample=True)


@transaction.atomic
def load_sample_publications(*, today):
    """Nothing when there are some already; a sample whose item staff retired is left out."""
    if _samples().exists():
        return
    rows = json.loads((FIXTURES / "demonstration-publications.json").read_text(encoding="utf-8"))
    codes = set(Item.objects.current().values_list("code", flat=True))
    people = {user.username: user for user in get_user_model().objects.filter(is_sample=True)}
    made = {}
    for days, deed, row in sorted(_deeds(rows), key=lambda each: -each[0]):
        if codes.issuperset(row["items"]):
            deed(row, made, people, today - dt.timedelta(days=days), today)
    _forget_what_is_done()


def _deeds(rows):
    """What is done how many days before the loading: each sample is made, and some are changed later on."""
    for row in rows:
        yield row["published"] or row["formed"], _bring, row
        later = _LATER.get(row.get("state"))
        if later:
            yield row["published"] // 2, later, row
        if row.get("display", 0) < 0:
            yield -row["display"] - 1, _end_display, row


def _bring(row, made, people, on, today):
    unit = Organization.objects.get(slug=row["unit"])
    drafter, reviewer, examiner = _three(row["unit"], people)
    draft = _draft(row, made, unit, drafter, today)
    state = row.get("state", "")
    if state != "draft":
        publishing.submit(draft, by=drafter)
    if state == "returned":
        draft.send_back(by=reviewer, reason="请写明评选的条件和程序。")
    elif state == "withdrawn":
        draft.withdraw(by=drafter)
    elif state not in ("draft", "submitted"):
        publishing.review(draft, by=reviewer, note="内容属实，格式规范。")
        if state != "reviewed":
            _examine(draft, examiner, state, _moment(on))
    _date(draft, on)
    made[row["key"]] = draft


def _three(slug, people):
    names = ("editor", "reviewer", "officer") if slug == "jiaoyuju" else ("officer", "reviewer", "head")
    return [people[name] for name in names]


def _draft(row, made, unit, drafter, today):
    formed = today - dt.timedelta(days=row["formed"])
    days = {field: today + dt.timedelta(days=row[name]) for name, field in _DAYS.items() if name in row}
    words = {name: row[name] for name in _WORDS if name in row}
    draft = Publication(
        **days,
        **{name: _dated(word, formed) if isinstance(word, str) else word for name, word in words.items()},
        title=_dated(row["title"], formed) + MARK,
        document_number=_dated(row.get("document_number", ""), formed),
        registration_number=_dated(row.get("registration_number", ""), formed),
        issuer=unit.full_name or unit.name,
        formed_on=formed,
        body=rich_text.clean(_dated("\n".join(row["body"]), formed)),
        policy=made.get(row.get("of")),
        publish_at=_moment(today + dt.timedelta(days=10)) if row.get("state") == "scheduled" else None,
        organization=unit,
        drafted_by=drafter,
    )
    replaced = [made[key] for key in row.get("replaces", []) if key in made]
    publishing.draft(draft, items=Item.objects.current().filter(code__in=row["items"]), replaces=replaced)
    for name in row.get("files", []):
        printed, content = FILES[name]
        add_file(draft, SimpleUploadedFile(printed, content()), by=drafter)
    return draft


def _dated(text, formed):
    """The day it was formed, its year, the years before, and days after it: {formed} {year} {last_year} {+5}."""
    words = {
        "formed": f"{formed.year}年{formed.month}月{formed.day}日",
        "year": f"{formed.year}",
        "last_year": f"{formed.year - 1}",
    }

    def word(found):
        if found[1] in words:
            return words[found[1]]
        day = formed + dt.timedelta(days=int(found[1]))
        return f"{day.month}月{day.day}日"

    return re.sub(r"\{([a-z_]+|\+\d+)\}", word, text)


def _examine(draft, examiner, state, now):
    conclusion = Examination.Conclusion.KEEP if state == "kept" else Examination.Conclusion.PUBLISH
    ground = draft.attribute_reason or _GROUND
    publishing.examine(draft, by=examiner, conclusion=conclusion, ground=ground, now=now)


def _take_down(row, made, people, on, today):
    ending.take_down(
        made[row["key"]],
        by=people["officer"],
        reason="数据有误，正在核实。核实以后重新公布。",
        text_stays=row["state"] == "text_stays",
        now=_moment(on),
    )


def _end(row, made, people, on, today):
    """Repealed or amended, by the office, on a day in the past."""
    ending.end(
        made[row["key"]],
        ending=row["state"],
        on=on,
        basis=f"【演示】临海市示例文件〔{on.year}〕8号",
        by=people["officer"],
        now=_moment(on),
    )


def _correct(row, made, people, on, today):
    """One telephone number was wrong; the same three persons let the new text out."""
    original = made[row["key"]]
    drafter, reviewer, examiner = _three(row["unit"], people)
    correction = correcting.draft_correction(
        original, by=drafter, organization=original.organization, reason="第二示例小学的办公电话有误。"
    )
    correction.revise(by=drafter, body=correction.body.replace("00000012", "00000022"))
    publishing.submit(correction, by=drafter)
    publishing.review(correction, by=reviewer)
    _examine(correction, examiner, "", _moment(on))
    _date(correction, on)


def _end_display(row, made, people, on, today):
    ending.end_display(made[row["key"]], now=_moment(on))


_LATER = {
    "taken_down": _take_down,
    "text_stays": _take_down,
    "repealed": _end,
    "amended": _end,
    "corrected": _correct,
}


def _moment(on):
    return timezone.make_aware(dt.datetime.combine(on, dt.time(9)))


def _date(publication, on):
    """The verbs write the moment of the loading; the steps were taken on the day they tell of."""
    morning = _moment(on)
    Publication.objects.filter(pk=publication.pk).update(drafted_at=morning)
    Publication.objects.filter(pk=publication.pk).exclude(reviewed_at=None).update(reviewed_at=morning)
    publication.events.update(at=morning)
    publication.examinations.update(examined_at=morning)
    publication.refresh_from_db()


def _forget_what_is_done():
    """Nobody is told of what was done long ago; what waits for somebody is."""
    places = [each.get_office_url() for each in _samples().exclude(status__in=_WAITING)]
    Notice.objects.filter(place__in=places).delete()


@transaction.atomic
def remove_sample_publications():
    """All of them, with their log; where anything real was published, what is in the log stays for good."""
    ours = _samples()
    real = Publication.objects.exclude(pk__in=ours)
    held = LogEntry.objects.exclude(publication__in=ours).exists() or real.filter(policy__in=ours).exists()
    gone = ours.filter(log=None) if held else ours
    remove(PUBLICATION, list(gone.exclude(index_number=None).values_list("index_number", flat=True)))
    keys = set(gone.values_list("pk", flat=True))
    if not held:
        _forget_log()
    _forget_files(keys)
    _forget_schedule(keys)
    Notice.objects.filter(place__in=[each.get_office_url() for each in gone]).delete()
    Examination.objects.filter(publication__in=keys).delete()
    Publication.objects.filter(pk__in=keys).update(policy=None, corrects=None)
    Publication.objects.filter(pk__in=keys).delete()
    bump()


def _forget_log():
    """A log of nothing but the demonstration; the model itself lets no entry be deleted."""
    entries = LogEntry.objects.all()
    entries._raw_delete(entries.db)
    Counter.objects.filter(series__startswith="publication").update(last=0)


def _forget_files(keys):
    names = list(Attachment.objects.filter(publication__in=keys).values_list("file", flat=True))
    Attachment.objects.filter(publication__in=keys).delete()
    for name in names:
        if not Attachment.objects.filter(file=name).exists():
            transaction.on_commit(lambda name=name: default_storage.delete(name))


def _forget_schedule(keys):
    tasks = DBTaskResult.objects.filter(task_path=publishing.publish_task.module_path)
    wanted = [task.pk for task in tasks if set(task.args_kwargs["args"]) & keys]
    tasks.filter(pk__in=wanted).delete()
