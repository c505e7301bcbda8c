"""The filters that a member of staff saved for the queue: own ones only, as links above its table."""

from functools import partial

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from disclosure_requests import saved_filters
from disclosure_requests.models import SavedFilter
from disclosure_requests.views.deeds import VIEW
from linhai_portal.office import carry_out, for_staff, office_page


class FilterForm(forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "is_start"]


class NewFilterForm(FilterForm):
    tab = forms.CharField(label="标签", required=False)
    words = forms.CharField(label="查找的字", required=False, max_length=100)


@for_staff(VIEW)
@require_http_methods(["GET", "POST"])
def filters(request):
    """All own ones, to be renamed and deleted; by POST one more."""
    if request.method == "POST":
        return _done(
            request, NewFilterForm(request.POST), partial(saved_filters.save, request.user), "已保存。"
        )
    return office_page(
        request,
        "disclosure_requests/office/saved_filters.html",
        title="常用筛选",
        forms=[
            (each, FilterForm(instance=each, auto_id=f"id_{each.pk}_%s"))
            for each in request.user.saved_filters.all()
        ],
    )


@for_staff(VIEW)
@require_POST
def change(request, pk):
    saved = get_object_or_404(request.user.saved_filters, pk=pk)
    return _done(request, FilterForm(request.POST), partial(saved_filters.revise, saved), "已改好。")


@for_staff(VIEW)
@require_POST
def delete(request, pk):
    get_object_or_404(request.user.saved_filters, pk=pk).delete()
    messages.success(request, "已删去。")
    return redirect("cases:filters")


def _done(request, form, deed, done):
    if not form.is_valid():
        said = [f"{form[name].label}：{error}" for name, errors in form.errors.items() for error in errors]
        messages.error(request, "；".join(said))
        return redirect("cases:filters")
    return carry_out(request, deed, done, back="cases:filters", **form.cleaned_data)
