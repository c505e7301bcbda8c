"""One publication as the public reads it: its metadata, text, files, validity, timeliness and log."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from catalog import higher_apps, leaving
from catalog.models import Attachment, Publication
from catalog.policy_chain import chain
from catalog.timeliness import explain_due
from linhai_portal import rich_text
from linhai_portal.calendar import work_calendar
from linhai_portal.page_tags import COLUMN_TYPE, article_tags

_PARTS = ("organization", "policy")
PUBLICATIONS = ("政府信息", "/publications/")
POLICIES = ("政策文件", "/policies/")
DISCLOSURE = ("政府信息公开", "/disclosure/")
_SHOWN_IN_PLACE = ("image/png", "image/jpeg", "image/gif", "image/webp")


@require_safe
def publication(request, index_number):
    """With its text, or a banner and the text, or a tombstone: what was published once keeps its address."""
    published = Publication.objects.with_page().select_related(*_PARTS)
    found = get_object_or_404(published, index_number=index_number)
    today = timezone.localdate()
    shows_text = found.shows_text(on=today)
    title = found.title if shows_text else "已撤下的信息"
    around = higher_apps.around(found, on=today)
    page = {
        "section": "policies" if found.is_policy else "publications",
        "title": title,
        "tags": _tags(found, title, keywords=found.keywords if shows_text else ""),
        "trail": _trail(found),
        "publication": found,
        "shows_text": shows_text,
        "display_ended": found.display_has_ended(on=today),
        "validity": found.badge(on=today),
        "body": leaving.for_page(found.body, back=found.get_absolute_url()) if shows_text else "",
        "outline": rich_text.outline(found.body) if shows_text else [],
        "files": found.attachments.files() if shows_text else [],
        "counts": counts(found),
        "items": found.items.current().select_related("domain").order_by("domain__position", "position"),
        "replaced": found.replaces.listed(on=today),
        "replacing": found.replaced_by.listed(on=today),
        "chain": chain(found, on=today, more=around.chain),
        "beside": around.beside,
        "explanation": explanation(found),
        "log": found.log.order_by("-number"),
    }
    return render(request, "catalog/publication.html", page)


def explanation(publication):
    """How its last day comes about; nothing when the calendar has been changed since it was judged."""
    if publication.due_on is None:
        return None
    told = explain_due(publication.items.all(), publication.formed_on, work_calendar())
    return told if told.due_on == publication.due_on else None


def _tags(publication, title, *, keywords):
    return article_tags(
        title,
        column=publication.get_column_display() or "政府信息",
        published_at=publication.published_at,
        source=publication.source or publication.issuer,
        keywords=keywords,
        kind="政策文件" if publication.is_policy else COLUMN_TYPE,
    )


def _trail(publication):
    """The list it stands in: the policies, its column of the platform, or everything."""
    if publication.is_policy:
        return (POLICIES,)
    if publication.column:
        return DISCLOSURE, (publication.get_column_display(), f"/disclosure/{publication.column}/")
    return (PUBLICATIONS,)


def counts(publication):
    """What a tombstone still tells: how many rows the tables had and how many files there were."""
    head = publication.body.count("<thead")
    return {
        "rows": max(0, publication.body.count("<tr") - head),
        "characters": len("".join(strip_tags(publication.body).split())),
        "files": publication.attachments.files().count(),
    }


@require_safe
def attachment(request, pk):
    """The bytes the gate has passed. A draft's files exist for its unit only; nothing is guessed from the number."""
    found = get_object_or_404(Attachment.objects.select_related("publication"), pk=pk)
    is_public = found.publication.shows_text(on=timezone.localdate())
    if not is_public and not _is_for_staff(request.user, found):
        raise Http404("没有这个附件")
    shown = found.kind == Attachment.Kind.PICTURE and found.content_type in _SHOWN_IN_PLACE
    try:
        content = found.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404("这个附件的文件丢失了") from lost
    answer = FileResponse(
        content,
        as_attachment=not shown,
        filename=found.name,
        content_type=found.content_type if shown else "application/octet-stream",
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if not is_public:
        answer["Cache-Control"] = "private, no-store"
    return answer


def _is_for_staff(user, attachment):
    if not (user.is_authenticated and user.is_staff and user.has_perm("catalog.view_publication")):
        return False
    return Publication.objects.visible_to(user).filter(pk=attachment.publication_id).exists()
