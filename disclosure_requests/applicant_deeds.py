"""What an applicant does on the status page of a case that number and code have opened; nobody of the office acts."""

from django.db import transaction

from disclosure_requests import asking_reasons, correcting, deciding, ending, following_up
from disclosure_requests.course import CONTACT_CHANGED, LATE_CORRECTION, SUPPLEMENTED
from disclosure_requests.drafts import attach
from disclosure_requests.models import Applicant, Material
from disclosure_requests.moving import note_down
from disclosure_requests.telling import tell_office
from linhai_portal.calendar import work_calendar
from linhai_portal.uploads import Upload
from linhai_portal.workflow import InvalidMove

CONTACT = ("phone", "address", "postcode", "email")
MOST_FILES = 60  # of a case, so that what was handed in with it never stands in the way of a correction
DOWNLOADED = "申请人下载答复材料"
READ = "申请人打开文书"


def withdraw(case, *, today):
    ending.withdraw(case, by=None, today=today)


@transaction.atomic
def change_contact(case, *, today, **contact):
    applicant = Applicant.objects.get(case=case)
    for name in CONTACT:
        setattr(applicant, name, contact[name])
    applicant.save()
    note_down(case, CONTACT_CHANGED, by=None, today=today)
    tell_office(case, f"申请 {case.number} 的申请人更新了联系方式")


@transaction.atomic
def supplement(case, *, today, text, file=None):
    _keep(case, "补充说明.txt", text, file)
    note_down(case, SUPPLEMENTED, by=None, today=today)
    tell_office(case, f"申请 {case.number} 的申请人补充了材料")


@transaction.atomic
def correct(case, *, today, text, file=None):
    """In time it is received at once; late, the office decides whether the reason is good（条例第三十条）."""
    correction = case.corrections.sent().last()
    _keep(case, "补正内容.txt", text, file)
    due = correction.answer_due(work_calendar())
    if due and today > due:
        note_down(case, LATE_CORRECTION, by=None, today=today)
        tell_office(case, f"申请 {case.number} 的申请人逾期提交了补正，请决定是否接受")
        return
    correcting.correction_received(correction, by=None, today=today, on=today)


def give_reasons(case, *, today, text):
    asked = case.reasons_requests.sent().filter(answered_on=None).last()
    if asked is None:  # told at this moment, by a second tap
        raise InvalidMove("您已经说明过理由，不用再提交。")
    asking_reasons.reasons_received(asked, by=None, today=today, on=today, answer=text)


def open_reply(case, *, today):
    """Opening it is the proof that it was served (T22); from this day the periods for remedies run."""
    deciding.delivered(case, by=None, today=today, on=today)


def rate(case, *, today, satisfaction, said):
    following_up.rate(case, today=today, satisfaction=satisfaction, said=said)


def downloaded(case, material, *, today):
    """Noted once for each file: what was given stands in the dossier with the day."""
    note = f"材料 {material.pk}"
    if not case.events.filter(deed=DOWNLOADED, note=note).exists():
        note_down(case, DOWNLOADED, by=None, today=today, note=note)


def read_letter(case, letter, *, today):
    """Noted once for each letter: the day on which the applicant had it in hand."""
    if not case.events.filter(deed=READ, note=str(letter)).exists():
        note_down(case, READ, by=None, today=today, note=str(letter))


def _keep(case, name, text, file):
    uploads = [file] if file else []
    if text.strip():
        uploads.insert(0, Upload(name, text.encode(), "text/plain", is_picture=False))
    for upload in uploads:
        attach(case, Material.Kind.SUPPLEMENT, upload, most=MOST_FILES)
