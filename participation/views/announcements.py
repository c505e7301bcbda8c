"""The office screens every kind of announcement has: drafting one, and its page with the facts of its kind."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect

from catalog.models import Item, Publication
from linhai_portal.office import carry_out, office_page
from participation.announcement_forms import NoticeForm
from participation.announcing import announce, change_facts


def draft_page(request, form_class, *, heading, lead, trail, **publication_facts):
    """The page that drafts a new one: the words of its publication and the facts of its kind, kept together."""
    unit = request.user.organizations().first()
    draft = Publication(
        drafted_by=request.user, organization=unit, issuer=unit.full_name, **publication_facts
    )
    items = list(Item.objects.current().filter(code__in=request.GET.getlist("item")))
    notice = NoticeForm(request.POST or None, instance=draft, drafter=request.user, initial={"items": items})
    facts = form_class(request.POST or None)
    if request.method == "POST" and notice.is_valid() & facts.is_valid():
        items = notice.cleaned_data["items"]
        thing = announce(facts.save(commit=False), notice.save(commit=False), items=items)
        return redirect(thing.get_office_url())
    return office_page(
        request,
        "participation/office/draft.html",
        title=heading,
        lead=lead,
        trail=trail,
        notice=notice,
        facts=facts,
    )


def facts_page(request, thing, form_class, template, *, trail, **shown):
    """The page of one; its drafter changes its facts here, its words on the screen of its publication."""
    may_edit = thing.may_be_edited_by(request.user)
    if request.method == "POST":
        if not may_edit:
            raise Http404("现在不能改")
        form = form_class(request.POST, instance=thing)
        if form.is_valid():
            deed = partial(change_facts, type(thing).objects.get(pk=thing.pk), **form.cleaned_data)
            return carry_out(request, deed, "已保存。", back=thing.get_office_url(), by=request.user)
    else:
        form = form_class(instance=thing) if may_edit else None
    return office_page(request, template, title=str(thing), thing=thing, facts=form, trail=trail, **shown)
