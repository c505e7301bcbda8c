"""重大行政决策 as the public meets it: the matters of a year, and one matter from the start to its evaluation."""

from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalog.models import Publication
from linhai_portal.page_tags import column_tags
from participation.deciding import newest_directory
from participation.models import Consultation, DecisionMatter, Interpretation
from participation.views.consultations import START_TRAIL

NAME = "重大行政决策"
TRAIL = (START_TRAIL, (NAME, "/decision-matters/"))
_LEAD = "列入年度目录的每一件大事，办到了哪一步、听了谁的意见、有哪些材料，都在这里。"


@require_safe
def decisions(request):
    today = localdate()
    listed = DecisionMatter.objects.listed(on=today)
    years = list(listed.order_by("-year").values_list("year", flat=True).distinct())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else (years[0] if years else today.year)
    rows = listed.filter(year=year).prefetch_related("steps").order_by("left_on", "pk")
    page = {
        "section": "participation",
        "title": f"{year} 年{NAME}",
        "heading": NAME,
        "lead": _LEAD,
        "tags": column_tags(NAME, _LEAD, kind="公众参与"),
        "trail": (START_TRAIL,),
        "year": year,
        "years": years,
        "query": f"year={year}",
        "directory": newest_directory(year, on=today),
        "rows": sorted(((each, _reached(each)) for each in rows), key=lambda row: row[0].left_on is not None),
    }
    return render(request, "participation/decisions.html", page)


def chosen_matters(params):
    """Of the year asked for, else of all years, the newest first."""
    listed = DecisionMatter.objects.listed(on=localdate()).select_related("final")
    year = params.get("year", "")
    if year.isdecimal() and len(year) == 4:
        listed = listed.filter(year=year)
    return listed.prefetch_related("steps")


def _reached(matter):
    """The last step that is done."""
    return next((step for step in reversed(matter.steps.all()) if step.done_on), None)


@require_safe
def decision(request, pk):
    today = localdate()
    rows = DecisionMatter.objects.listed(on=today).select_related(
        "directory__publication", "final", "organization"
    )
    found = get_object_or_404(rows, pk=pk)
    consultations = list(
        Consultation.objects.listed(on=today)
        .filter(matter=found)
        .select_related("publication", "feedback", "final")
    )
    final = _public(found.final, today)
    page = {
        "section": "participation",
        "title": found.name,
        "tags": column_tags(found.name, f"{found.year}年{NAME}事项，{found.units}", kind="公众参与"),
        "trail": TRAIL,
        "matter": found,
        "steps": _steps(found, today),
        "consultations": [(each, _public(each.feedback, today)) for each in consultations],
        "final": final,
        "interpretations": _interpretations(found, final, today),
        "is_current": found.left_on is None,
    }
    return render(request, "participation/matter.html", page)


def _public(publication, on):
    return publication if publication and publication.is_listed(on=on) else None


def _steps(matter, on):
    """Each with what may be seen of its documents."""
    documents = {}
    through = matter.steps.model.documents.through.objects.filter(
        dossierstep__matter=matter, publication__in=Publication.objects.listed(on=on)
    )
    for link in through.select_related("publication").order_by("publication__formed_on", "pk"):
        documents.setdefault(link.dossierstep_id, []).append(link.publication)
    return [(step, documents.get(step.pk, [])) for step in matter.steps.all()]


def _interpretations(matter, final, on):
    if final is None:
        return []
    return Interpretation.objects.listed(on=on).filter(of=final).select_related("publication")
