"""Each view driven as a learner does: press, move, type; then read what stands on the page and in the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pytest

from commonground import learner, lesson
from commonground.activities.outcome import Chart, Series, Total
from commonground.charts import drawing, page_code
from commonground.charts.figure import Figure
from commonground.charts.table import table_html
from commonground.charts.template import COLORS
from commonground.views import parts

pytestmark = pytest.mark.usefixtures("kit_course")
LESSON = "10-kit/1-foundations"


def every(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all within it that is not hidden."""
    if getattr(getattr(widget, "layout", None), "display", None) == "none":
        return
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child)


def inside(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all within it, hidden or not."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


class Page:
    """One exercise on the page, used through its widgets only."""

    def __init__(self, name: str) -> None:
        self.here = lesson.start(LESSON)
        call = {"questions": self.here.questions, "own-list": lambda: self.here.reflection("own-list")}.get(name)
        self.exhibit = call() if call else self.here.exercise(name)

    @property
    def shown(self) -> list[Any]:
        return list(every(self.exhibit.widget))

    def press(self, text: str) -> None:
        found = [w for w in self.shown if isinstance(w, widgets.Button) and w.description == text]
        assert found, f"no button {text!r}; there are {[w.description for w in self.shown if isinstance(w, widgets.Button)]}"
        assert not found[0].disabled
        found[0].click()

    def choose(self, text: str) -> None:
        for radios in (w for w in self.shown if isinstance(w, widgets.RadioButtons) and not w.disabled):
            for label, value in radios.options:
                if label == text:
                    radios.value = value
                    return
        raise AssertionError(f"no option {text!r}")

    def type(self, label: str, text: str) -> None:
        field = next(w for w in self.shown if isinstance(w, widgets.Text | widgets.Textarea) and label in w.description)
        field.value = text

    @property
    def words(self) -> str:
        return " ".join(w.value for w in self.shown if isinstance(w, widgets.HTML))


def test_trial_from_guess_to_two_runs() -> None:
    page = Page("yards")
    assert "Two runs" not in page.words
    page.press("Keep my guess")
    assert "Choose one first" in page.words
    page.choose("The same in both yards")
    page.press("Keep my guess")
    slider = next(w for w in page.shown if isinstance(w, widgets.IntSlider))
    before = page.words
    slider.value = 90
    assert page.words != before
    page.press("Keep this run")
    assert "The week was the same, the records were not." in page.words
    page.choose("One school writes more down")
    page.press("This is my reason")
    assert "The pen moved" in page.words
    page.press("Set it the other way")
    assert slider.value == 70
    page.press("Keep this run")
    assert "Two runs, one truth." in page.words
    assert "<table>" in page.words


def test_sort_answers_each_card_and_brings_one_back() -> None:
    page = Page("requests")
    for radios in [w for w in page.shown if isinstance(w, widgets.RadioButtons)]:
        radios.value = "never"
    assert "A line that holds." in page.words
    assert "cg-counter" in page.words
    turned = [w for w in page.shown if isinstance(w, widgets.RadioButtons)][-1]
    turned.value = "ask"
    assert "A new purpose needs a new answer." in page.words
    assert "Purpose travels with the data." in page.words


def test_walk_from_two_seats() -> None:
    page = Page("years")
    for seat in ("A family", "A board member"):
        page.choose(seat)
        page.press("Take this seat")
        page.choose("The board")
        page.press("This is my answer")
        assert "It had the vote." in page.words
        page.press("Next stop")
        page.press("See what followed")
    assert "The list is closed." in page.words
    assert page.words.count("The board</td>") == 2


def test_decision_twice_with_a_reason() -> None:
    page = Page("send")
    page.choose("Send everything")
    page.press("Decide")
    assert "(harmed)" in page.words
    page.choose("Do not share")
    page.press("Decide")
    assert "Your last two choices" in page.words
    page.type("Say in one line why", "Fewer names.")
    assert learner.answers(LESSON).get("send")["reason"] == "Fewer names."
    assert learner.progress().lesson(LESSON).exercises["send"]


def test_record_to_document_and_files(work_folder: Path) -> None:
    page = Page("interview")
    page.choose("Trouble")
    page.press("Keep my first thought")
    page.press("What counts?")
    assert "Being late counts." in page.words
    page.press("Open the sealed answers")
    assert "Write each field first" in page.words
    page.type("Incidents", "Late arrivals.")
    page.press("Open the sealed answers")
    assert "One aide." in page.words

    page = Page("note")
    page.press("Show the gaps")
    assert "Still open: Which field?" in page.words
    assert "Nobody checks it." in page.words
    page.type("Which field?", "incidents")
    next(w for w in page.shown if isinstance(w, widgets.Dropdown)).value = "A family council"
    page.press("Save my document")
    assert "context-note.docx" in page.words
    written = (work_folder / "documents" / "context-note.html").read_text(encoding="utf-8")
    assert "Late arrivals." in written
    assert "not legal advice" in written


def test_a_document_counts_what_it_has_taken_over() -> None:
    page = Page("note")
    assert "0 of 4 fields are filled" in page.words
    page.here.reflection("own-list").widget.children[1].value = "The tardy list."
    assert "1 of 4 fields are filled" in page.words


def test_questions_resume_where_they_were_left() -> None:
    page = Page("questions")
    page.choose("What is wrong there?")
    page.press("This is my answer")
    assert "record for the deed" in page.words
    assert not any(word in page.words for word in ("Wrong", "Incorrect"))
    page.type("Do you see it differently", "We have &lt;one&gt; office only.")
    again = Page("questions")
    assert "Question 2 of 2" in again.words
    again.press("Back")
    assert "record for the deed" in again.words
    assert learner.answers(LESSON).get("questions")["contested"] == {"longer-list": "We have &lt;one&gt; office only."}
    field = next(w for w in again.shown if isinstance(w, widgets.Textarea))
    assert field.value == "We have &lt;one&gt; office only.", "the words come back as they were typed"


def test_reflection_is_kept_as_it_is_typed(work_folder: Path) -> None:
    Page("own-list").type("Name one list", "The tardy list.")
    kept = json.loads((work_folder / "answers" / "10-kit" / "1-foundations.json").read_text(encoding="utf-8"))
    assert "The tardy list." in json.dumps(kept)


def test_a_disk_that_refuses_is_told_and_the_lesson_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page("own-list")

    def refuse(*_: Any) -> None:
        raise learner.NotSaved("The disk is full. Free some room, then type again.")

    monkeypatch.setattr(page.here.answers, "put", refuse)
    page.type("Name one list", "The tardy list.")
    assert "The disk is full." in page.here._notice.value


def test_a_folder_out_of_reach_is_told_and_the_lesson_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_reach(_: str) -> None:
        raise learner.NotSaved("The folder cannot be read. Ask whoever looks after this computer.")

    monkeypatch.setattr(learner, "answers", out_of_reach)
    page = Page("send")
    page.choose("Do not share")
    page.press("Decide")
    assert "Not sharing has a cost too" in page.words
    assert "The folder cannot be read." in page.here._notice.value
    end = list(every(page.here.finish().widget))
    next(w for w in end if isinstance(w, widgets.Button)).click()
    assert not any("Marked as done" in w.value for w in end if isinstance(w, widgets.HTML))


@pytest.mark.parametrize("name", ["yards", "requests", "years", "send", "interview", "note", "questions", "own-list"])
def test_the_text_form_says_what_the_widget_says(name: str) -> None:
    page = Page(name)
    text = page.exhibit.text()
    labels = [w for w in page.shown if isinstance(w, widgets.RadioButtons)]
    if name != "requests":
        for radios in labels if name != "questions" else labels[:1]:
            for label, _ in radios.options:
                assert label in text
    else:
        assert all(title in text for title in ("Same purpose", "Go back and ask", "Never"))
    bundle = page.exhibit._repr_mimebundle_()
    assert bundle["text/plain"] == text
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_opening_and_the_end_name_what_the_lesson_is_for() -> None:
    here = lesson.start(LESSON)
    assert "about 20 minutes" in here.opening().text()
    page = list(every(here.finish().widget))
    next(w for w in page if isinstance(w, widgets.Button)).click()
    assert learner.progress().lesson(LESSON).state == "done"


def test_a_part_shares_layouts_and_styles_with_no_other() -> None:
    """The page may learn of an earlier part later than of this one."""
    here = lesson.start(LESSON)
    exhibits = [here.exercise("requests"), here.exercise("yards"), here.questions(), here.finish()]
    shared = [
        {part.model_id for w in every(e.widget) for part in (w.layout, getattr(w, "style", None)) if part is not None}
        for e in exhibits
    ]
    assert all(len(ids) <= 6 for ids in shared)
    assert len(set().union(*shared)) == sum(map(len, shared))


def test_steps_that_are_not_due_are_not_made() -> None:
    for name in ("yards", "requests", "years", "send", "interview"):
        page = Page(name)
        before = len(list(inside(page.exhibit.widget)))
        page.here._views[-1].prepare()
        assert before < 20
        assert page.shown == list(every(page.exhibit.widget)), "what is made ready stays hidden"


def chart(kind: str = "bars", names: tuple[str, ...] = ("North", "South"), top: float = 3) -> Chart:
    series = tuple(Series(name, ("Week 1", "Week 2"), (1, top)) for name in names)
    return Chart(kind, "Write-ups", "Week", "Write-ups", series, f"The highest is {top}.")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["bars", "lines", "dots"])
