"""A running course and a browser in front of it, one of each for a worker."""

from __future__ import annotations

import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
# Chromium asks its maker's hosts at start unless told not to; what is tested is what pages ask.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--no-first-run",
]
START_SECONDS = 120
expect.set_options(timeout=30_000)  # two workers share two cores; what is waited for is an event


@dataclass(frozen=True)
class Course:
    """A running course: its address, its token, and the learner's folder."""

    address: str
    token: str
    work: Path

    def page(self, path: str) -> str:
        return f"{self.address}/{path}?token={self.token}"

    def lesson(self, lesson_id: str) -> str:
        return self.page(f"voila/render/modules/{lesson_id}.ipynb")


def _address_of(process: subprocess.Popen[str]) -> str:
    """The address that the course prints; waits for the line, not for a time."""
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    seen = []
    while True:
        line = lines.get(timeout=START_SECONDS)
        if not line:
            raise RuntimeError("The course did not start:\n" + "".join(seen))
        seen.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+\S*token=\w+", line)
        if found:
            return found.group()


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The course, started as a learner starts it, on a copy: JupyterLab saves what is typed."""
    root = tmp_path_factory.mktemp("course")
    for part in ("modules", "datasets"):
        shutil.copytree(ROOT / part, root / part)
    work = root / "my-work"
    process = subprocess.Popen(
        [sys.executable, "-m", "commonground", "open", "--no-browser"],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        env={
            **os.environ, "COMMONGROUND_COURSE": str(root), "COMMONGROUND_WORK": str(work), "PYTHONUNBUFFERED": "1",
            # JupyterLab opens the tabs of last time: of this run's, not of whoever runs the tests.
            "JUPYTER_CONFIG_DIR": str(root / "jupyter"), "JUPYTERLAB_WORKSPACES_DIR": str(root / "workspaces"),
        },
    )
    try:
        parts = urlsplit(_address_of(process))
        yield Course(f"http://{parts.netloc}", parts.query.removeprefix("token="), work)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def chromium_program() -> str:
    """Chromium, as Debian packages it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("These tests need Chromium. Install it: apt-get install chromium")
    return chromium


# One for each file and not for the whole run: Playwright's event loop runs as long as it is open, and
# tests that start a loop of their own would fail after it.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=QUIET)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One page in one browser context; `hosts` are the hosts that it asked, `faults` its script errors."""

    page: Page
    context: BrowserContext
    hosts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def follow(context: BrowserContext) -> Visit:
    """A page of the context that notes every host that it, its workers or its service worker ask."""
    visit = Visit(context.new_page(), context)
    visit.page.set_default_timeout(60_000)

    def note(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss"):
            visit.hosts.add(parts.hostname or "")

    context.on("request", lambda r: note(r.url))
    visit.page.on("websocket", lambda w: note(w.url))
    visit.page.on("pageerror", lambda e: visit.faults.append(str(e)))
    return visit


@pytest.fixture
def visit(browser: Browser, course: Course, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh page; its width is 1280 pixels, or what the test's `width` mark says."""
    shutil.rmtree(course.work, ignore_errors=True)
    mark = request.node.get_closest_marker("width")
    context = browser.new_context(viewport={"width": mark.args[0] if mark else 1280, "height": 900})
    yield follow(context)
    context.close()


@dataclass
class Site:
    """The built site on loopback: its address and its folder."""

    address: str
    folder: Path

    def page(self, lesson_id: str) -> str:
        """The address of a lesson, or of the front page (`00-start-here/home`)."""
        return f"{self.address}/{lesson_id}.html"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The browser edition from a fresh build, served as `python3 start.py site` does."""
    from commonground.editions.browser.command import KEPT
    from commonground.editions.browser.serving import server
    from commonground.editions.browser.site import build

    folder = tmp_path_factory.mktemp("site") / "site"
    build(folder, ROOT / KEPT, lambda text: None)
    with server(folder) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield Site(f"http://127.0.0.1:{running.server_port}", folder)
        running.shutdown()


@pytest.fixture
def reader(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A page of a browser that has never seen the site."""
    mark = request.node.get_closest_marker("width")
    context = browser.new_context(viewport={"width": mark.args[0] if mark else 1280, "height": 900})
    yield follow(context)
    context.close()
