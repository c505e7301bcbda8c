"""The frame of the staff pages: the bar, the menu by section, and the start page that says what waits for whom.

Apps join by name: `admin.site.add_page` puts a workflow screen into the menu, `admin.site.ask` puts a question on the
start page.
"""

from dataclasses import dataclass

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

# Registered by the libraries themselves; no role may open them, so they have no address either.
_LEFT_OUT = {"auth.group", "django_tasks_database.dbtaskresult"}
_SECTION_NAMES = {"admin": "审计", "disclosure_requests": "依申请公开", "participation": "公众参与"}
_SECTION_ORDER = ["disclosure_requests", "participation", "catalog", "search", "accounts", "portal", "admin"]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: how many, what in words, and the page that lists exactly these."""

    count: int
    words: str
    address: str


@dataclass(frozen=True)
class Page:
    """A screen outside the admin that stands in the menu of its section; the one `opens` it stands first."""

    section: str
    name: str
    url_name: str
    permission: str
    opens: bool = False


def tag(look, words):
    """A state as shape, word and colour; the shape comes with the look: ok, warn, bad, hold or line."""
    return format_html('<span class="tag tag-{}">{}</span>', look, words)


class RecordAdmin(ModelAdmin):
    """A record that nobody adds to, changes or deletes by hand."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class PortalAdminSite(AdminSite):
    site_title = site_header = "临海市政务公开"
    index_title = "工作台"
    index_template = "admin/start.html"
    enable_nav_sidebar = False
    empty_value_display = "—"

    def __init__(self, name="admin"):
        super().__init__(name)
        self._pages, self._questions = [], []

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        kept = [model for model in models if model._meta.label_lower not in _LEFT_OUT]
        super().register(kept, admin_class, **options)

    def add_page(self, page):
        self._pages.append(page)

    def ask(self, question):
        """Put a question on the start page: a function of the user that gives a list of `Waiting`."""
        self._questions.append(question)

    def each_context(self, request):
        context = super().each_context(request)
        if context["has_permission"]:
            units = request.user.organizations().values_list("name", flat=True)
            context |= {
                "menu": self._menu(request, context["available_apps"]),
                "own_units": list(dict.fromkeys(units)),
            }
        return context

    def index(self, request, extra_context=None):
        waiting = [each for question in self._questions for each in question(request.user) if each.count]
        return super().index(request, {"waiting": waiting} | (extra_context or {}))

    def app_index(self, request, app_label, extra_context=None):
        """A section has no page of its own: its first list opens."""
        apps = self.get_app_list(request, app_label)
        if not apps:
            raise Http404("没有这一栏，或者您不能打开")
        return redirect(apps[0]["models"][0]["admin_url"])

    def _menu(self, request, apps):
        """Sections in a fixed order, each with the lists and screens that this person may open."""
        sections = {label: {"name": _SECTION_NAMES.get(label, ""), "entries": []} for label in _SECTION_ORDER}
        for app in apps:
            section = sections.setdefault(app["app_label"], {"name": "", "entries": []})
            section["name"] = _SECTION_NAMES.get(app["app_label"], app["name"])
            section["entries"] += [
                (each["name"], each["admin_url"]) for each in app["models"] if each["admin_url"]
            ]
        for page in self._pages:
            if request.user.has_perm(page.permission):
                entries = sections[page.section]["entries"]
                entries.insert(0 if page.opens else len(entries), (page.name, reverse(page.url_name)))
        return [_section(request, **section) for section in sections.values() if section["entries"]]


def _section(request, name, entries):
    rows = [(words, address, request.path.startswith(address)) for words, address in entries]
    return {"name": name, "address": entries[0][1], "entries": rows, "current": any(row[2] for row in rows)}
