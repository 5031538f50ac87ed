"""How long a learner waits: page open to first usable widget, and control moved to figure redrawn.

    python benchmarks/pages.py [--runs 5] [--moves 100]

The lesson stands against a bare notebook with one slider and one callback, opened in turn in the same
run on the same server, so that the ratio holds on a slow machine. Needs Chromium; prints a table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--no-first-run",
]
LESSON = "04-bias-in-shared-data/1-foundations"
BARE = "99-bare/bare"
BARE_CODE = """import ipywidgets as widgets

slider = widgets.IntSlider(description="Move")
answer = widgets.HTML("0")
slider.observe(lambda change: setattr(answer, "value", str(change["new"])), names="value")
widgets.VBox([slider, answer])"""


def bare_notebook(folder: Path) -> None:
    """Write the notebook with one slider."""
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# Bare"]},
        {
            "cell_type": "code", "id": "slider", "metadata": {}, "execution_count": None, "outputs": [],
            "source": BARE_CODE.splitlines(keepends=True),
        },
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    folder.mkdir(parents=True)
    (folder / "bare.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def open_bare(page: Page, address: str) -> float:
    """Seconds until the bare slider has been moved and has answered."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    handle = page.locator(".noUi-handle").first
    handle.wait_for()
    handle.press("ArrowRight")
    page.locator(".widget-html-content", has_text="1").first.wait_for()
    return time.perf_counter() - start


def open_lesson(page: Page, address: str) -> float:
    """Seconds until the lesson's first exercise has taken a guess and has answered."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    box = page.locator(".cg-exercise").first
    box.locator("input[type=radio]").first.check()
    box.get_by_role("button", name="Keep my guess").click()
    box.get_by_text("Your guess is kept.").wait_for()
    return time.perf_counter() - start


# Runs in the page: one key press on a slider, timed to the frame in which the figure has been redrawn.
MOVE = """([handle, key]) => new Promise((done) => {
  const plot = handle.closest(".cg-exercise").querySelector(".cg-figure-plot");
  const start = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  watch.observe(plot, { subtree: true, childList: true, attributes: true, characterData: true });
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


# Runs in the page: done when all that followed from a move has arrived, and nothing has changed for 300 ms.
SETTLE = """() => new Promise((done) => {
  let timer = setTimeout(end, 300);
  const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, 300); });
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  function end() { watch.disconnect(); done(); }
})"""


def moves(page: Page, count: int) -> list[float]:
    """Milliseconds from control moved to figure redrawn, of `count` moves on the open lesson."""
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    handle = page.locator(".cg-exercise .noUi-handle").first.element_handle()
    spent = []
    for i in range(count):
        key = "ArrowRight" if i // 4 % 2 == 0 else "ArrowLeft"
        spent.append(float(page.evaluate(MOVE, [handle, key])))
        page.evaluate(SETTLE)  # one move at a time, as a hand makes them
    return spent


def fresh(browser: Browser) -> Page:
    """A page with an empty cache."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(120_000)
    return page


def line(name: str, values: list[float], unit: str) -> str:
    """One row of the table: minimum, median, maximum."""
    return f"{name:44s} {min(values):8.2f} {statistics.median(values):8.2f} {max(values):8.2f} {unit}"


def main() -> int:
    """Measure and print; the return value is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--moves", type=int, default=100)
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("This benchmark needs Chromium. Install it: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "modules", Path(folder, "modules"))
        bare_notebook(Path(folder, "modules", "99-bare"))
        env = {**os.environ, "COMMONGROUND_COURSE": folder, "PYTHONUNBUFFERED": "1"}
        env["COMMONGROUND_WORK"] = str(Path(folder, "my-work"))
        server = subprocess.Popen(
            [sys.executable, "-m", "commonground", "open", "--no-browser"],
            cwd=folder, env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )
        assert server.stdout is not None
        found = None
        while not found:
            found = re.search(r"(http://127\.0\.0\.1:\d+)\S*(token=\w+)", server.stdout.readline())
        address, token = found.groups()
        bare, lesson, ratios, redrawn = [], [], [], []
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
                for run in range(args.runs + 1):
                    shutil.rmtree(Path(folder, "my-work"), ignore_errors=True)
                    page = fresh(browser)
                    a = open_bare(page, f"{address}/voila/render/modules/{BARE}.ipynb?{token}")
                    page.context.close()
                    page = fresh(browser)
                    b = open_lesson(page, f"{address}/voila/render/modules/{LESSON}.ipynb?{token}")
                    if run:  # the first pair warms the disk and the server
                        bare.append(a)
                        lesson.append(b)
                        ratios.append(b / a)
                        redrawn += moves(page, args.moves // args.runs)
                    page.context.close()
                    print(f"run {run} of {args.runs}", file=sys.stderr)
        finally:
            server.terminate()
            server.wait()
    print(f"{'':44s} {'min':>8s} {'median':>8s} {'max':>8s}")
    print(line("bare notebook: open to first answer", bare, "s"))
    print(line(f"{LESSON}: the same", lesson, "s"))
    print(line("ratio, pair by pair", ratios, ""))
    print(line("control moved to figure redrawn", redrawn, "ms"))
    print(f"{'95th percentile of these':44s} {statistics.quantiles(redrawn, n=20)[-1]:8.2f} ms, {len(redrawn)} moves")
    return 0


if __name__ == "__main__":
    sys.exit(main())
