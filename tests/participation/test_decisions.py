import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from catalog import correcting
from catalog.publishing import submit
from linhai_portal.workflow import InvalidMove
from participation import adopting, deciding
from participation.decision_forms import DecisionForm
from participation.models import DecisionDirectory, DecisionMatter
from tests.make import make_organization, make_publication, make_user, put_out
from tests.make_participation import (
    BUSES,
    PARKING,
    answered,
    directory_body,
    make_directory,
    make_matter,
    make_open,
    settle,
    take_down,
)

pytestmark = pytest.mark.django_db
FACTS = {"required": True, "why_not": "", "done_on": None, "documents": []}


def record(matter, code, **facts):
    deciding.record(matter.steps.get(code=code), by=make_user("editor"), **FACTS | facts)


def test_each_line_of_a_published_directory_becomes_a_matter_with_thirteen_steps():
    directory = make_directory(BUSES, PARKING)
    assert not DecisionMatter.objects.exists()
    put_out(directory.publication)
    buses, parking = DecisionMatter.objects.order_by("pk")
    assert (buses.name, buses.planned, buses.steps.count()) == (BUSES[0], "第四季度", 13)
    assert buses.steps.get(code="experts").required is True
    assert parking.steps.get(code="experts").required is None
    assert buses.changes.get().by is None


def test_the_unit_named_first_keeps_the_dossier_else_the_one_of_the_directory():
    traffic = make_organization("市交通运输局")
    directory = make_directory(BUSES, PARKING)
    put_out(directory.publication)
    buses, parking = DecisionMatter.objects.order_by("pk")
    assert (buses.organization, parking.organization) == (traffic, directory.organization)


def test_another_directory_adjusts_the_year_and_the_dossiers_go_on():
    matter = settle(make_matter(BUSES, PARKING), "start")
    later = ("调整公交线路", "市交通运输局", "公众参与、集体讨论、合法性审查", "明年")
    adjusted = make_directory(later, ("新的事项", *BUSES[1:]))
    put_out(adjusted.publication)
    matter.refresh_from_db()
    assert (matter.planned, matter.directory, matter.steps.get(code="start").done_on) == (
        "明年",
        adjusted,
        localdate(),
    )
    left = DecisionMatter.objects.get(name=PARKING[0])
    assert left.left_on == localdate() and "调出" in left.changes.first().words
    assert DecisionMatter.objects.filter(left_on=None).count() == 2


def adjusted(*rows):
    """Another directory of the year, put out after the one that is there."""
    directory = make_directory(*rows)
    put_out(directory.publication)
    return DecisionDirectory.objects.get(pk=directory.pk)


def test_when_the_adjusted_directory_goes_the_older_one_stands_again():
    matter = settle(make_matter(BUSES, PARKING), "start")
    older, added = matter.directory, ("新的事项", *BUSES[1:])
    take_down(adjusted((*BUSES[:3], "明年"), added).publication)
    today = localdate()
    buses, parking = DecisionMatter.objects.listed(on=today).order_by("pk")
    assert (buses.planned, buses.directory, buses.left_on) == (BUSES[3], older, None)
    assert (parking.name, parking.left_on) == (PARKING[0], None)
    assert buses.steps.get(code="start").done_on == today
    assert DecisionMatter.objects.get(name=added[0]).left_on == today


def test_an_older_directory_that_goes_changes_no_matter_of_the_newest():
    older = make_matter(BUSES).directory
    newest = adjusted(BUSES)
    notes = DecisionMatter.objects.get().changes.count()
    take_down(DecisionDirectory.objects.get(pk=older.pk).publication)
    matter = DecisionMatter.objects.listed(on=localdate()).get()
    assert (matter.directory, matter.changes.count()) == (newest, notes)


