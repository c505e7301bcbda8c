"""The portal with one bare view more: the floor that pages are compared with."""

from django.http import HttpResponse
from django.urls import get_resolver, path

from linhai_portal.wsgi import application

get_resolver().url_patterns.insert(0, path("bare/", lambda request: HttpResponse("ok")))

__all__ = ["application"]
