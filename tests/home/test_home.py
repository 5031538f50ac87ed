"""The front page: what it shows a learner, and what it keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import ipywidgets as widgets
import pytest

from commonground import learner
from commonground.content.course import course as the_course
from commonground.learner.path import Lesson
from commonground.learner.placement import placement
from commonground.views import home as front
from commonground.views.home import words
from commonground.views.home.page import Page
from commonground.views.home.placement_view import PlacementView

ROOT = Path(__file__).parents[2]
BIAS, PASCO = "04-bias-in-shared-data/1-foundations", "05-case-pasco/1-foundations"


def inside(widget: widgets.Widget, visible: bool = True) -> Iterator[widgets.Widget]:
    """The widget and all that it holds; without what is hidden."""
    if visible and widget.layout.display == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child, visible)


def seen(widget: widgets.Widget) -> str:
    """The HTML that stands on the page."""
    return "\n".join(part.value for part in inside(widget) if isinstance(part, widgets.HTML))


def press(widget: widgets.Widget, text: str) -> None:
    """Press the one visible button with this text."""
    (button,) = [part for part in inside(widget) if isinstance(part, widgets.Button) and part.description == text]
    button.click()


def radios(widget: widgets.Widget, label: str) -> widgets.RadioButtons:
    """The one visible choice whose label begins with these words."""
    (found,) = [
        part for part in inside(widget) if isinstance(part, widgets.RadioButtons) and part.description.startswith(label)
    ]
    return found


def addresses(html: str) -> list[str]:
    """The targets of all links."""
    return re.findall(r'href="([^"]*)"', html)


def answer_all(widget: widgets.Widget, right: bool = True) -> None:
    """Go through the three tasks; each appears when the one before is answered."""
    for task in placement().tasks:
        for part in task.parts:
            wanted = next(option for option in part.options if option.right is right)
            radios(widget, part.prompt).value = wanted.id
        (button, *_) = [
            part
            for part in reversed(list(inside(widget)))
            if isinstance(part, widgets.Button) and part.description == "This is my answer"
        ]
        button.click()


# ---- the words ---------------------------------------------------------------------------------


def notebook() -> dict[str, str]:
    """The cells of the front page by id."""
    document = json.loads((ROOT / "modules" / "00-start-here" / "home.ipynb").read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in document["cells"]}


def test_the_page_says_what_course_yml_says() -> None:
    cells = {name: " ".join(text.split()) for name, text in notebook().items()}
    course = the_course()
    assert course.tagline in cells["common-ground"]
    assert " ".join(course.about.split()) in cells["common-ground"]
    assert " ".join(course.disclosure.split()) in cells["who-is-behind-it"]
    for line in course.does_not:
        assert f"- {' '.join(line.split())}" in cells["what-it-does-not-do"]


def test_every_call_of_the_page_exists_and_every_part_is_called() -> None:
    called = [name for text in notebook().values() for name in re.findall(r"^home\.(\w+)\(\)$", text, re.MULTILINE)]
    assert sorted(called) == sorted(front.__all__)


def test_the_picture_is_there_and_is_described() -> None:
    (picture,) = re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', notebook()["common-ground"])
    assert (ROOT / "modules" / "00-start-here" / picture[0]).is_file()
    assert len(picture[1].split()) > 8


@pytest.mark.parametrize("name", front.__all__)
def test_every_part_has_a_text_form(home: Page, name: str) -> None:
    shown = getattr(front, name)()
    bundle = shown._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert len(bundle["text/plain"]) > 20
    assert "<" not in bundle["text/plain"].replace("<http", "")


# ---- where to go on ------------------------------------------------------------------------------


def test_the_first_visit_offers_the_first_lesson(home: Page) -> None:
    shown = seen(front.welcome().widget)
    assert "First time here?" in shown
    assert "04-bias-in-shared-data/1-foundations.ipynb" in shown


def test_a_begun_lesson_comes_first_then_the_path(home: Page) -> None:
    learner.progress().mark_started(PASCO)
    assert "05-case-pasco/1-foundations.ipynb" in seen(front.welcome().widget)
    learner.progress().mark_done(PASCO)
    learner.profile().put("role", "data-analyst")
    shown = seen(front.welcome().widget)
    assert "You have finished 1 lesson." in shown
    assert "04-bias-in-shared-data/1-foundations.ipynb" in shown


def test_a_damaged_file_is_told_on_the_page(home: Page) -> None:
    learner.profile().put("role", "data-analyst")
    (learner.folder() / "progress.json").write_text("{", encoding="utf-8")
    shown = front.welcome().widget
    assert "progress.damaged-1.json" in seen(shown)


def test_without_a_folder_the_lessons_can_still_be_opened(home: Page, work_folder: Path) -> None:
    work_folder.parent.mkdir(exist_ok=True)
    work_folder.write_text("a file stands in the way", encoding="utf-8")
    assert "1-foundations.ipynb" in seen(front.modules().widget)
    level = front.placement().widget
    press(level, "Skip the tasks and choose a level")
    radios(level, "Your level").value = "practitioner"
    press(level, "Use this level")
    assert "Your level is <strong>Practitioner</strong>" in seen(level)
    assert "could not be made" in home.notice.value
    assert "Your level" in seen(front.modules().widget)


# ---- placement -------------------------------------------------------------------------------------


def test_tasks_appear_one_after_the_other_and_end_in_a_proposal(home: Page) -> None:
    shown = front.placement().widget
    first, second, third = placement().tasks
    assert first.title in seen(shown)
    assert second.title not in seen(shown)
    press(shown, "This is my answer")
    assert "Choose one answer in each list first." in seen(shown)
    answer_all(shown)
    assert third.title in seen(shown)
    assert "You are ready for <strong>analyst</strong>" in seen(shown)
    assert radios(shown, "Your level").value == "analyst"


def test_the_learner_may_overrule_the_proposal_and_finds_it_again(home: Page) -> None:
    shown = front.placement().widget
    modules = front.modules().widget
    answer_all(shown, right=False)
    assert radios(shown, "Your level").value == "foundations"
    radios(shown, "Your level").value = "practitioner"
    press(shown, "Use this level")
    assert learner.profile().level == "practitioner"
    assert seen(modules).count("Your level") == 2

    again = front.placement().widget
    assert "Your level is <strong>Practitioner</strong>" in seen(again)
    assert not [part for part in inside(again) if isinstance(part, widgets.RadioButtons)]
    press(again, "Do the tasks or change the level")
    wrong = [next(option for option in part.options if not option.right) for part in placement().parts]
    for part, option in zip(placement().parts, wrong, strict=True):
        assert radios(again, part.prompt).value == option.id
        assert option.reply.split(".")[0] in seen(again).replace("&quot;", '"').replace("&#x27;", "'")


def test_each_choice_gets_its_own_reply(home: Page) -> None:
    view = PlacementView(home, placement())
    part = placement().tasks[1].parts[0]
    task = view.tasks[1]
    for option in part.options:
        task._radios[part.key].value = option.id
        task.button.click()
        assert option.reply[:20] in task.reply.value.replace("&quot;", '"')


# ---- path ----------------------------------------------------------------------------------------


def test_a_role_shows_its_path_with_minutes_and_the_next_stop(home: Page) -> None:
    shown = front.path().widget
    welcome = front.welcome().widget
    press(shown, "Show my path")
    assert "Choose one of the roles first." in seen(shown)
    radios(shown, "Who are you here?").value = "data-analyst"
    press(shown, "Show my path")
    assert "3 lessons, 2 hours 20 minutes in all." in seen(shown)
    assert seen(shown).count('aria-current="step"') == 1
    assert learner.profile().role == "data-analyst"
    assert "Your path is ready." in seen(welcome)

    learner.progress().mark_done(BIAS)
    again = front.path().widget
    assert "1 done, 1 hour 55 minutes to go." in seen(again)
    assert not [part for part in inside(again) if isinstance(part, widgets.RadioButtons)]
    press(again, "Choose another role")
    assert radios(again, "Who are you here?").value == "data-analyst"


def test_every_role_of_the_course_has_a_path(home: Page) -> None:
    for role in the_course().roles:
        learner.profile().put("role", role.id)
        assert role.title in seen(front.path().widget)


def test_a_role_that_the_course_does_not_know_is_asked_anew(home: Page) -> None:
    learner.profile().put("role", "boss")
    assert radios(front.path().widget, "Who are you here?").value is None
    learner.profile().put("role", ["a", "list"])
    assert radios(front.path().widget, "Who are you here?").value is None


# ---- modules -------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["voila/render", "lab/tree"])
@pytest.mark.parametrize("base", ["/", "/user/rosa/"])
def test_every_link_leads_to_a_lesson_that_is_there(home: Page, course: Path, start: str, base: str) -> None:
    learner.profile().put("role", "data-analyst")
    html = "".join(seen(part().widget) for part in (front.welcome, front.path, front.modules))
    page = f"http://127.0.0.1{base}{start}/modules/00-start-here/home.ipynb"
    found = {urljoin(page, address) for address in addresses(html)}
    assert len(found) == 4 + 5
    for address in found:
        kind, path = re.fullmatch(  # type: ignore[union-attr]
            rf"http://127\.0\.0\.1{base}(voila/render/modules|commonground/open)/(.*)", address
        ).groups()
        assert (course / "modules" / path).is_file()
        assert kind == "commonground/open" or "3-analyst" not in path


def test_a_link_read_alone_says_where_it_leads(home: Page) -> None:
    class Links(HTMLParser):
        found: list[str]

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.append("") if tag == "a" else None

        def handle_data(self, data: str) -> None:
            self.found[-1] += data

    links = Links()
    links.found = [""]
    links.feed(seen(front.modules().widget))
    names = [re.sub(r"(?s)\n.*|(?<=foundations).*|(?<=practitioner).*|(?<=analyst).*", "", text) for text in links.found[1:]]
    assert names[0] == "Open What travels with the data, foundations"
    assert len(set(names)) == len(names) == 9


def test_progress_is_read_each_time_the_page_is_opened(home: Page) -> None:
    assert seen(front.modules().widget).count("Not started") == 5
    learner.progress().mark_started(BIAS)
    learner.progress().mark_done(PASCO)
    shown = seen(front.modules().widget)
    assert f"Started on {words.day(date.today())}" in shown
    assert f"Done on {words.day(date.today())}" in shown
    assert "Continue<" in shown
    assert "Open again<" in shown
    assert shown.count("Not started") == 3


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 minutes"), (1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes")]
)
def test_minutes_as_people_say_them(count: int, text: str) -> None:
    assert words.minutes(count) == text


def test_days_as_people_say_them() -> None:
    assert words.day(date(2020, 3, 5)) == "Mar 5, 2020"
    assert words.day(date.today()) == f"{date.today():%b} {date.today().day}"
    assert words.day(None) == ""
    lesson = Lesson("m", "M", "analyst", "3-analyst.ipynb", 90, "all", "done", None, date.today() - timedelta(days=800))
    assert re.fullmatch(r"Done on \w{3} \d+, \d{4}", words.state(lesson))


# ---- the learner's work ----------------------------------------------------------------------------


def test_export_names_the_file(home: Page) -> None:
    learner.profile().put("role", "data-analyst")
    shown = front.my_work().widget
    press(shown, "Export everything")
    (made,) = (learner.place() / "export").iterdir()
    assert made.name in seen(shown)


def test_deletion_needs_the_word_and_starts_the_page_afresh(home: Page) -> None:
    learner.progress().mark_done(BIAS)
    level, way, modules, shown = (
        part().widget for part in (front.placement, front.path, front.modules, front.my_work)
    )
    answer_all(level)
    press(level, "Use this level")
    radios(way, "Who are you here?").value = "agency-leader"
    press(way, "Show my path")
    own = learner.folder() / "own-notes.txt"
    own.write_text("mine", encoding="utf-8")

    press(shown, "Delete my work")
    assert "progress.json" in seen(shown)
    assert "own-notes.txt" in seen(shown)
    press(shown, "Delete these files for good")
    assert "Nothing was deleted." in seen(shown)
    assert learner.progress().lesson(BIAS).state == "done"

    (word,) = [part for part in inside(shown) if isinstance(part, widgets.Text)]
    word.value = "delete"
    press(shown, "Delete these files for good")
    assert "files were deleted" in seen(shown)
    assert "own-notes.txt" in seen(shown)
    assert own.read_text(encoding="utf-8") == "mine"
    assert learner.profile().role == ""
    assert radios(way, "Who are you here?").value is None
    assert "Done on" not in seen(modules)
    assert "Your level" not in seen(modules)
    assert radios(level, placement().parts[0].prompt).value is None


def test_exported_copies_are_asked_about(home: Page) -> None:
    learner.profile().put("role", "data-analyst")
    made = learner.export()
    shown = front.my_work().widget
    press(shown, "Delete my work")
    (box,) = [part for part in inside(shown) if isinstance(part, widgets.Checkbox)]
    assert "it is a copy that you exported" in seen(shown)
    box.value = True
    assert "it is a copy that you exported" not in seen(shown)
    (word,) = [part for part in inside(shown) if isinstance(part, widgets.Text)]
    word.value = "delete"
    press(shown, "Delete these files for good")
    assert not made.exists()


# ---- whom to ask ------------------------------------------------------------------------------------


def test_the_contact_is_shown_and_the_learners_own_is_kept(home: Page, course: Path) -> None:
    assert "is not filled in yet" in seen(front.contact().widget)
    file = course / "modules" / "course.yml"
    text = file.read_text(encoding="utf-8")
    filled = text.replace('  name: ""', "  name: Ms. Ray").replace('  reach: ""', "  reach: room 4")
    file.write_text(filled, encoding="utf-8")
    shown = front.contact().widget
    assert "Ms. Ray. room 4" in seen(shown)
    (field,) = [part for part in inside(shown) if isinstance(part, widgets.Text)]
    field.value = "Mr. Ode, 555-0100"
    assert learner.profile().helper == "Mr. Ode, 555-0100"
    (again,) = [part for part in inside(front.contact().widget) if isinstance(part, widgets.Text)]
    assert again.value == "Mr. Ode, 555-0100"
