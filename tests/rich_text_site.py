"""A site of one form with a rich text, and the address the editor asks while a person pastes."""

import re

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path, reverse_lazy

from linhai_portal import urls
from linhai_portal.office import for_staff
from linhai_portal.pasting import clean_pasted
from linhai_portal.rich_text_field import RichTextField, RichTextWidget

PAGE = """{% extends "base_office.html" %}
{% block links %}{{ form.media.css }}{% endblock %}
{% block content %}<h1>起草公文</h1>
<form method="post">{% csrf_token %}{% include "components/field.html" with field=form.body only %}
<button class="btn">保存</button></form>{{ form.media.js }}{% endblock %}"""


class TextForm(forms.Form):
    body = RichTextField(
        label="正文",
        widget=RichTextWidget(cleaner=reverse_lazy("clean_pasted")),
        is_own_picture=lambda src: re.fullmatch(r"/pictures/[\w-]+\.png", src) is not None,
    )


@for_staff()
def write(request):
    """What was saved comes back as a bare text."""
    form = TextForm(request.POST or None, initial={"body": request.GET.get("body", "")})
    if form.is_bound and form.is_valid():
        return HttpResponse(form.cleaned_data["body"], content_type="text/plain; charset=utf-8")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [
    path("try/", write, name="write"),
    path("try/clean/", clean_pasted, name="clean_pasted"),
    path("", include(urls)),
]
