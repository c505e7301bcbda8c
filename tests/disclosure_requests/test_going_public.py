"""From a reply that discloses to a draft for everybody: without the person who asked, once, or declined with a reason."""

import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from catalog import publishing
from catalog.adjusting import open_draft
from catalog.models import Adjustment, Publication
from disclosure_requests import deciding, going_public
from disclosure_requests.models import Consultation, Material, ProactiveProposal
from disclosure_requests.outcomes import DECIDED, GIVING
from disclosure_requests.start_page import waiting_proposals
from disclosure_requests.without_person import NAMELESS, public_file_name, public_title, without_person
from disclosure_requests.workflow import Kind
from linhai_portal.accounts.models import Notice
from linhai_portal.workflow import InvalidMove
from tests.make import examine, make_domain, make_item, make_organization, make_user, publish
from tests.make_requests import MONDAY, in_handling, make_case, make_draft, replied

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_days")]

NAME, CARD = "欧阳小波", "11010519491231002X"


@pytest.fixture
def unit():
    return make_organization("市水利局")


@pytest.fixture
def editor(unit):
    return make_user("editor", unit)


def suggested(unit, *, on=MONDAY, outcome="G2", files=(), **facts):
    facts = {"title": "灵江堤防加固工程监理合同", "applicant_name": NAME} | facts
    case = make_case(unit, on=on, **facts)
    for name, content in files:
        Material.keep(case, content, kind="provided", name=name, content_type="text/plain")
    told = {"provided_part": "其余", "withheld": [["附页", "N7", "是案卷"]]} if outcome == "P" else {}
    case = replied(case, on=on, outcome=outcome, told=told, suggest_proactive=True)
    return ProactiveProposal.objects.filter(case=case).first()


def picture():
    """A scan, in which no program reads a name."""
    file = io.BytesIO()
    Image.new("RGB", (40, 30)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("灵江堤防加固工程监理合同", "灵江堤防加固工程监理合同"),
        (f"{NAME}的宅基地审批表和批复", "宅基地审批表和批复"),
        ("欧阳 小 波宅基地审批表", "宅基地审批表"),
        (f"身份证{CARD}的低保审批材料", "身份证的低保审批材料"),
        ("13912345678 用户的水费减免清单", "用户的水费减免清单"),
        ("我家的房屋征收补偿方案", "房屋征收补偿方案"),
        (f"{NAME}", NAMELESS),
        ("示例公司的排污许可证", "排污许可证"),
    ],
)
def test_a_title_says_nothing_of_the_person(unit, title, clean):
    case = make_draft(unit, title=title, description=f"{NAME}的事", applicant_name=NAME)
    Consultation.objects.create(
        case=case,
        party="third_party",
        name="示例公司",
        reason="甲",
        question="乙",
        drafted_by=make_user("officer"),
    )
    assert public_title(case) == clean


def test_a_description_and_a_file_named_after_the_person_lend_no_name(unit):
    case = make_draft(unit, title="", description="某某路 3 号的拆迁", applicant_name=NAME)
    assert public_title(case) == NAMELESS
    names = [public_file_name(Material(name=name), 2, case) for name in ("合同.pdf", f"{NAME}.pdf")]
    assert names == ["合同.pdf", "材料2.pdf"]
    assert without_person("", case) == ""


@pytest.mark.parametrize(("outcome", "proposes"), [("G2", True), ("P", True), ("G1", False)])
def test_a_reply_that_gives_something_proposes(unit, outcome, proposes):
    told = {"access_way": "网站"} if outcome == "G1" else {}
    case = (
        replied(make_case(unit), outcome=outcome, suggest_proactive=True, told=told)
        if outcome == "G1"
        else None
    )
    found = ProactiveProposal.objects.filter(case=case).first() if case else suggested(unit, outcome=outcome)
    assert (found is not None) is proposes


def test_own_records_are_never_proposed():
    assert set(GIVING).isdisjoint(DECIDED[Kind.OWN_RECORDS])


