"""The dossier of a case: everything in one PDF that can be verified without the portal, and what becomes of it."""

import datetime as dt
import hashlib
import json
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from disclosure_requests import archiving, deciding, ending
from disclosure_requests.deeds import next_deeds
from disclosure_requests.models import Applicant, Dossier, Material, Remedy
from disclosure_requests.receipt import Channel
from disclosure_requests.workflow import Status
from linhai_portal.crypto import open_bytes
from linhai_portal.workflow import InvalidMove
from tests.make import make_user
from tests.make_requests import MONDAY, make_case, make_entered, replied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]
LATER = dt.date(2026, 3, 2)


def picture():
    file = BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return file.getvalue()


def archived():
    case = make_case(applicant_name="示例欧阳")
    Material.keep(case, picture(), kind="identity", name="身份证.png", content_type="image/png")
    Material.keep(case, b"a,b", kind="other", name="表.csv", content_type="text/csv")
    replied(case)
    deciding.delivered(case, by=case.officer, today=LATER, on=LATER)
    return archiving.archive(case, by=make_user("archivist"), today=LATER)


def recomputed(rows):
    """As anybody would, from the words of the manifest alone."""
    before = ""
    for row in rows:
        told = {name: value for name, value in row.items() if name != "digest"}
        line = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = hashlib.sha256((before + line).encode()).hexdigest()
    return before


