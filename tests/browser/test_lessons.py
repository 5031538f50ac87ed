"""Every exercise of every lesson, operated by mouse; test_lessons_by_keyboard.py does the same with keys.

The checked tasks of the analyst lessons are code, and are tried in JupyterLab (test_analyst.py).
"""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from . import access
from .conftest import ROOT, Course, Visit
from .operate import Exercise, Mouse, rules_of

LESSONS = sorted(
    f"{path.parent.name}/{path.stem}"
    for level in ("1-foundations", "2-practitioner", "3-analyst")
    for path in (ROOT / "modules").glob(f"*/{level}.ipynb")
)
CALL = re.compile(r'here\.(exercise|questions|reflection|finish)\((?:"([\w-]+)")?\)')


def calls(lesson_id: str) -> list[tuple[str, str]]:
    """What the cells of a lesson show, in order."""
    notebook = json.loads((ROOT / "modules" / f"{lesson_id}.ipynb").read_text(encoding="utf-8"))
    code = "\n".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")
    return CALL.findall(code)


def grave(visit: Visit) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands."""
    access.settle(visit.page)  # names are given as soon as the page is calm
    found = Axe().run(visit.page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']} {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def sideways(visit: Visit) -> int:
    """How many pixels the page scrolls sideways."""
    return int(visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def use_every_exercise(visit: Visit, course: Course, hands: type[Mouse], lesson_id: str) -> None:
    """Do everything that a lesson offers, and see that it is kept and that the page stays in order."""
    page = visit.page
    page.goto(course.lesson(lesson_id), wait_until="commit")
    shown = calls(lesson_id)
    boxes = page.locator(".cg-exercise.widget-box")
    expect(boxes).to_have_count(len(shown), timeout=90_000)
    for i, (call, name) in enumerate(shown):
        if call == "finish":
            hands(page).press(boxes.nth(i).get_by_role("button", name="Mark this lesson as done"))
            expect(boxes.nth(i)).to_contain_text("Marked as done.")
        else:
            Exercise(boxes.nth(i), rules_of(lesson_id, call, name), hands(page)).operate()
    progress = json.loads((course.work / "progress.json").read_text(encoding="utf-8"))
    entry = progress["lessons"][lesson_id]
    assert entry["done"]
    unfinished = [
        name or call
        for call, name in shown
        if call != "finish"
        and not entry["exercises"].get({"questions": "questions", "reflection": f"reflection.{name}"}.get(call, name))
    ]
    assert not unfinished
    assert visit.hosts == {"127.0.0.1"}
    assert not visit.faults
    assert sideways(visit) <= 0
    assert not grave(visit)


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_every_exercise_can_be_used_by_mouse(visit: Visit, course: Course, lesson_id: str) -> None:
    use_every_exercise(visit, course, Mouse, lesson_id)


@pytest.mark.parametrize("lesson_id", LESSONS)
def test_words_stand_before_the_exercises(visit: Visit, course: Course, lesson_id: str) -> None:
    """With every message to the kernel held back, the whole text of the lesson can be read."""
    visit.page.route_web_socket("**/api/kernels/**", lambda socket: None)
    visit.page.goto(course.lesson(lesson_id), wait_until="domcontentloaded")
    notebook = json.loads((ROOT / "modules" / f"{lesson_id}.ipynb").read_text(encoding="utf-8"))
    headings = [
        line.lstrip("# ").strip()
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("#")
    ]
    for heading in headings:
        expect(visit.page.get_by_role("heading", name=heading).first).to_be_visible()
    expect(visit.page.get_by_role("status").filter(has_text="ready").first).to_be_visible()
    assert visit.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("lesson_id", LESSONS[:1])
def test_a_lesson_goes_on_where_it_was_left(visit: Visit, course: Course, lesson_id: str) -> None:
    call, name = calls(lesson_id)[0]
    for _ in range(2):
        visit.page.goto(course.lesson(lesson_id), wait_until="commit")
        box = visit.page.locator(".cg-exercise").first
        box.wait_for()
        if box.get_by_role("button", name="Keep my guess").is_visible():
            Exercise(box, rules_of(lesson_id, call, name), Mouse(visit.page)).operate()
    expect(box.locator(".cg-side")).to_be_visible()


def test_a_damaged_file_is_set_aside_and_told(visit: Visit, course: Course) -> None:
    lesson_id = LESSONS[0]
    answers = course.work / "answers" / f"{lesson_id}.json"
    answers.parent.mkdir(parents=True)
    answers.write_text('{"answers": {"two-sch', encoding="utf-8")
    visit.page.goto(course.lesson(lesson_id), wait_until="commit")
    expect(visit.page.locator(".cg-notice")).to_be_visible(timeout=90_000)
    assert [p for p in answers.parent.iterdir() if "damaged" in p.name]
