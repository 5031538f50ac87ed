"""Analyst lessons for reading: every cell has its piece, tasks are named, results are those of the notebook."""

from __future__ import annotations

import html
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commonground.editions.browser import reading
from commonground.editions.browser.reading import HOW_TO_RUN, Piece, read_only

MODULES = Path(__file__).parents[2] / "modules"
ANALYST = sorted(MODULES.glob("*/3-analyst.ipynb"))


def code(source: str, id: str = "cell", tags: tuple[str, ...] = (), outputs: Any = ()) -> dict[str, Any]:
    return {"cell_type": "code", "id": id, "source": source, "metadata": {"tags": list(tags)}, "outputs": outputs}


def words(source: str, id: str = "title") -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id, "source": source.splitlines(keepends=True), "metadata": {}}


def read(*cells: dict[str, Any]) -> list[Piece]:
    return read_only({"cells": cells}, download="../files/x.ipynb")


def text(piece: Piece) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", piece.html))


@pytest.mark.parametrize("path", ANALYST, ids=lambda path: path.parent.name)
def test_a_lesson_of_the_course_can_be_read_whole(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    pieces = read_only(notebook, download="../files/a.ipynb")
    ids = [piece.id for piece in pieces]
    assert ids[1] == HOW_TO_RUN
    assert [id for id in ids if id != HOW_TO_RUN] == [cell["id"] for cell in notebook["cells"]]
    assert all(piece.html for piece in pieces)
    page = "".join(piece.html for piece in pieces)
    assert "<button" not in page
    tasks = sum('exercises.get("' in "".join(cell["source"]) and cell["id"].startswith("task-") for cell in notebook["cells"])
    assert page.count('<p class="reading-kind">Checked task</p>') >= tasks > 5


def test_the_box_says_how_to_run_the_lesson() -> None:
    title, box = read(words("# Title"))
    assert (title.id, box.id) == ("title", HOW_TO_RUN)
    assert "python3 start.py" in text(box)
    assert '<a href="../files/x.ipynb" download>' in box.html


def test_a_notebook_without_a_title_begins_with_the_box() -> None:
    assert [piece.id for piece in read(code("1"))] == [HOW_TO_RUN, "cell"]


def test_code_is_kept_to_the_letter_and_can_be_scrolled_by_keyboard() -> None:
    source = 'def rate(a, b):\n    return a < b  # "quoted" & escaped'
    piece = read(words("# T"), code(source))[-1]
    assert text(piece) == source
    assert '<pre class="reading-code" tabindex="0" role="group" aria-label="Code, cell 1 of 1">' in piece.html
    assert '<span class="k">def</span>' in piece.html


def test_only_results_that_are_marked_are_shown() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a < b\n", "c\n"]},
        {"output_type": "execute_result", "data": {"text/plain": "7"}},
    ]
    marked, other = read(code("a", "a", ("shown-result",), outputs), code("b", "b", (), outputs))[1:]
    assert "a &lt; b\nc\n7</pre>" in marked.html
    assert "reading-result" not in other.html


def test_a_task_stands_in_words_and_its_blanks_are_named() -> None:
    task, blanks = read(
        code('disparity_task = exercises.get("04/disparity")\ndisparity_task'),
        code("def disparity(a):\n    return ...\n\n\ndisparity_task.check(disparity)"),
    )[1:]
    assert text(task).startswith("Checked taskTask 04/disparity: ")
    assert "exercises.get" not in task.html
    assert text(blanks).startswith("Your part of the task: fill in what is blank")
    assert "return ..." in text(blanks)


@pytest.mark.usefixtures("kit_course")
def test_parts_of_the_lesson_are_shown_in_words() -> None:
    start = 'from commonground import lesson\n\nhere = lesson.start("10-kit/1-foundations")'
    calls = ["here.questions()", 'here.reflection("own-list")', 'here.exercise("note")', "here.finish()"]
    pieces = read(code(start, "start"), *(code(call, f"part-{i}") for i, call in enumerate(calls)))
    opening, questions, reflection, document, finish = pieces[1:]
    assert "lesson.start" in text(opening)
    assert "After this lesson you can:" in text(opening)
    for piece in (questions, reflection, document):
        assert '<div class="paper">' in piece.html
        assert "here." not in text(piece)
    assert "Key points" in text(finish)


def test_a_part_before_the_lesson_is_named_as_a_fault() -> None:
    with pytest.raises(KeyError, match="no task '04/nothing'"):
        read(code('t = exercises.get("04/nothing")'))


@pytest.mark.usefixtures("kit_course")
def test_a_level_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="no notebook 9-none"):
        read(code('here = lesson.start("10-kit/9-none")'))


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, as WCAG 2.1 defines it."""

    def light(color: str) -> float:
        whole = color * 2 if len(color) == 3 else color
        parts = [int(whole[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lower, higher = sorted((light(one), light(other)))
    return (higher + 0.05) / (lower + 0.05)


def test_every_color_of_the_code_can_be_read() -> None:
    style = reading.style_sheet()
    background = re.search(r"\.reading-code \{ background: #(\w+)", style)
    assert background is not None
    colors = re.findall(r"(?<![-\w])color: #(\w+)", style)
    assert len(colors) > 6
    for color in colors:
        assert contrast(color, background[1]) >= 4.5


def test_headings_never_skip_below_the_title() -> None:
    for path in ANALYST:
        pieces = read_only(json.loads(path.read_text(encoding="utf-8")), download="x")
        levels = [int(level) for level in re.findall(r"<h([1-6])", "".join(piece.html for piece in pieces))]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
