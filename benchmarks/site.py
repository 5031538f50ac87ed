"""The browser edition: words readable, first exercise usable, control moved to result seen, bytes by part.

    python benchmarks/site.py [--runs 5] [--moves 40]

A lesson stands against a bare page of the same kernel with one slider: the same application and the
same Python, without the course. The two are opened in turn in the same run, each with an empty cache
(cold) and once more with what the browser kept (warm). Needs Chromium; builds the site; prints tables.
"""

from __future__ import annotations

import argparse
import collections
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from commonground.editions.browser import page_code, serving
from commonground.editions.browser.command import KEPT
from commonground.editions.browser.lesson_pages import Part
from commonground.editions.browser.page_html import page_html
from commonground.editions.browser.parts import fetch
from commonground.editions.browser.site import build

sys.path.insert(0, str(Path(__file__).parent))
from pages import BARE_CODE, FLAGS, MOVE, SETTLE, fresh, line, open_bare, open_lesson

ROOT = Path(__file__).parents[1]
LESSONS = ["04-bias-in-shared-data/1-foundations", "05-case-pasco/1-foundations"]
THROTTLE = 4
# In the page: one press, timed to the frame in which its exercise shows something else.
PRESS = """([box, button]) => new Promise((done) => {
  const start = performance.now();
  const watch = new MutationObserver((changes) => {
    if (changes.every((change) => button.contains(change.target))) return;
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  watch.observe(box, { subtree: true, childList: true, characterData: true });
  button.click();
  setTimeout(() => { watch.disconnect(); done(-1); }, 3000);
})"""


def bare_site(site: Path, folder: Path) -> None:
    """The site's application and Python without the course, and one page with one slider."""
    shutil.copytree(site / "code", folder / "code")
    shutil.copytree(site / "python", folder / "python", ignore=shutil.ignore_patterns("course.zip"))
    start = folder / "python" / "start.mjs"
    text = start.read_text(encoding="utf-8")
    for line_of_course in (
        "import commonground.lesson\n", "import commonground.editions.browser.inside\n",
        '  python.unpackArchive(course, "zip", { extractDir: "/course" });\n',
    ):
        if line_of_course not in text:
            raise SystemExit(f"start.mjs has changed: the bare page needs {line_of_course!r} taken out.")
        text = text.replace(line_of_course, "")
    start.write_text(text.replace('["packages.zip", "course.zip"]', '["packages.zip"]'), encoding="utf-8")
    parts = [Part("words", "title", "<h1>Bare</h1>"), Part("exercise", "slider", "", "", 1)]
    (folder / "bare").mkdir()
    extensions = page_code.extensions(fetch(ROOT / KEPT, lambda _: None))
    html = page_html(title="Bare", parts=parts, code=[BARE_CODE], extensions=extensions)
    (folder / "bare" / "bare.html").write_text(html, encoding="utf-8")


class Counted:
    """Bytes that a server has sent, by part of the site."""

    def __init__(self) -> None:
        self.sent: collections.Counter[str] = collections.Counter()

    def note(self, path: str, count: int) -> None:
        """Add a response."""
        parts = path.lstrip("/").split("?")[0].split("/")
        name = "/".join(parts[:2]) if parts[0] in ("code", "python") else "pages"
        self.sent[name] += count


@contextmanager
def counting(folder: Path) -> Iterator[tuple[ThreadingHTTPServer, Counted]]:
    """A server for `folder` that counts what it sends."""
    counted = Counted()
    with serving.server(folder) as running:
        handler: Any = running.RequestHandlerClass

        class Handler(handler.func):  # type: ignore[misc]
            def copyfile(self, source: Any, outputfile: Any) -> None:
                content = source.read()
                counted.note(self.path, len(content))
                outputfile.write(content)

        running.RequestHandlerClass = lambda *args: Handler(*args, **handler.keywords)
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running, counted
        running.shutdown()