def test_a_correction_of_the_directory_corrects_its_matters():
    matter = make_matter(BUSES)
    original = matter.directory.publication
    by = make_user("editor", original.organization)
    draft = correcting.draft_correction(original, by=by, organization=original.organization, reason="笔误")
    draft.revise(by=by, body=directory_body((*BUSES[:3], "第三季度")))
    put_out(draft)
    matter.refresh_from_db()
    assert matter.planned == "第三季度"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>没有表。</p>", "没有读到目录"),
        (directory_body(("修路", "交通局", "研究研究", "年底")), "“修路”缺"),
        (directory_body(BUSES, BUSES), "写了两次"),
    ],
)
def test_what_a_directory_lacks_is_said_when_it_is_handed_in(body, words):
    directory = make_directory(body=body)
    with pytest.raises(InvalidMove, match=words):
        submit(directory.publication, by=directory.publication.drafted_by)


def test_publishing_waits_for_every_step_that_is_open_and_names_it():
    matter = make_matter(PARKING)
    settle(matter, "start", "draft", "participation", "materials")
    record(matter, "experts", required=False, why_not="不属于专业性较强的事项。")
    words = "".join(deciding.lacking(matter))
    assert "“合法性审查”还没有完成" in words and "“风险评估”要不要履行还没有写" in words
    assert "公众参与" not in words and "专家论证" not in words
    with pytest.raises(InvalidMove, match="合法性审查"):
        record(matter, "published", done_on=localdate())
    assert matter.steps.get(code="published").done_on is None


def test_what_was_not_reviewed_for_legality_is_not_discussed():
    matter = settle(make_matter(PARKING), "participation", "materials", "experts", "risk")
    with pytest.raises(InvalidMove, match="合法性审查"):
        record(matter, "discussion", done_on=localdate())
    settle(matter, "legality", "discussion")
    assert matter.steps.get(code="discussion").done_on == localdate()


def test_the_document_waits_for_the_steps_and_is_their_publication():
    matter = make_matter(PARKING)
    final = make_publication(drafted_by=make_user("editor", matter.organization))
    deciding.name_final(matter, publication=final, by=final.drafted_by)
    with pytest.raises(InvalidMove, match="还不能公布：.*集体讨论"):
        submit(final, by=final.drafted_by)
    settle(matter)
    put_out(final)
    step = matter.steps.get(code="published")
    assert (step.done_on, step.documents.get()) == (localdate(), final)


def test_every_entry_is_written_down_with_its_person():
    matter, clerk, document = make_matter(), make_user("editor"), put_out()
    deciding.record(
        matter.steps.get(code="draft"),
        by=clerk,
        **FACTS | {"done_on": dt.date(2026, 3, 2), "documents": [document]},
    )
    change = matter.changes.first()
    assert change.by == clerk
    assert change.words == f"拟订草案：要履行，2026-03-02完成，{document.index_number}"


@pytest.mark.parametrize(
    "facts",
    [
        {"required": False},
        {"required": False, "why_not": "不用。", "done_on": dt.date(2026, 1, 1)},
        {"required": None, "done_on": dt.date(2026, 1, 1)},
        {"why_not": "不用。"},
    ],
)
def test_a_step_says_either_when_or_why_not(facts):
    with pytest.raises(ValidationError):
        record(make_matter(), "draft", **facts)


def test_nobodys_number_gets_into_a_reason():
    with pytest.raises(InvalidMove, match="个人信息"):
        record(make_matter(), "draft", required=False, why_not="打 13800001234 问我")


def corrected_directory(matter, body):
    original = matter.directory.publication
    by = make_user("editor", original.organization)
    draft = correcting.draft_correction(original, by=by, organization=original.organization, reason="笔误")
    draft.revise(by=by, body=body)
    return draft


def test_a_correction_without_the_table_takes_no_matter_off_the_directory():
    matter = make_matter(BUSES)
    draft = corrected_directory(matter, "<p>没有表。</p>")
    with pytest.raises(InvalidMove, match="没有读到目录"):
        submit(draft, by=draft.drafted_by)
    matter.refresh_from_db()
    assert matter.left_on is None


def test_what_no_matter_can_keep_is_said_before_it_goes_out():
    directory = make_directory(("很长" * 151, *BUSES[1:]))
    with pytest.raises(InvalidMove, match="太长"):
        submit(directory.publication, by=directory.publication.drafted_by)


