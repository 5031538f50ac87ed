"""A running course and a browser in front of it, one of each for a worker."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import quiet_chromium
from playwright.sync_api import Browser, BrowserContext, Page, expect
from programs import started

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=30_000)  # two workers share two cores; what is waited for is an event


@dataclass(frozen=True)
class Course:
    """A running course: its address, its token, the learner's folder, and where JupyterLab notes which tabs are open."""

    address: str
    token: str
    work: Path
    workspaces: Path

    def page(self, path: str) -> str:
        return f"{self.address}/{path}?token={self.token}"

    def lesson(self, lesson_id: str) -> str:
        return self.page(f"voila/render/modules/{lesson_id}.ipynb")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The course, started as a learner starts it, on a copy: JupyterLab saves what is typed."""
    root = tmp_path_factory.mktemp("course")
    for part in ("modules", "datasets"):
        shutil.copytree(ROOT / part, root / part)
    work, workspaces = root / "my-work", root / "workspaces"
    command = [sys.executable, "-m", "commonground", "open", "--no-browser"]
    environment = {
        **os.environ, "COMMONGROUND_COURSE": str(root), "COMMONGROUND_WORK": str(work), "PYTHONUNBUFFERED": "1",
        # JupyterLab opens the tabs of last time: of this run's, not of whoever runs the tests.
        "JUPYTER_CONFIG_DIR": str(root / "jupyter"), "JUPYTERLAB_WORKSPACES_DIR": str(workspaces),
    }
    with started(command, cwd=root, stderr=subprocess.STDOUT, env=environment) as program:
        try:
            parts = urlsplit(program.address())
            yield Course(f"http://{parts.netloc}", parts.query.removeprefix("token="), work, workspaces)
        finally:
            # Asked to end, it ends its kernels too.
            program.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.process.wait(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file."""
    with quiet_chromium() as browser:
        yield browser


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
    for part in (course.work, course.workspaces):
        shutil.rmtree(part, ignore_errors=True)
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