def test_a_figure_its_words_and_its_table_move_together(kind: str) -> None:
    figure = Figure(chart(kind))
    figure.update(chart(kind, top=9))
    assert figure.plot.shown["words"] == "The highest is 9."
    assert figure.plot.shown["series"][0]["y"] == [1, 9]
    next(w for w in every(figure.widget) if isinstance(w, widgets.ToggleButton)).value = True
    table = next(w for w in every(figure.widget) if isinstance(w, widgets.HTML))
    assert "<td>9</td>" in table.value
    figure.update(chart(kind, names=("North",)))
    assert len(figure.plot.looks["traces"]) == len(figure.plot.shown["series"]) == 1
    assert "South" not in table.value


def test_a_figure_tells_the_page_once_what_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = Figure(chart(top=20))
    sent: list[set[str]] = []
    monkeypatch.setattr(figure.plot, "_send", lambda message, buffers=None: sent.append(set(message["state"])))
    figure.update(chart(top=30))
    figure.update(chart(top=4))
    assert sent == [{"shown"}, {"shown", "looks"}], "the axis changes only with the size of the numbers"


@pytest.mark.parametrize("kind", ["bars", "lines", "dots"])
@pytest.mark.parametrize("labels", [(), ("Rosa", "Devon")])
@pytest.mark.parametrize("y_range", [None, (0, 10)])
def test_plotly_knows_all_that_a_figure_asks_for(kind: str, labels: tuple[str, ...], y_range: Any) -> None:
    """Python's Plotly checks each name and value; the course itself does without it."""
    import plotly.graph_objects as go

    series = tuple(Series(name, ("Week 1", "Week 2"), (1, 2), labels) for name in ("North", "South"))
    for axis in ("Week", ""):
        drawn = Chart(kind, "Write-ups", axis, axis, series, "Words.", y_range)  # type: ignore[arg-type]
        looks = drawing.looks(drawn)
        traces = [trace | values for trace, values in zip(looks["traces"], drawing.values(drawn), strict=True)]
        assert len(go.Figure(data=traces, layout=looks["layout"]).data) == 2


