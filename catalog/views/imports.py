"""The upload page of the staff: choose a table, look at what was read, mend rows, confirm or discard."""

import datetime as dt
import hashlib
from functools import partial
from operator import itemgetter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog.change_words import changes_in_words
from catalog.exchange.uploads import confirm, correct_row, discard, receive
from catalog.forms import RowForm, UploadForm
from catalog.models import CatalogImport
from linhai_portal.office import carry_out, for_staff, office_page, part_of
from linhai_portal.workflow import InvalidMove

Status = CatalogImport.Status
WORKING = [Status.RECEIVED, Status.READING, Status.CONFIRMED]
REFRESH_SECONDS = 3
_TABS = [
    ("", "全部"),
    ("add", "新增"),
    ("change", "修改"),
    ("unchanged", "不变"),
    ("retire", "取消"),
    ("bad", "有错误"),
    ("warning", "有提醒"),
]
_A_MOMENT = dt.timedelta(minutes=1)
_LATELY = dt.timedelta(days=7)
_LISTED_PROBLEMS = 20
_FACTS_OF_A_CHANGE = itemgetter("field", "before", "after")


def _page(request, template, **facts):
    return office_page(request, f"catalog/office/{template}.html", **facts)


def _upload(request, pk, **lock):
    uploads = CatalogImport.objects.visible_to(request.user).select_related(
        "organization", "uploaded_by", "domain"
    )
    return get_object_or_404(
        uploads.select_for_update(of=("self",)) if lock.get("locked") else uploads, pk=pk
    )


@login_required
@require_safe
def start(request):
    """The workflow screens have no start page of their own."""
    return redirect("admin:index")


@for_staff("catalog.view_catalogimport")
@require_safe
def imports(request):
    uploads = CatalogImport.objects.visible_to(request.user).select_related(
        "organization", "uploaded_by", "domain"
    )
    status = request.GET.get("status", "")
    if status in Status.values:
        uploads = uploads.filter(status=status)
    if "lately" in request.GET:
        uploads = uploads.filter(uploaded_at__gte=timezone.now() - _LATELY)
    rows, links, total = part_of(request, uploads)
    facts = {"title": "目录导入", "statuses": Status.choices, "status": status}
    return _page(request, "imports", rows=rows, links=links, total=total, **facts)


@for_staff("catalog.add_catalogimport")
def import_new(request):
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*posted, user=request.user)
    if not form.is_valid():
        return _page(request, "import_new", title="上传目录表格", form=form)
    file = form.cleaned_data["file"]
    before = _just_uploaded(file, request.user)
    if before:
        messages.warning(request, "这个文件刚刚已经上传，下面就是它，不用再传一次。")
        return redirect(before)
    upload = receive(by=request.user, **form.cleaned_data)
    return redirect(upload)


def _just_uploaded(file, user):
    """The same bytes from the same person a moment ago: a button pressed twice."""
    recent = CatalogImport.objects.filter(
        uploaded_by=user, file_name=file.name, uploaded_at__gte=timezone.now() - _A_MOMENT
    ).exclude(status__in=[Status.DISCARDED, Status.REFUSED])
    return next((each for each in recent if _digest(each.file) == _digest(file)), None)


def _digest(file):
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.digest()


@for_staff("catalog.view_catalogimport")
@require_safe
def import_detail(request, pk):
    upload = _upload(request, pk)
    facts = {"title": upload.file_name, "upload": upload, "may_confirm": upload.status == Status.READ}
    facts["may_confirm"] &= request.user.has_perm("catalog.confirm_catalogimport")
    if upload.status in WORKING:
        answer = _page(request, "import_working", **facts)
        answer["Refresh"] = str(REFRESH_SECONDS)
        return answer
    if not upload.reading:
        return _page(request, "import_refused", **facts)
    return _page(request, "import", **facts, **_preview(request, upload))


def _preview(request, upload):
    tab = request.GET.get("tab", "")
    if tab not in dict(_TABS):
        raise Http404("没有这一栏")
    rows, links, total = part_of(request, _rows_in(upload, tab))
    counts = upload.reading["counts"]
    return {
        "counts": counts,
        "read_rows": sum(counts.values()) - counts["retire"],
        "writes": counts["add"] + counts["change"] + counts["retire"],
        "tab": tab,
        "tabs": [(value, words, _count(upload, value)) for value, words in _TABS],
        "rows": [(row, changes_in_words(map(_FACTS_OF_A_CHANGE, row.changes))) for row in rows],
        "links": links,
        "total": total,
        "bad_rows": upload.rows.filter(action="bad")[:_LISTED_PROBLEMS] if not tab else [],
    }


def _rows_in(upload, tab):
    if tab == "warning":
        return upload.rows.filter(has_warning=True)
    return upload.rows.filter(action=tab) if tab else upload.rows.all()


def _count(upload, tab):
    if tab == "warning":
        return _rows_in(upload, tab).count()
    counts = upload.reading["counts"]
    return counts[tab] if tab else sum(counts.values())


@for_staff("catalog.confirm_catalogimport")
def import_row(request, pk, position):
    with transaction.atomic():
        upload = _upload(request, pk, locked=request.method == "POST")
        row = get_object_or_404(upload.rows.exclude(action="retire"), position=position)
        row.catalog_import = upload
        form = RowForm(request.POST if request.method == "POST" else None, row=row)
        if form.is_valid():
            return _mend(request, row, form)
    return _page(request, "import_row", title="改正一行", upload=upload, row=row, form=form)


def _mend(request, row, form):
    deed = partial(correct_row, row, form.record_values())
    done = "这一行已改正，并重新和目录比对过。还没有写入目录。"
    return carry_out(request, deed, done, back=row.catalog_import)


@for_staff("catalog.confirm_catalogimport")
@require_POST
def import_confirm(request, pk):
    upload = _upload(request, pk)
    try:
        confirm(upload, by=request.user, skip_bad_rows="skip" in request.POST)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
    return redirect(upload)


@for_staff("catalog.confirm_catalogimport")
@require_POST
def import_discard(request, pk):
    upload = _upload(request, pk)
    try:
        discard(upload)
    except InvalidMove as refusal:
        messages.error(request, str(refusal))
        return redirect(upload)
    messages.success(request, f"已放弃“{upload}”，目录没有变化。")
    return redirect("office:imports")