def test_the_notice_leads_to_the_proposal_and_names_nobody(client, unit, editor):
    proposal = suggested(unit, title=f"{NAME}的宅基地审批表")
    notice = Notice.objects.get(recipient=editor, subject__contains="建议主动公开")
    assert notice.place == proposal.get_office_url() and NAME not in notice.text
    client.force_login(editor)
    page = client.get(notice.place).content.decode()
    assert "宅基地审批表" in page and NAME not in page and CARD not in page


def test_one_press_makes_a_draft_under_the_item_that_fits_and_two_presses_no_other(client, unit, editor):
    make_item(publisher=unit)
    item = make_item(publisher=unit, level2="堤防加固工程监理合同")
    proposal = suggested(unit)
    client.force_login(editor)
    address = reverse("cases:proposal_draft", args=[proposal.pk])
    answers = [client.post(address), client.post(address)]
    draft = Publication.objects.get()
    assert [answer.url for answer in answers] == [draft.get_office_url()] * 2
    assert (draft.title, draft.issuer, draft.organization) == (proposal.title, unit.full_name, unit)
    assert (draft.formed_on, draft.status, draft.drafted_by) == (MONDAY, "draft", editor)
    assert list(draft.items.all()) == [item]
    stale = ProactiveProposal(pk=proposal.pk)
    assert going_public.draft_publication(stale, by=editor, today=MONDAY) == draft


def test_only_files_that_the_gate_passes_and_that_name_nobody_come_along(client, unit, editor):
    files = [
        ("合同.txt", "监理费五十万元".encode()),
        ("名单.txt", f"身份证号 {CARD}".encode()),
        ("回函.txt", f"{NAME}收".encode()),
        (f"{NAME}.txt", "附表一".encode()),
        ("坏.pdf", b"%PDF-1.4 broken"),
        ("照片.png", picture()),
    ]
    proposal = suggested(unit, files=files)
    client.force_login(editor)
    page = client.post(
        reverse("cases:proposal_draft", args=[proposal.pk]), {"choice": "later"}, follow=True
    ).content.decode()
    draft = Publication.objects.get()
    stored = {each.name: each.file.open().read().decode() for each in draft.attachments.all()}
    assert {*stored} == {"合同.txt", "名单.txt", "材料4.txt"}
    assert CARD not in stored["名单.txt"] and "身份证号" in stored["名单.txt"]
    assert "有 3 份材料没有带入" in page and NAME not in page
    assert all(check.passes for check in draft.gate_checks.all())


