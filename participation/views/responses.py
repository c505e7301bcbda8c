"""热点回应 as the public meets it: what was answered, by topic. All its words are those of the published responses."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from linhai_portal.office import part_of
from linhai_portal.page_tags import article_tags, column_tags
from participation.models import Event, HotTopic, TopicResponse
from participation.models.inquiries import SEALED
from participation.views.consultations import START_TRAIL

NAME = "热点回应"
_ASKED = 20
TRAIL = (START_TRAIL, (NAME, "/hot-topics/"))


def with_responses(rows, *, on):
    listed = TopicResponse.objects.listed(on=on).select_related("publication__organization")
    return rows.prefetch_related(Prefetch("responses", listed, to_attr="listed"))


@require_safe
def responses(request):
    today = localdate()
    rows = with_responses(HotTopic.objects.answered(on=today), on=today)
    rows, links, total = part_of(request, rows)
    return render(
        request,
        "participation/responses.html",
        {
            "section": "participation",
            "title": NAME,
            "tags": column_tags(NAME, "大家关心的事，政府怎么说、怎么做，一件一件连起来看", kind="公众参与"),
            "trail": (START_TRAIL,),
            "rows": rows,
            "links": links,
            "total": total,
        },
    )


@require_safe
def response(request, pk):
    """All that was answered on one topic, the first answer on top."""
    today = localdate()
    topic = get_object_or_404(with_responses(HotTopic.objects.filter(pk=pk), on=today))
    if not topic.listed:
        return _to_tombstone(topic)
    first = topic.listed[0].publication
    return render(
        request,
        "participation/response.html",
        {
            "section": "participation",
            "title": first.title,
            "trail": TRAIL,
            "tags": article_tags(
                first.title,
                column=NAME,
                published_at=first.published_at,
                source=first.issuer,
                kind="公众参与",
            ),
            "responses": topic.listed,
            "meetings": _meetings(topic, today),
            "behind": topic.publications.listed(on=today).order_by("-published_at"),
            "inquiries": topic.inquiries.public().defer(*SEALED)[:_ASKED],
        },
    )


def _to_tombstone(topic):
    """All that was answered was taken down: the page of the last answer says when and why."""
    gone = topic.responses.with_page().select_related("publication").last()
    if gone is None:
        raise Http404("还没有公开回应")
    return redirect(gone.publication)


def _meetings(topic, today):
    rows = Event.objects.listed(on=today).filter(topic=topic, called_off_at=None)
    return rows.select_related("publication")
