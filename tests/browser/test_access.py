"""The pages of the local course for people who use them in another way (access.py holds the checks).

A whole lesson by keyboard alone is in test_lessons_by_keyboard.py; the front page by keyboard alone in test_home.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from . import access
from .conftest import Course, Visit
from .operate import Exercise, Keyboard, Mouse, rules_of
from .test_lessons import calls

FOUNDATIONS = "04-bias-in-shared-data/1-foundations"
PRACTITIONER = "04-bias-in-shared-data/2-practitioner"
HOME = "00-start-here/home"


@dataclass(frozen=True)
class Opened:
    """A page after all its exercises were used, and the faults found before the first press and while listening."""

    page: Page
    before: list[str]
    unsaid: list[str]


def go(page: Page, course: Course, lesson_id: str) -> None:
    page.goto(course.lesson(lesson_id), wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-course", "ready", timeout=90_000)


def use(page: Page, lesson_id: str) -> None:
    boxes = page.locator(".cg-exercise.widget-box")
    for i, (call, name) in enumerate(calls(lesson_id)):
        if call != "finish":
            Exercise(boxes.nth(i), rules_of(lesson_id, call, name), Mouse(page)).operate()


@pytest.fixture(scope="module", params=[FOUNDATIONS, PRACTITIONER, HOME])
def opened(request: pytest.FixtureRequest, browser: Browser, course: Course) -> Iterator[Opened]:
    """One page of each kind. All checks share it: each leaves it as it was."""
    shutil.rmtree(course.work, ignore_errors=True)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    go(page, course, request.param)
    access.settle(page)
    before = [*access.structure(page), *access.names(page), *access.axe_faults(page)]
    before += access.start_hearing(page)
    use(page, request.param)
    yield Opened(page, before, access.unsaid(page))
    context.close()


def test_a_page_is_sound_before_the_first_press(opened: Opened) -> None:
    assert not opened.before


def test_all_that_changed_was_spoken(opened: Opened) -> None:
    assert not opened.unsaid


@pytest.mark.parametrize("check", access.CHECKS)
def test_a_page_after_use(opened: Opened, check: str) -> None:
    assert not access.CHECKS[check](opened.page)


def test_each_press_is_spoken_once_and_the_focus_stays(visit: Visit, course: Course) -> None:
    page = visit.page
    go(page, course, FOUNDATIONS)
    keys = Keyboard(page)
    box = page.locator(".cg-exercise.widget-box").first
    keep = box.get_by_role("button", name="Keep my guess")
    group = box.get_by_role("radiogroup").first
    radios = box.locator(".cg-radios").first

    with access.announced(page, box.locator(".cg-choice .cg-problem").first) as faults:
        keys.press(keep)
    assert not faults
    assert not access.problems_tied(page)
    expect(group).to_have_attribute("aria-invalid", "true")
    expect(group).to_have_accessible_description("Choose one first.")

    with access.announced(page, box.get_by_text("Your guess is kept.")) as faults:
        keys.choose(radios, 0)
        keys.press(keep)
    assert not faults
    expect(group).not_to_have_attribute("aria-invalid", "true")
    expect(box.get_by_role("heading", name="Move it, and see")).to_be_focused()

    box.locator(".js-plotly-plot .main-svg").first.wait_for()
    summary = box.locator(".cg-slider ~ .cg-live, :has(> .cg-slider) ~ .cg-live").first
    with access.announced(page, summary) as faults:
        said = summary.inner_text()
        keys.move(box.locator(".noUi-handle").first)
        expect(summary).not_to_have_text(said)
    assert not faults

    questions = page.locator(".cg-questions")
    with access.announced(page, questions.locator(".cg-reply")) as faults:
        questions.get_by_role("radio").first.check()
        questions.get_by_role("button", name="This is my answer").press("Enter")
        questions.locator(".cg-reply").wait_for()
    assert not faults
    with access.announced(page, questions.locator(".cg-where")) as faults:
        questions.get_by_role("button", name="Next question").press("Enter")
        expect(questions.locator(".cg-where")).to_contain_text("Question 2")
    assert not faults
    expect(questions.locator(".cg-where p, p.cg-where")).to_be_focused()


# ---- the checks themselves -----------------------------------------------------------------------------

SOUND = """<!doctype html><html lang="en"><head><title>A sound page</title><style>
body { font: 16px/1.5 sans-serif; margin: 8px } button { min-height: 44px; border: 1px solid #333 }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px }
.page-skip { position: absolute; left: -100vw } .page-skip:focus { left: 0 }
</style></head><body><a class="page-skip" href="#lesson">Skip to the lesson</a>
<header><nav aria-label="Course"><a href="#lesson" style="display:inline-block;padding:4px">All lessons</a></nav></header>
<main id="lesson" tabindex="-1"><h1>Lesson</h1>BODY</main><footer><p>End.</p></footer>
<div id="page-spoken" class="page-spoken" aria-live="polite"></div></body></html>"""

BROKEN: list[tuple[str, str, str]] = [
    ("structure", "<h3>Too deep</h3>", "a level is skipped"),
    ("structure", "<h1>Second</h1>", "one h1"),
    ("structure", "<img src='data:,'>", "no text alternative"),
    ("structure", "<p id='a'></p><p id='a'></p>", "more than once"),
    ("names", "<label><input type='radio' name='x'>Yes</label>", "outside a group"),
    ("names", "<button></button>", "has no name"),
    ("names", "<button aria-describedby='nowhere'>Go</button>", "not on the page"),
    ("names", "<button class='widget-toggle-button'>Go</button>", "whether it is pressed"),
    ("problems_tied", "<p class='cg-problem'>Choose one.</p><input aria-label='x'>", "tied to no field"),
    ("one_voice", "<p aria-live='polite'>Words</p>", "spoken twice"),
    ("figures_described", "<div class='cg-figure'><div class='js-plotly-plot'>x</div></div>", "no description"),
    ("targets", "<button style='min-height:0;height:12px'>Go</button>", "24 by 24"),
    ("fits", "<div style='width:3000px;background:#ddd'>Wide</div>", "sideways"),
    ("fits", "<div style='contain:layout'><p style='width:3000px;text-align:right'>Far</p></div>", "beside the window"),
    ("fits", "<p style='width:50px;overflow:hidden;white-space:nowrap'>Many words on one line</p>", "cut off sideways"),
    ("fits", "<p style='height:10px;overflow:hidden'>Many words<br>on two lines</p>", "cut off in height"),
    ("fits", "<p>Words</p><p style='margin-top:-36px'>Words on words</p>", "lie on each other"),
    ("fits", "<button>One</button><button style='margin-left:-20px'>Two</button>", "overlap"),
    ("fits_at_320", "<button style='width:600px'>Wide</button>", "sideways"),
    ("fits_at_320", "<style>@media (max-width: 400px) { b { display: none } }</style><p><b>Words</b></p>", "lost: 'Words'"),
    ("edges", "<button style='border-color:#ddd;background:#eee'>Go</button>", "no edge"),
    ("axe", "<button></button>", "axe button-name (critical)"),
    ("axe", "<p style='color:#aaa'>Pale words</p>", "axe color-contrast (serious)"),
    ("reduced_motion", "<p style='transition:color 1s'>Words</p>", "changes over 1s"),
    ("forced_colors", "<button style='border:none'>Go</button>", "no edge"),
    ("keyboard_walk", "<button style='outline:none'>Go</button>", "mark of focus"),
    ("keyboard_walk", "<button style='outline-color:#eee'>Go</button>", "mark of focus"),
    ("keyboard_walk", "<button>One</button><button tabindex='1'>Two</button>", "reading order"),
    ("keyboard_walk", "<button onkeydown='event.preventDefault()'>Trap</button>", "does not let the focus go"),
    ("keyboard_walk", "<p style='display:flex;flex-flow:column-reverse'><button>One</button><button>Two</button></p>",
     "which stands below it"),
    ("keyboard_walk", "<button>Go</button><p style='position:fixed;inset:0;background:#fff'>Over</p>", "wholly under"),
    ("keyboard_walk", "<button>Go</button><button onfocus='this.blur()'>Shy</button>", "not reached with Tab"),
    ("letter_keys", "<script>onkeydown = (e) => { if (e.key === 'd') document.querySelector('main').append('Done') }</script>",
     "changes the page"),
    ("skip_link", "<script>document.querySelector('.page-skip').remove()</script>", "first Tab"),
]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    yield context.new_page()
    context.close()


def test_a_sound_page_passes(blank: Page) -> None:
    blank.set_content(SOUND.replace("BODY", "<h2>Part</h2><p>Words.</p><button>Go</button>"))
    assert not access.everything(blank)


@pytest.mark.parametrize(("check", "fault", "said"), BROKEN, ids=lambda value: value[:40])
def test_each_fault_is_found(blank: Page, check: str, fault: str, said: str) -> None:
    blank.set_content(SOUND.replace("BODY", fault))
    assert any(said in line for line in access.CHECKS[check](blank))
