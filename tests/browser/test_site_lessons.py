"""The browser edition: every exercise of every lesson, with Python running in the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from . import access
from .conftest import Site, Visit, follow
from .operate import Exercise, Keyboard, Mouse, rules_of
from .test_lessons import LESSONS, calls, grave, sideways

HOME = "00-start-here/home"
LIVE = [lesson_id for lesson_id in LESSONS if not lesson_id.endswith("3-analyst")]
# What the browser keeps, read as the page's own code reads it: {path: text}.
STORED = """() => new Promise((done, fail) => {
  const request = indexedDB.open("commonground", 1);
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const found = {}, cursor = request.result.transaction("files").objectStore("files").openCursor();
    cursor.onsuccess = () => {
      const row = cursor.result;
      if (!row) { request.result.close(); return done(found); }
      found[row.key] = new TextDecoder().decode(row.value.content);
      row.continue();
    };
  };
})"""


def ready(page: Page) -> None:
    """Wait until the exercises of the page can be used."""
    expect(page.locator("html[data-course]")).to_have_count(1, timeout=120_000)
    assert page.locator("html").get_attribute("data-course") == "ready"


def stored(page: Page) -> dict[str, Any]:
    """The JSON files of the learner's folder that the browser keeps."""
    return {name: json.loads(text) for name, text in page.evaluate(STORED).items() if name.endswith(".json")}


def wait_until_done_is_kept(page: Page, lesson_id: str) -> None:
    """What a lesson says at its end arrives in the browser's store a moment later."""
    page.wait_for_function(
        f"""async (id) => {{
          const text = (await ({STORED})())["progress.json"];
          return Boolean(text && JSON.parse(text).lessons?.[id]?.done);
        }}""",
        arg=lesson_id,
    )


def operate_all(page: Page, lesson_id: str, hands: Mouse) -> None:
    """Do everything that a lesson offers, and see what follows."""
    shown = calls(lesson_id)
    boxes = page.locator(".cg-exercise.widget-box")
    expect(boxes).to_have_count(len(shown), timeout=90_000)
    for i, (call, name) in enumerate(shown):
        if call == "finish":
            hands.press(boxes.nth(i).get_by_role("button", name="Mark this lesson as done"))
            expect(boxes.nth(i)).to_contain_text("Marked as done.")
        else:
            Exercise(boxes.nth(i), rules_of(lesson_id, call, name), hands).operate()


@pytest.fixture(scope="module")
def visit_by_mouse(browser: Browser, site: Site) -> Iterator[Visit]:
    """One visit, which begins on the front page and goes from lesson to lesson with the same Python."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = follow(context)
    visit.page.goto(site.page(HOME))
    ready(visit.page)
    yield visit
    context.close()


@pytest.mark.parametrize("lesson_id", LIVE)
def test_every_exercise_works_in_the_page(visit_by_mouse: Visit, site: Site, lesson_id: str) -> None:
    page = visit_by_mouse.page
    page.locator(".page-home").click()
    ready(page)
    page.evaluate("window.sameVisit = true")
    page.locator(f"#modules a[href$='{lesson_id}.html']").first.click()
    expect(page).to_have_url(site.page(lesson_id))
    ready(page)
    operate_all(page, lesson_id, Mouse(page))
    wait_until_done_is_kept(page, lesson_id)
    entry = stored(page)["progress.json"]["lessons"][lesson_id]
    assert entry["done"]
    assert all(entry["exercises"].values())
    assert page.evaluate("window.sameVisit"), "the page was loaded anew, and Python with it"
    assert visit_by_mouse.hosts == {"127.0.0.1"}
    assert not visit_by_mouse.faults
    assert sideways(visit_by_mouse) <= 0
    assert not grave(visit_by_mouse)
    if lesson_id == LIVE[0]:
        assert not access.everything(page)


@pytest.mark.parametrize("address", [HOME, "404", LESSONS[-1]])
def test_other_pages_are_accessible(reader: Visit, site: Site, address: str) -> None:
    reader.page.goto(site.page(address))
    ready(reader.page)
    assert not access.everything(reader.page)


def test_a_lesson_by_keyboard_on_a_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        viewport={"width": 400, "height": 800}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    visit = follow(context)
    visit.page.goto(site.page(LIVE[0]))
    ready(visit.page)
    operate_all(visit.page, LIVE[0], Keyboard(visit.page))
    assert visit.hosts == {"127.0.0.1"}
    assert not visit.faults
    assert sideways(visit) <= 0
    assert not grave(visit)
    context.close()