def words_readable(browser: Browser, address: str) -> float:
    """Seconds until the first words are painted, nothing cached, the processor slowed down."""
    page = fresh(browser)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    page.goto(address, wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
    spent = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    page.context.close()
    return float(spent)


def ready(page: Page) -> None:
    """Wait until the exercises of the page can be used."""
    page.wait_for_function("document.documentElement.dataset.course !== undefined")


def presses(page: Page) -> dict[str, list[float]]:
    """Milliseconds from a press to what follows, for each exercise of the open lesson that offers one."""
    spent: dict[str, list[float]] = {}
    for box in page.locator(".page-result .cg-exercise.widget-box").all():
        title = box.locator("h3").first.inner_text()
        for _ in range(8):
            for radio in box.locator(".cg-choice input:enabled, .cg-card:visible input:enabled").all()[:12]:
                if radio.is_visible() and not radio.is_checked():
                    radio.check()
            page.evaluate(SETTLE)
            button = next((b for b in box.locator("button.cg-main:enabled").all() if b.is_visible()), None)
            if button is None or "done" in button.inner_text() or "Save" in button.inner_text():
                break
            took = float(page.evaluate(PRESS, [box.element_handle(), button.element_handle()]))
            if took >= 0:
                spent.setdefault(title, []).append(took)
            page.evaluate(SETTLE)
    return spent


def moves(page: Page, count: int) -> list[float]:
    """Milliseconds from slider moved to figure redrawn."""
    if not page.locator(".page-result .noUi-handle").count():
        return []
    page.locator(".page-result .js-plotly-plot .main-svg").first.wait_for()
    handle = page.locator(".page-result .noUi-handle").first.element_handle()
    spent = []
    for i in range(count):
        spent.append(float(page.evaluate(MOVE, [handle, "ArrowRight" if i // 4 % 2 == 0 else "ArrowLeft"])))
        page.evaluate(SETTLE)
    return spent


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def opening(browser: Browser, runs: int, bare: str, lesson: str) -> dict[str, list[float]]:
    """Seconds until the first press is answered, in turn on the bare page and in the lesson, cold and warm."""
    spent: dict[str, list[float]] = collections.defaultdict(list)
    for _ in range(runs):
        for name, address, use in (("bare", bare, open_bare), ("lesson", lesson, open_lesson)):
            page = fresh(browser)
            spent[f"{name}, cold"].append(use(page, address))
            ready(page)
            if name == "lesson":  # what the browser keeps for offline use has arrived before the second visit
                page.evaluate("window.course.serviceWorker.ready.then(() => true)")
            page.close()
            again = page.context.new_page()
            again.set_default_timeout(120_000)
            spent[f"{name}, warm"].append((open_bare if name == "bare" else reopen_lesson)(again, address))
            again.context.close()
    return spent


def reopen_lesson(page: Page, address: str) -> float:
    """Seconds until the first exercise, whose guess was kept at the first visit, answers again."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    box = page.locator(".page-result .cg-exercise.widget-box").first
    box.get_by_role("button", name="Keep this run").click()
    box.get_by_text("Run 1").first.wait_for()
    return time.perf_counter() - start


def report_bytes(browser: Browser, folder: Path) -> None:
    """Print what a first and a second visit fetch, and what each lesson adds after the first."""
    with counting(folder) as (running, counted):
        address = f"http://127.0.0.1:{running.server_port}"
        page = fresh(browser)
        page.goto(f"{address}/00-start-here/home.html")
        ready(page)
        first = counted.sent.copy()
        page.evaluate("window.course.serviceWorker.ready.then(() => true)")
        kept = counted.sent - first
        print("\nbytes of the first visit, by part (raw: a server that compresses sends less)")
        for name, count in sorted(first.items(), key=lambda item: -item[1]):
            print(f"  {name:34s} {count / 1000:10.0f} kB")
        print(f"  {'all':34s} {sum(first.values()) / 1000:10.0f} kB")
        print(f"  then, for offline use              {sum(kept.values()) / 1000:10.0f} kB")
        for lesson in LESSONS:
            before = counted.sent.copy()
            fresh_page = page.context.new_page()
            fresh_page.goto(f"{address}/{lesson}.html")
            ready(fresh_page)
            print(f"  second visit, {lesson:30s} {sum((counted.sent - before).values()) / 1000:6.0f} kB")
            size = (folder / f"{lesson}.html").stat().st_size
            print(f"  the lesson's own page, {lesson:30s} {size / 1000:6.0f} kB")
            fresh_page.close()
        page.context.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server for a folder."""
    with serving.server(folder) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def main() -> int:
    """Measure and print; the return value is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--moves", type=int, default=40)
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("This benchmark needs Chromium. Install it: apt-get install chromium")
    with tempfile.TemporaryDirectory() as name:
        site, bare = Path(name, "site"), Path(name, "bare")
        began = time.perf_counter()
        build(site, ROOT / KEPT, lambda _: None)
        print(f"build: {time.perf_counter() - began:.1f} s")
        bare_site(site, bare)
        with served(site) as address, served(bare) as bare_address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            print(f"{'':44s} {'min':>8s} {'median':>8s} {'max':>8s}")
            for lesson in LESSONS:
                readable = [words_readable(browser, f"{address}/{lesson}.html") for _ in range(args.runs)]
                print(line(f"words readable, cold, CPU / {THROTTLE}, {lesson[:2]}", readable, "s"))
            spent = opening(browser, args.runs, f"{bare_address}/bare/bare.html", f"{address}/{LESSONS[0]}.html")
            for what, values in spent.items():
                print(line(f"first press answered, {what}", values, "s"))
            for state in ("cold", "warm"):
                ratios = [a / b for a, b in zip(spent[f"lesson, {state}"], spent[f"bare, {state}"], strict=True)]
                print(line(f"lesson / bare, {state}", ratios, ""))
            for lesson in LESSONS:
                page = fresh(browser)
                page.goto(f"{address}/{lesson}.html")
                ready(page)
                for title, values in presses(page).items():
                    print(line(f"press, {lesson[:2]}, {title[:28]}", values, f"ms, p95 {percentile(values, 0.95):.0f}"))
                moved = moves(page, args.moves)
                if moved:
                    print(line(f"slider to figure, {lesson[:2]}", moved, f"ms, p95 {percentile(moved, 0.95):.0f}"))
                page.context.close()
            report_bytes(browser, site)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