def workbook():
    """The list that was given, and a second sheet that nobody sees."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["监理费", "五十万元"])
    hidden = book.create_sheet("登记")
    hidden.append([f"{NAME}领取"])
    hidden.sheet_state = "hidden"
    book.save(file)
    return file.getvalue()


def document():
    """Written by the applicant, as its properties say."""
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("监理费五十万元")
    document.core_properties.author = NAME
    document.save(file)
    return file.getvalue()


def packed(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("清册.xlsx", workbook()),
        ("合同.docx", document()),
        ("材料.zip", packed({f"{NAME}.txt": "监理费五十万元"})),
        ("材料.zip", packed({"清册.xlsx": workbook()})),
    ],
)
def test_a_name_that_nobody_sees_in_the_file_keeps_it_out(unit, editor, name, content):
    proposal = suggested(unit, files=[(name, content)])
    draft = going_public.draft_publication(proposal, by=editor, today=MONDAY)
    proposal.refresh_from_db()
    assert not draft.attachments.exists() and proposal.left_out == 1


def test_a_file_that_may_not_be_attached_is_left_out_and_the_rest_is_drafted(unit, editor, settings):
    settings.MAX_ATTACHMENT_BYTES = 100
    files = [("合同.txt", "监理费".encode()), ("大.txt", "监理费".encode() * 50), ("记录.xml", b"<a>1</a>")]
    proposal = suggested(unit, files=files)
    draft = going_public.draft_publication(proposal, by=editor, today=MONDAY)
    proposal.refresh_from_db()
    assert [each.name for each in draft.attachments.all()] == ["合同.txt"] and proposal.left_out == 2


def test_after_the_dossier_was_destroyed_a_proposal_is_drafted_without_files(unit, editor):
    proposal = suggested(unit, files=[("合同.txt", "监理费".encode())])
    proposal.case.materials.update(file="")
    draft = going_public.draft_publication(proposal, by=editor, today=MONDAY)
    assert draft.title == proposal.title and not draft.attachments.exists()


def test_where_no_item_fits_a_new_one_is_drafted_on_the_sheet(client, unit, editor):
    domain = make_domain("水利")
    make_item(domain, publisher=unit, level2="值班电话")
    publish(domain)
    proposal = suggested(unit, title="水库水位记录")
    client.force_login(editor)
    address = reverse("cases:proposal_draft", args=[proposal.pk])
    answers = [client.post(address), client.post(address)]
    sheet = open_draft(editor)
    assert [answer.url for answer in answers] == [sheet.get_office_url()] * 2
    line = sheet.lines.get()
    assert (line.action, line.domain, line.title) == ("add", domain, "水库水位记录")
    assert "第四十四条" in sheet.basis and line.after["publisher_text"] == unit.name
    page = client.get(sheet.get_office_url()).content.decode()
    assert proposal.get_office_url() in page
    sheet.submit(by=editor)


def test_a_sheet_of_the_office_is_named_and_no_link_leads_nowhere(client, unit, editor):
    domain = make_domain("水利")
    make_item(domain, publisher=unit)
    publish(domain)
    domain.refresh_from_db()
    proposal = suggested(unit, on=localdate())
    sheet = going_public.draft_item(proposal, by=make_user("officer"), today=localdate(), domain=domain)
    client.force_login(editor)
    for address in (proposal.get_office_url(), f"{reverse('cases:proposals')}?tab=drafted"):
        page = client.get(address).content.decode()
        assert str(sheet) in page and sheet.get_office_url() not in page
    answer = client.post(reverse("cases:proposal_draft", args=[proposal.pk]))
    assert answer.url == proposal.get_office_url()


def test_a_new_item_needs_a_domain_whose_catalog_is_published(client, unit, editor):
    proposal = suggested(unit)
    client.force_login(editor)
    address = reverse("cases:proposal_draft", args=[proposal.pk])
    page = client.post(address, {"choice": "new"}).content.decode()
    assert "请选新增的事项放在哪个领域" in page
    with pytest.raises(InvalidMove, match="还没有发布"):
        going_public.draft_item(proposal, by=editor, today=MONDAY, domain=make_domain())
    assert not Adjustment.objects.exists()


def test_declined_with_a_reason_it_is_open_no_more(client, unit, editor):
    proposal = suggested(unit)
    client.force_login(editor)
    address = reverse("cases:proposal_decline", args=[proposal.pk])
    assert "请写明理由" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "只涉及申请人自己"})
    proposal.refresh_from_db()
    assert (proposal.declined_because, proposal.decided_by) == ("只涉及申请人自己", editor)
    with pytest.raises(InvalidMove, match="已经处理过"):
        going_public.draft_publication(proposal, by=editor, today=MONDAY)
    assert "只涉及申请人自己" in client.get(reverse("cases:proposals"), {"tab": "declined"}).content.decode()
    assert proposal.case.events.last().deed == "不转为主动公开"


def test_open_proposals_are_counted_on_the_start_page_and_open_to_their_rows(client, unit, editor):
    mine, declined = suggested(unit), suggested(unit)
    suggested(make_organization())
    going_public.decline(declined, by=editor, today=MONDAY, reason="没有用处")
    (waiting,) = waiting_proposals(editor)
    client.force_login(editor)
    assert list(client.get(waiting.address).context["rows"]) == [mine] and waiting.count == 1
    assert waiting.address in client.get("/admin/").content.decode()
    assert waiting_proposals(make_user("handler", unit)) == []
    assert waiting_proposals(make_user("officer"))[0].count == 2


def test_a_proposal_of_another_unit_does_not_exist(client, unit):
    proposal = suggested(unit)
    client.force_login(make_user("editor"))
    assert client.get(proposal.get_office_url()).status_code == 404
    for name in ("draft", "decline"):
        assert client.post(reverse(f"cases:proposal_{name}", args=[proposal.pk])).status_code == 404
    assert not Publication.objects.exists()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_many(client, unit, editor):
    client.force_login(editor)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("cases:proposals"))
        return len(queries)

    suggested(unit)
    few = asked()
    for _ in range(4):
        suggested(unit)
    assert asked() == few


def test_case_and_draft_lead_to_each_other_in_the_office(client, unit, editor):
    proposal = suggested(unit, on=localdate())
    client.force_login(make_user("officer", unit))
    page = client.get(proposal.case.get_office_url()).content.decode()
    assert reverse("cases:proposal_draft", args=[proposal.pk]) in page
    draft = going_public.draft_publication(proposal, by=editor, today=localdate())
    assert draft.get_office_url() in client.get(proposal.case.get_office_url()).content.decode()
    assert proposal.get_office_url() in client.get(draft.get_office_url()).content.decode()
    client.force_login(make_user("reviewer", unit))
    assert proposal.case.get_office_url() in client.get(draft.get_office_url()).content.decode()


def test_a_unit_that_only_worked_on_it_gets_no_button_that_leads_nowhere(client, unit):
    proposal, helper = suggested(unit, on=localdate()), make_organization()
    both = make_user("handler", helper)
    both.memberships.create(organization=helper, role="editor")
    proposal.case.assignments.update(organization=helper)
    client.force_login(both)
    page = client.get(proposal.case.get_office_url()).content.decode()
    assert proposal.title in page and proposal.get_office_url() not in page


def test_nothing_public_says_that_it_was_asked_for_or_by_whom(client, unit, editor):
    proposal = suggested(unit, on=localdate(), files=[("合同.txt", "监理费五十万元".encode())])
    draft = going_public.draft_publication(
        proposal, by=editor, today=localdate(), items=[make_item(publisher=unit)]
    )
    publishing.submit(draft, by=editor)
    publishing.review(draft, by=make_user("reviewer", unit))
    examine(draft)
    draft.refresh_from_db()
    assert draft.status == "published"
    for address in (draft.get_absolute_url(), f"{draft.items.get().get_absolute_url()}publications.json"):
        page = client.get(address).content.decode()
        assert draft.title in page and "申请人" not in page
        assert NAME not in page and proposal.case.number not in page


def test_a_reply_made_anew_proposes_nothing_twice(unit, editor):
    proposal = suggested(unit)
    going_public.propose(proposal.case, today=MONDAY + dt.timedelta(days=9))
    assert ProactiveProposal.objects.get().proposed_on == MONDAY
    assert Notice.objects.filter(recipient=editor, subject__contains="建议主动公开").count() == 1


def test_the_form_suggests_it_unless_the_officer_takes_it_out(client, unit):
    from_form = {"request_text": "示例信息", "materials": "合同｜3"}
    case = make_case(unit, on=localdate())
    in_handling(case, on=localdate(), unit=unit)
    client.force_login(make_user("handler", unit))
    address = reverse("cases:decision", args=[case.pk])
    query = "?again=yes&clear=yes&information=yes&owner=yes&exists=yes&disclose=all&how=provide"
    form = client.get(address + query).context["form"]
    assert form["suggest_proactive"].value() is True
    client.post(address + query, from_form)
    assert deciding.current(case).suggest_proactive is False
    assert client.get(address).context["form"]["suggest_proactive"].value() is False