def test_what_was_built_upon_is_not_undone():
    matter = settle(make_matter(PARKING), "participation", "materials", "experts", "risk", "legality")
    settle(matter, "discussion")
    with pytest.raises(InvalidMove, match="“集体讨论”已经登记完成"):
        record(matter, "legality")
    record(matter, "legality", required=False, why_not="依法不需要。")


@pytest.mark.parametrize(
    ("code", "day", "words"), [("discussion", -5, "不能早于"), ("legality", 0, "不能晚于")]
)
def test_what_comes_before_does_so_by_its_date_too(code, day, words):
    matter, today = make_matter(PARKING), localdate()
    settle(matter, "participation", "materials", "experts", "risk", "legality", on=today - dt.timedelta(3))
    settle(matter, "discussion", on=today - dt.timedelta(1))
    with pytest.raises(InvalidMove, match=words):
        record(matter, code, done_on=today + dt.timedelta(day))


def test_a_document_that_is_out_is_no_decision_whose_steps_are_open():
    matter = make_matter(PARKING)
    out = put_out(make_publication(drafted_by=make_user("editor", matter.organization)))
    with pytest.raises(InvalidMove, match="已经公布了"):
        deciding.name_final(matter, publication=out, by=out.drafted_by)
    settle(matter)
    deciding.name_final(matter, publication=out, by=out.drafted_by)
    assert matter.steps.get(code="published").documents.get() == out
    other = make_publication(drafted_by=out.drafted_by)
    with pytest.raises(InvalidMove, match="不能换成别的"):
        deciding.name_final(matter, publication=other, by=out.drafted_by)


def a_notice(matter):
    return matter.directory.publication


def feedback(matter):
    by = make_user("editor", matter.organization)
    return answered(make_open(matter=matter, by=by)).feedback


def withdrawn(matter):
    draft = make_publication(drafted_by=make_user("editor", matter.organization))
    draft.withdraw(by=draft.drafted_by)
    return draft


def taken_down(matter):
    out = put_out(make_publication(drafted_by=make_user("editor", matter.organization)))
    take_down(out)
    return out


@pytest.mark.parametrize(
    ("unfit", "words"),
    [
        (a_notice, "另外起草"),
        (feedback, "另外起草"),
        (withdrawn, "已撤回，不能作为"),
        (taken_down, "已撤下，不能作为"),
    ],
)
def test_what_cannot_be_a_decision_is_neither_offered_nor_named(unfit, words):
    matter = settle(make_matter(PARKING))
    document = unfit(matter)
    assert document not in DecisionForm(matter=matter).fields["publication"].queryset
    with pytest.raises(InvalidMove, match=words):
        deciding.name_final(matter, publication=document, by=make_user("editor"))


def test_what_a_consultation_names_is_the_decision_of_its_matter():
    matter, by = make_matter(PARKING), make_user("editor")
    consultation = make_open(matter=matter)
    wrong, right = (make_publication(drafted_by=by) for _ in range(2))
    adopting.name_final(consultation, publication=wrong, by=by)
    matter.refresh_from_db()
    assert (matter.final, matter.changes.first().by) == (wrong, by)
    with pytest.raises(InvalidMove, match="两边要是同一件"):
        adopting.name_final(consultation, publication=right, by=by)
    wrong.withdraw(by=by)
    adopting.name_final(consultation, publication=right, by=by)
    matter.refresh_from_db()
    consultation.refresh_from_db()
    assert matter.final == consultation.final == right


def test_a_matter_that_names_its_document_binds_its_consultations():
    matter, by = make_matter(PARKING), make_user("editor")
    consultation = make_open(matter=matter)
    named, other = (make_publication(drafted_by=by) for _ in range(2))
    deciding.name_final(matter, publication=named, by=by)
    notes = matter.changes.count()
    with pytest.raises(InvalidMove, match="请先在事项的页面上改"):
        adopting.name_final(consultation, publication=other, by=by)
    adopting.name_final(consultation, publication=named, by=by)
    assert matter.changes.count() == notes
