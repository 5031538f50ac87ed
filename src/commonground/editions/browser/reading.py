"""An analyst lesson as a page to read: its libraries cannot be loaded by a browser.

No cell is run. Words are drawn as on every page; code is highlighted; results stand where the notebook
keeps them; tasks and exercises are shown in words, with what they ask and without what they reply.
"""

from __future__ import annotations

import ast
import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nbconvert.filters.markdown_mistune import markdown2html_mistune
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from commonground import content, exercises
from commonground.activities import Questions, Reflection, build
from commonground.content.module import Level, Module
from commonground.lesson import sources_html
from commonground.views import parts

from .paper import paper

HOW_TO_RUN = "how-to-run"
SHOWN_RESULT = "shown-result"


class Piece(NamedTuple):
    """A piece of the page. `id` is that of its cell, or `how-to-run` for the box that says how to run the lesson."""

    id: str
    html: str


def read_only(notebook: Mapping[str, Any], *, download: str) -> list[Piece]:
    """The pieces of a page that shows a notebook (nbformat 4) of this course for reading, in order.

    The box that says how to run the lesson comes after the title. `download` is the address of the
    notebook's file, from the page. The page needs the style sheets of `paper` and of this module after
    the course's own, and nothing of a kernel; sources keep their anchors (`fact-PASCO-35`). Raises
    ValueError where a cell names a level that is not there, ContentError for a module, and KeyError for
    a task or an exercise.
    """
    return list(_pieces(notebook, download))


def style_sheet() -> str:
    """The style of code, results, tasks and the box at the top."""
    return (Path(__file__).parent / "reading.css").read_text(encoding="utf-8")


def _pieces(notebook: Mapping[str, Any], download: str) -> Iterator[Piece]:
    cells = notebook["cells"]
    shown = _Shown(sum(cell["cell_type"] == "code" for cell in cells))
    box = Piece(HOW_TO_RUN, _how_to_run(download))
    if not cells or cells[0]["cell_type"] != "markdown":
        yield box
    for place, cell in enumerate(cells):
        source = _text(cell["source"])
        if cell["cell_type"] == "markdown":
            yield Piece(cell["id"], markdown2html_mistune(source))
        elif cell["cell_type"] == "code":
            yield Piece(cell["id"], shown.code_cell(source) + _results(cell))
        if place == 0 and cell["cell_type"] == "markdown":
            yield box


def _text(source: str | list[str]) -> str:
    """Text of a notebook file, where it may be kept line by line."""
    return source if isinstance(source, str) else "".join(source)


def _how_to_run(download: str) -> str:
    return (
        '<section class="reading-box" aria-label="How to run this lesson">'
        "<p><strong>Here you can read this lesson. To do it, run the course on a computer that has Python.</strong></p>"
        "<p>The lesson needs Python libraries that a browser page cannot load.</p>"
        "<ol><li>Put the course on that computer. The file <code>README.md</code> in it says which Python it needs.</li>"
        "<li>In the folder of the course, type <code>python3 start.py</code>. On Windows, type <code>py start.py</code>.</li>"
        "<li>On the first page, find this lesson and choose <em>Open in JupyterLab</em>.</li></ol>"
        f'<p><a href="{html.escape(download)}" download>Download the notebook of this lesson</a>'
        " to open it in a Jupyter where the course is installed.</p>"
        "<p>On this page no code runs. Some results are shown; the others appear when you run the lesson.</p></section>"
    )


