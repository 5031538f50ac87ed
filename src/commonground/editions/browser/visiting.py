"""Opening the pages of a site in a browser, and recording every request: of pages, workers and service worker.

Requests are recorded twice. The browser's automation tells which page asks; the browser's own log of the
network, read at the end, holds whatever else was asked for the site. Other hosts cannot be reached meanwhile.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from commonground.editions.browser.outside import Finding, is_outside

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

INSTALL = (
    "To open the pages, this command needs Playwright and a browser:\n"
    "  python -m pip install playwright\n"
    "  python -m playwright install chromium   (or install Chromium, Chrome or Edge as you usually do)\n"
    "Without them, --no-browser reads the files alone."
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
READY_SECONDS = 180
# Where one page has waited in vain, the others are not given as long.
LESS_SECONDS = 20
KEPT_SECONDS = 120
# Whether the service worker has all files, once it can have them: it asks for them after the first page.
# Browsers have no service workers where an address is not safe (http, other than on this computer).
_KEPT = """(longest) => {
  const workers = (window.course || {}).serviceWorker || navigator.serviceWorker;
  if (!workers) return true;
  return Promise.race([
    workers.ready.then(() => true),
    new Promise((resolve) => setTimeout(() => resolve(false), longest)),
  ]);
}"""
# A browser asks its maker's hosts now and then, whatever page is open. These switch most of that off.
QUIET = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--no-first-run", "--no-default-browser-check", "--no-pings",
)
# In the log, the browser's own errands have no page behind them.
_NOBODY = "not an origin"

Say = Callable[[str], None]


class NoBrowser(Exception):
    """There is no Playwright or no browser; the text says how to install them."""


def visit(site: str, pages: Iterable[str], say: Say) -> tuple[list[Finding], int]:
    """Open each of `pages` (paths below the address `site`); the findings, and the number of requests seen.

    A page also fails where it does not answer, where its exercises do not start within READY_SECONDS, and
    where the rules of the server (its Content-Security-Policy) stopped something. Raises NoBrowser.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NoBrowser(f"Playwright is not installed.\n{INSTALL}") from error
    host = urlsplit(site).hostname or ""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        log = Path(folder) / "network.json"
        try:
            browser = playwright.chromium.launch(
                executable_path=found,
                args=[*QUIET, f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {host}", f"--log-net-log={log}"],
            )
        except Error as error:
            raise NoBrowser(f"No browser could be started: {error.message.splitlines()[0]}\n{INSTALL}") from error
        visitor = _Visitor(browser.new_context(), site, say)
        for page in pages:
            visitor.open(page)
        browser.close()
        seen = {finding.address for finding in visitor.findings}
        unseen = sorted(address for address in set(logged(log)) if is_outside(address, site) and address not in seen)
        rest = [Finding("a page of the site", address, "asked another host") for address in unseen]
    return visitor.findings + rest, visitor.requests


def logged(log: Path) -> Iterator[str]:
    """The addresses in a Chromium network log that were asked for a page or one of its workers."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                event = json.loads(line.strip().rstrip(","))
            except ValueError:
                continue  # the frame of the file
            asked: Any = event.get("params") if isinstance(event, dict) else None
            if isinstance(asked, dict) and asked.get("url") and asked.get("initiator", _NOBODY) != _NOBODY:
                yield str(asked["url"])


class _Visitor:
    """One visit: all pages, one after the other, in one browser with nothing kept from before."""

    def __init__(self, context: BrowserContext, site: str, say: Say) -> None:
        self.context = context
        self.site = site
        self.say = say
        self.findings: list[Finding] = []
        self.requests = 0
        self._page = ""
        self._kept = False
        context.set_default_timeout(READY_SECONDS * 1000)
        context.on("request", lambda request: self._asked(request.url))
        context.on("response", lambda response: self._answered(response.url, response.status))

    def _find(self, what: str, address: str = "") -> None:
        finding = Finding(self._page, address, what)
        if finding not in self.findings:
            self.findings.append(finding)
            self.say(f"    {what} {address}".rstrip())

    def _asked(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"data", "blob", "about"}:
            return
        self.requests += 1
        if is_outside(address, self.site):
            self._find("asked another host", address)
        elif not parts.path.startswith(urlsplit(self.site).path) and not parts.path.endswith("/favicon.ico"):
            self._find("asked for something outside the site's folder", address)

    def _answered(self, address: str, status: int) -> None:
        if status >= 400 and not is_outside(address, self.site):
            self._find(f"asked for something that the server answers with status {status}", address)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self._find(f"was stopped by the rules of the server: {text.splitlines()[0]}")

    def open(self, name: str) -> None:
        """Open a page, wait until its exercises can be used, and go to its end."""
        from playwright.sync_api import Error

        self._page = name
        self.say(f"Opening {name}")
        page = self.context.new_page()
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("websocket", lambda socket: self._asked(socket.url))
        try:
            self._follow(page, name)
        except Error as error:
            self._find(f"could not be opened until its exercises work ({error.message.splitlines()[0]})")
            self.context.set_default_timeout(LESS_SECONDS * 1000)
        finally:
            page.close()

    def _follow(self, page: Page, name: str) -> None:
        answer = page.goto(self.site + name)
        if answer is not None and answer.status >= 400:
            return  # it is among the findings
        page.wait_for_selector("html[data-course]", state="attached")
        if page.evaluate("document.documentElement.dataset.course") != "ready":
            self._find("an exercise did not start")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        if not self._kept:
            self._kept = True  # once for the visit
            if not page.evaluate(_KEPT, KEPT_SECONDS * 1000):
                self._find("the browser could not keep the course for use without a connection")
