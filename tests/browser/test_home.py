"""The front page in Chromium, by mouse at 1280 pixels and by keyboard alone at 400."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Error, Locator, expect

from commonground.learner.placement import placement

from .conftest import Course, Visit
from .operate import Keyboard, Mouse
from .test_lessons import grave, sideways

HOME = "00-start-here/home"
BOTH = [
    pytest.param(Mouse, marks=pytest.mark.width(1280), id="mouse-1280"),
    pytest.param(Keyboard, marks=pytest.mark.width(400), id="keyboard-400"),
]


def press_until(hands: Mouse, button: Locator, seen: Locator) -> None:
    """Press a button until what follows is seen.

    A widget hands on only one change at a time, and a button pressed within the same few
    milliseconds overtakes the second one: no person is so quick, but this test is.
    """
    for _ in range(4):
        hands.press(button)
        try:
            seen.wait_for(timeout=2_500)
            return
        except Error:
            continue
    expect(seen).to_be_visible()


def open_home(visit: Visit, course: Course) -> None:
    visit.page.goto(course.lesson(HOME), wait_until="commit")
    expect(visit.page.locator("html")).to_have_attribute("data-course", "ready", timeout=90_000)


@pytest.mark.parametrize("hands", BOTH)
def test_a_learner_finds_level_path_and_lesson_and_may_leave_no_trace(
    visit: Visit, course: Course, hands: type[Mouse]
) -> None:
    page = visit.page
    use = hands(page)
    open_home(visit, course)

    level = page.locator(".cg-home-placement")
    for number, task in enumerate(placement().tasks):
        box = level.locator(".cg-task").nth(number)
        for part in task.parts:
            group = box.locator(".cg-radios").filter(has_text=part.prompt[:25])
            use.choose(group, next(i for i, option in enumerate(part.options) if option.right))
        last = next(option for option in task.parts[-1].options if option.right)
        press_until(use, box.get_by_role("button", name="This is my answer"), box.get_by_text(last.reply[:30]))
    expect(level.locator(".cg-proposal")).to_contain_text("analyst")
    use.choose(level.locator(".cg-radios").filter(has_text="Your level").last, 0)
    said = level.get_by_text("Your level is Foundations.")
    press_until(use, level.get_by_role("button", name="Use this level"), said)

    way = page.locator(".cg-home-path")
    use.choose(way.locator(".cg-radios"), 1)
    press_until(use, way.get_by_role("button", name="Show my path"), way.get_by_text("Program staff.", exact=True))
    expect(way.locator("[aria-current=step]")).to_have_count(1)
    profile = json.loads((course.work / "profile.json").read_text(encoding="utf-8"))
    assert profile == {"level": "foundations", "role": "program-staff"}
    assert not grave(visit)

    work = page.locator(".cg-home-work")
    use.press(work.get_by_role("button", name="Delete my work"))
    use.type(work.get_by_label("To delete, type the word delete"), "delete")
    press_until(use, work.get_by_role("button", name="Delete these files for good"), work.get_by_text("deleted."))
    expect(way.get_by_role("button", name="Show my path")).to_be_visible()
    assert not course.work.exists()

    assert visit.hosts == {"127.0.0.1"}
    assert not visit.faults
    assert sideways(visit) <= 0


@pytest.mark.parametrize("hands", BOTH)
def test_a_lesson_opens_and_the_way_back_knows_it(visit: Visit, course: Course, hands: type[Mouse]) -> None:
    page = visit.page
    open_home(visit, course)
    link = page.locator(".cg-module").first.get_by_role("link", name=re.compile("^Open .*foundations$")).first
    hands(page).press(link)
    page.wait_for_url("**/voila/render/modules/**/1-foundations.ipynb")
    expect(page.locator("html")).to_have_attribute("data-course", "ready", timeout=90_000)
    hands(page).press(page.get_by_role("link", name="All lessons"))
    expect(page.locator(".cg-welcome")).to_contain_text("go on where you stopped", timeout=90_000)
    expect(page.locator(".cg-module").first).to_contain_text("Started on")


def test_every_address_of_the_page_answers(visit: Visit, course: Course) -> None:
    open_home(visit, course)
    addresses = visit.page.locator("main a").evaluate_all("all => [...new Set(all.map(a => a.href))]")
    assert len(addresses) >= 5
    for address in addresses:
        assert visit.context.request.get(address).status == 200
    picture = visit.page.get_by_role("img", name="A drawing of Alder County")
    assert picture.evaluate("image => image.naturalWidth") > 0