def test_the_ticks_follow_the_numbers() -> None:
    assert drawing.looks(chart(top=3))["layout"]["yaxis"]["dtick"] == 1, "there is no half child"
    assert "dtick" not in drawing.looks(chart(top=60))["layout"]["yaxis"], "sixty ticks would be a black bar"


def test_series_are_told_apart_without_color() -> None:
    bars = drawing.looks(chart("bars"))["traces"]
    assert bars[0]["marker"]["pattern"]["shape"] != bars[1]["marker"]["pattern"]["shape"]
    lines = drawing.looks(chart("lines"))["traces"]
    assert lines[0]["line"]["dash"] != lines[1]["line"]["dash"]
    assert lines[0]["marker"]["symbol"] != lines[1]["marker"]["symbol"]


def test_a_figure_finds_the_code_of_plotly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(page_code.BUNDLE_VARIABLE, "static/plotly.min.js?v=1")
    page_code.figure_code.cache_clear()
    assert '"static/plotly.min.js?v=1"' in page_code.figure_code()
    monkeypatch.delenv(page_code.BUNDLE_VARIABLE)
    page_code.figure_code.cache_clear()
    assert "window.Plotly" in page_code.figure_code(), "with no server of ours a figure brings it along"
    page_code.figure_code.cache_clear()


def luminance(color: str) -> float:
    """Relative luminance of WCAG 2.1."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("color", COLORS)
def test_the_colors_of_figures_stand_out_from_white(color: str) -> None:
    assert 1.05 / (luminance(color) + 0.05) >= 4.5


def test_words_of_learners_and_authors_are_shown_as_words() -> None:
    assert "<script>" not in parts.to_html("<script>alert(1)</script>")


def test_a_table_names_its_rows_and_columns_and_shows_words_as_words() -> None:
    made = table_html("A & B", ("", "<b>"), [("<i>", "</td>")])
    assert "<caption>A &amp; B</caption>" in made
    assert '<thead><tr><td></td><th scope="col">&lt;b&gt;</th></tr></thead>' in made
    assert '<tr><th scope="row">&lt;i&gt;</th><td>&lt;/td&gt;</td></tr>' in made
    assert "<thead>" not in table_html("No header", (), [("a", "b")])
    assert "<th" not in table_html("No names", (), [("a", "b"), ("a", "c")], named_rows=False).replace("<thead", "")


def test_totals_stand_beside_each_other_by_their_labels() -> None:
    made = parts.side_by_side_html("Two", ("<A>", "B"), ([Total("Names", 12)], [Total("Hours", 3)]), ([], []))
    assert '<th scope="row">Names</th><td>12</td><td></td>' in made
    assert '<th scope="row">Hours</th><td></td><td>3</td>' in made
    assert "<h5>&lt;A&gt;</h5>" in made
