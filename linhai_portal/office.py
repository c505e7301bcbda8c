"""What every workflow screen needs: who may open it, the frame around it, one page of a long list."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import render

from linhai_portal.paging import PAGE_SIZE, check_page, last_page, page_links, page_number


def for_staff(*permissions):
    """Signed in (else the login page) and with these permissions (else 403)."""
    return lambda view: login_required(permission_required(permissions, raise_exception=True)(view))


def office_page(request, template, **facts):
    return render(request, template, admin.site.each_context(request) | facts)


def part_of(request, queryset):
    """The rows of the page asked for, the links to the other pages, and how many rows there are in all."""
    total, number = queryset.count(), page_number(request.GET)
    last = last_page(total)
    check_page(number, last)
    rows = queryset[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return rows, page_links(request.GET, number, last), total
