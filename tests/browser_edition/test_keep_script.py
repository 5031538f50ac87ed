"""The script that keeps files in IndexedDB, in a real browser; its pages come from this test, not from a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import quiet_chromium
from playwright.sync_api import BrowserContext, Page

from commonground.editions.browser import inside

SCRIPT = (Path(inside.__file__).parent / "keep.js").read_text(encoding="utf-8")
ADDRESS = "http://course.test/"
# The page's files as text, so that they can be compared here.
HELPERS = """
window.file = (name, text, stamp, expects) => (
  { name, content: text === null ? null : new TextEncoder().encode(text), stamp, expects });
window.shown = async (names) => Object.fromEntries(
  (await keep.get(names)).map((row) => [row.name, [new TextDecoder().decode(row.content), row.stamp]]));
window.raw = (name, value) => new Promise((resolve) => {
  const request = indexedDB.open("commonground");
  request.onsuccess = () => {
    const work = request.result.transaction("files", "readwrite");
    work.objectStore("files").put(value, name);
    work.oncomplete = () => { request.result.close(); resolve(); };
  };
});
"""


@pytest.fixture(scope="module")
def browser_of_this_test() -> Iterator[BrowserContext]:
    with quiet_chromium() as browser:
        context = browser.new_context()
        context.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><title>x</title>"))
        yield context


@pytest.fixture
def pages(browser_of_this_test: BrowserContext) -> Iterator[tuple[Page, Page]]:
    """Two pages of one browser, with an empty store."""
    opened = [browser_of_this_test.new_page() for _ in range(2)]
    for page in opened:
        page.goto(ADDRESS)
        page.evaluate(f"{HELPERS}; window.keep = {SCRIPT}; window.heard = []; keep.listen((names) => heard.push(names)); 0")
    opened[0].evaluate("keep.clear()")
    opened[1].evaluate("heard.length = 0")
    yield opened[0], opened[1]
    for page in opened:
        page.close()


def apply(page: Page, *changes: tuple[str, str | None, str, str | None]) -> Any:
    return page.evaluate("(rows) => keep.apply(rows.map((row) => file(...row)))", changes)


def test_files_come_back_as_they_were_kept_and_the_other_page_hears_of_it(pages: tuple[Page, Page]) -> None:
    one, two = pages
    assert apply(one, ("a/ü.json", "{ü}", "s1", None), ("b", "2", "s1", None)) == []
    assert two.evaluate("shown(null)") == {"a/ü.json": ["{ü}", "s1"], "b": ["2", "s1"]}
    assert two.evaluate("shown(['b', 'none'])") == {"b": ["2", "s1"]}
    two.wait_for_function("heard.length === 1")
    assert two.evaluate("heard") == [["a/ü.json", "b"]]
    assert one.evaluate("heard") == []
    assert apply(two, ("b", None, "s2", "s1")) == []
    one.reload()
    assert set(two.evaluate("shown(null)")) == {"a/ü.json"}


def test_a_page_that_was_overtaken_changes_nothing(pages: tuple[Page, Page]) -> None:
    one, two = pages
    apply(one, ("a", "1", "s1", None))
    assert apply(two, ("a", "2", "s2", None), ("b", "2", "s2", None)) == ["a"]
    assert apply(two, ("a", None, "s2", "s0"), ("b", "2", "s2", None)) == ["a"]
    assert two.evaluate("shown(null)") == {"a": ["1", "s1"]}
    assert apply(two, ("a", "2", "s2", "s1"), ("b", "2", "s2", None)) == []


def test_of_two_pages_at_once_one_goes_first(pages: tuple[Page, Page]) -> None:
    one, two = pages
    for page, text in ((one, "one"), (two, "two")):
        page.evaluate("(text) => { window.result = keep.apply([file('a', text, text, null)]); }", text)
    results = [page.evaluate("result") for page in pages]
    assert sorted(results) == [[], ["a"]]
    assert one.evaluate("shown(null)")["a"][0] == ("one" if results[0] == [] else "two")


def test_damage_is_handed_on_as_text_and_can_be_replaced(pages: tuple[Page, Page]) -> None:
    one, _ = pages
    one.evaluate("raw('a', 'text')")
    one.evaluate("raw('b', {content: 7, stamp: 1})")
    one.evaluate("raw(5, 'no name')")
    found = one.evaluate("shown(null)")
    assert set(found) == {"a", "b"}
    assert all(text.startswith("damaged ") for text, _ in found.values())
    assert apply(one, ("a", "{}", "s1", found["a"][1]), ("b", None, "s1", found["b"][1])) == []
    assert one.evaluate("shown(null)") == {"a": ["{}", "s1"]}


def test_clearing_leaves_nothing_and_is_heard(pages: tuple[Page, Page]) -> None:
    one, two = pages
    apply(one, ("a", "1", "s1", None))
    one.evaluate("raw('odd', 1)")
    two.evaluate("heard.length = 0")
    one.evaluate("keep.clear()")
    assert two.evaluate("shown(null)") == {}
    two.wait_for_function("heard.some((names) => names.includes('odd'))")


def test_a_connection_that_the_browser_closed_is_opened_again(pages: tuple[Page, Page]) -> None:
    one, two = pages
    apply(one, ("a", "1", "s1", None))
    one.evaluate(
        "new Promise((resolve) => { indexedDB.deleteDatabase('commonground').onsuccess = resolve; })"
    )
    assert apply(one, ("b", "2", "s2", None)) == []
    assert two.evaluate("shown(null)") == {"b": ["2", "s2"]}


def test_a_browser_without_a_database_gives_a_reason_each_time(pages: tuple[Page, Page]) -> None:
    page, _ = pages
    said = page.evaluate(
        """(script) => {
          const broken = { open() { throw new DOMException("not allowed", "SecurityError"); } };
          const keep = new Function("indexedDB", `return (${script})`)(broken);
          return Promise.allSettled([keep.get(null), keep.apply([file("a", "1", "s", null)])])
            .then((results) => results.map((result) => result.reason.name));
        }""",
        SCRIPT,
    )
    assert said == ["SecurityError", "SecurityError"]
