"""政策解读 as the public meets it: one list by form and unit; each is read on the page of its publication."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from linhai_portal.accounts.models import Organization
from linhai_portal.office import part_of
from linhai_portal.page_tags import column_tags
from participation.models import Interpretation
from participation.policy_relations import ended
from participation.views.consultations import START_TRAIL

NAME = "政策解读"
_LEAD = "文件说了什么、对谁有用、和以前有什么不同。每一件都连着它解读的文件。"


@require_safe
def interpretations(request):
    rows, fields = chosen_interpretations(request.GET)
    rows, links, total = part_of(request, rows)
    today = localdate()
    page = {
        "section": "participation",
        "title": NAME,
        "lead": _LEAD,
        "tags": column_tags(NAME, _LEAD, kind=NAME),
        "trail": (START_TRAIL,),
        "fields": fields,
        "filtered": any(value for *_, value in fields),
        "rows": [(each, each.of.is_listed(on=today), ended(each.of, on=today)) for each in rows],
        "links": links,
        "total": total,
    }
    return render(request, "participation/interpretations.html", page)


def chosen_interpretations(params):
    """The public ones that pass the filters, and the selects; a value nobody offers is passed over."""
    listed = Interpretation.objects.listed(on=localdate())
    form, unit = (params.get(name, "") for name in ("form", "unit"))
    units = _units(listed)
    form, unit = form if form in Interpretation.Form else "", unit if unit in dict(units) else ""
    if form:
        listed = listed.filter(form=form)
    if unit:
        listed = listed.filter(publication__organization__slug=unit)
    rows = listed.select_related("publication__organization", "of").order_by(
        "-publication__published_at", "-pk"
    )
    return rows, (("form", "形式", tuple(Interpretation.Form.choices), form), ("unit", "单位", units, unit))


@require_safe
def interpretation(request, pk):
    """Its address by number; it is read on the page of its publication, which also says when it was taken down."""
    found = get_object_or_404(Interpretation.objects.with_page().select_related("publication"), pk=pk)
    return redirect(found.publication)


def _units(listed):
    units = Organization.objects.filter(pk__in=listed.order_by().values("publication__organization"))
    return tuple(units.values_list("slug", "name"))