def test_archiving_seals_one_pdf_with_index_numbers_and_all_pieces():
    dossier = archived()
    content = dossier.read()
    assert dossier.case.status == Status.ARCHIVED
    assert hashlib.sha256(content).hexdigest() == dossier.sha256
    reader = PdfReader(BytesIO(content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) == dossier.pages
    for words in ("卷内目录", "申请表", "身份证明：身份证.png", "办理经过", "示例欧阳", dossier.chain):
        assert words in "".join(text.split()), words


def locked_pdf():
    """With a password that nobody told."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("示例")
    writer.write(file)
    return file.getvalue()


ENDLESS = b"""%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF"""
HUGE = ENDLESS.replace(b"2 0 R]", b"3 0 R " * 2001 + b"]").replace(
    b"trailer", b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer"
)


@pytest.mark.parametrize("content", [locked_pdf(), ENDLESS, HUGE, b"%PDF-1.4 broken"])
def test_a_file_that_cannot_be_printed_does_not_keep_a_case_from_the_archive(content):
    case = make_case()
    pdf = {"kind": "supplement", "name": "证明.pdf", "content_type": "application/pdf", "source": "申请人"}
    kept = Material.keep(case, content, **pdf)
    replied(case)
    deciding.delivered(case, by=case.officer, today=LATER, on=LATER)
    dossier = archiving.archive(case, by=make_user("archivist"), today=LATER)
    reader = PdfReader(BytesIO(dossier.read()))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert "不能印成页" in text and dossier.pages < 20
    assert any(hashlib.sha256(each).hexdigest() == kept.sha256 for each in reader.attachments["02-证明.pdf"])


def test_every_digest_can_be_recomputed_from_the_pdf_alone():
    dossier = archived()
    attached = PdfReader(BytesIO(dossier.read())).attachments
    manifest = json.loads(attached["manifest.json"][0])
    assert len(manifest["pieces"]) == len(attached) - 1 >= 5
    for piece in manifest["pieces"]:
        assert hashlib.sha256(attached[piece["file"]][0]).hexdigest() == piece["sha256"]
    assert recomputed(manifest["events"]) == dossier.chain
    assert manifest["events"][-1]["deed"] == "归档"


@pytest.mark.parametrize(
    "spoil", [lambda rows: rows[2].update(by="他人"), lambda rows: rows.pop(3), lambda rows: rows.reverse()]
)
def test_a_changed_or_missing_event_breaks_the_chain(spoil):
    dossier = archived()
    rows = json.loads(PdfReader(BytesIO(dossier.read())).attachments["manifest.json"][0])["events"]
    spoil(rows)
    assert recomputed(rows) != dossier.chain


def test_a_dossier_is_kept_for_its_years_and_destroyed_by_two_persons():
    dossier, archivist, head = archived(), make_user("archivist"), make_user("head")
    assert dossier.keep_until == dt.date(2056, 12, 31)
    with pytest.raises(InvalidMove, match="还没有满"):
        archiving.propose_destruction(dossier, by=archivist, today=dossier.keep_until, reason="示例")
    over = dt.date(2057, 1, 1)
    told = {"case": dossier.case, "path": "direct_suit", "filed_on": MONDAY}
    Remedy.objects.create(**told, result="upheld", decided_on=MONDAY, text="原告张某（示例）")
    assert dossier in Dossier.objects.due_for_destruction(on=over)
    archiving.propose_destruction(dossier, by=archivist, today=over, reason="保管期满（示例）")
    with pytest.raises(InvalidMove, match="另一个人"):
        archiving.destroy(dossier, by=archivist, today=over)
    archiving.destroy(dossier, by=head, today=over)
    assert not Dossier.objects.due_for_destruction(on=over).exists()
    applicant = Applicant.objects.get(case=dossier.case)
    assert (applicant.name, applicant.identity_index, applicant.name_index) == ("", "", "")
    assert dossier.case.remedies.get().text == ""
    assert applicant.applicant_class == "natural" and dossier.case.outcome == "G2"


def test_what_was_withdrawn_before_its_receipt_has_no_dossier():
    case = make_entered(channel=Channel.ORDINARY_MAIL)
    ending.withdraw(case, by=make_user("officer"), today=MONDAY, note="电话（示例）")
    archivist = make_user("archivist")
    with pytest.raises(InvalidMove, match="没有卷宗"):
        archiving.archive(case, by=archivist, today=MONDAY)
    assert "archive" not in {next.deed.slug for next in next_deeds(case, archivist, today=MONDAY)}


def test_whom_it_named_is_forgotten_as_in_a_draft_that_was_left(settings, django_capture_on_commit_callbacks):
    case = make_entered(channel=Channel.ORDINARY_MAIL)
    received = make_case()
    ending.withdraw(received, by=received.officer, today=MONDAY, note="签名的撤回书（示例）")
    ending.withdraw(case, by=make_user("officer"), today=MONDAY, note="电话（示例）")
    material = Material.keep(
        case, b"a", kind="other", name="信.pdf", content_type="application/pdf", source="申请人"
    )
    last = MONDAY + dt.timedelta(days=settings.DRAFT_DAYS)
    archiving.forget_withdrawn(today=last)
    assert Applicant.objects.get(case=case).name and material.file.storage.exists(material.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        archiving.forget_withdrawn(today=last + dt.timedelta(days=1))
    forgotten = Applicant.objects.get(case=case)
    assert (forgotten.name, forgotten.phone, forgotten.name_index) == ("", "", "") and forgotten.destroyed_at
    assert not material.file.storage.exists(material.file.name)
    assert Applicant.objects.get(case=received).name  # kept with its dossier
    steps = case.events.count()
    archiving.forget_withdrawn(today=last + dt.timedelta(days=2))
    assert case.events.count() == steps


def test_the_files_of_a_destroyed_dossier_are_gone(django_capture_on_commit_callbacks):
    dossier, over = archived(), dt.date(2057, 1, 1)
    files = [dossier.file, *(each.file for each in dossier.case.materials.all())]
    archiving.propose_destruction(dossier, by=make_user("archivist"), today=over, reason="示例")
    with django_capture_on_commit_callbacks(execute=True):
        archiving.destroy(dossier, by=make_user("head"), today=over)
    assert not any(file.storage.exists(file.name) for file in files)


def test_the_pages_of_a_destroyed_case_say_that_nothing_is_left(client):
    dossier, over, head = archived(), dt.date(2057, 1, 1), make_user("head")
    archiving.propose_destruction(dossier, by=make_user("archivist"), today=over, reason="示例")
    archiving.destroy(dossier, by=head, today=over)
    client.force_login(head)
    case = dossier.case
    assert client.get(case.get_office_url()).status_code == 200
    letter, material = case.letters.first(), case.materials.first()
    for name, key in (
        ("letter_pdf", [letter.pk]),
        ("letter_envelope", [letter.pk]),
        ("material", [material.pk]),
    ):
        assert client.get(reverse(f"cases:{name}", args=[case.pk, *key])).status_code == 404
    answer = client.post(reverse("cases:identity", args=[case.pk]), {"why": "示例"})
    assert "已按保管期限销毁" in answer.content.decode()


def test_a_dossier_lies_sealed():
    dossier = archived()
    with dossier.file.open() as file:
        sealed = file.read()
    assert (
        b"%PDF" not in sealed and open_bytes(sealed, place="disclosure_requests.dossier.file")[:4] == b"%PDF"
    )


def test_for_ever_means_that_it_never_comes_up(settings):
    settings.RETENTION_YEARS = 0
    archived()
    assert not Dossier.objects.due_for_destruction(on=dt.date(2999, 1, 1)).exists()


def test_a_case_is_archived_when_it_was_delivered():
    case = replied()
    with pytest.raises(InvalidMove):
        archiving.archive(case, by=make_user("archivist"), today=MONDAY)
    assert not Dossier.objects.exists()
