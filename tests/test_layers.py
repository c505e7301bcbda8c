"""Imports run one way and stand at the top of the file (CONTRIBUTING.md, "Layers")."""

import ast
from graphlib import CycleError, TopologicalSorter

import pytest
from django.conf import settings

LAYERS = [
    {"linhai_portal"},
    {"linhai_portal.accounts"},
    {"linhai_portal.search"},
    {"catalog"},
    {"disclosure_requests", "participation"},
    {"linhai_portal.outreach", "linhai_portal.supervision"},
]
PACKAGES = ["linhai_portal", "catalog", "disclosure_requests", "participation"]
# The root of the addresses and the pages that show every part stand above all layers; nothing imports them.
ABOVE_ALL = {"linhai_portal.urls", "linhai_portal.views", "linhai_portal.settings"}
PURE = [
    "catalog.layouts",
    "catalog.periods",
    "catalog.privacy",
    "catalog.time_limits",
    "catalog.timeliness",
    "catalog.withholding",
    "disclosure_requests.annual_report.grids",
    "disclosure_requests.annual_report.identities",
    "disclosure_requests.annual_report.layout",
    "disclosure_requests.annual_report.tables",
    "disclosure_requests.clock",
    "disclosure_requests.day_strip",
    "disclosure_requests.due_dates",
    "disclosure_requests.facts",
    "disclosure_requests.letters",
    "disclosure_requests.receipt",
    "disclosure_requests.remedy_clock",
    "disclosure_requests.fees",
    "disclosure_requests.told_case",
    "linhai_portal.day_strip",
    "linhai_portal.letters.docx",
    "participation.icalendar",
    "participation.response_clock",
    "linhai_portal.letters.page",
    "linhai_portal.rich_text",
    "linhai_portal.workdays",
    "participation.decision_steps",
    "participation.directories",
    "participation.questions",
]


def project_modules():
    """Module name and syntax tree of everything but migrations and tests."""
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                yield name, ast.parse(path.read_text(encoding="utf-8"))


MODULES = dict(project_modules())


def imported_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(name, package):
    return name == package or name.startswith(f"{package}.")


def height(name):
    """The layer of a module as (level, package); None for what is not ours."""
    if any(is_within(name, module) for module in ABOVE_ALL):
        return len(LAYERS), "above all"
    found = [
        (level, package)
        for level, packages in enumerate(LAYERS)
        for package in packages
        if is_within(name, package)
    ]
    return max(found, key=lambda each: len(each[1]), default=None)


def is_allowed(importer, imported):
    mine, theirs = height(importer), height(imported)
    return theirs is None or mine == theirs or theirs[0] < mine[0]


def test_imports_run_one_way():
    upward = [
        f"{name} imports {imported}"
        for name, tree in MODULES.items()
        for imported in imported_names(tree)
        if not is_allowed(name, imported)
    ]
    assert upward == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("catalog.views.items", "linhai_portal.accounts.models.User", True),
        ("linhai_portal.urls", "catalog.models", True),
        ("linhai_portal.accounts.models", "catalog.models.Item", False),
        ("linhai_portal.calendar", "linhai_portal.accounts.models", False),
        ("disclosure_requests.views", "participation.models", False),
        ("catalog.views.items", "linhai_portal.views.home", False),
        ("catalog.views.items", "django.shortcuts.render", True),
    ],
)
def test_the_rule_itself(importer, imported, allowed):
    assert is_allowed(importer, imported) is allowed


def test_no_two_modules_need_each_other():
    needs = {
        name: {
            found
            for imported in imported_names(tree)
            for found in (imported, imported.rpartition(".")[0])
            if found in MODULES and found != name
        }
        for name, tree in MODULES.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{name}:{inner.lineno}"
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_reader_and_arithmetic_know_no_framework():
    impure = [
        f"{name} imports {imported}"
        for name, tree in MODULES.items()
        if any(is_within(name, pure) for pure in PURE)
        for imported in imported_names(tree)
        if imported.startswith(("django.", "catalog.models", "linhai_portal.models"))
    ]
    assert impure == []