class _Shown:
    """What code cells show, told from their code: a notebook of the course names its parts in plain calls."""

    def __init__(self, code_cells: int) -> None:
        self._of = code_cells
        self._number = 0
        self._lesson = ""  # the name of the variable that holds the lesson
        self._module: Module | None = None
        self._level: Level | None = None

    def code_cell(self, source: str) -> str:
        """The code, and what it would show of the course; a call that shows a part stands for itself."""
        self._number += 1
        drawn, only_calls = [], True
        for statement in ast.parse(source).body:
            part = self._part(statement)
            drawn.append(part)
            only_calls = only_calls and (bool(part) or _only_names(statement))
        exhibits = "".join(drawn)
        if exhibits and only_calls:
            return exhibits
        return _task_note(source) + self._code(source) + exhibits

    def _part(self, statement: ast.stmt) -> str:
        """What one statement shows of the course, or nothing."""
        call = getattr(statement, "value", None)
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return ""
        if not isinstance(call.func.value, ast.Name):
            return ""
        named = [str(a.value) for a in call.args if isinstance(a, ast.Constant)]
        match call.func.value.id, call.func.attr, named:
            case "lesson", "start", [lesson_id]:
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    self._lesson = statement.targets[0].id
                return self._opening(lesson_id)
            case "exercises", "get", [task_id]:
                task = exercises.get(task_id)._repr_html_()
                return f'<p class="reading-kind">Checked task</p>{task}'
            case self._lesson, "exercise", [exercise_id]:
                story = content.story(self._here()[0].id)
                return _asked(paper(build(exercise_id, story.exercise(exercise_id).data)))
            case self._lesson, "reflection", [reflection_id]:
                found = content.story(self._here()[0].id).reflection(reflection_id)
                return _asked(paper(Reflection(reflection_id, {"prompt": found.prompt, "help": found.help})))
            case self._lesson, "questions", []:
                module, level = self._here()
                return _asked(paper(Questions(content.questions(module.id, level.id))))
            case self._lesson, "finish", []:
                return _finish(*self._here())
        return ""

    def _here(self) -> tuple[Module, Level]:
        if self._module is None or self._level is None:
            raise ValueError("The notebook shows a part of a lesson before it starts one. Call lesson.start first.")
        return self._module, self._level

    def _opening(self, lesson_id: str) -> str:
        module_id, _, name = lesson_id.partition("/")
        self._module = content.module(module_id)
        self._level = next((level for level in self._module.levels if Path(level.notebook).stem == name), None)
        if self._level is None:
            raise ValueError(f"The module {module_id} has no notebook {name}.ipynb. See its module.yml.")
        goals = "".join(f"<li>{html.escape(goal.text)}</li>" for goal in self._level.objectives)
        return (
            f'<div class="cg-opening"><p><strong>{self._level.id.title()}</strong>, about {self._level.minutes} minutes. '
            f"{html.escape(self._level.audience)}</p><p>After this lesson you can:</p><ul>{goals}</ul>"
            '<details class="cg-catch-up"><summary>New here? Catch up in three minutes</summary>'
            f"{parts.to_html(self._module.catch_up)}</details></div>"
        )

    def _code(self, source: str) -> str:
        colored = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
        return (
            f'<pre class="reading-code" tabindex="0" role="group" aria-label="Code, cell {self._number} of {self._of}">'
            f"<code>{colored.rstrip()}</code></pre>"
        )


def _only_names(statement: ast.stmt) -> bool:
    """Whether a statement shows what was named before: `disparity_task` on a line of its own."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name)


def _asked(form: str) -> str:
    return f'<div class="reading-asked">{form}</div>'


def _task_note(source: str) -> str:
    """A line above a cell that the learner fills in and has checked."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "check" and isinstance(node.value, ast.Name):
            return '<p class="reading-kind">Your part of the task: fill in what is blank; the last line checks it.</p>'
    return ""


def _finish(module: Module, level: Level) -> str:
    lists = "".join(
        f"<h3>{title}</h3><ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"
        for title, lines in (("Take home", level.take_home), ("Key points", level.key_points))
    )
    return f'<div class="cg-prose">{lists}{sources_html(module.facts, module.register)}</div>'


def _results(cell: Mapping[str, Any]) -> str:
    """The results that the notebook keeps: short texts."""
    if SHOWN_RESULT not in cell.get("metadata", {}).get("tags", ()):
        return ""
    texts = [
        _text(output["text"] if output["output_type"] == "stream" else output.get("data", {}).get("text/plain", ""))
        for output in cell.get("outputs", ())
        if output["output_type"] in ("stream", "execute_result", "display_data")
    ]
    whole = "".join(texts).strip("\n")
    if not whole:
        return ""
    return (
        '<p class="reading-kind">Result</p><pre class="reading-result" tabindex="0" role="group" '
        f'aria-label="Result of the code above">{html.escape(whole)}</pre>'
    )
