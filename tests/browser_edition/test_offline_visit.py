"""The service worker and its notice in a real browser, over a site of a few small files."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from chromium import quiet_chromium
from playwright.sync_api import Browser, BrowserContext, Page, expect

from commonground.editions.browser import offline_kit

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="../code/course.css"></head>
<body class="page" data-root="../"><a class="page-skip" href="#lesson">Skip</a>
<main id="lesson" tabindex="-1"><h1>{title}</h1></main>
<p id="page-status" class="page-status page-gone" role="status"></p>
<script src="../code/page.js"></script></body></html>"""
READY = 'document.documentElement.dataset.course = "ready";\n'


def make_site(folder: Path, words: str) -> None:
    """A course of two pages, whose script says `words`."""
    (folder / "code").mkdir(parents=True, exist_ok=True)
    (folder / "pages").mkdir(exist_ok=True)
    for name in ("one", "two"):
        (folder / "pages" / f"{name}.html").write_text(PAGE.format(title=f"{name} {words}"), encoding="utf-8")
    script = (offline_kit.PAGE / "offline.js").read_text(encoding="utf-8")
    (folder / "code" / "page.js").write_text(f"window.words = '{words}';\n{READY}{script}", encoding="utf-8")
    shutil.copyfile(offline_kit.PAGE / "offline.css", folder / "code" / "course.css")
    (folder / "code" / "heavy data.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "index.html").write_text("<!DOCTYPE html><title>index</title>", encoding="utf-8")
    offline_kit.write(folder, "pages/one.html")
    # The server of this test tells times by the second: two versions are not made within one.
    made = time.time() + (10 if words == "second" else 0)
    for file in folder.rglob("*.*"):
        os.utime(file, (made, made))


class Host:
    """A web server for the folder above the site. `asked` are the paths it was asked for; it can be shut."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.open = True
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                if not host.open:
                    self.close_connection = True
                    self.connection.close()
                    return
                host.asked.append(self.path)
                super().do_GET()

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-cache")
                super().end_headers()

            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    super().handle()

            def finish(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    super().finish()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/course/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def chromium_for_offline() -> Iterator[Browser]:
    with quiet_chromium() as browser:
        yield browser


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    make_site(tmp_path / "course", "first")
    (tmp_path / "other.html").write_text("<!DOCTYPE html><title>other</title>", encoding="utf-8")
    host = Host(tmp_path)
    yield host
    host.close()


@pytest.fixture
def reader(chromium_for_offline: Browser) -> Iterator[BrowserContext]:
    context = chromium_for_offline.new_context()
    context.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield context
    context.close()


def first_visit(reader: BrowserContext, host: Host) -> Page:
    page = reader.new_page()
    page.goto(host.address + "pages/one.html")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def caches(page: Page) -> Any:
    return page.evaluate(
        "async () => Promise.all((await caches.keys()).map(async (n) => [n, (await (await caches.open(n)).keys()).length]))"
    )


def keep_work(page: Page) -> None:
    page.evaluate(
        """() => new Promise((done) => { const r = indexedDB.open("commonground", 1);
        r.onupgradeneeded = () => r.result.createObjectStore("files").put("mine", "work");
        r.onsuccess = () => { r.result.close(); done(); }; })"""
    )


def kept_work(page: Page) -> Any:
    return page.evaluate(
        """() => new Promise((done) => { const r = indexedDB.open("commonground", 1);
        r.onsuccess = () => { const g = r.result.transaction("files").objectStore("files").get("work");
        g.onsuccess = () => { r.result.close(); done(g.result); }; }; })"""
    )


def test_after_the_first_visit_everything_opens_without_the_server(reader: BrowserContext, host: Host) -> None:
    page = first_visit(reader, host)
    expect(page.locator(".page-notice")).to_contain_text("opens without a connection")
    host.open = False
    page.goto(host.address + "pages/two.html?from=mail#lesson")
    assert page.title() == "two first"
    assert page.evaluate("words") == "first"
    assert page.evaluate("fetch('../code/heavy data.bin').then((r) => r.arrayBuffer()).then((b) => b.byteLength)") == 10240
    page.goto(host.address)
    assert page.title() == "index"
    page.goto(host.address + "pages/three.html")
    expect(page.get_by_role("heading")).to_have_text("You are offline")
    expect(page.get_by_role("link")).to_have_attribute("href", "/course/")


def test_nothing_is_fetched_twice_and_nothing_outside_the_folder_is_touched(reader: BrowserContext, host: Host) -> None:
    page = first_visit(reader, host)
    # Pages are asked for again, with a condition; what a page has loaded comes from the HTTP cache.
    assert host.asked.count("/course/code/page.js") == 1
    assert host.asked.count("/course/code/heavy%20data.bin") == 1
    page.goto(host.address + "pages/two.html")
    assert page.evaluate("fetch('/other.html').then((r) => r.status)") == 200
    host.open = False
    assert page.evaluate("fetch('/other.html').then((r) => r.status, () => 'no answer')") == "no answer"
    # This server knows no POST, and says so itself.
    assert page.evaluate("fetch('one.html', {method: 'POST'}).then((r) => r.status)") == 501


def test_a_newer_version_waits_until_the_reader_agrees(reader: BrowserContext, host: Host, tmp_path: Path) -> None:
    page = first_visit(reader, host)
    keep_work(page)
    other = reader.new_page()
    other.goto(host.address + "pages/two.html")
    make_site(tmp_path / "course", "second")
    host.asked.clear()

    page.reload()
    button = page.get_by_role("button", name="Use the newer version")
    expect(button).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("There is a newer version")
    # Until then the old version goes on, on each page.
    other.reload()
    assert (page.evaluate("words"), other.evaluate("words"), other.title()) == ("first", "first", "two first")
    # What has not changed was not fetched.
    assert not [path for path in host.asked if "heavy" in path or "course.css" in path]
    assert "/course/code/page.js" in host.asked

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    with page.expect_navigation(), other.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    other.wait_for_load_state()
    assert (page.title(), page.evaluate("words"), other.title()) == ("one second", "second", "two second")
    page.wait_for_function("caches.keys().then((names) => names.length === 1)")
    assert kept_work(page) == "mine"


def test_a_newer_version_is_used_when_the_course_is_opened_anew(
    reader: BrowserContext, host: Host, tmp_path: Path
) -> None:
    page = first_visit(reader, host)
    make_site(tmp_path / "course", "second")
    page.reload()
    page.get_by_role("button", name="Later").click()
    expect(page.locator(".page-notice")).to_be_hidden()
    assert page.evaluate("words") == "first"
    elsewhere = reader.new_page()
    elsewhere.goto(host.address.replace("course/", "other.html"))
    page.close()
    elsewhere.wait_for_function("navigator.serviceWorker.getRegistration('/course/').then((found) => !found.waiting)")
    elsewhere.goto(host.address + "pages/one.html")
    assert (elsewhere.title(), elsewhere.evaluate("words")) == ("one second", "second")


def test_a_half_copied_update_is_never_kept(reader: BrowserContext, host: Host, tmp_path: Path) -> None:
    page = first_visit(reader, host)
    make_site(tmp_path / "course", "second")
    (tmp_path / "course" / "pages" / "two.html").write_text("half", encoding="utf-8")
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => 0)")
    page.wait_for_function("navigator.serviceWorker.getRegistration().then((found) => !found.installing)")
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.waiting)") is None
    assert "/course/pages/two.html" in host.asked
    page.goto(host.address + "pages/two.html")
    assert page.title() == "two first"


def test_the_worker_says_when_the_reader_is_offline(reader: BrowserContext, host: Host) -> None:
    page = first_visit(reader, host)
    notice = page.locator(".page-notice p")
    reader.set_offline(True)
    expect(notice).to_have_text("You are offline. The course goes on.")
    reader.set_offline(False)
    expect(notice).to_have_text("You are online again.")
