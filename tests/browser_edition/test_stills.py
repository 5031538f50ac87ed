"""Stills: the same elements and classes as the live widgets, with their state, and nothing to press."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import ipywidgets as widgets
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground import lesson
from commonground.activities.outcome import Chart, Series
from commonground.charts import template
from commonground.charts.figure import Figure
from commonground.editions.browser.stills import DRAWERS, still, style_sheet

Element = tuple[str, dict[str, str | None]]
EMPTY_ELEMENTS = {"input", "br", "img", "hr"}


class Reading(HTMLParser):
    """Reads HTML strictly: each end tag must close the element that is open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY_ELEMENTS:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements with this tag."""
        return [attributes for name, attributes in self.elements if name == tag]


def classes(element: Element) -> set[str]:
    return set((element[1].get("class") or "").split())


def assert_nothing_to_press(page: Reading) -> None:
    for tag, attributes in page.elements:
        assert "tabindex" not in attributes
        assert "contenteditable" not in attributes
        assert "id" not in attributes
        if tag in ("button", "input", "select", "textarea"):
            assert "disabled" in attributes


def chart(kind: Any, **more: Any) -> Chart:
    series = (Series("North", ("a", "b"), (1, 2)), Series("South", ("a", "b"), (4.5, 0)))
    return Chart(kind, "Two schools", "Week", "Children", series, "South is longer than North.", **more)


EXAMPLES: dict[str, tuple[widgets.Widget, str]] = {
    "BoxView": (widgets.Box([]), "lm-Panel jupyter-widgets widget-container widget-box"),
    "VBoxView": (widgets.VBox([]), "lm-Panel jupyter-widgets widget-container widget-box widget-vbox"),
    "HBoxView": (widgets.HBox([]), "lm-Panel jupyter-widgets widget-container widget-box widget-hbox"),
    "HTMLView": (widgets.HTML("<p>Words</p>"), "jupyter-widgets widget-inline-hbox widget-html"),
    "ButtonView": (widgets.Button(description="Keep"), "jupyter-widgets jupyter-button widget-button"),
    "ToggleButtonView": (
        widgets.ToggleButton(description="Table", value=True),
        "jupyter-widgets jupyter-button widget-toggle-button mod-active",
    ),
    "FileUploadView": (widgets.FileUpload(), "jupyter-widgets jupyter-button widget-upload"),
    "RadioButtonsView": (widgets.RadioButtons(options=["a", "b"], description="Which?"), "widget-radio"),
    "ToggleButtonsView": (widgets.ToggleButtons(options=["a", "b"], description="Which?"), "widget-toggle-buttons"),
    "CheckboxView": (widgets.Checkbox(description="Mine"), "jupyter-widgets widget-inline-hbox widget-checkbox"),
    "TextView": (widgets.Text(description="Name"), "jupyter-widgets widget-inline-hbox widget-text"),
    "TextareaView": (widgets.Textarea(description="Why?"), "jupyter-widgets widget-inline-hbox widget-textarea"),
    "DropdownView": (widgets.Dropdown(options=["a", "b"]), "jupyter-widgets widget-inline-hbox widget-dropdown"),
    "IntSliderView": (
        widgets.IntSlider(value=30, description="Share"),
        "jupyter-widgets widget-inline-hbox widget-slider widget-hslider",
    ),
    "AnyView": (Figure(chart("bars")).plot, ""),
}


@pytest.mark.parametrize("view", DRAWERS)
def test_each_kind_has_the_classes_of_the_live_widget_and_cannot_be_pressed(view: str) -> None:
    widget, expected = EXAMPLES[view]
    assert widget._view_name == view
    widget.add_class("cg-own")
    page = Reading(still(widget))
    assert classes(page.elements[0]) == {"lm-Widget", "cg-own", *expected.split()}
    assert_nothing_to_press(page)


def test_controls_carry_their_state_and_their_name() -> None:
    form = widgets.VBox(
        [
            widgets.RadioButtons(options=[("Not yet", "n"), ("Share", "s")], value="s", description="What now?"),
            widgets.ToggleButtons(options=["one", "two"], value="two", description="Run"),
            widgets.Checkbox(value=True, description="Copies as well", indent=False),
            widgets.Text(value="Rosa", description="Who?"),
            widgets.Textarea(value="\nTwo lines", description="Why?", rows=4),
            widgets.Dropdown(options=["Choose", "Ask them"], value="Ask them", description="Decide"),
            widgets.IntSlider(value=30, min=10, max=90, step=10, description="Written down"),
            widgets.FileUpload(description="Bring back"),
        ]
    )
    page = Reading(still(form))
    inputs = page.of("input")
    assert [("checked" in one) for one in inputs if one["type"] == "radio"] == [False, True]
    assert [one["aria-pressed"] for one in page.of("button") if "aria-pressed" in one] == ["false", "true"]
    assert next("checked" in one for one in inputs if one["type"] == "checkbox")
    assert next((one["value"], one["aria-label"]) for one in inputs if one["type"] == "text") == ("Rosa", "Who?")
    assert page.of("textarea")[0]["rows"] == "4"
    assert "\n\nTwo lines" in page.words
    assert [("selected" in one) for one in page.of("option")] == [False, True]
    slider = next(one for one in inputs if one["type"] == "range")
    assert (slider["min"], slider["max"], slider["step"], slider["value"]) == ("10", "90", "10", "30")
    groups = [attributes["aria-label"] for _, attributes in page.elements if attributes.get("role")]
    assert groups == ["What now?", "Run"]
    assert {"Share", "Copies as well", "30", "Bring back (0)"} <= set(page.words)


def test_what_is_hidden_is_left_out_and_so_is_the_style_sheet() -> None:
    style = widgets.HTML("<style>p { color: red }</style>")
    style.add_class("cg-style")
    hidden = widgets.Button(description="Later", layout=widgets.Layout(display="none"))
    assert Reading(still(widgets.VBox([style, hidden, widgets.HTML("<p>Here</p>")]))).words == ["Here"]


def test_a_layout_that_was_set_is_kept() -> None:
    page = Reading(still(widgets.Box([], layout=widgets.Layout(width="50%", align_items="center"))))
    assert page.elements[0][1]["style"] == "align-items: center; width: 50%"


def test_ids_are_left_out_unless_anchors_are_wanted() -> None:
    block = widgets.HTML('<ul><li id="fact-PASCO-35" title="the id=3 here">Words <a href="#x">more</a></li></ul>')
    assert 'id="fact-PASCO-35"' in still(block, anchors=True)
    assert '<li title="the id=3 here">' in still(block)
    assert '<a href="#x">' in still(block)


@given(st.text(max_size=40))
def test_texts_are_words_and_never_markup(text: str) -> None:
    form = widgets.VBox(
        [
            widgets.Button(description=text), widgets.ToggleButton(description=text),
            widgets.RadioButtons(options=[text], description=text), widgets.Textarea(value=text, placeholder=text),
            widgets.Text(value=text, description=text), widgets.Dropdown(options=[text]),
            widgets.Checkbox(description=text), widgets.ToggleButtons(options=[text]),
        ]
    )
    expected = {
        "div", "button", "span", "label", "input", "textarea", "select", "option",
    }
    assert {tag for tag, _ in Reading(still(form)).elements} <= expected


def test_a_kind_without_a_still_is_named() -> None:
    with pytest.raises(TypeError, match=r"no still for .*DatePicker"):
        still(widgets.VBox([widgets.DatePicker()]))


@pytest.mark.parametrize("kind", ["bars", "lines", "dots"])
def test_a_figure_is_a_picture_with_its_words(kind: str) -> None:
    figure = Figure(chart(kind))
    text = still(figure.widget)
    page = Reading(text)
    plot = next(attributes for _, attributes in page.elements if attributes.get("role") == "img")
    assert plot["aria-label"] == "Two schools. South is longer than North."
    assert plot["style"] == f"height: {template.HEIGHT}px"
    assert {"Two schools", "South is longer than North.", "Children", "Week", " North", " South"} <= set(page.words)
    assert template.COLORS[0] in text
    assert template.COLORS[1] in text
    assert_nothing_to_press(page)


def test_a_bar_is_as_high_as_its_value() -> None:
    bars = Chart("bars", "T", "x", "y", (Series("S", ("a", "b"), (5, 10)),), "Words.", y_range=(0, 20))
    page = Reading(still(Figure(bars).plot))
    heights = [one["height"] for one in page.of("svg") if "x" in one]
    assert heights == ["25%", "50%"]


def test_a_picture_of_places_has_no_axes() -> None:
    yard = Chart("dots", "Yard", "", "", (Series("Here", (1, 2), (1, 1), ("Devon", "Tasha")),), "Two children.")
    page = Reading(still(Figure(yard).plot))
    assert page.of("line") == []
    assert len([one for one in page.of("svg") if "x" in one and (one["x"] or "").endswith("%")]) == 2


@pytest.mark.parametrize("values", [(), (0,), (3, 3), (-2, 4), (1000000, 2500000)])
def test_every_range_can_be_drawn(values: tuple[int, ...]) -> None:
    names = tuple(str(i) for i in range(len(values)))
    for kind in ("bars", "lines"):
        one = Chart(kind, "T", "x", "y", (Series("S", names, values),), "Words.")  # type: ignore[arg-type]
        text = still(Figure(one).plot)
        Reading(text)
        assert "nan" not in text
        assert "inf" not in text


@pytest.mark.usefixtures("kit_course")
def test_every_exercise_of_a_course_has_a_still() -> None:
    here = lesson.start("10-kit/1-foundations")
    shown = [here.opening(), here.questions(), here.finish(), here.reflection("own-list")]
    shown += [here.exercise(name) for name in here.story.exercises]
    for exhibit in shown:
        page = Reading(still(exhibit.widget))
        assert_nothing_to_press(page)


def test_the_style_sheet_loads_nothing() -> None:
    assert "url(" not in style_sheet()
    assert "@import" not in style_sheet()
