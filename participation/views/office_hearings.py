"""The screens of a hearing: the list, one with what is next, its seats, its registrations, and each deed until the report."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from linhai_portal.office import carry_out, for_staff, office_page, part_of
from participation import drawing_lots, hearing_identities, hearing_list, holding, looking, registering
from participation.announcing import add_part, drop_part, may_draft
from participation.hearing_course import course
from participation.hearing_forms import (
    CategoryForm,
    ConfirmedForm,
    DrawForm,
    EnteredRegistrationForm,
    HearingForm,
    HeldForm,
    MaterialsForm,
    MinutesForm,
    RefusalForm,
)
from participation.models import Category, Consultation, Hearing, HearingRegistration
from participation.opinion_forms import LookForm
from participation.views.announcements import draft_page, facts_page

SEE, DRAFT, WORK = "catalog.view_publication", "catalog.draft_publication", "participation.work_hearing"
DESTROY = "participation.destroy_identities"
NAME = "听证会"


def trail(*more):
    return [(NAME, reverse("participation_office:hearings")), *more]


@for_staff(SEE)
@require_safe
def hearings(request):
    """All, or those whose registrations are to be destroyed."""
    rows, only = Hearing.objects.visible_to(request.user), request.GET.get("only", "")
    due = rows.identities_due(on=localdate())
    rows = due if only == "identities" else rows
    rows, links, _ = part_of(request, rows.select_related("publication__organization").order_by("-pk"))
    return office_page(
        request,
        "participation/office/hearings.html",
        title=NAME,
        rows=rows,
        links=links,
        only=only,
        due=due.count(),
    )


@for_staff(DRAFT)
def hearing_new(request):
    return draft_page(
        request,
        partial(HearingForm, consultations=_consultations(request)),
        heading="起草听证会公告",
        lead="保存以后再写各类名额，上传草案和说明。",
        trail=trail(),
        stage="decision",
    )


def _consultations(request, *, chosen=None):
    return Consultation.objects.offered_to(request.user, on=localdate(), chosen=chosen)


def visible(request, pk):
    rows = Hearing.objects.visible_to(request.user)
    parts = ("publication__organization", "publication__drafted_by", "participants", "report")
    return get_object_or_404(rows.select_related(*parts), pk=pk)


@for_staff(SEE)
def hearing(request, pk):
    found, today = visible(request, pk), localdate()
    works, is_out = request.user.has_perm(WORK), found.publication.published_at is not None
    return facts_page(
        request,
        found,
        partial(HearingForm, consultations=_consultations(request, chosen=found.consultation_id)),
        "participation/office/hearing.html",
        trail=trail(),
        categories=registering.counts(found),
        category_form=CategoryForm(),
        works=works and is_out,
        course=course(found, on=today) if is_out else None,
        registers=found.registers(on=today),
        materials=found.materials.select_related("hearing"),
        signed=holding.confirmations(found),
        kept_until=hearing_identities.kept_until(found),
        may_destroy=request.user.has_perm(DESTROY) and _is_due(found, today),
        forms=_forms(found, today) if works and is_out else {},
    )


def _is_due(found, today):
    return Hearing.objects.identities_due(on=today).filter(pk=found.pk).exists()


def _forms(found, today):
    """What can be done next, and only that."""
    given, is_old = found.seats_are_given(on=today), hearing_list.is_outdated(found)
    writes = found.held_marked_at and may_draft(found.report)
    return {
        "draw": DrawForm() if found.is_by_draw and not given and today >= found.draw_on else None,
        "list": given and not found.held_marked_at and (is_old or may_draft(found.participants)),
        "is_old": is_old,
        "materials": MaterialsForm() if given and not found.held_marked_at else None,
        "held": HeldForm() if given and not found.held_marked_at else None,
        "minutes": MinutesForm(initial={"text": found.minutes}) if writes else None,
        "report": bool(found.minutes) and may_draft(found.report),
    }


@for_staff(DRAFT)
@require_POST
def category_new(request, pk):
    found = visible(request, pk)
    form = CategoryForm(request.POST, instance=Category(hearing=found))
    if not form.is_valid():
        return _again(request, found, form, "加一类席位", "加上")
    deed = partial(add_part, found, form.instance, by=request.user)
    return carry_out(request, deed, "已加上。", back=found.get_office_url())


@for_staff(DRAFT)
@require_POST
def category_drop(request, pk):
    rows = Category.objects.filter(hearing__in=Hearing.objects.visible_to(request.user))
    part = get_object_or_404(rows.select_related("hearing__publication"), pk=pk)
    deed = partial(drop_part, part.hearing, part, by=request.user)
    return carry_out(request, deed, "已去掉。", back=part.hearing.get_office_url())


def _again(request, found, form, title, button):
    """The form by itself, with what is wrong beside it."""
    return office_page(
        request,
        "participation/office/deed.html",
        title=title,
        trail=trail((str(found), found.get_office_url())),
        form=form,
        button=button,
    )


def _deed(request, pk, form_class, verb, *, title, button, done):
    """One form, one verb of a hearing."""
    found = visible(request, pk)
    form = form_class(request.POST)
    if not form.is_valid():
        return _again(request, found, form, title, button)
    deed = partial(verb, found, **form.cleaned_data)
    return carry_out(request, deed, done, back=found.get_office_url())


@for_staff(WORK)
@require_POST
def hearing_draw(request, pk):
    verb = partial(drawing_lots.draw_lots, by=request.user)
    return _deed(
        request, pk, DrawForm, verb, title="公开抽签", button="抽签", done="抽签完成，结果已经公布。"
    )


@for_staff(WORK)
@require_POST
def hearing_list_new(request, pk):
    found = visible(request, pk)
    deed = partial(hearing_list.draft_list, found, by=request.user)
    done = "参加人名单已起草。请核对，提交审核。"
    return carry_out(request, deed, done, back=found.get_office_url())


@for_staff(WORK)
@require_POST
def hearing_materials(request, pk):
    return _deed(
        request,
        pk,
        MaterialsForm,
        holding.send_materials,
        title="登记材料送达",
        button="登记",
        done="已登记。",
    )


@for_staff(WORK)
@require_POST
def hearing_held(request, pk):
    return _deed(
        request,
        pk,
        HeldForm,
        holding.mark_held,
        title="登记听证会已经举行",
        button="登记",
        done="已登记：听证会举行了。",
    )


@for_staff(WORK)
@require_POST
def hearing_minutes(request, pk):
    return _deed(
        request,
        pk,
        MinutesForm,
        partial(holding.keep_minutes, by=request.user),
        title="笔录",
        button="保存笔录",
        done="笔录已保存，参加人可以确认了。",
    )


@for_staff(WORK)
@require_POST
def hearing_report(request, pk):
    found = visible(request, pk)
    deed = partial(holding.draft_report, found, by=request.user)
    return carry_out(
        request, deed, "听证报告已起草。请写完意见和采纳情况，提交审核。", back=found.get_office_url()
    )


@for_staff(DESTROY)
@require_POST
def hearing_identities_destroyed(request, pk):
    found = visible(request, pk)
    deed = partial(hearing_identities.destroy_identities, found, by=request.user)
    done = "报名人的身份信息已经销毁，编号和抽签结果留着。"
    return carry_out(request, deed, done, back=found.get_office_url())


@for_staff(WORK)
@require_safe
def registrations(request, pk):
    found = visible(request, pk)
    rows = found.registrations.select_related("category")
    status = request.GET.get("status", "")
    if status in HearingRegistration.Status.values:
        rows = rows.filter(status=status)
    rows, links, total = part_of(request, rows)
    return office_page(
        request,
        "participation/office/hearing_registrations.html",
        title="报名",
        trail=trail((str(found), found.get_office_url())),
        hearing=found,
        rows=rows,
        links=links,
        total=total,
        states=[("", "全部"), *HearingRegistration.Status.choices],
        status=status,
        registers=found.registers(on=localdate()),
    )


@for_staff(WORK)
def registration_new(request, pk):
    """The code stands on the page once; it is told to whoever registered."""
    found = visible(request, pk)
    form = EnteredRegistrationForm(request.POST or None, hearing=found)
    if request.method == "POST" and form.is_valid():
        deed = partial(_enter, request, found, form.told())
        back = reverse("participation_office:hearing_registrations", args=[found.pk])
        return carry_out(request, deed, "已录入。", back=back)
    return _again(request, found, form, "录入报名", "录入")


def _enter(request, found, told):
    registration, code = registering.enter(found, by=request.user, **told)
    messages.info(request, f"请告诉本人：编号 {registration.number}，查询码 {code}。查询码只显示这一次。")


def _registration(request, pk):
    rows = HearingRegistration.objects.filter(hearing__in=Hearing.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("hearing__publication", "category", "entered_by"), pk=pk)


@for_staff(WORK)
def registration(request, pk):
    """One registration; who it is shows for a purpose, and the look is written down first."""
    found = _registration(request, pk)
    is_destroyed = found.hearing.identities_destroyed_at is not None
    form, person = LookForm(request.POST or None), None
    if request.method == "POST" and form.is_valid() and not is_destroyed:
        person = looking.look(found, by=request.user, **form.cleaned_data)
    today = localdate()
    back = reverse("participation_office:hearing_registrations", args=[found.hearing_id])
    return office_page(
        request,
        "participation/office/hearing_registration.html",
        title=str(found),
        trail=trail((str(found.hearing), found.hearing.get_office_url()), ("报名", back)),
        registration=found,
        form=form,
        person=person,
        is_destroyed=is_destroyed,
        looks=looking.looks_at(found),
        events=found.events.select_related("by", "subject"),
        is_open=not found.hearing.list_stands(on=today),
        refusal=RefusalForm(),
        confirmed=ConfirmedForm() if _may_confirm(found) else None,
    )


def _may_confirm(found):
    seated = found.status == HearingRegistration.Status.SEATED and found.category.kind == Category.Kind.PARTY
    return seated and found.hearing.minutes and not found.confirmation


@for_staff(WORK)
@require_POST
def registration_refuse(request, pk):
    found, form = _registration(request, pk), RefusalForm(request.POST)
    if not form.is_valid():
        return _again(request, found.hearing, form, "不符合条件", "不符合条件")
    deed = partial(registering.refuse, found, by=request.user, **form.cleaned_data)
    return carry_out(request, deed, "已记下，编号和理由公布在页面上。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def registration_take_back(request, pk):
    found = _registration(request, pk)
    deed = partial(registering.take_back, found, by=request.user)
    return carry_out(request, deed, "已恢复。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def registration_withdraw(request, pk):
    """He called that he can't come."""
    found = _registration(request, pk)
    deed = partial(registering.withdraw, found, by=request.user, note="本人告知不能参加")
    return carry_out(request, deed, "已退出，名额依次递补。", back=found.get_office_url())


@for_staff(WORK)
@require_POST
def registration_confirm(request, pk):
    found, form = _registration(request, pk), ConfirmedForm(request.POST)
    if not form.is_valid():
        return _again(request, found.hearing, form, "笔录确认", "登记")
    deed = partial(holding.confirm, found, **form.cleaned_data)
    return carry_out(request, deed, "已登记。", back=found.get_office_url())
