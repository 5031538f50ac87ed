"""The browser edition as it is visited: words first, work that is kept, offline, from page to page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from chromium import QUIET, chromium_program
from playwright.sync_api import Browser, Page, expect

from commonground import learner

from .conftest import ROOT, Site, Visit, follow
from .operate import Exercise, Mouse, rules_of
from .test_lessons import LESSONS, calls, grave, sideways
from .test_site_lessons import HOME, LIVE, ready, stored

FIRST = LIVE[0]
EXERCISE = calls(FIRST)[0][1]


def first_exercise(page: Page) -> Exercise:
    """The first exercise of the first lesson."""
    return Exercise(page.locator(".cg-exercise.widget-box").first, rules_of(FIRST, "exercise", EXERCISE), Mouse(page))


def keeps(page: Page, name: str) -> None:
    """Wait until the browser keeps a file of this name."""
    page.wait_for_function(
        """(name) => new Promise((done) => {
          const request = indexedDB.open("commonground", 1);
          request.onsuccess = () => {
            const asked = request.result.transaction("files").objectStore("files").getKey(name);
            asked.onsuccess = () => { request.result.close(); done(asked.result !== undefined); };
          };
        })""",
        arg=name,
    )


@pytest.mark.parametrize("lesson_id", [HOME, *LESSONS])
def test_all_words_stand_in_the_page_without_scripts(browser: Browser, site: Site, lesson_id: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    visit = follow(context)
    visit.page.goto(site.page(lesson_id))
    notebook = json.loads((ROOT / "modules" / f"{lesson_id}.ipynb").read_text(encoding="utf-8"))
    page_words = re.sub(r"\W+", " ", visit.page.locator("main").inner_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for line in "".join(cell["source"]).splitlines():
                if line.startswith("#"):
                    assert re.sub(r"\W+", " ", line).strip() in page_words
    for slot in visit.page.locator(".page-slot").all():
        assert slot.inner_text().strip(), "an exercise is an empty place"
    assert visit.page.title()
    assert visit.page.locator("html").get_attribute("lang") == "en"
    assert visit.hosts == {"127.0.0.1"}
    context.close()


@pytest.mark.parametrize("lesson_id", [lesson_id for lesson_id in LESSONS if lesson_id not in LIVE])
@pytest.mark.width(320)
def test_an_analyst_lesson_can_be_read(reader: Visit, site: Site, lesson_id: str) -> None:
    reader.page.goto(site.page(lesson_id))
    expect(reader.page.get_by_text("Here you can read this lesson.")).to_be_visible()
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="Download the notebook of this lesson").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["cells"]
    assert sideways(reader) <= 0
    assert not grave(reader)
    assert reader.hosts == {"127.0.0.1"}


def test_work_is_kept_over_reload_and_restart(site: Site, browser: Browser, tmp_path: Path) -> None:
    def visited() -> Visit:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium_program(), args=QUIET, viewport={"width": 1280, "height": 900}
        )
        visit = follow(context)
        visit.page.goto(site.page(FIRST))
        ready(visit.page)
        return visit

    first = visited()
    first_exercise(first.page).operate()
    keeps(first.page, f"answers/{FIRST}.json")
    first.page.reload()
    ready(first.page)
    expect(first.page.locator(".cg-exercise.widget-box").first.locator(".cg-side")).to_be_visible()
    first.context.close()
    again = visited()
    expect(again.page.locator(".cg-exercise.widget-box").first.locator(".cg-side")).to_be_visible()
    again.page.locator(".page-home").click()
    ready(again.page)
    expect(again.page.locator("#modules")).to_contain_text("Started")
    again.context.close()


def test_export_delete_import_and_the_way_to_the_local_course_and_back(
    reader: Visit, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reader.page
    page.goto(site.page(FIRST))
    ready(page)
    first_exercise(page).operate()
    page.locator(".page-home").click()
    ready(page)
    before = stored(page)
    work = page.locator("#my-work")

    work.get_by_role("button", name="Export everything").click()
    with page.expect_download() as download:
        work.get_by_role("link", name=re.compile("Download common-ground-my-work")).click()
    exported = Path(download.value.path()).read_bytes()

    work.get_by_role("button", name="Delete my work").click()
    expect(work).to_contain_text(f"answers/{FIRST}.json")
    work.get_by_label(re.compile("To delete, type the word")).fill("delete")
    work.get_by_role("button", name="Delete these files for good").click()
    expect(work).to_contain_text("deleted")
    page.reload()
    ready(page)
    assert f"answers/{FIRST}.json" not in stored(page)

    # Into the local course, and from there back into the browser.
    monkeypatch.setenv("COMMONGROUND_WORK", str(tmp_path / "my-work"))
    learner.take_in(exported)
    assert learner.answers(FIRST).get(EXERCISE) == before[f"answers/{FIRST}.json"]["answers"][EXERCISE]
    back = learner.export(tmp_path)

    work.get_by_role("button", name="Bring work from another computer").click()
    with page.expect_file_chooser() as chooser:
        work.get_by_role("button", name="Choose the exported file").click()
    chooser.value.set_files(back)
    expect(work).to_contain_text("Chosen: common-ground-my-work")
    work.get_by_role("button", name="Bring this work in").click()
    expect(work).to_contain_text("Nothing that was here is lost")
    keeps(page, f"answers/{FIRST}.json")
    assert stored(page)[f"answers/{FIRST}.json"]["answers"] == before[f"answers/{FIRST}.json"]["answers"]
    assert not reader.faults


def test_a_damaged_part_is_set_aside(reader: Visit, site: Site) -> None:
    page = reader.page
    page.goto(site.page(LESSONS[-1]))
    page.evaluate(
        """(name) => new Promise((done, fail) => {
          const request = indexedDB.open("commonground", 1);
          request.onerror = fail;
          request.onupgradeneeded = () => request.result.createObjectStore("files");
          request.onsuccess = () => {
            const work = request.result.transaction("files", "readwrite");
            work.objectStore("files").put({ content: new TextEncoder().encode('{"answers": {"two-'), stamp: "1" }, name);
            work.oncomplete = () => { request.result.close(); done(); };
          };
        })""",
        f"answers/{FIRST}.json",
    )
    page.goto(site.page(FIRST))
    ready(page)
    expect(page.locator(".page-live .cg-notice").first).to_contain_text("could not be read")
    first_exercise(page).operate()
    keeps(page, f"answers/{FIRST}.damaged-1.json")


def test_the_course_goes_on_offline_after_the_first_visit(reader: Visit, site: Site) -> None:
    page = reader.page
    page.goto(site.page(HOME))
    ready(page)
    page.evaluate("navigator.serviceWorker; window.course.serviceWorker.ready.then(() => true)")
    reader.context.set_offline(True)
    page.goto(site.page(FIRST))
    ready(page)
    first_exercise(page).operate()
    page.goto(site.page(LESSONS[-1]))
    expect(page.locator("h1").first).to_be_visible()
    reader.context.set_offline(False)
    assert reader.hosts == {"127.0.0.1"}
    assert not reader.faults


def test_back_forward_and_deep_links(reader: Visit, site: Site) -> None:
    page = reader.page
    page.goto(site.page(FIRST) + "#to-take-home")
    ready(page)
    page.evaluate("window.sameVisit = true")
    page.locator(".page-home").click()
    expect(page).to_have_title("Common Ground")
    ready(page)
    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(FIRST)))
    ready(page)
    expect(page.locator(".cg-exercise.widget-box").first).to_be_visible()
    page.go_forward()
    expect(page).to_have_title("Common Ground")
    ready(page)
    assert page.evaluate("window.sameVisit")
    assert not reader.faults


def test_a_document_is_downloaded(reader: Visit, site: Site) -> None:
    lesson_id = next(lesson_id for lesson_id in LIVE if lesson_id.endswith("2-practitioner"))
    page = reader.page
    page.goto(site.page(lesson_id))
    ready(page)
    document = page.locator(".cg-document").last
    document.get_by_role("button", name="Save my document").click()
    for ending in (".docx", ".html"):
        with page.expect_download() as download:
            document.get_by_role("link", name=re.compile(re.escape(ending))).click()
        assert Path(download.value.path()).stat().st_size > 1000



def test_a_page_whose_python_does_not_start_says_so_and_can_be_read(reader: Visit, site: Site) -> None:
    reader.page.route("**/python/packages.zip", lambda route: route.fulfill(status=200, body=b"cut off"))
    reader.page.goto(site.page(FIRST))
    expect(reader.page.locator("html[data-course='failed']")).to_have_count(1, timeout=60_000)
    expect(reader.page.get_by_role("status").filter(has_text="You can read the lesson.")).to_be_visible()
    expect(reader.page.locator(".page-still").first).to_be_visible()


def test_nothing_jumps_while_the_exercises_come_alive(reader: Visit, site: Site) -> None:
    """The layout shift of a first visit, as browsers measure it; Chromium's makers call 0.1 good."""
    reader.page.add_init_script(
        """window.shifted = 0;
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) window.shifted += shift.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    reader.page.goto(site.page(FIRST))
    reader.page.locator(".page-slot").nth(1).scroll_into_view_if_needed()
    ready(reader.page)
    reader.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shifted = reader.page.evaluate("window.shifted")
    print(f"layout shift {shifted:.4f}")
    assert shifted < 0.01
